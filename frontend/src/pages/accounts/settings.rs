//! お客様情報設定: password, registered information and mail address.

use super::sections::Settings;
use super::tabs::{Here, head};
use super::{mail_addresses, passwords, profiles};
use crate::chunks::chunk;
use crate::components::reauthentications::Reauthentication;
use crate::session::State;
use crate::visits::Visit;
use leptos::prelude::*;

chunk!(account: later = page);

/// The page.
pub fn page(visit: Visit) -> AnyView {
    let State::Active(session) = visit.sessions.state.get_untracked() else { return ().into_any() };
    let reauthentication = Reauthentication::new(visit.client);
    let settings = Settings::new(visit.clone(), session.user, reauthentication);
    view! {
        <div class="column">
            {head(&visit, Here::Settings)}
            {passwords::section(&settings)}
            {profiles::section(&settings)}
            {mail_addresses::section(&settings)}
            {reauthentication.dialog()}
        </div>
    }
    .into_any()
}
