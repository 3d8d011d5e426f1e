//! What the sections of お客様情報設定 share. Must not know them.

use crate::components::forms::Form;
use crate::components::outcomes::SuccessMessage;
use crate::components::reauthentications::Reauthentication;
use crate::contexts::PageContext;
use leptos::prelude::*;
use madoguchi_api_types::sessions::SessionUser;

/// What the forms of the page share.
#[derive(Clone)]
pub struct Settings {
    /// The page's context.
    pub context: PageContext,
    /// The user when the page was opened.
    pub user: SessionUser,
    /// Asks for the password again.
    pub reauthentication: Reauthentication,
    /// Form and message of each section: a new try in one ends what the others said.
    sections: StoredValue<Vec<(Form, SuccessMessage)>>,
}

impl Settings {
    /// Before any section is drawn.
    pub fn new(context: PageContext, user: SessionUser, reauthentication: Reauthentication) -> Self {
        Self { context, user, reauthentication, sections: StoredValue::new(Vec::new()) }
    }

    /// A section with its message.
    pub fn section(&self, form: Form) -> SuccessMessage {
        let success = RwSignal::new(None);
        self.sections.update_value(|sections| sections.push((form, success)));
        success
    }

    /// Takes away what was said before.
    pub fn begin(&self) {
        for (form, success) in self.sections.get_value() {
            form.refusal.set(None);
            success.set(None);
        }
    }
}
