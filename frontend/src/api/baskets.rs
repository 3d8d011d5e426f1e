//! Calls about the basket.

use super::{Client, Error, read};
use gloo_net::http::Method;
use madoguchi_api_types::baskets::{Basket, NewBasketLine, WriteBasketLine};
use uuid::Uuid;

/// The basket.
pub async fn get(client: Client) -> Result<Basket, Error> {
    client.get("/basket").await
}

/// Puts something in.
pub async fn add(client: Client, line: &NewBasketLine) -> Result<Basket, Error> {
    client.post("/basket/lines", line).await
}

/// Changes a line.
pub async fn update(client: Client, id: Uuid, line: &WriteBasketLine) -> Result<Basket, Error> {
    read(client.send_json(Method::PUT, &format!("/basket/lines/{id}"), line).await?).await
}

/// Takes a line out.
pub async fn remove(client: Client, id: Uuid) -> Result<Basket, Error> {
    read(client.send(Method::DELETE, &format!("/basket/lines/{id}"), None).await?).await
}

/// Takes everything out.
pub async fn clear(client: Client) -> Result<(), Error> {
    client.delete("/basket/lines").await
}
