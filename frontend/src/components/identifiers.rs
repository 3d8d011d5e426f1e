//! What the identifiers of a login are called. By the names of the portal's policy, whichever portal it is.

use crate::texts::t;
use madoguchi_api_types::portals::Portal;

/// The label of an identifier; nothing for one that this version does not know.
pub fn label(name: &str) -> Option<fn() -> &'static str> {
    match name {
        "access_id" => Some(t!(identifiers.access_id)),
        "contractor_id" => Some(t!(identifiers.contractor_id)),
        "login_id" => Some(t!(identifiers.login_id)),
        "mail_address" => Some(t!(identifiers.mail_address)),
        _ => None,
    }
}

/// The label of the name that one logs in with: アクセスID, ご契約者ID or ログインID.
pub fn sign_in_name(portal: &Portal) -> fn() -> &'static str {
    let name = portal.identifiers.iter().find(|name| *name != "mail_address");
    name.and_then(|name| label(name)).unwrap_or(t!(identifiers.access_id))
}
