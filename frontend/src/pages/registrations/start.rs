//! 初回登録 as the portal has it: by the facts of a contract, or by a mail address alone.

use crate::chunks::chunk;
use crate::components::pages_of_state::not_found_page;
use crate::pages::contractors;
use crate::visits::Visit;
use leptos::prelude::*;

chunk!(visitors: later = page);

/// The page.
pub fn page(visit: Visit) -> AnyView {
    match (visit.portal.registration_by_mail, visit.portal.registration_by_contract) {
        (true, _) => contractors::create::page(visit),
        (false, true) => super::create::page(visit),
        (false, false) => not_found_page(),
    }
}
