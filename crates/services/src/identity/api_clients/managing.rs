//! What the operator does with clients: makes them, gives them secrets and keys, ends these, revokes them.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use madoguchi_domain::api_clients::{ApiCredentialKind, ApiScope, write_scopes};
use madoguchi_domain::text::tidy_display_name;
use madoguchi_entities::api_client_credentials::{self as credentials, Column};
use madoguchi_entities::api_clients as clients;
use madoguchi_entities::ids::{ApiClientId, ApiCredentialId};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::json;
use uuid::Uuid;

use super::public_keys::PublicKey;
use super::{ApiClient, ApiCredential};
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::{Error, FieldCode, ProblemCode, Provider, Services, keys};

/// Stands before every secret, so that who finds one knows whose it is.
const PREFIX: &str = "mgc_";
/// Longest name, in characters.
const NAME_MAX: usize = 100;

/// A client to be made.
#[derive(Clone, Debug)]
pub struct NewApiClient {
    /// What the operator calls it.
    pub name: String,
    /// What it may do.
    pub scopes: BTreeSet<ApiScope>,
    /// Its public key as JWK or PEM, in place of a secret.
    pub public_key: Option<String>,
}

/// A secret or key just made.
#[derive(Debug)]
pub struct Created {
    pub client: ApiClient,
    pub credential: ApiCredential,
    /// The secret, where it is one. It is nowhere else.
    pub secret: Option<String>,
}

/// A client with its secrets and keys.
#[derive(Clone, Debug)]
pub struct Listed {
    pub client: ApiClient,
    /// The oldest first; ended ones too.
    pub credentials: Vec<ApiCredential>,
}

/// Makes a client with a secret, or with the key that is given.
///
/// # Errors
/// `required`, `too_long` at `name`; `required` at `scopes`; `malformed` at `public_key`.
pub async fn create(services: &Services, provider: &Provider, new: &NewApiClient) -> Result<Created, Error> {
    let name = tidy_display_name(&new.name);
    if name.is_empty() {
        return Err(Error::invalid("name", FieldCode::Required));
    }
    if name.chars().count() > NAME_MAX {
        return Err(Error::invalid("name", FieldCode::TooLong));
    }
    if new.scopes.is_empty() {
        return Err(Error::invalid("scopes", FieldCode::Required));
    }
    let key = new.public_key.as_deref().map(PublicKey::read).transpose()?;
    services
        .db
        .transaction(async |tx| {
            let row = clients::ActiveModel {
                id: Set(Uuid::now_v7().into()),
                portal: Set(provider.portal().key.clone()),
                name: Set(name.clone()),
                scopes: Set(write_scopes(&new.scopes)),
                created_at: Set(services.clock.now()),
                revoked_at: Set(None),
                last_used_at: Set(None),
            };
            let client = row.insert(tx).await?;
            let detail = json!({ "name": client.name, "scopes": client.scopes });
            record(tx, services, provider, "client.created", client.id, detail).await?;
            add(tx, services, provider, client, key.as_ref()).await
        })
        .await
}

/// The clients of the portal, the oldest first, revoked ones too.
///
/// # Errors
/// Any error of the database.
pub async fn list(services: &Services, provider: &Provider) -> Result<Vec<Listed>, Error> {
    let own = clients::Entity::find().filter(clients::Column::Portal.eq(provider.portal().key.as_str()));
    let own = own.order_by_asc(clients::Column::Id).all(services.db.read()).await?;
    let ids: Vec<ApiClientId> = own.iter().map(|client| client.id).collect();
    let found = credentials::Entity::find().filter(Column::ClientId.is_in(ids)).order_by_asc(Column::Id);
    let mut of: BTreeMap<ApiClientId, Vec<ApiCredential>> = BTreeMap::new();
    for credential in found.all(services.db.read()).await? {
        of.entry(credential.client_id).or_default().push(credential);
    }
    let listed = |client: ApiClient| Listed { credentials: of.remove(&client.id).unwrap_or_default(), client };
    Ok(own.into_iter().map(listed).collect())
}

/// Makes a new secret. Those before are good for `overlap` longer, so that the client can change over without a gap.
///
/// # Errors
/// [`Error::NotFound`]; `client_revoked`.
pub async fn rotate_secret(
    services: &Services,
    provider: &Provider,
    id: ApiClientId,
    overlap: TimeDelta,
) -> Result<Created, Error> {
    let until = services.clock.now() + overlap;
    services
        .db
        .transaction(async |tx| {
            let client = hold_open(tx, provider, id).await?;
            credentials::Entity::update_many()
                .col_expr(Column::ExpiresAt, Expr::value(until))
                .filter(Column::ClientId.eq(id))
                .filter(Column::Kind.eq(ApiCredentialKind::Secret))
                .filter(Column::EndedAt.is_null())
                .filter(Column::ExpiresAt.is_null().or(Column::ExpiresAt.gt(until)))
                .exec(tx)
                .await?;
            add(tx, services, provider, client, None).await
        })
        .await
}

