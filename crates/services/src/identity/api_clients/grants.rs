//! How a client gets an access token (RFC 6749, 4.4): it shows who it is, and gets the scopes that it asks for, within its own.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::TimeDelta;
use madoguchi_domain::api_clients::{ApiCredentialKind, ApiScope, read_scopes, write_scopes};
use madoguchi_domain::policy::Portal;
use madoguchi_entities::api_client_credentials::{self as credentials, Column};
use madoguchi_entities::api_clients;
use madoguchi_entities::ids::ApiClientId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use super::assertions::{self, Assertion};
use super::authentication::{is_good, scopes_of};
use super::{ApiClient, ApiCredential, access_tokens};
use crate::actor::Actor;
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::limits::{self, API_TOKEN, API_TOKEN_REFUSED, Whose};
use crate::{Error, Origin, Provider, Services, keys};

/// By what a client shows who it is.
#[derive(Clone, Copy, Debug)]
pub enum Proof<'a> {
    /// Its secret.
    Secret(&'a str),
    /// An assertion that its key signed.
    Assertion(&'a str),
}

/// What a client asks for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Who it says that it is; an assertion says it too.
    pub client_id: Option<&'a str>,
    /// By what it shows it.
    pub proof: Proof<'a>,
    /// Scopes with spaces between them; all of its own when absent.
    pub scopes: Option<&'a str>,
}

/// An access token just issued. It is nowhere else.
#[derive(Debug)]
pub struct Granted {
    pub access_token: String,
    /// How long it lives.
    pub life: TimeDelta,
    /// What it allows.
    pub scopes: String,
}

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// No client showed who it is: unknown, revoked, a wrong or ended secret or key, an assertion that is not good or was
    /// used. Nothing tells which.
    Client,
    /// A scope that there is not, or that the client has not.
    Scope,
}

/// A client that showed who it is.
struct Shown {
    client: ApiClient,
    credential: ApiCredential,
    assertion: Option<Assertion>,
}

/// Issues an access token.
///
/// # Errors
/// Too many tries of a network, or too many tokens of a client; any error of the database.
pub async fn grant(
    services: &Services,
    portal: &Arc<Portal>,
    asked: &Asked<'_>,
    origin: &Origin,
) -> Result<Result<Granted, Denied>, Error> {
    let Some(shown) = recognise(services, portal, asked).await? else {
        return refuse(services, portal, asked, origin).await.map(Err);
    };
    let Some(scopes) = within(&scopes_of(&shown.client), asked.scopes) else { return Ok(Err(Denied::Scope)) };
    limits::hit(services, portal, API_TOKEN, &Whose::named(shown.client.id.to_string(), origin)).await?;
    let provider = Provider::of_client(&shown.client, portal.clone(), origin);
    let kept = services.db.transaction(async |tx| keep(tx, services, &provider, &shown, &scopes).await).await?;
    if !kept {
        return refuse(services, portal, asked, origin).await.map(Err);
    }
    let (access_token, ends) = access_tokens::issue(services, portal, (&shown.client, &shown.credential), &scopes)?;
    let life = ends - services.clock.now();
    Ok(Ok(Granted { access_token, life, scopes: write_scopes(&scopes) }))
}

async fn recognise(services: &Services, portal: &Portal, asked: &Asked<'_>) -> Result<Option<Shown>, Error> {
    let named = asked.client_id.map(|id| id.parse::<Uuid>().map(ApiClientId));
    let claimed = match asked.proof {
        Proof::Assertion(text) => assertions::claimed(text),
        Proof::Secret(_) => named.clone().and_then(Result::ok),
    };
    let Some(id) = claimed.filter(|id| named.is_none_or(|named| named == Ok(*id))) else { return Ok(None) };
    let client = api_clients::Entity::find_by_id(id)
        .filter(api_clients::Column::Portal.eq(portal.key.as_str()))
        .filter(api_clients::Column::RevokedAt.is_null())
        .one(services.db.read())
        .await?;
    let Some(client) = client else { return Ok(None) };
    let own = credentials::Entity::find().filter(Column::ClientId.eq(id)).filter(Column::EndedAt.is_null());
    let mut own = own.all(services.db.read()).await?;
    let now = services.clock.now();
    own.retain(|credential| is_good(credential, now));
    Ok(match asked.proof {
        Proof::Secret(secret) => {
            let credential = by_secret(&own, secret).cloned();
            credential.map(|credential| Shown { client, credential, assertion: None })
        }
        Proof::Assertion(text) => {
            own.retain(|credential| credential.kind == ApiCredentialKind::Key);
            let checked = assertions::check(services, portal, &client, &own, text);
            let checked = checked.map(|(credential, assertion)| (credential.clone(), assertion));
            checked.map(|(credential, assertion)| Shown { client, credential, assertion: Some(assertion) })
        }
    })
}

/// The credential of a secret. Every one is compared, each in constant time.
fn by_secret<'a>(own: &'a [ApiCredential], secret: &str) -> Option<&'a ApiCredential> {
    let digest = keys::digest(secret);
    let is_it = |it: &&ApiCredential| it.secret_hash.as_deref().is_some_and(|hash| keys::same(hash, &digest));
    own.iter().filter(is_it).fold(None, |found, it| found.or(Some(it)))
}

/// What is asked for, when the client has all of it.
fn within(own: &BTreeSet<ApiScope>, asked: Option<&str>) -> Option<BTreeSet<ApiScope>> {
    let asked = read_scopes(asked.unwrap_or_default()).ok()?;
    if asked.is_empty() {
        return Some(own.clone());
    }
    asked.is_subset(own).then_some(asked)
}

/// Writes that a token is issued; not when its assertion was used before.
async fn keep(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    shown: &Shown,
    scopes: &BTreeSet<ApiScope>,
) -> Result<bool, Error> {
    if let Some(assertion) = &shown.assertion
        && !assertions::use_up(tx, assertion).await?
    {
        return Ok(false);
    }
    credentials::Entity::update_many()
        .col_expr(Column::LastUsedAt, Expr::value(services.clock.now()))
        .filter(Column::Id.eq(shown.credential.id))
        .exec(tx)
        .await?;
    let detail = json!({ "credential": shown.credential.id, "scope": write_scopes(scopes) });
    let event = Event::named("client.token_issued").to(shown.client.id).with(detail);
    audit_events::record(tx, services, provider.portal(), provider.actor(), event).await?;
    Ok(true)
}

/// Counts and writes that nobody showed who they are.
async fn refuse(services: &Services, portal: &Portal, asked: &Asked<'_>, origin: &Origin) -> Result<Denied, Error> {
    limits::hit_network(services, portal, API_TOKEN_REFUSED, origin).await?;
    // What is no id is no client's, and may be a secret in the wrong place.
    let named = asked.client_id.and_then(|id| id.parse::<Uuid>().ok());
    let event = Event::named("client.refused").with(json!({ "client": named }));
    audit_events::record(services.db.write(), services, portal, &Actor::visitor(origin), event).await?;
    Ok(Denied::Client)
}
