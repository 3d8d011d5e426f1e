//! Calls of who is not logged in: a new contractor ID, ways back in, and what stands behind mailed links.

use super::{Client, Error};
use madoguchi_api_types::recoveries::{
    CreateContractor, CreateRecovery, MailChangeLink, MailChangeStep, MailOnItsWay, MailedLink, PasswordLinkState,
    RecoverMailAddress, SetPasswordByLink, UseMailChangeLink,
};

/// Asks for a contractor ID.
pub async fn create_contractor(client: Client, contractor: CreateContractor) -> Result<MailOnItsWay, Error> {
    // Each try has a robot check of its own: it is the same when the address is.
    client.post_as("/contractors", &contractor, &contractor.mail_address).await
}

/// Asks for a way back in.
pub async fn create(client: Client, recovery: CreateRecovery) -> Result<(), Error> {
    client.post_quietly("/recoveries", &recovery).await
}

/// Names a new mail address in place of one that was lost, within a login under way.
pub async fn recover_mail_address(client: Client, attempt: &str, facts: RecoverMailAddress) -> Result<(), Error> {
    client.post_quietly(&format!("/sign-in-attempts/{attempt}/mail-address-recovery"), &facts).await
}

/// Whether a link to set a password can be used, and whose it is.
pub async fn password_link(client: Client, token: String) -> Result<PasswordLinkState, Error> {
    client.post("/password-settings/link", &MailedLink { token }).await
}

/// Sets a password behind a link.
pub async fn set_password(client: Client, setting: SetPasswordByLink) -> Result<(), Error> {
    client.post_quietly("/password-settings", &setting).await
}

/// Whether a link of a change of mail address can be used.
pub async fn mail_change_link(client: Client, step: MailChangeStep, token: String) -> Result<(), Error> {
    client.post_quietly("/mail-change-links/link", &MailChangeLink { step, token }).await
}

/// Does what such a link is for.
pub async fn use_mail_change_link(client: Client, change: UseMailChangeLink) -> Result<(), Error> {
    client.post_quietly("/mail-change-links", &change).await
}

/// Whether the link of a login notice can be used.
pub async fn sign_in_stop_link(client: Client, token: String) -> Result<(), Error> {
    client.post_quietly("/sign-in-stops/link", &MailedLink { token }).await
}

/// "This was not me": stops every login.
pub async fn stop_sign_ins(client: Client, token: String) -> Result<(), Error> {
    client.post_quietly("/sign-in-stops", &MailedLink { token }).await
}
