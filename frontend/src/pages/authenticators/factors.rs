//! What the steps of the page share: the list, what one is doing, and what was done.

use crate::components::outcomes::{Sentence, SuccessMessage};
use crate::components::parts::Part;
use crate::components::reauthentications::Reauthentication;
use crate::contexts::PageContext;
use leptos::prelude::*;
use leptos::task::spawn_local;
use madoguchi_api_types::authenticators::{Authenticator, Authenticators, RecoveryCodes};

/// What one is doing.
#[derive(Clone, PartialEq)]
pub enum Doing {
    /// Looking at the list.
    Nothing,
    /// Adding an authenticator app.
    App,
    /// Adding a passkey.
    Passkey,
    /// Giving one another name.
    Rename(Authenticator),
    /// Keeping recovery codes, which are shown once.
    Codes(Vec<String>),
}

/// The state of the page.
#[derive(Clone)]
pub struct Factors {
    /// The page's context.
    pub context: PageContext,
    /// Asks for the password again.
    pub reauthentication: Reauthentication,
    /// All second factors.
    pub list: Part<Authenticators>,
    /// What one is doing.
    pub doing: RwSignal<Doing>,
    /// What was done.
    pub success: SuccessMessage,
}

impl Factors {
    /// Begins something.
    pub fn begin(&self, doing: Doing) {
        self.success.set(None);
        self.doing.set(doing);
    }

    /// Back to the list, which says what was done.
    pub fn done(&self, sentence: Sentence) {
        self.list.refresh();
        self.doing.set(Doing::Nothing);
        self.success.set(Some(sentence));
    }

    /// One was added: the codes for its loss come first, when there are new ones.
    pub fn added(&self, codes: RecoveryCodes, sentence: Sentence) {
        let (sessions, client) = (self.context.sessions, self.context.client);
        // The portal asks for it at the login from now on.
        spawn_local(async move {
            let _ = sessions.look(client).await;
        });
        self.done(sentence);
        if !codes.codes.is_empty() {
            self.doing.set(Doing::Codes(codes.codes));
        }
    }
}
