//! Each type by its marks, and names that would do harm.

use super::*;
use proptest::prelude::*;

/// A ZIP file with empty entries of these names.
fn zip(names: &[&str]) -> Vec<u8> {
    let short = |length: usize| u16::try_from(length).unwrap().to_le_bytes();
    let long = |length: usize| u32::try_from(length).unwrap().to_le_bytes();
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for name in names {
        directory.extend([&b"PK\x01\x02"[..], &[0; 24], &short(name.len()), &[0; 12], &long(file.len())].concat());
        directory.extend(name.as_bytes());
        file.extend([&b"PK\x03\x04"[..], &[0; 22], &short(name.len()), &[0; 2], name.as_bytes()].concat());
    }
    let start = file.len();
    file.extend(&directory);
    let count = short(names.len());
    file.extend([b"PK\x05\x06", &[0; 4][..], &count, &count, &long(directory.len()), &long(start), &[0; 2]].concat());
    file
}

#[test]
fn each_type_is_known_by_its_marks() {
    let workbook = zip(&["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"]);
    let document = zip(&["word/document.xml", "[Content_Types].xml"]);
    let cp932 = b"\x8C\x8E\x93x,\x97\xBF\x8B\xE0\r\n10,\xB1\xB2\xB3\r\n";
    for (name, content, kind) in [
        ("a.pdf", &b"%PDF-1.7\n"[..], AttachmentType::Pdf),
        ("A.PDF", b"%PDF-2.0", AttachmentType::Pdf),
        ("a.pdf", b"\xEF\xBB\xBF%PDF-1.7", AttachmentType::Pdf),
        ("a.pdf", b"\r\n%PDF-1.7", AttachmentType::Pdf),
        ("a.pdf", b"\xEF\xBB\xBF\n\n%PDF-1.4", AttachmentType::Pdf),
        ("画面.png", b"\x89PNG\r\n\x1a\n\0\0", AttachmentType::Png),
        ("a.jpg", b"\xFF\xD8\xFF\xE0\0", AttachmentType::Jpeg),
        ("a.b.JPEG", b"\xFF\xD8\xFF\xDB", AttachmentType::Jpeg),
        ("a.txt", "\u{FEFF}お世話になります。\r\n\t".as_bytes(), AttachmentType::Text),
        ("a.csv", cp932, AttachmentType::Csv),
        ("a.xlsx", &workbook, AttachmentType::Xlsx),
        ("a.docx", &document, AttachmentType::Docx),
    ] {
        assert_eq!(AttachmentType::of(name, content), Some(kind), "{name}");
    }
}

#[test]
fn the_provider_delivers_archives_and_certificates_too() {
    let archive = zip(&["証明書.p12"]);
    let long = [&b"\x30\x82\x0a\x35\x02\x01\x03\x30"[..], &[0; 8]].concat();
    for (name, content, kind) in [
        ("a.pdf", &b"%PDF-1.7\n"[..], Some(AttachmentType::Pdf)),
        ("a.zip", &archive, Some(AttachmentType::Zip)),
        ("a.zip", b"PK\x03\x04 and no more", None),
        ("a.p12", &long, Some(AttachmentType::Pkcs12)),
        ("a.PFX", b"\x30\x80\x02\x01\x03\x30\x80", Some(AttachmentType::Pkcs12)),
        ("a.p12", b"\x30\x82\x0a\x35\x02\x01\x00", None),
        ("a.p12", b"\x30", None),
        ("a.p12", &archive, None),
        ("a.exe", b"MZ\x90\0", None),
    ] {
        assert_eq!(AttachmentType::delivered(name, content), kind, "{name}");
    }
    assert_eq!(AttachmentType::of("a.zip", &archive), None, "customers attach none");
    assert_eq!(AttachmentType::of("a.p12", &long), None);
}

