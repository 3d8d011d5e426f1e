//! Which switches a portal has, who may use them, and the words by which a wish for one is known in an inquiry.

use serde::{Deserialize, Serialize};

use super::validation::refuse;
use super::{Localized, PolicyError, Portal, RequestAction, UserRole};
use crate::switches::SwitchKind;
use crate::switches::wishes::{is_wish, words};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SwitchPolicy {
    pub kind: SwitchKind,
    /// Who may switch it.
    #[serde(default = "administrators")]
    pub roles: Vec<UserRole>,
    /// What it costs, in words.
    #[serde(default)]
    pub charge: Option<Localized>,
    /// The inquiry that asks for it, as the provider's guide words it.
    #[serde(default)]
    pub inquiry: Option<WishPolicy>,
}

/// How an inquiry looks that wishes a switch to be turned on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WishPolicy {
    /// Code of its kind.
    pub kind: String,
    pub subject: String,
}

fn administrators() -> Vec<UserRole> {
    vec![UserRole::Administrator]
}

impl Portal {
    /// The policy of a switch, when the portal has it.
    #[must_use]
    pub fn switch(&self, kind: SwitchKind) -> Option<&SwitchPolicy> {
        self.switches.iter().find(|switch| switch.kind == kind)
    }

    /// The switch that an inquiry wishes to be turned on: its kind is the same, and its subject has the words of the
    /// guide in any width and spacing, and nothing that denies them.
    #[must_use]
    pub fn wished_switch(&self, kind: &str, subject: &str) -> Option<&SwitchPolicy> {
        let wishes = |wish: &WishPolicy| wish.kind == kind && is_wish(&wish.subject, subject);
        self.switches.iter().find(|switch| switch.inquiry.as_ref().is_some_and(wishes))
    }

    pub(super) fn validate_switches(&self) -> Result<(), PolicyError> {
        for (at, switch) in self.switches.iter().enumerate() {
            let code = switch.kind.as_str();
            if self.switches[..at].iter().any(|earlier| earlier.kind == switch.kind) {
                return Err(refuse("switches.kind", format!("`{code}` stands there twice")));
            }
            if self.contracts.is_none() {
                return Err(refuse("switches.kind", format!("`{code}` needs a [contracts] section")));
            }
            if switch.kind == SwitchKind::CallRecords && self.call_records.is_none() {
                return Err(refuse("switches.kind", format!("`{code}` needs a [call_records] section")));
            }
            if switch.roles.is_empty() || !switch.roles.iter().all(|role| self.users.roles.contains(role)) {
                return Err(refuse("switches.roles", format!("`{code}`: at least one, and each one of users.roles")));
            }
            let Some(wish) = &switch.inquiry else { continue };
            if self.request_kind(&wish.kind).is_none_or(|kind| kind.action != RequestAction::Inquiry) {
                let reason = format!("`{code}`: `{}` is no request kind with the action inquiry", wish.kind);
                return Err(refuse("switches.inquiry.kind", reason));
            }
            if words(&wish.subject).is_empty() {
                return Err(refuse("switches.inquiry.subject", format!("`{code}`: is empty")));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TELECOM: &str = include_str!("../../../../portals/telecom.toml");

    fn wish(kind: &str, subject: &str) -> Option<SwitchKind> {
        let portal: Portal = toml::from_str(TELECOM).unwrap();
        portal.wished_switch(kind, subject).map(|switch| switch.kind)
    }

    #[test]
    fn the_words_of_the_guide_are_known() {
        let (calls, opening, debit) =
            (SwitchKind::CallRecords, SwitchKind::OpeningNoticePaperStop, SwitchKind::DebitNoticePaperStop);
        assert_eq!(wish("call_records", "通話明細記録の希望"), Some(calls));
        assert_eq!(wish("other", "開通案内の紙発送停止希望"), Some(opening));
        assert_eq!(wish("other", "口座振替案内書の紙発送停止希望"), Some(debit));
    }

    #[test]
    fn spacing_and_words_around_do_not_matter() {
        for subject in [
            "　通話明細記録 の　希望 ",
            "【至急】通話明細記録の希望",
            "通話明細記録の希望（ＣＡＦ0000000010）",
            "Re: 通話明細記録の希望について",
        ] {
            assert_eq!(wish("call_records", subject), Some(SwitchKind::CallRecords), "{subject}");
        }
    }

    #[test]
    fn width_of_kana_does_not_matter() {
        let text = TELECOM.replacen("subject = \"通話明細記録の希望\"", "subject = \"サービス ABC希望\"", 1);
        let portal: Portal = toml::from_str(&text).unwrap();
        for subject in ["ｻｰﾋﾞｽ ａｂｃ希望", "ｻｰﾋ ﾞｽabc希望", "サービスＡＢＣ希望"] {
            assert!(portal.wished_switch("call_records", subject).is_some(), "{subject}");
        }
    }

    #[test]
    fn other_words_another_kind_and_denials_are_left_to_a_person() {
        for (kind, subject) in [
            ("call_records", "通話明細記録"),
            ("call_records", "通話明細について"),
            ("call_records", ""),
            ("invoice", "通話明細記録の希望"),
            ("other", "通話明細記録の希望"),
            ("call_records", "開通案内の紙発送停止希望"),
            ("call_records", "通話明細記録の希望を取り消したい"),
            ("call_records", "通話明細記録の希望ではない件"),
            ("other", "開通案内の紙発送停止希望の取消"),
            ("other", "開通案内の紙発送停止希望の解除"),
            ("other", "口座振替案内書の紙発送停止希望のｷｬﾝｾﾙ"),
        ] {
            assert_eq!(wish(kind, subject), None, "{kind} {subject}");
        }
    }

    #[test]
    fn switches_that_cannot_work_are_refused() {
        let refused = |from: &str, to: &str| {
            assert!(TELECOM.contains(from), "the preset has no {from}");
            toml::from_str::<Portal>(&TELECOM.replacen(from, to, 1)).unwrap().validate().unwrap_err().field
        };
        let kind = "kind = \"debit_notice_paper_stop\"";
        assert_eq!(refused(kind, "kind = \"opening_notice_paper_stop\""), "switches.kind");
        assert_eq!(refused(kind, &format!("{kind}\nroles = []")), "switches.roles");
        let wish = "{ kind = \"other\", subject = \"開通案内の紙発送停止希望\" }";
        assert_eq!(refused(wish, "{ kind = \"others\", subject = \"開通案内\" }"), "switches.inquiry.kind");
        assert_eq!(refused(wish, "{ kind = \"other\", subject = \"　\" }"), "switches.inquiry.subject");
        let no_calls = |text: &str| {
            let (before, rest) = text.split_once("[call_records]\n").unwrap();
            format!("{before}{}", rest.split_once("\n\n").unwrap().1)
        };
        let portal: Portal = toml::from_str(&no_calls(TELECOM)).unwrap();
        assert_eq!(portal.validate().unwrap_err().field, "switches.kind");
        assert_eq!(refused("inquiry = { prefix = \"Q\"", "question = { prefix = \"Q\""), "request_kinds.numbering");
    }
}
