//! Calls about the people of the customer.

use super::{Client, Error};
use madoguchi_api_types::users::{User, Users, WriteUser};
use uuid::Uuid;

/// All of them.
pub async fn list(client: Client) -> Result<Users, Error> {
    client.get("/users").await
}

/// Adds one.
pub async fn create(client: Client, user: WriteUser) -> Result<User, Error> {
    client.post_once("/users", &user).await
}

/// Changes one.
pub async fn update(client: Client, id: Uuid, user: WriteUser) -> Result<User, Error> {
    client.patch(&format!("/users/{id}"), &user).await
}

/// Sends the invitation of one who has no password yet again.
pub async fn invite_again(client: Client, id: Uuid) -> Result<User, Error> {
    client.post(&format!("/users/{id}/invitations"), &()).await
}

/// Takes one off the customer.
pub async fn delete(client: Client, id: Uuid) -> Result<(), Error> {
    client.delete(&format!("/users/{id}")).await
}
