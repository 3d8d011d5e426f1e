//! Contracts: in which states they can be, what can happen to them, and who stands where in one. Knows no portal and no row.

use crate::closed_sets::closed_sets;
use crate::policy::{ContractPattern, Localized, Party, PartyPolicy};

closed_sets! {
    /// State of a contract.
    pub enum ContractStatus {
        /// お申込み中: applied for, and not decided yet.
        Applied = "applied",
        /// サービス提供準備中.
        Preparing = "preparing",
        /// 利用中.
        Active = "active",
        /// 解約済.
        Terminated = "terminated",
        /// 取消: its application was refused or taken back.
        Cancelled = "cancelled",
    }

    /// Something that happened to a contract.
    pub enum ContractEventKind {
        /// It was applied for.
        Applied = "applied",
        /// The provider registered it.
        Registered = "registered",
        /// Its application was refused or taken back.
        Cancelled = "cancelled",
        /// Its period was extended.
        Renewed = "renewed",
        /// Other terms were applied for.
        ChangeApplied = "change_applied",
        /// They came into force.
        Changed = "changed",
        /// They did not: refused or taken back.
        ChangeCancelled = "change_cancelled",
        /// Its termination was filed.
        TerminationFiled = "termination_filed",
        /// The termination was refused or taken back.
        TerminationCancelled = "termination_cancelled",
        /// It ended.
        Terminated = "terminated",
        /// A document about it was delivered.
        DocumentDelivered = "document_delivered",
        /// A document about it was sent by post.
        DocumentDispatched = "document_dispatched",
    }

    /// How documents about a contract reach who gets them.
    pub enum DocumentMedium {
        /// メール: a mail says that the document can be read behind the login.
        Mail = "mail",
        /// CD: the provider sends it by post.
        Cd = "cd",
    }
}

impl ContractStatus {
    /// Whether the contract runs, or will once it is decided: it renews, and may be changed and terminated.
    #[must_use]
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Applied | Self::Preparing | Self::Active)
    }
}

impl ContractPattern {
    /// Who is the contractor, who the contact, and who gets the sheets, as one reads it before sending: the sentence of the
    /// portal with the names of the parties in it.
    #[must_use]
    pub fn sentence(&self, parties: &PartyPolicy) -> Localized {
        let write = |text: fn(&Localized) -> &str| {
            let name = |party: Party| text(parties.name(party));
            text(&parties.sentence)
                .replace("{contractor}", name(self.contractor))
                .replace("{contact}", name(self.contact))
                .replace("{sheets}", name(self.sheets))
        };
        Localized { ja: write(|text| &text.ja), en: write(|text| &text.en) }
    }

    /// Whether the contract is held by a facility that somebody else applies for and is the contact of.
    #[must_use]
    pub fn is_held_by_another(&self) -> bool {
        self.contractor == Party::Facility && self.contact == Party::CoordinatingBody
    }

    /// Whether documents about the contract go to a contact that is somebody else than who holds it.
    #[must_use]
    pub fn delivers_to_another(&self) -> bool {
        self.is_held_by_another() && self.sheets == Party::CoordinatingBody
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(ja: &str, en: &str) -> Localized {
        Localized { ja: ja.to_owned(), en: en.to_owned() }
    }

    #[test]
    fn a_pattern_says_who_stands_where() {
        let parties = PartyPolicy {
            facility: text("各施設", "the facility"),
            coordinating_body: text("事務局", "the body"),
            sentence: text(
                "契約者：{contractor} 窓口：{contact} 送付先：{sheets}",
                "{contractor}, {contact}, {sheets}",
            ),
        };
        let pattern = |contractor, contact, sheets| ContractPattern {
            code: "X".to_owned(),
            label: text("", ""),
            contractor,
            contact,
            sheets,
        };
        let (facility, body) = (Party::Facility, Party::CoordinatingBody);
        let by_another = pattern(facility, body, body);
        assert_eq!(by_another.sentence(&parties).ja, "契約者：各施設 窓口：事務局 送付先：事務局");
        assert_eq!(by_another.sentence(&parties).en, "the facility, the body, the body");
        assert!(by_another.is_held_by_another());
        assert!(!pattern(facility, facility, facility).is_held_by_another());
        assert!(!pattern(body, body, body).is_held_by_another());
        assert!(by_another.delivers_to_another());
        for to_holder in
            [pattern(facility, body, facility), pattern(facility, facility, facility), pattern(body, body, body)]
        {
            assert!(!to_holder.delivers_to_another());
        }
    }

    #[test]
    fn what_is_over_runs_no_more() {
        let running: Vec<_> =
            ContractStatus::ALL.iter().filter(|status| status.is_running()).map(|it| it.as_str()).collect();
        assert_eq!(running, ["applied", "preparing", "active"]);
    }
}
