//! A graph of modules, and the circles in it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::paths::Path;

/// Who names whom, and one path by which each does.
#[derive(Default)]
pub struct Arrows(BTreeMap<Path, BTreeMap<Path, Path>>);

/// Modules that all reach each other.
pub struct Circle {
    pub all: BTreeSet<Path>,
    /// The shortest way round: from, to, and the path by which.
    pub way: Vec<(Path, Path, Path)>,
}

impl Arrows {
    pub fn add(&mut self, from: Path, to: Path, named: Path) {
        self.0.entry(from).or_default().entry(to).or_insert(named);
    }

    /// Whom a module names.
    pub fn from(&self, module: &Path) -> impl Iterator<Item = &Path> {
        self.0.get(module).into_iter().flat_map(BTreeMap::keys)
    }

    /// All circles, none within another.
    pub fn circles(&self) -> Vec<Circle> {
        let reached: BTreeMap<&Path, BTreeMap<&Path, &Path>> =
            self.0.keys().map(|module| (module, self.reached_from(module))).collect();
        let reaches = |from: &Path, to: &Path| reached.get(from).is_some_and(|reached| reached.contains_key(to));
        let mut circles: Vec<Circle> = Vec::new();
        for module in self.0.keys().filter(|module| reaches(module, module)) {
            if circles.iter().any(|circle| circle.all.contains(module)) {
                continue;
            }
            let both = |other: &&Path| reaches(module, other) && reaches(other, module);
            let all: BTreeSet<Path> = self.0.keys().filter(both).cloned().collect();
            let ways = all.iter().map(|start| self.way_round(start, &reached[start]));
            let way = ways.min_by_key(Vec::len).unwrap_or_default();
            circles.push(Circle { all, way });
        }
        circles
    }

    /// Every module that can be reached, and the one before it on a shortest way.
    fn reached_from<'a>(&'a self, start: &'a Path) -> BTreeMap<&'a Path, &'a Path> {
        let mut before = BTreeMap::new();
        let mut waiting = VecDeque::from([start]);
        while let Some(module) = waiting.pop_front() {
            for next in self.from(module) {
                before.entry(next).or_insert_with(|| {
                    waiting.push_back(next);
                    module
                });
            }
        }
        before
    }

    fn way_round(&self, start: &Path, before: &BTreeMap<&Path, &Path>) -> Vec<(Path, Path, Path)> {
        let mut way = Vec::new();
        let mut to = start;
        loop {
            let Some(from) = before.get(to) else { return way };
            let named = self.0.get(*from).and_then(|arrows| arrows.get(to)).cloned().unwrap_or_default();
            way.insert(0, ((*from).clone(), to.clone(), named));
            if *from == start {
                return way;
            }
            to = from;
        }
    }
}
