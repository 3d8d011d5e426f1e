//! Calls about the own account: password, settings, mail address, sessions, and what happened to it.

use super::{Client, Error, query};
use madoguchi_api_types::accounts::{AccountEvent, ChangePassword, CreateMailChange, OwnSession, UpdateProfile};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::sessions::Reauthentication;
use uuid::Uuid;

/// Gives the password again.
pub async fn reauthenticate(client: Client, password: String) -> Result<(), Error> {
    client.post_quietly("/session/reauthentication", &Reauthentication { password }).await
}

/// Changes the own password.
pub async fn change_password(client: Client, change: ChangePassword) -> Result<(), Error> {
    client.put_quietly("/account/password", &change).await
}

/// Changes the own settings.
pub async fn update_profile(client: Client, change: UpdateProfile) -> Result<(), Error> {
    client.patch_quietly("/account/profile", &change).await
}

/// Asks for a change of the own mail address.
pub async fn create_mail_change(client: Client, change: CreateMailChange) -> Result<(), Error> {
    client.post_quietly("/account/mail-changes", &change).await
}

/// The open sessions of the user.
pub async fn sessions(client: Client) -> Result<Vec<OwnSession>, Error> {
    client.get("/account/sessions").await
}

/// Ends one of them.
pub async fn end_session(client: Client, id: Uuid) -> Result<(), Error> {
    client.delete(&format!("/account/sessions/{id}")).await
}

/// Ends all but the present one.
pub async fn end_other_sessions(client: Client) -> Result<(), Error> {
    client.delete("/account/sessions").await
}

/// A page of what happened to the account; an empty cursor is the start.
pub async fn events(client: Client, kind: &str, cursor: &str) -> Result<Page<AccountEvent>, Error> {
    client.get(&format!("/account/events{}", query(&[("kind", kind), ("cursor", cursor)]))).await
}
