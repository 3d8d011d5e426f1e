//! What the page of each way back in says, in the words of the documents.

use crate::components::identifiers;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::portals::Portal;
use madoguchi_api_types::recoveries::RecoveryWay;

/// A way in words.
pub struct Words {
    /// What it is called.
    pub title: fn() -> &'static str,
    /// What happens, and what to type.
    pub lead: TextProp,
    /// What to mind before sending.
    pub note: fn() -> &'static str,
    /// The button.
    pub send: fn() -> &'static str,
    /// What happened, whatever was typed.
    pub sent: fn() -> &'static str,
    /// What to do next.
    pub next: fn() -> &'static str,
}

/// The words of a way.
pub fn of(way: RecoveryWay, portal: &Portal) -> Words {
    match way {
        RecoveryWay::ReissueIssued => {
            let identifier = identifiers::sign_in_name(portal);
            Words {
                title: t!(recovery.restore),
                lead: (move || tr!(recovery.restore_lead, identifier())).into(),
                note: t!(recovery.restore_note),
                send: t!(recovery.restore),
                sent: t!(recovery.restore_sent),
                next: t!(recovery.restore_next),
            }
        }
        RecoveryWay::FacilityAndMail => Words {
            title: t!(recovery.reset),
            lead: t!(recovery.reset_lead).into(),
            note: t!(recovery.reset_note),
            send: t!(recovery.reset),
            sent: t!(recovery.reset_sent),
            next: t!(recovery.follow_mail),
        },
        RecoveryWay::ContractFacts => Words {
            title: t!(recovery.facts),
            lead: t!(recovery.facts_lead).into(),
            note: t!(recovery.facts_note),
            send: t!(forms.send),
            sent: t!(recovery.facts_sent),
            next: t!(recovery.follow_mail),
        },
        RecoveryWay::MailLink => Words {
            title: t!(recovery.link),
            lead: t!(recovery.link_lead).into(),
            note: t!(recovery.link_note),
            send: t!(forms.send),
            sent: t!(recovery.link_sent),
            next: t!(recovery.follow_mail),
        },
    }
}
