//! Folders with exports that a test may damage: copies of `tests/exports/telecom`, or empty ones.

use std::path::{Path, PathBuf};

use encoding_rs::SHIFT_JIS;
use uuid::Uuid;

/// A folder that goes away with the test.
pub struct Export(PathBuf);

impl Export {
    pub fn empty() -> Self {
        let folder = std::env::temp_dir().join(format!("madoguchi_export_{}", Uuid::now_v7().simple()));
        std::fs::create_dir(&folder).unwrap();
        Self(folder)
    }

    pub fn demo() -> Self {
        let export = Self::empty();
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/exports/telecom");
        for entry in std::fs::read_dir(demo).unwrap() {
            let path = entry.unwrap().path();
            std::fs::copy(&path, export.0.join(path.file_name().unwrap())).unwrap();
        }
        export
    }

    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// The figures that a correct import reaches.
    pub fn expected(&self) -> serde_json::Value {
        serde_json::from_slice(&std::fs::read(self.0.join("expected.json")).unwrap()).unwrap()
    }

    pub fn write(&self, file: &str, text: &str) {
        self.write_bytes(file, text.as_bytes());
    }

    pub fn write_bytes(&self, file: &str, bytes: &[u8]) {
        std::fs::write(self.0.join(file), bytes).unwrap();
    }

    /// Changes a file that is written in Windows-31J. It must come out different.
    pub fn edit(&self, file: &str, edit: impl FnOnce(&str) -> String) {
        let bytes = std::fs::read(self.0.join(file)).unwrap();
        let (text, _, damaged) = SHIFT_JIS.decode(&bytes);
        let edited = edit(&text);
        assert!(!damaged && edited != text);
        self.write_bytes(file, &cp932(&edited));
    }

    /// Keeps the first bytes of a file only.
    pub fn cut(&self, file: &str, length: usize) {
        let bytes = std::fs::read(self.0.join(file)).unwrap();
        assert!(bytes.len() > length);
        self.write_bytes(file, &bytes[..length]);
    }
}

impl Drop for Export {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Text in Windows-31J.
pub fn cp932(text: &str) -> Vec<u8> {
    let (bytes, _, unmappable) = SHIFT_JIS.encode(text);
    assert!(!unmappable);
    bytes.into_owned()
}
