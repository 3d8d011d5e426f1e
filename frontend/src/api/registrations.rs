//! Calls about the first registration (初回登録).

use super::{Client, Error};
use madoguchi_api_types::registrations::{
    CreateRegistration, CreateRegistrationVerification, Registration, RegistrationLink, RegistrationLinkState,
    RegistrationVerification, SetRegistrationPassword,
};

/// Asks for an account.
pub async fn create(client: Client, registration: CreateRegistration) -> Result<Registration, Error> {
    client.post_once("/registrations", &registration).await
}

/// Whether a mailed link can still be used.
pub async fn link(client: Client, token: String) -> Result<RegistrationLinkState, Error> {
    client.post("/registrations/link", &RegistrationLink { token }).await
}

/// Proves who opened the link.
pub async fn verify(
    client: Client,
    verification: CreateRegistrationVerification,
) -> Result<RegistrationVerification, Error> {
    client.post("/registrations/verification", &verification).await
}

/// Chooses the password.
pub async fn set_password(client: Client, password: SetRegistrationPassword) -> Result<(), Error> {
    client.post_quietly("/registrations/password", &password).await
}
