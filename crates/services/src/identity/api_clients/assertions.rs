//! Assertions by which a client with a key shows who it is (RFC 7523, `private_key_jwt`): signed by its private key, for this
//! server, for minutes, and good once. Knows no token.

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::Validation;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::api_client_assertions::{self as table, Column};
use madoguchi_entities::ids::ApiClientId;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::Deserialize;
use uuid::Uuid;

use super::access_tokens::{audience, issuer};
use super::public_keys::PublicKey;
use super::{ApiClient, ApiCredential};
use crate::database::Transaction;
use crate::{Error, Services, keys};

/// How far ahead one may end.
const LONGEST: TimeDelta = TimeDelta::minutes(10);
/// How far the client's clock may be from ours.
const SKEW: TimeDelta = TimeDelta::minutes(1);
/// Longest `jti`.
const JTI_MAX: usize = 256;

#[derive(Debug, Deserialize)]
struct Claims {
    iss: Uuid,
    sub: Uuid,
    aud: Audience,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    iat: Option<i64>,
    jti: String,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// An assertion that was good, and must not be again.
#[derive(Clone, Debug)]
pub(super) struct Assertion {
    client: ApiClientId,
    jti_hash: Vec<u8>,
    expires_at: DateTime<Utc>,
}

/// Which client an assertion says that it is of. Nothing of it is believed yet.
pub(super) fn claimed(text: &str) -> Option<ApiClientId> {
    let claims: Claims = jsonwebtoken::dangerous::insecure_decode_claims(text).ok()?;
    Some(claims.sub.into())
}

/// The key among a client's by which an assertion was signed, when it is good.
pub(super) fn check<'a>(
    services: &Services,
    portal: &Portal,
    client: &ApiClient,
    credentials: &'a [ApiCredential],
    text: &str,
) -> Option<(&'a ApiCredential, Assertion)> {
    let named = jsonwebtoken::decode_header(text).ok()?.kid;
    let candidates = credentials.iter().filter(|it| named.is_none() || it.key_id == named);
    let (credential, claims) = candidates.filter_map(|it| Some((it, signed_by(it, text)?))).next()?;
    let assertion = believed(services, portal, client, claims)?;
    Some((credential, assertion))
}

fn signed_by(credential: &ApiCredential, text: &str) -> Option<Claims> {
    let key = PublicKey::stored(credential.public_key.as_deref()?)?;
    let mut validation = Validation::new(*key.algorithms().first()?);
    validation.algorithms = key.algorithms().to_vec();
    // Time and audience are checked with the injected clock and the portal of the path.
    validation.validate_exp = false;
    validation.validate_aud = false;
    let key = key.decoding_key().ok()?;
    jsonwebtoken::decode::<Claims>(text, &key, &validation).ok().map(|token| token.claims)
}

fn believed(services: &Services, portal: &Portal, client: &ApiClient, claims: Claims) -> Option<Assertion> {
    let now = services.clock.now();
    let expires_at = DateTime::from_timestamp(claims.exp, 0)?;
    let begun = |at: Option<i64>| at.is_none_or(|at| at <= (now + SKEW).timestamp());
    let is_own = claims.iss == client.id.0 && claims.sub == client.id.0;
    let is_fresh =
        expires_at > now - SKEW && expires_at <= now + LONGEST + SKEW && begun(claims.nbf) && begun(claims.iat);
    let is_named = !claims.jti.is_empty() && claims.jti.len() <= JTI_MAX;
    let good = is_own && is_fresh && is_named && is_for_us(services, portal, &claims.aud);
    good.then(|| Assertion { client: client.id, jti_hash: keys::digest(&claims.jti), expires_at: expires_at + SKEW })
}

/// For the server, for the portal's API, or for the place where tokens are got.
fn is_for_us(services: &Services, portal: &Portal, stated: &Audience) -> bool {
    let api = audience(services, portal);
    let ours = [issuer(services).to_owned(), format!("{api}/oauth/token"), api];
    match stated {
        Audience::One(one) => ours.contains(one),
        Audience::Many(many) => many.iter().any(|one| ours.contains(one)),
    }
}

/// Keeps in mind that an assertion was shown. Of two that show it at once the second waits here; then its transaction is
/// run again and finds it.
///
/// # Errors
/// Any error of the database.
pub(super) async fn use_up(tx: &Transaction, assertion: &Assertion) -> Result<bool, Error> {
    let id = (assertion.client, assertion.jti_hash.clone());
    if table::Entity::find_by_id(id.clone()).one(tx).await?.is_some() {
        return Ok(false);
    }
    let row = table::ActiveModel { client_id: Set(id.0), jti_hash: Set(id.1), expires_at: Set(assertion.expires_at) };
    row.insert(tx).await?;
    Ok(true)
}

/// Forgets those that are refused for their age.
pub(crate) async fn delete_old(services: &Services) -> Result<(), Error> {
    let now = services.clock.now();
    table::Entity::delete_many().filter(Column::ExpiresAt.lt(now)).exec(services.db.write()).await?;
    Ok(())
}
