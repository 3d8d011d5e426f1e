//! Who an access token speaks for. The rows of client and credential decide, so what is ended there ends at once.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_domain::api_clients::{ApiScope, read_scopes};
use madoguchi_domain::policy::Portal;
use madoguchi_entities::api_client_credentials as credentials;
use madoguchi_entities::api_clients::{self as table, Column};
use madoguchi_entities::ids::ApiClientId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationDef};

use super::{ApiClient, ApiCredential, access_tokens};
use crate::audit_events::{self, Event};
use crate::limits::{self, PERMISSION_REFUSED, Whose};
use crate::{Error, Origin, ProblemCode, Provider, Services};

/// The last request is written when it is older than this: one write a while, not one a request.
const TOUCH_AFTER: TimeDelta = TimeDelta::minutes(1);

/// A client whose token is good.
#[derive(Clone, Debug)]
pub struct Authenticated {
    /// Acts for the provider of the portal.
    pub provider: Provider,
    pub(super) id: ApiClientId,
    scopes: BTreeSet<ApiScope>,
}

impl Authenticated {
    /// Who it is.
    #[must_use]
    pub fn id(&self) -> ApiClientId {
        self.id
    }

    /// Whether token and client have a scope.
    #[must_use]
    pub fn allows(&self, scope: ApiScope) -> bool {
        self.scopes.contains(&scope)
    }
}

/// The client of a token. One statement on the database, and seldom a second.
///
/// # Errors
/// `token_invalid` (altered, foreign, or of another portal), `token_expired` (also when its secret or key has ended),
/// `client_revoked`.
pub async fn authenticate(
    services: &Services,
    portal: Arc<Portal>,
    token: &str,
    origin: &Origin,
) -> Result<Authenticated, Error> {
    let refused = Error::Unauthenticated;
    let told = access_tokens::read(services, &portal, token)?;
    let now = services.clock.now();
    let (client, credential) = table::Entity::find_by_id(told.client)
        .filter(Column::Portal.eq(portal.key.as_str()))
        .filter(credentials::Column::Id.eq(told.credential))
        .join(JoinType::InnerJoin, credentials_of_client())
        .select_also(credentials::Entity)
        .one(services.db.read())
        .await?
        .and_then(|(client, credential)| Some((client, credential?)))
        .ok_or_else(|| refused(ProblemCode::TokenInvalid))?;
    if client.revoked_at.is_some() {
        return Err(refused(ProblemCode::ClientRevoked));
    }
    if !is_good(&credential, now) {
        return Err(refused(ProblemCode::TokenExpired));
    }
    if client.last_used_at.is_none_or(|at| now - at >= TOUCH_AFTER) {
        touch(services, client.id, now).await?;
    }
    let scopes = told.scopes.intersection(&scopes_of(&client)).copied().collect();
    Ok(Authenticated { id: client.id, provider: Provider::of_client(&client, portal, origin), scopes })
}

/// Whether a secret or key may be used.
pub(super) fn is_good(credential: &ApiCredential, now: DateTime<Utc>) -> bool {
    credential.ended_at.is_none() && credential.expires_at.is_none_or(|end| end > now)
}

/// What a client may do now.
pub(super) fn scopes_of(client: &ApiClient) -> BTreeSet<ApiScope> {
    client.scopes.split(' ').filter_map(|word| read_scopes(word).ok()).flatten().collect()
}

fn credentials_of_client() -> RelationDef {
    table::Entity::belongs_to(credentials::Entity).from(Column::Id).to(credentials::Column::ClientId).into()
}

async fn touch(services: &Services, id: ApiClientId, now: DateTime<Utc>) -> Result<(), Error> {
    table::Entity::update_many()
        .col_expr(Column::LastUsedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .exec(services.db.single())
        .await?;
    Ok(())
}

/// Writes that a client was refused something that its scopes do not allow: once an hour for each such thing.
///
/// # Errors
/// Any error of the database.
pub async fn refused(
    services: &Services,
    client: &Authenticated,
    scope: ApiScope,
    origin: &Origin,
) -> Result<(), Error> {
    let portal = client.provider.portal();
    let whose = Whose::named(format!("{} {scope}", client.id), origin);
    if limits::hit(services, portal, PERMISSION_REFUSED, &whose).await? > 1 {
        return Ok(());
    }
    let event = Event::named("permission.refused").to(client.id).with(serde_json::json!({ "scope": scope }));
    audit_events::record(services.db.write(), services, portal, client.provider.actor(), event).await
}
