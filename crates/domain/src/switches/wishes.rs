//! Knows the subject of an inquiry that wishes a switch to be turned on; the server and the form go by the same rule.

use crate::text::nfkc;

/// Words with which somebody takes a wish back or denies it; such a subject is left to a person.
const DENIALS: [&str; 12] =
    ["取消", "取り消", "取りけ", "取りや", "取下", "取り下", "撤回", "解除", "中止", "再開", "キャンセル", "ない"];

/// Whether a subject has the words of the guide in any width and spacing, and nothing that denies them.
#[must_use]
pub fn is_wish(guide: &str, subject: &str) -> bool {
    let (guide, subject) = (words(guide), words(subject));
    let rest = subject.split_once(&guide).filter(|_| !guide.is_empty());
    rest.is_some_and(|(before, after)| !DENIALS.iter().any(|no| before.contains(no) || after.contains(no)))
}

/// A subject without what does not matter: width, case, spaces.
pub(crate) fn words(text: &str) -> String {
    let folded: String = nfkc(text).to_lowercase().chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    // A half-width kana and its mark may have stood apart.
    nfkc(&folded)
}

#[cfg(test)]
mod tests {
    use super::is_wish;

    #[test]
    fn width_and_spacing_do_not_matter_and_denials_do() {
        let guide = "サービス ABC希望";
        for subject in ["サービスABC希望", "ｻｰﾋ ﾞｽ ａｂｃ希望の件"] {
            assert!(is_wish(guide, subject), "{subject}");
        }
        for subject in ["", "サービスABC", "サービスABC希望の取消"] {
            assert!(!is_wish(guide, subject), "{subject}");
        }
        assert!(!is_wish("", "何でも"));
    }
}
