//! 初回登録 as the portal has it: by the facts of a contract, or by a mail address alone.

use crate::chunks::chunk;
use crate::components::pages_of_state::not_found_page;
use crate::contexts::PageContext;
use crate::pages::contractors;
use leptos::prelude::*;

chunk!(visitors: later = page);

pub fn page(context: PageContext) -> AnyView {
    match (context.portal.registration_by_mail, context.portal.registration_by_contract) {
        (true, _) => contractors::create::page(context),
        (false, true) => super::create::page(context),
        (false, false) => not_found_page(),
    }
}
