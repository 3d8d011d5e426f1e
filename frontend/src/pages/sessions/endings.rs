//! How a login ends without a second page: nothing more was asked, or a passkey came in place of everything. Fetched
//! with the pages that a login leads to, so that the login page stays small.

use crate::api;
use crate::chunks::chunk;
use crate::components::forms::Form;
use crate::contexts::PageContext;
use crate::passkeys::{self, Ceremony};
use madoguchi_api_types::sessions::{CompleteSignInAttempt, PasskeyAnswer, SecondFactor};

chunk!(entry: later = end, Ending);

/// What a login ends with.
pub enum End {
    /// The login of this id, of which nothing more is asked.
    Attempt(String),
    Passkey,
}

/// Ends a login, and goes to the page that it was for.
pub type Ending = fn(PageContext, Form, End, Option<String>);

/// See [`Ending`].
pub fn end(context: PageContext, form: Form, end: End, back: Option<String>) {
    let client = context.client;
    let call = move || async move {
        let id = match end {
            End::Attempt(id) => id,
            End::Passkey => {
                let asked = api::sessions::create_passkey_sign_in(client).await?;
                let credential = passkeys::ask(Ceremony::Get, &asked.options).await?;
                let answer = PasskeyAnswer { challenge: asked.id, credential };
                return api::sessions::complete_passkey_sign_in(client, answer).await;
            }
        };
        let nothing = CompleteSignInAttempt {
            method: SecondFactor::default(),
            one_time_password: String::new(),
            passkey: None,
            robot_solution: None,
        };
        api::sessions::complete(client, &id, nothing).await
    };
    form.act(call, move |session| context.enter(session, back.as_deref()));
}
