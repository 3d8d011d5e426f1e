//! お客様情報設定: password, registered information and mail address.

use super::sections::Settings;
use super::tabs::{AccountTab, head};
use super::{mail_addresses, passwords, profiles};
use crate::chunks::chunk;
use crate::components::reauthentications::Reauthentication;
use crate::contexts::PageContext;
use crate::session::State;
use leptos::prelude::*;

chunk!(account: later = page);

pub fn page(context: PageContext) -> AnyView {
    let State::Active(session) = context.sessions.state.get_untracked() else { return ().into_any() };
    let reauthentication = Reauthentication::new(context.client);
    let settings = Settings::new(context.clone(), session.user, reauthentication);
    view! {
        <div class="column">
            {head(&context, AccountTab::Settings)}
            {passwords::section(&settings)}
            {profiles::section(&settings)}
            {mail_addresses::section(&settings)}
            {reauthentication.dialog()}
        </div>
    }
    .into_any()
}