/// Adds a public key, as JWK or PEM; those before stay good until they are ended.
///
/// # Errors
/// [`Error::NotFound`]; `client_revoked`; `malformed` at `public_key`, `duplicate` for one whose id the client has already.
pub async fn add_key(
    services: &Services,
    provider: &Provider,
    id: ApiClientId,
    public_key: &str,
) -> Result<Created, Error> {
    let key = PublicKey::read(public_key)?;
    services
        .db
        .transaction(async |tx| {
            let client = hold_open(tx, provider, id).await?;
            let same = credentials::Entity::find().filter(Column::ClientId.eq(id));
            if same.filter(Column::KeyId.eq(key.key_id.as_str())).one(tx).await?.is_some() {
                return Err(Error::invalid("public_key", FieldCode::Duplicate));
            }
            add(tx, services, provider, client, Some(&key)).await
        })
        .await
}

/// Ends one secret or key at once, with every token that was issued for it. What has ended stays so.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn end_credential(
    services: &Services,
    provider: &Provider,
    id: ApiClientId,
    credential: ApiCredentialId,
) -> Result<(), Error> {
    services
        .db
        .transaction(async |tx| {
            let client = hold(tx, provider, id).await?;
            let found =
                credentials::Entity::find_by_id(credential).filter(Column::ClientId.eq(client.id)).one(tx).await?;
            let found = found.ok_or(Error::NotFound)?;
            if found.ended_at.is_some() {
                return Ok(());
            }
            let mut row = found.into_active_model();
            row.ended_at = Set(Some(services.clock.now()));
            row.update(tx).await?;
            let detail = json!({ "credential": credential });
            record(tx, services, provider, "client.credential_ended", id, detail).await
        })
        .await
}

/// Revokes a client at once, with all its tokens, for good. One that is revoked stays so.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn revoke(services: &Services, provider: &Provider, id: ApiClientId) -> Result<(), Error> {
    services
        .db
        .transaction(async |tx| {
            let client = hold(tx, provider, id).await?;
            if client.revoked_at.is_some() {
                return Ok(());
            }
            let mut row = client.into_active_model();
            row.revoked_at = Set(Some(services.clock.now()));
            row.update(tx).await?;
            record(tx, services, provider, "client.revoked", id, json!({})).await
        })
        .await
}

async fn hold(tx: &Transaction, provider: &Provider, id: ApiClientId) -> Result<ApiClient, Error> {
    let own = clients::Entity::find_by_id(id).filter(clients::Column::Portal.eq(provider.portal().key.as_str()));
    own.lock_exclusive().one(tx).await?.ok_or(Error::NotFound)
}

async fn hold_open(tx: &Transaction, provider: &Provider, id: ApiClientId) -> Result<ApiClient, Error> {
    let client = hold(tx, provider, id).await?;
    if client.revoked_at.is_some() { Err(Error::Refused(ProblemCode::ClientRevoked)) } else { Ok(client) }
}

/// Gives a client a key, or a new secret where none is given.
async fn add(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    client: ApiClient,
    key: Option<&PublicKey>,
) -> Result<Created, Error> {
    let secret = match key {
        Some(_) => None,
        None => Some(format!("{PREFIX}{}", BASE64_URL_SAFE_NO_PAD.encode(keys::random::<32>()?))),
    };
    let row = credentials::ActiveModel {
        id: Set(Uuid::now_v7().into()),
        client_id: Set(client.id),
        kind: Set(if key.is_some() { ApiCredentialKind::Key } else { ApiCredentialKind::Secret }),
        secret_hash: Set(secret.as_deref().map(keys::digest)),
        key_id: Set(key.map(|key| key.key_id.clone())),
        public_key: Set(key.map(PublicKey::to_json).transpose()?),
        created_at: Set(services.clock.now()),
        expires_at: Set(None),
        ended_at: Set(None),
        last_used_at: Set(None),
    };
    let credential = row.insert(tx).await?;
    let action = if key.is_some() { "client.key_added" } else { "client.secret_added" };
    let detail = json!({ "credential": credential.id, "key": credential.key_id });
    record(tx, services, provider, action, client.id, detail).await?;
    Ok(Created { client, credential, secret })
}

async fn record(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    action: &'static str,
    id: ApiClientId,
    detail: serde_json::Value,
) -> Result<(), Error> {
    let event = Event::named(action).to(id).with(detail);
    audit_events::record(tx, services, provider.portal(), provider.actor(), event).await
}
