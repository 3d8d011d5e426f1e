//! Finds circles between the modules of a crate: parts that cannot be understood, tested or moved one without the other.
//! Knows files and the paths in them; must not know what a module is for.

mod graph;
mod paths;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path as FilePath, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};

use self::graph::{Arrows, Circle};
use self::paths::{Names, Path, joined};
use crate::site::files_below;
use crate::workspace::Workspace;

/// Where no circle may come back: the sources of a crate, and between which of its modules.
const FREE_OF_CIRCLES: [(&str, Grain); 5] = [
    ("frontend/src", Grain::Files),
    ("frontend/src", Grain::Folders(1)),
    ("crates/services/src", Grain::Files),
    ("crates/services/src", Grain::Folders(1)),
    // `ground` and `identity` hold folders that are modules themselves.
    ("crates/services/src", Grain::Folders(2)),
];

/// What counts as one module.
#[derive(Clone, Copy)]
enum Grain {
    /// Each file.
    Files,
    /// Each file and folder that is so deep in the crate, with all that is below it; 1 is the top.
    Folders(usize),
}

#[derive(clap::Args)]
pub struct Options {
    /// Sources of a crate, as `crates/services/src`.
    folder: PathBuf,
}

/// `cargo xtask circles`: shows those of one crate.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let modules = Modules::read(&workspace.root.join(&options.folder))?;
    let grains = [(Grain::Folders(1), "folders"), (Grain::Folders(2), "folders in these"), (Grain::Files, "files")];
    for (grain, title) in grains {
        let circles = modules.arrows(grain).circles();
        println!("{} circles between {title} of {}", circles.len(), options.folder.display());
        circles.iter().for_each(|circle| println!("{}", shown(circle)));
    }
    Ok(())
}

/// Fails where a circle came back.
pub fn check(workspace: &Workspace) -> Result<()> {
    let mut found = Vec::new();
    for (folder, grain) in FREE_OF_CIRCLES {
        let circles = Modules::read(&workspace.root.join(folder))?.arrows(grain).circles();
        found.extend(circles.iter().map(|circle| format!("{folder}: {}", shown(circle))));
    }
    if !found.is_empty() {
        bail!("{}", found.join("\n"));
    }
    Ok(())
}

/// All that reach each other, and the shortest way round.
fn shown(circle: &Circle) -> String {
    let all: Vec<String> = circle.all.iter().map(|module| module.join("/")).collect();
    let steps = circle.way.iter().map(|(from, to, named)| {
        format!("\n  {} → {}, which it names as {}", from.join("/"), to.join("/"), named.join("::"))
    });
    format!("{} reach each other: {}{}", all.len(), all.join(", "), steps.collect::<String>())
}

/// The files of a crate by their modules, with what each names.
struct Modules(BTreeMap<Path, Names>);

impl Modules {
    fn read(folder: &FilePath) -> Result<Self> {
        let mut modules = BTreeMap::new();
        for file in files_below(folder)?.iter().filter(|file| file.extension().is_some_and(|it| it == "rs")) {
            let module = module(file.strip_prefix(folder)?);
            let source = fs::read_to_string(file).with_context(|| file.display().to_string())?;
            let tokens = source.parse().map_err(|error| anyhow!("{}: {error}", file.display()))?;
            modules.insert(module.clone(), Names::read(tokens, &module));
        }
        if modules.is_empty() {
            bail!("{} has no Rust files", folder.display());
        }
        Ok(Self(modules))
    }

    /// Who names whom. The crate's root is left out: it names all.
    fn arrows(&self, grain: Grain) -> Arrows {
        let mut arrows = Arrows::default();
        let coarse = |module: &Path| match grain {
            Grain::Files => module.clone(),
            Grain::Folders(depth) => module.iter().take(depth).cloned().collect(),
        };
        for (module, names) in &self.0 {
            for (here, path) in &names.named {
                let Some(named) = self.owner(names, here, path) else { continue };
                let (from, to) = (coarse(module), coarse(&named));
                if from != to && !from.is_empty() && !to.is_empty() {
                    arrows.add(from, to, path.clone());
                }
            }
        }
        arrows
    }

    /// The file whose thing a path names, also where another one passes it on.
    fn owner(&self, names: &Names, here: &Path, path: &Path) -> Option<Path> {
        let mut full = full(names, here, path)?;
        // A name that is passed on more often than this leads round.
        for _ in 0..8 {
            let module =
                (0..=full.len()).rev().map(|length| full[..length].to_vec()).find(|it| self.0.contains_key(it))?;
            let names = &self.0[&module];
            let name = full.get(module.len());
            let Some(target) = name.and_then(|name| names.aliases.get(&(module.clone(), name.clone()))) else {
                return Some(module);
            };
            // What another crate has is nobody's here.
            let next = joined(&self::full(names, &module, target)?, &full[module.len() + 1..]);
            if next == full {
                return Some(module);
            }
            full = next;
        }
        None
    }
}

