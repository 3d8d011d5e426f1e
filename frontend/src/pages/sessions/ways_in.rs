//! What the login page says and offers beside its fields, by what the portal asks for and has.

use crate::components::views::{optional, text};
use crate::contexts::PageContext;
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::portals::{Identifier, Portal};
use madoguchi_api_types::recoveries::RecoveryWay;

/// A sentence in the language of the screens.
pub type Sentence = fn() -> &'static str;

/// A paragraph.
pub fn sentence(class: &'static str, sentence: Sentence) -> AnyView {
    view! { <p class=class>{text(sentence)}</p> }.into_any()
}

/// What to type, in the words of the document for these identifiers.
pub fn lead(portal: &Portal) -> Option<Sentence> {
    match portal.identifiers.first()? {
        Identifier::ContractorId => Some(t!(login.lead_contractor_id)),
        Identifier::LoginId => Some(t!(login.lead_login_id)),
        Identifier::AccessId | Identifier::MailAddress => None,
    }
}

/// For who forgot something, in the words of the document with these ways back.
fn forgotten(ways: &[RecoveryWay]) -> Option<Sentence> {
    if ways.contains(&RecoveryWay::ContractFacts) {
        Some(t!(login.forgotten_id_or_password))
    } else if ways.contains(&RecoveryWay::ReissueIssued) || ways.contains(&RecoveryWay::FacilityAndMail) {
        Some(t!(login.forgotten))
    } else {
        (!ways.is_empty()).then_some(t!(login.forgotten_password))
    }
}

/// Ways for who cannot log in yet, or no more.
pub fn links(context: &PageContext) -> AnyView {
    let portal = &context.portal;
    let registration = match (portal.registration_by_mail, portal.registration_by_contract) {
        (true, _) => Some(t!(login.contractor_id)),
        (false, true) => Some(t!(login.registration)),
        (false, false) => None,
    };
    let link = |page: &str, label: Option<Sentence>| {
        let address = context.path(page);
        optional(label.map(|label| view! { <p class="after-card"><a href=address>{text(label)}</a></p> }.into_any()))
    };
    // In the order of the documents.
    let mut links = [link("/recovery", forgotten(&portal.recovery)), link("/registration", registration)];
    if portal.registration_by_mail {
        links.reverse();
    }
    view! { <div class="ways-in">{links.into_iter().collect::<Vec<_>>()}</div> }.into_any()
}
