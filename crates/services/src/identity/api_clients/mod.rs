//! API clients: third-party systems that act for the provider of one portal by REST. One shows who it is by a secret or a
//! signed assertion, gets an access token that lives for minutes, and is a [`crate::Provider`] with it, within its scopes. The
//! client's row decides: what is revoked there is refused at once, whatever tokens say.

mod access_tokens;
mod assertions;
mod authentication;
mod grants;
mod managing;
mod public_keys;
mod rates;

pub(crate) use assertions::delete_old as delete_old_assertions;
pub use authentication::{Authenticated, authenticate, refused};
pub use grants::{Asked, Denied, Granted, Proof, grant};
pub use madoguchi_entities::api_client_credentials::Model as ApiCredential;
pub use madoguchi_entities::api_clients::Model as ApiClient;
pub use managing::{Created, Listed, NewApiClient, add_key, create, end_credential, list, revoke, rotate_secret};
pub use rates::count;
