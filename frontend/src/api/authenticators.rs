//! Calls about second factors: authenticator apps, passkeys, recovery codes.

use super::{Client, Error};
use madoguchi_api_types::authenticators::{
    Authenticator, Authenticators, ConfirmTotp, CreatePasskey, NameAuthenticator, RecoveryCodes, TotpOffer,
};
use madoguchi_api_types::sessions::PasskeyChallenge;
use serde_json::json;
use uuid::Uuid;

/// All of the user.
pub async fn list(client: Client) -> Result<Authenticators, Error> {
    client.get("/account/authenticators").await
}

/// Gives one another name.
pub async fn rename(client: Client, id: Uuid, name: String) -> Result<Authenticator, Error> {
    client.patch(&format!("/account/authenticators/{id}"), &NameAuthenticator { name }).await
}

/// Takes one away.
pub async fn remove(client: Client, id: Uuid) -> Result<(), Error> {
    client.delete(&format!("/account/authenticators/{id}")).await
}

/// Asks for the seed of a new authenticator app.
pub async fn offer_totp(client: Client, name: String) -> Result<TotpOffer, Error> {
    client.post("/account/totp-offers", &NameAuthenticator { name }).await
}

/// Shows that the app has the seed.
pub async fn confirm_totp(client: Client, offer: Uuid, one_time_password: String) -> Result<RecoveryCodes, Error> {
    client.post(&format!("/account/totp-offers/{offer}/confirmation"), &ConfirmTotp { one_time_password }).await
}

/// Begins to add a passkey.
pub async fn passkey_challenge(client: Client) -> Result<PasskeyChallenge, Error> {
    client.post("/account/passkey-challenges", &json!({})).await
}

/// Adds the passkey that the browser made.
pub async fn create_passkey(client: Client, passkey: CreatePasskey) -> Result<RecoveryCodes, Error> {
    client.post("/account/passkeys", &passkey).await
}

/// Makes new recovery codes; the old ones are worth nothing then.
pub async fn renew_recovery_codes(client: Client) -> Result<RecoveryCodes, Error> {
    client.post("/account/recovery-codes", &json!({})).await
}