/// From the root, without `crate`; none for what another crate has.
fn full(names: &Names, here: &Path, path: &Path) -> Option<Path> {
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        "crate" => Some(rest.to_vec()),
        "self" => full_in(names, here, rest),
        "super" => full_in(names, &here.split_last()?.1.to_vec(), rest),
        name => {
            let target = names.aliases.get(&(here.clone(), name.to_owned())).filter(|target| *target != path)?;
            Some(joined(&full(names, here, target)?, rest))
        }
    }
}

/// Of a path within a module, where `super` may follow.
fn full_in(names: &Names, module: &Path, path: &[String]) -> Option<Path> {
    match path.first() {
        Some(first) if first == "super" => full(names, module, &path.to_vec()),
        _ => Some(joined(module, path)),
    }
}

/// `pages/home/mod.rs` is `[pages, home]`; the crate's root is empty.
fn module(file: &FilePath) -> Path {
    let mut module: Path = file.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if module.last().is_some_and(|last| matches!(last.as_str(), "mod" | "main" | "lib")) {
        module.pop();
    }
    module
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modules(files: &[(&str, &str)]) -> Modules {
        let read = |(file, source): &(&str, &str)| {
            let module = module(FilePath::new(file));
            (module.clone(), Names::read(source.parse().unwrap(), &module))
        };
        Modules(files.iter().map(read).collect())
    }

    fn found(modules: &Modules, grain: Grain) -> Vec<String> {
        modules.arrows(grain).circles().iter().map(shown).collect()
    }

    #[test]
    fn a_circle_is_found_and_its_way_told() {
        let modules = modules(&[
            ("main.rs", "mod a; mod b; mod c;"),
            ("a.rs", "use crate::b::B;"),
            ("b.rs", "fn f() { view! { {crate::c::g()} } }"),
            ("c/mod.rs", "mod d;"),
            ("c/d.rs", "use crate::a;"),
        ]);
        assert_eq!(found(&modules, Grain::Files), Vec::<String>::new());
        let circles = found(&modules, Grain::Folders(1));
        assert_eq!(circles.len(), 1);
        assert!(circles[0].starts_with("3 reach each other: a, b, c"), "{circles:?}");
        assert!(circles[0].contains("b → c, which it names as crate::c::g"), "{circles:?}");
    }

    #[test]
    fn a_child_that_names_its_parents_things_is_below_it() {
        let one_way = modules(&[("a/mod.rs", "mod b; pub struct A;"), ("a/b.rs", "use super::A;")]);
        assert_eq!(found(&one_way, Grain::Files), Vec::<String>::new());
        let both = modules(&[("a/mod.rs", "mod b; fn f() { b::g() }"), ("a/b.rs", "use super::A;")]);
        assert_eq!(found(&both, Grain::Files).len(), 1);
    }

    #[test]
    fn folders_within_a_folder_may_not_go_round_either() {
        let modules = modules(&[
            ("lib.rs", "mod identity; pub use identity::{sessions, users};"),
            ("identity/mod.rs", "pub mod sessions; pub mod users;"),
            ("identity/sessions/mod.rs", "pub mod own;"),
            ("identity/sessions/own.rs", "use crate::users;"),
            ("identity/users/mod.rs", "mod locks;"),
            ("identity/users/locks.rs", "use crate::sessions::end_all;"),
        ]);
        assert_eq!(found(&modules, Grain::Files), Vec::<String>::new());
        assert_eq!(found(&modules, Grain::Folders(1)), Vec::<String>::new());
        let circles = found(&modules, Grain::Folders(2));
        assert_eq!(circles.len(), 1);
        assert!(circles[0].starts_with("2 reach each other: identity/sessions, identity/users"), "{circles:?}");
    }

    #[test]
    fn what_another_crate_has_is_nobodys() {
        let modules = modules(&[
            ("a/mod.rs", "mod b; pub use entities::Notice; fn f() { b::g() }"),
            ("a/b.rs", "use super::Notice;"),
        ]);
        assert_eq!(found(&modules, Grain::Files), Vec::<String>::new());
    }

    #[test]
    fn the_crates_that_are_checked_are_there() {
        let root = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for (folder, _) in FREE_OF_CIRCLES {
            let modules = Modules::read(&root.join(folder)).unwrap();
            let named = modules.0.values().map(|names| names.named.len()).sum::<usize>();
            assert!(named > 1000, "{folder}: {named} paths are read");
        }
    }

    #[test]
    fn who_passes_a_name_on_is_not_named_by_it() {
        let modules = modules(&[
            ("lib.rs", "mod errors; pub use errors::Error;"),
            ("errors.rs", "pub struct Error;"),
            ("a/mod.rs", "mod b; pub use b::B; mod c;"),
            ("a/b.rs", "pub struct B; use crate::Error;"),
            ("a/c.rs", "use super::B;"),
        ]);
        let arrows = modules.arrows(Grain::Files);
        let named = |from: &str| arrows.from(&module(FilePath::new(from))).map(|to| to.join("/")).collect::<Vec<_>>();
        assert_eq!(named("a/b.rs"), ["errors"]);
        assert_eq!(named("a/c.rs"), ["a/b"]);
    }
}
