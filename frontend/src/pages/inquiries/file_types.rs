//! Kinds of files that can be attached, as people call them and as browsers guess them. The server looks into the file;
//! this only spares an upload that would be refused.

use crate::texts::tr;
use madoguchi_domain::attachments::AttachmentType;

/// Whether a file of this name may be of an accepted type. Browsers guess the type by the name too, and by the programs
/// that are installed: a CSV file is a sheet to many. Their guess counts only for types that this app does not know.
pub fn may_be_accepted(accepted: &[String], file_name: &str, guessed: &str) -> bool {
    let ending = file_name.rsplit_once('.').map(|parts| parts.1.to_ascii_lowercase()).unwrap_or_default();
    accepted.iter().any(|media_type| match known(media_type) {
        Some(known) => known.endings().contains(&ending.as_str()),
        None => media_type == guessed,
    })
}

/// For `accept` of the browser's file dialog: types and endings.
pub fn accept(accepted: &[String]) -> String {
    let endings = accepted.iter().filter_map(|media_type| known(media_type)).flat_map(AttachmentType::endings);
    let endings = endings.map(|ending| format!(".{ending}"));
    accepted.iter().cloned().chain(endings).collect::<Vec<_>>().join(",")
}

/// What the accepted types are called.
pub fn labels(accepted: &[String]) -> Vec<String> {
    let called = |media_type: &String| match known(media_type) {
        Some(known) => label(known).to_owned(),
        None => media_type.clone(),
    };
    accepted.iter().map(called).collect()
}

fn label(known: AttachmentType) -> &'static str {
    match known {
        AttachmentType::Pdf => "PDF",
        AttachmentType::Png => "PNG",
        AttachmentType::Jpeg => "JPEG",
        AttachmentType::Text => tr!(attachments.plain_text),
        AttachmentType::Csv => "CSV",
        AttachmentType::Xlsx => "Excel",
        AttachmentType::Docx => "Word",
        AttachmentType::Zip => "ZIP",
        AttachmentType::Pkcs12 => "PKCS #12",
    }
}

fn known(media_type: &str) -> Option<AttachmentType> {
    AttachmentType::ALL.into_iter().find(|known| known.media_type() == media_type)
}

#[cfg(test)]
mod tests {
    use super::{accept, may_be_accepted};

    #[test]
    fn what_the_server_would_refuse_is_not_sent() {
        let accepted = ["application/pdf", "text/csv", "image/webp"].map(str::to_owned);
        let may = |name: &str, guessed: &str| may_be_accepted(&accepted, name, guessed);
        assert!(may("請求書.PDF", "application/pdf"));
        assert!(may("calls.csv", "application/vnd.ms-excel"));
        assert!(may("photo.webp", "image/webp"));
        assert!(!may("program.exe", "application/octet-stream"));
        assert!(!may("program.exe", "application/pdf"));
        assert!(!may("pdf", ""));
        assert_eq!(accept(&accepted), "application/pdf,text/csv,image/webp,.pdf,.csv");
    }
}
