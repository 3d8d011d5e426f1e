//! Knows how the place of a value is written: `delivery[1].postal_code`; must not know what stands there.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Largest index of a path: far more copies than any form has.
const INDEX_MAX: usize = 999;

/// The place of a value: names of fields, and the indices of copies counted from 0. The empty path is the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Path(Vec<Step>);

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Into an object.
    Name(String),
    /// Into a list.
    Index(usize),
}

/// Something that is no path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a path is written as delivery[1].postal_code")]
pub struct PathError;

/// Whether forms and fields may be called so: lower-case letters, digits and underscores, a letter first.
#[must_use]
pub(crate) fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

impl Path {
    /// The whole.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// The steps from the whole.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Whether it is the whole.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The place of a name in it.
    #[must_use]
    pub fn name(&self, name: &str) -> Self {
        self.then(Step::Name(name.to_owned()))
    }

    /// The place of a copy in it, counted from 0.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.then(Step::Index(index))
    }

    /// The place of another path that starts here.
    #[must_use]
    pub fn join(&self, rest: &Self) -> Self {
        Self(self.0.iter().chain(&rest.0).cloned().collect())
    }

    fn then(&self, step: Step) -> Self {
        Self(self.0.iter().cloned().chain([step]).collect())
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Name(name) if at == 0 => f.write_str(name)?,
                Step::Name(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

impl FromStr for Path {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut steps = Vec::new();
        if text.is_empty() {
            return Ok(Self(steps));
        }
        for part in text.split('.') {
            let (name, mut indices) = part.split_at(part.find('[').unwrap_or(part.len()));
            if !is_name(name) {
                return Err(PathError);
            }
            steps.push(Step::Name(name.to_owned()));
            while !indices.is_empty() {
                let (index, rest) = indices.strip_prefix('[').and_then(|it| it.split_once(']')).ok_or(PathError)?;
                steps.push(Step::Index(number(index).ok_or(PathError)?));
                indices = rest;
            }
        }
        Ok(Self(steps))
    }
}

/// An index in its one spelling.
fn number(text: &str) -> Option<usize> {
    let index: usize = text.parse().ok().filter(|index| *index <= INDEX_MAX)?;
    (index.to_string() == text).then_some(index)
}

impl TryFrom<String> for Path {
    type Error = PathError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Path> for String {
    fn from(path: Path) -> Self {
        path.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_path_has_one_spelling() {
        let path = Path::root().name("delivery").index(1).name("postal_code");
        assert_eq!(path.to_string(), "delivery[1].postal_code");
        assert_eq!("delivery[1].postal_code".parse(), Ok(path));
        assert_eq!("".parse(), Ok(Path::root()));
        for broken in
            [".", "a.", ".a", "a[", "a[]", "a[x]", "a[01]", "a[+1]", "a[1000]", "a[1]b", "[0]", "A", "a b", "a-b"]
        {
            assert_eq!(broken.parse::<Path>(), Err(PathError), "{broken}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(steps in prop::collection::vec(("[a-z][a-z0-9_]{0,9}", prop::option::of(0..=INDEX_MAX)), 0..4)) {
            let path = steps.iter().fold(Path::root(), |path, (name, index)| {
                let path = path.name(name);
                index.map_or(path.clone(), |index| path.index(index))
            });
            prop_assert_eq!(path.to_string().parse(), Ok(path));
        }

        #[test]
        fn what_is_read_was_written_so(text in "[a-z0-9_.\\[\\]]{0,12}") {
            if let Ok(path) = text.parse::<Path>() {
                prop_assert_eq!(path.to_string(), text);
            }
        }
    }
}
