//! Passwords that others have used: the ten thousand most frequent ones, in the server alone, and any number of breached
//! ones in a file that the operator provides. Knows nothing of the person.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use madoguchi_domain::text::nfkc;
use sha1::{Digest, Sha1};

use crate::Error;

/// Sorted; where they are from and under which licence stands in NOTICE.
const MOST_USED: &str = include_str!("most_used.txt");
static SORTED: LazyLock<Vec<&str>> = LazyLock::new(|| MOST_USED.lines().collect());
/// Characters of a SHA-1 digest in hexadecimal.
const DIGEST: usize = 40;
/// Longest line of the file: a digest and how often it was seen.
const LINE: u64 = 80;
/// A range of the file that is read from its start in place of being halved.
const NARROW: u64 = 4096;

/// Whether it is one of the most used ones, in any width and case.
pub(super) fn is_most_used(password: &str) -> bool {
    SORTED.binary_search(&nfkc(password).to_lowercase().as_str()).is_ok()
}

/// A file of breached passwords: lines of SHA-1 digests in upper-case hexadecimal, sorted, each with `:` and a count behind
/// it or not, as "Have I Been Pwned" gives them. It is never read as a whole.
#[derive(Clone, Debug)]
pub struct BreachedPasswords(PathBuf);

impl BreachedPasswords {
    /// Uses a file; it must be there and look like one.
    ///
    /// # Errors
    /// [`Error::Internal`] with file and reason.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let refused = |reason: String| Error::internal(format!("{}: {reason}", path.display()));
        let mut first = String::new();
        let file = File::open(path).map_err(|error| refused(error.to_string()))?;
        BufReader::new(file.take(LINE)).read_line(&mut first).map_err(|error| refused(error.to_string()))?;
        let digest = first.get(..DIGEST).filter(|digest| digest.bytes().all(|b| b.is_ascii_hexdigit()));
        digest.map(|_| Self(path.to_owned())).ok_or_else(|| refused("not a sorted list of SHA-1 digests".to_owned()))
    }

    /// Whether a password is in the file.
    ///
    /// # Errors
    /// [`Error::Internal`] when the file cannot be read: a password that cannot be checked is not taken.
    pub async fn contains(&self, password: &str) -> Result<bool, Error> {
        let digest = hex::encode_upper(Sha1::digest(password.as_bytes()));
        let path = self.0.clone();
        let found = tokio::task::spawn_blocking(move || find(&path, &digest)).await.map_err(Error::internal)?;
        found.map_err(|error| Error::internal(format!("{}: {error}", self.0.display())))
    }
}

/// Halves the file until a few lines are left.
fn find(path: &Path, digest: &str) -> std::io::Result<bool> {
    let mut file = BufReader::new(File::open(path)?);
    let (mut low, mut high) = (0, file.get_ref().metadata()?.len());
    while high - low > NARROW {
        let middle = low + (high - low) / 2;
        file.seek(SeekFrom::Start(middle))?;
        // The rest of a line that began before.
        let skipped = read_line(&mut file)?.len() as u64;
        let line = read_line(&mut file)?;
        if line.is_empty() || line.get(..DIGEST).is_none_or(|found| *found > *digest.as_bytes()) {
            high = middle;
        } else {
            low = middle + skipped;
        }
    }
    file.seek(SeekFrom::Start(low))?;
    loop {
        let line = read_line(&mut file)?;
        match line.get(..DIGEST) {
            Some(found) if *found < *digest.as_bytes() => {}
            found => return Ok(found.is_some_and(|found| *found == *digest.as_bytes())),
        }
    }
}

/// A line with its end; in upper case, as digests are compared.
fn read_line(file: &mut BufReader<File>) -> std::io::Result<Vec<u8>> {
    let mut line = Vec::new();
    file.take(LINE).read_until(b'\n', &mut line)?;
    line.make_ascii_uppercase();
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_whole() {
        assert_eq!(SORTED.len(), 10_000);
        assert!(SORTED.is_sorted() && SORTED.iter().all(|password| password.chars().count() >= 8));
        assert!(is_most_used("Trustno1") && is_most_used("ｆｏｏｔｂａｌｌ") && is_most_used("password1"));
        assert!(!is_most_used("mkt7vwrd"));
    }

    #[tokio::test]
    async fn every_breached_one_is_found_and_no_other() {
        for (count, ending) in [(1, "\n"), (2, "\r\n"), (3_000, "\r\n"), (3_000, "\n")] {
            let mut lines: Vec<String> = (0..count)
                .map(|number| {
                    format!("{}:{}", hex::encode_upper(Sha1::digest(format!("password {number}"))), number * 37)
                })
                .collect();
            lines.sort();
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(file.path(), lines.join(ending)).unwrap();
            let breached = BreachedPasswords::open(file.path()).unwrap();
            for number in 0..count {
                assert!(breached.contains(&format!("password {number}")).await.unwrap(), "{number} of {count}");
                assert!(!breached.contains(&format!("another {number}")).await.unwrap(), "{number} of {count}");
            }
        }
    }

    #[test]
    fn a_file_of_something_else_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for text in ["", "password\n", "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD\n"] {
            std::fs::write(file.path(), text).unwrap();
            assert!(BreachedPasswords::open(file.path()).is_err(), "{text:?}");
        }
        assert!(BreachedPasswords::open(Path::new("/nowhere/at/all")).is_err());
    }
}
