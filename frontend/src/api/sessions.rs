//! Calls about login and the session it ends in.

use super::{Client, Error};
use madoguchi_api_types::sessions::{
    CompleteSignInAttempt, CreateSignInAttempt, PasskeyAnswer, PasskeyChallenge, Session, SignInAttempt,
};
use serde_json::json;

/// First step of a login.
pub async fn create_attempt(client: Client, attempt: CreateSignInAttempt) -> Result<SignInAttempt, Error> {
    client.post("/sign-in-attempts", &attempt).await
}

/// A login that waits for its second step, after a reload.
pub async fn attempt(client: Client, id: &str) -> Result<SignInAttempt, Error> {
    client.get(&format!("/sign-in-attempts/{id}")).await
}

/// Mails a new one-time password.
pub async fn resend(client: Client, id: &str) -> Result<SignInAttempt, Error> {
    client.post(&format!("/sign-in-attempts/{id}/one-time-password"), &json!({})).await
}

/// Asks for a passkey as the second step.
pub async fn passkey_challenge(client: Client, id: &str) -> Result<PasskeyChallenge, Error> {
    client.post(&format!("/sign-in-attempts/{id}/passkey-challenge"), &json!({})).await
}

/// Asks for a passkey in place of identifiers and password.
pub async fn create_passkey_sign_in(client: Client) -> Result<PasskeyChallenge, Error> {
    client.post("/passkey-sign-ins", &json!({})).await
}

/// Logs in with a passkey alone.
pub async fn complete_passkey_sign_in(client: Client, answer: PasskeyAnswer) -> Result<Session, Error> {
    client.post("/passkey-sign-ins/session", &answer).await
}

/// Second step of a login.
pub async fn complete(client: Client, id: &str, answer: CompleteSignInAttempt) -> Result<Session, Error> {
    client.post(&format!("/sign-in-attempts/{id}/session"), &answer).await
}

/// The session of this browser. Counts as activity.
pub async fn get(client: Client) -> Result<Session, Error> {
    client.get("/session").await
}

/// Logs out.
pub async fn delete(client: Client) -> Result<(), Error> {
    client.delete("/session").await
}
