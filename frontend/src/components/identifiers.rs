//! What the identifiers of a login are called. By the names of the portal's policy, whichever portal it is.

use crate::texts::t;
use madoguchi_api_types::portals::{Identifier, Portal};

/// The label of an identifier.
pub fn label(identifier: Identifier) -> fn() -> &'static str {
    match identifier {
        Identifier::AccessId => t!(identifiers.access_id),
        Identifier::ContractorId => t!(identifiers.contractor_id),
        Identifier::LoginId => t!(identifiers.login_id),
        Identifier::MailAddress => t!(identifiers.mail_address),
    }
}

/// The label of the name that one logs in with: アクセスID, ご契約者ID or ログインID.
pub fn sign_in_name(portal: &Portal) -> fn() -> &'static str {
    let name = portal.identifiers.iter().find(|identifier| **identifier != Identifier::MailAddress);
    name.map_or(t!(identifiers.access_id), |identifier| label(*identifier))
}
