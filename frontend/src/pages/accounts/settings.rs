//! お客様情報設定: password, registered information and mail address.

use super::tabs::{Here, head};
use super::{mail_addresses, passwords, profiles};
use crate::components::forms::Form;
use crate::components::outcomes::Told;
use crate::components::reauthentications::Reauthentication;
use crate::session::State;
use crate::visits::Visit;
use leptos::prelude::*;
use madoguchi_api_types::sessions::SessionUser;

/// What the forms of the page share.
#[derive(Clone)]
pub struct Settings {
    /// The visit.
    pub visit: Visit,
    /// The user when the page was opened.
    pub user: SessionUser,
    /// Asks for the password again.
    pub reauthentication: Reauthentication,
    /// Form and message of each section: a new try in one ends what the others said.
    sections: StoredValue<Vec<(Form, Told)>>,
}

impl Settings {
    /// A section with its message.
    pub fn section(&self, form: Form) -> Told {
        let told = RwSignal::new(None);
        self.sections.update_value(|sections| sections.push((form, told)));
        told
    }

    /// Takes away what was said before.
    pub fn begin(&self) {
        for (form, told) in self.sections.get_value() {
            form.refusal.set(None);
            told.set(None);
        }
    }
}

/// The page.
pub fn page(visit: Visit) -> AnyView {
    let State::Active(session) = visit.sessions.state.get_untracked() else { return ().into_any() };
    let reauthentication = Reauthentication::new(visit.client);
    let sections = StoredValue::new(Vec::new());
    let settings = Settings { visit: visit.clone(), user: session.user, reauthentication, sections };
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
