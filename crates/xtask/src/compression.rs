//! Writing a file beside its brotli and gzip forms, so that the server never compresses; knows no format of ours.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

/// Sizes in bytes of one file and its compressed forms.
#[derive(Clone, Copy, Default)]
pub struct Sizes {
    pub plain: usize,
    pub brotli: usize,
    pub gzip: usize,
}

/// Writes `path`, `path.br` (quality 11, window 2^22) and `path.gz` (level 9).
pub fn write(path: &Path, content: &[u8]) -> Result<Sizes> {
    let brotli = brotli(content)?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    let gzip = encoder.finish()?;
    fs::write(path, content)?;
    fs::write(with_suffix(path, "br"), &brotli)?;
    fs::write(with_suffix(path, "gz"), &gzip)?;
    Ok(Sizes { plain: content.len(), brotli: brotli.len(), gzip: gzip.len() })
}

/// The sizes of a file written before, if all three forms are there.
pub fn written(path: &Path) -> Option<Sizes> {
    let size = |path: &Path| Some(usize::try_from(fs::metadata(path).ok()?.len()).unwrap_or(usize::MAX));
    Some(Sizes { plain: size(path)?, brotli: size(&with_suffix(path, "br"))?, gzip: size(&with_suffix(path, "gz"))? })
}

fn brotli(mut content: &[u8]) -> Result<Vec<u8>> {
    let parameters = BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: content.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut content, &mut compressed, &parameters)?;
    Ok(compressed)
}

/// `app.js` and `br` give `app.js.br`.
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn both_forms_unpack_to_the_content() {
        let directory = std::env::temp_dir().join(format!("madoguchi-compression-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        let path = directory.join("app.js");
        let content = "お客さま窓口 ".repeat(1000);
        let sizes = write(&path, content.as_bytes()).unwrap();

        let mut from_brotli = String::new();
        let packed = fs::read(directory.join("app.js.br")).unwrap();
        brotli::Decompressor::new(packed.as_slice(), 4096).read_to_string(&mut from_brotli).unwrap();
        let mut from_gzip = String::new();
        let packed = fs::File::open(directory.join("app.js.gz")).unwrap();
        flate2::read::GzDecoder::new(packed).read_to_string(&mut from_gzip).unwrap();
        fs::remove_dir_all(&directory).unwrap();

        assert_eq!(from_brotli, content);
        assert_eq!(from_gzip, content);
        assert!(sizes.brotli < sizes.plain && sizes.gzip < sizes.plain);
    }
}