#[test]
fn a_name_must_fit_the_content() {
    let workbook = zip(&["[Content_Types].xml", "xl/workbook.xml"]);
    for (name, content) in [
        ("a.png", &b"%PDF-1.7\n"[..]),
        ("a.pdf", b"\x89PNG\r\n\x1a\n"),
        ("a.pdf", b"MZ\x90\0"),
        ("a.pdf", b" %PDF-1.7"),
        ("a.exe", b"MZ\x90\0"),
        ("a.html", b"<p>"),
        ("a.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("a.zip", &workbook),
        ("a.docx", &workbook),
        ("a.xlsm", &workbook),
        ("pdf", b"%PDF-1.7"),
        ("a", b"%PDF-1.7"),
        ("a.pdf.exe", b"%PDF-1.7"),
        ("a.txt", b"a\0b"),
        ("a.txt", b"\xFF\xFEa\0"),
        ("a.csv", b"\x81"),
        ("a.csv", b"\x81\x20"),
        ("a.csv", b"a\xA0b"),
        ("a.csv", b"\x1B[31m"),
    ] {
        assert_eq!(AttachmentType::of(name, content), None, "{name} {:?}", content.escape_ascii().to_string());
    }
}

#[test]
fn a_zip_is_no_office_file_by_its_name_alone() {
    for names in [
        &["xl/workbook.xml"][..],
        &["[Content_Types].xml"],
        &["[Content_Types].xml", "word/document.xml"],
        &["[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"],
        &[],
    ] {
        assert_eq!(AttachmentType::of("a.xlsx", &zip(names)), None, "{names:?}");
    }
    let whole = zip(&["[Content_Types].xml", "xl/workbook.xml"]);
    for length in 0..whole.len() - 2 {
        assert_eq!(AttachmentType::of("a.xlsx", &whole[..length]), None, "{length}");
    }
    assert_eq!(AttachmentType::of("a.xlsx", &[b"MZ", &whole[..]].concat()), None);
}

#[test]
fn names_lead_nowhere_and_hide_nothing() {
    for (given, safe) in [
        ("明細 10月.pdf", "明細 10月.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\恵\\明細.pdf", "明細.pdf"),
        ("a/b\\c.pdf", "c.pdf"),
        ("\u{202E}fdp.exe", "fdp.exe"),
        ("a\u{200B}b\u{FEFF}.pdf", "ab.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("a\"b<c>.pdf", "a_b_c_.pdf"),
        ("  .pdf. ", "pdf"),
        ("ﾃﾞｰﾀ.csv", "データ.csv"),
        ("か\u{3099}.txt", "が.txt"),
        ("a/", ""),
        ("..", ""),
        ("", ""),
    ] {
        assert_eq!(safe_file_name(given), safe, "{given:?}");
    }
}

#[test]
fn a_long_name_keeps_its_ending() {
    let name = safe_file_name(&format!("{}.xlsx", "あ".repeat(200)));
    assert_eq!(name.chars().count(), FILE_NAME_MAX);
    assert!(name.ends_with("あ.xlsx"));
    assert_eq!(safe_file_name(&"い".repeat(200)).chars().count(), FILE_NAME_MAX);
    assert_eq!(safe_file_name(&format!("{}.{}", "う".repeat(FILE_NAME_MAX - 1), "え".repeat(20))), "う".repeat(119));
}

proptest! {
    #[test]
    fn every_name_is_safe(given in "\\PC{0,200}|[./\\\\\u{0}-\u{1F}a\u{202E}\u{200B}\"]{0,200}") {
        let name = safe_file_name(&given);
        prop_assert!(name.chars().count() <= FILE_NAME_MAX);
        prop_assert!(!name.contains(['/', '\\', '"']) && !name.chars().any(is_hidden));
        prop_assert!(!name.starts_with('.') && !name.ends_with('.'));
    }

    #[test]
    fn no_content_is_a_surprise(content in proptest::collection::vec(any::<u8>(), 0..400)) {
        for ending in ["pdf", "png", "jpg", "txt", "csv", "xlsx", "docx"] {
            let zip = [&b"PK\x03\x04"[..], &content, b"PK\x05\x06"].concat();
            let name = format!("a.{ending}");
            let _either = (AttachmentType::of(&name, &content), AttachmentType::of(&name, &zip));
        }
    }
}
