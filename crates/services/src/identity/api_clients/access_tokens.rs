//! Access tokens: JWTs (RFC 9068) signed by the key ring, for one client at one portal, for minutes. Knows no row.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use madoguchi_domain::api_clients::{ApiScope, read_scopes, write_scopes};
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::{ApiClientId, ApiCredentialId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ApiClient, ApiCredential};
use crate::{Error, ProblemCode, Services};

/// How long a token lives. `keys retire` waits for longer than this ([`crate::key_rotation`]).
const LIFE: TimeDelta = TimeDelta::minutes(10);
/// Type in the header: no other token can be taken for one of these.
const TYPE: &str = "at+jwt";

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    /// Who issued it: this server.
    iss: String,
    /// For which API: that of the portal.
    aud: String,
    /// The client.
    sub: Uuid,
    client_id: Uuid,
    portal: String,
    scope: String,
    /// The secret or key that it was issued for.
    credential: Uuid,
    jti: Uuid,
    iat: i64,
    exp: i64,
}

/// What a token says that is ours and not over.
#[derive(Debug)]
pub(super) struct Told {
    pub client: ApiClientId,
    pub credential: ApiCredentialId,
    pub scopes: BTreeSet<ApiScope>,
}

/// Name of this server as an issuer of tokens.
pub(super) fn issuer(services: &Services) -> &str {
    &services.base_url
}

/// Name of a portal's API as an audience of tokens.
pub(super) fn audience(services: &Services, portal: &Portal) -> String {
    format!("{}/api/v1/{}", services.base_url, portal.key)
}

/// Issues a token, and tells when it ends: not after the secret or key that it is issued for.
pub(super) fn issue(
    services: &Services,
    portal: &Portal,
    (client, credential): (&ApiClient, &ApiCredential),
    scopes: &BTreeSet<ApiScope>,
) -> Result<(String, DateTime<Utc>), Error> {
    let now = services.clock.now();
    let ends = credential.expires_at.map_or(now + LIFE, |end| end.min(now + LIFE));
    let claims = Claims {
        iss: issuer(services).to_owned(),
        aud: audience(services, portal),
        sub: client.id.0,
        client_id: client.id.0,
        portal: portal.key.clone(),
        scope: write_scopes(scopes),
        credential: credential.id.0,
        jti: Uuid::now_v7(),
        iat: now.timestamp(),
        exp: ends.timestamp(),
    };
    let (kid, key) = services.keys.newest_access_tokens();
    let header = Header { kid: Some(kid), typ: Some(TYPE.to_owned()), ..Header::new(Algorithm::HS256) };
    let token = jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(&key)).map_err(Error::internal)?;
    Ok((token, ends))
}

/// What a token says.
///
/// # Errors
/// `token_invalid` for one that is none of ours, or of another portal; `token_expired`.
pub(super) fn read(services: &Services, portal: &Portal, token: &str) -> Result<Told, Error> {
    let claims = decode(services, token)
        .filter(|claims| claims.iss == issuer(services) && claims.aud == audience(services, portal))
        .filter(|claims| claims.portal == portal.key && claims.sub == claims.client_id)
        .ok_or(Error::Unauthenticated(ProblemCode::TokenInvalid))?;
    if claims.exp <= services.clock.now().timestamp() {
        return Err(Error::Unauthenticated(ProblemCode::TokenExpired));
    }
    // A scope that a later version knew, and this one does not, allows nothing.
    let known = claims.scope.split(' ').filter_map(|word| read_scopes(word).ok()).flatten();
    Ok(Told { client: claims.client_id.into(), credential: claims.credential.into(), scopes: known.collect() })
}

fn decode(services: &Services, token: &str) -> Option<Claims> {
    let mut validation = Validation::new(Algorithm::HS256);
    // Time and audience are checked by the caller: with the injected clock and the portal of the path.
    validation.validate_exp = false;
    validation.validate_aud = false;
    let named = jsonwebtoken::decode_header(token).ok().filter(|header| header.typ.as_deref() == Some(TYPE))?;
    let key = services.keys.access_tokens(named.kid.as_deref()?)?;
    jsonwebtoken::decode::<Claims>(token, &DecodingKey::from_secret(&key), &validation).ok().map(|token| token.claims)
}
