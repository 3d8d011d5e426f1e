//! Passkeys (WebAuthn): added by a user, given after the password, or given in place of it. The person is always
//! verified by the device, so a passkey alone is two factors.

use madoguchi_domain::policy::{Portal, SecondFactorMethod};
use madoguchi_entities::authenticators::{self, AuthenticatorKind, Model as Authenticator};
use madoguchi_entities::ids::{AuthenticatorId, PasskeyChallengeId, SignInAttemptId, UserId};
use madoguchi_entities::users;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel};
use sea_orm::{QueryFilter, QuerySelect};
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyAuthentication,
    PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder,
};

use super::challenges::{self, Purpose};
use super::{added, check_name, confirmed, require_offered, require_room};
use crate::database::Transaction;
use crate::{Error, Origin, ProblemCode, Scope, Services, keys, passwords, users as people};

/// A ceremony that the browser now carries out.
#[derive(Clone, Debug)]
pub struct Challenge {
    /// Names it in the answer.
    pub id: PasskeyChallengeId,
    /// For `navigator.credentials`, as `{ "publicKey": … }` with base64url in place of bytes.
    pub options: Value,
}

/// The relying party of a server; none where its address has no domain name, which passkeys need.
#[must_use]
pub fn relying_party(base_url: &str) -> Option<Webauthn> {
    let url = Url::parse(base_url).ok()?;
    let domain = url.domain()?.to_owned();
    WebauthnBuilder::new(&domain, &url).ok()?.rp_name("Madoguchi").build().ok()
}

/// Whether passkeys can be used at a portal of this server.
#[must_use]
pub fn are_offered(services: &Services, portal: &Portal) -> bool {
    services.webauthn.is_some() && require_offered(portal, SecondFactorMethod::Passkey).is_ok()
}

fn webauthn<'a>(services: &'a Services, portal: &Portal) -> Result<&'a Webauthn, Error> {
    require_offered(portal, SecondFactorMethod::Passkey)?;
    services.webauthn.as_ref().ok_or(Error::NotFound)
}

/// Begins to add a passkey.
///
/// # Errors
/// `reauthentication_required`; [`Error::NotFound`] where there are none.
pub async fn begin_registration(services: &Services, scope: &Scope) -> Result<Challenge, Error> {
    let webauthn = webauthn(services, scope.portal())?;
    passwords::require_recent(services, scope)?;
    let user = users::Entity::find_by_id(scope.user_id()).one(services.db.read()).await?.ok_or(Error::NotFound)?;
    let known = confirmed(services.db.read(), user.id, Some(AuthenticatorKind::Passkey)).await?;
    let known = known.iter().map(|it| Ok(open(services, it)?.cred_id().clone())).collect::<Result<_, Error>>()?;
    let shown = if user.name.is_empty() { &user.sign_in_name } else { &user.name };
    let (options, state) = webauthn
        .start_passkey_registration(user.id.0, &user.sign_in_name, shown, Some(known))
        .map_err(Error::internal)?;
    let mut options = serde_json::to_value(options).map_err(Error::internal)?;
    options["publicKey"]["rp"]["name"] = scope.portal().brand.provider.ja.clone().into();
    // Kept by the device itself where it can, so that nothing has to be typed at the login.
    options["publicKey"]["authenticatorSelection"]["residentKey"] = "preferred".into();
    let binding = user.id.to_string();
    let id = challenges::keep(services.db.write(), services, scope.portal(), Purpose::Registration, &binding, &state)
        .await?;
    Ok(Challenge { id, options })
}

/// Adds the passkey that the browser made. Answers with recovery codes when these are the user's first.
///
/// # Errors
/// `passkey_refused`; `passkey_challenge_expired`; the name; `authenticator_limit_reached`.
pub async fn register(
    services: &Services,
    scope: &Scope,
    challenge: PasskeyChallengeId,
    credential: Value,
    name: &str,
    origin: &Origin,
) -> Result<(Authenticator, Vec<String>), Error> {
    let webauthn = webauthn(services, scope.portal())?;
    passwords::require_recent(services, scope)?;
    let name = check_name(name)?;
    let credential: RegisterPublicKeyCredential = read(credential)?;
    let added = services
        .db
        .transaction(async |tx| {
            let binding = scope.user_id().to_string();
            let state: PasskeyRegistration =
                challenges::take(tx, services, scope.portal(), Purpose::Registration, &binding, challenge).await?;
            let passkey = webauthn.finish_passkey_registration(&credential, &state).map_err(refused)?;
            require_room(tx, scope.user_id()).await?;
            let new = insert(tx, services, scope, &passkey, &name).await?;
            let codes = added(tx, services, scope, &new, origin).await?;
            Ok((new, codes))
        })
        .await?;
    Ok(added)
}

async fn insert(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    passkey: &Passkey,
    name: &str,
) -> Result<Authenticator, Error> {
    let credential = credential_hash(passkey.cred_id());
    let known = of_credential(scope.portal(), &credential).one(tx).await?;
    if known.is_some() {
        return Err(Error::Refused(ProblemCode::PasskeyKnown));
    }
    let (id, now) = (AuthenticatorId(Uuid::now_v7()), services.clock.now());
    let row = authenticators::ActiveModel {
        id: Set(id),
        portal: Set(scope.portal().key.clone()),
        user_id: Set(scope.user_id()),
        kind: Set(AuthenticatorKind::Passkey),
        name: Set(name.to_owned()),
        sealed_secret: Set(seal(services, id, passkey)?),
        credential_hash: Set(Some(credential)),
        last_step: Set(None),
        created_at: Set(now),
        confirmed_at: Set(Some(now)),
        last_used_at: Set(None),
    };
    Ok(row.insert(tx).await?)
}

/// Asks for one of a user's passkeys after the password.
pub(crate) async fn begin_second_factor(
    services: &Services,
    portal: &Portal,
    user: UserId,
    attempt: SignInAttemptId,
) -> Result<Challenge, Error> {
    let webauthn = webauthn(services, portal)?;
    let known = confirmed(services.db.read(), user, Some(AuthenticatorKind::Passkey)).await?;
    if known.is_empty() {
        return Err(Error::NotFound);
    }
    let known = known.iter().map(|it| open(services, it)).collect::<Result<Vec<_>, _>>()?;
    let (options, state) = webauthn.start_passkey_authentication(&known).map_err(Error::internal)?;
    let options = serde_json::to_value(options).map_err(Error::internal)?;
    let binding = attempt.to_string();
    let id = challenges::keep(services.db.write(), services, portal, Purpose::SecondFactor, &binding, &state).await?;
    Ok(Challenge { id, options })
}

/// Whether the browser answered with a passkey of the user.
pub(crate) async fn redeem(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    (user, attempt): (UserId, SignInAttemptId),
    challenge: PasskeyChallengeId,
    credential: Value,
) -> Result<bool, Error> {
    let webauthn = webauthn(services, portal)?;
    let Ok(credential) = read::<PublicKeyCredential>(credential) else { return Ok(false) };
    let binding = attempt.to_string();
    let state: PasskeyAuthentication =
        challenges::take(tx, services, portal, Purpose::SecondFactor, &binding, challenge).await?;
    let Ok(result) = webauthn.finish_passkey_authentication(&credential, &state) else { return Ok(false) };
    let found = of_credential(portal, &credential_hash(result.cred_id())).lock_exclusive().one(tx).await?;
    let Some(it) = found.filter(|it| it.user_id == user) else { return Ok(false) };
    note_use(tx, services, it, &result).await?;
    Ok(true)
}

/// Asks for a passkey in place of identifiers and password; `secret` binds the ceremony to the browser.
///
/// # Errors
/// [`Error::NotFound`] where there are none.
pub async fn begin_sign_in(services: &Services, portal: &Portal, secret: &str) -> Result<Challenge, Error> {
    let (options, state) = webauthn(services, portal)?.start_discoverable_authentication().map_err(Error::internal)?;
    let mut options = serde_json::to_value(options).map_err(Error::internal)?;
    // Asked for by a button, not by a field that fills itself in.
    if let Some(options) = options.as_object_mut() {
        options.remove("mediation");
    }
    let id = challenges::keep(services.db.write(), services, portal, Purpose::SignIn, secret, &state).await?;
    Ok(Challenge { id, options })
}

/// Whose passkey the browser answered with; the row is held until the end of the transaction.
pub(crate) async fn identify(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    secret: &str,
    challenge: PasskeyChallengeId,
    credential: Value,
) -> Result<users::Model, Error> {
    let webauthn = webauthn(services, portal)?;
    let credential: PublicKeyCredential = read(credential)?;
    let state: DiscoverableAuthentication =
        challenges::take(tx, services, portal, Purpose::SignIn, secret, challenge).await?;
    let (user, id) = webauthn.identify_discoverable_authentication(&credential).map_err(refused)?;
    let found = of_credential(portal, &credential_hash(id)).lock_exclusive().one(tx).await?;
    let it = found.filter(|it| it.user_id.0 == user).ok_or_else(|| refused("unknown"))?;
    let key = DiscoverableKey::from(&open(services, &it)?);
    let result = webauthn.finish_discoverable_authentication_v2(&credential, state, &key).map_err(refused)?;
    let user = it.user_id;
    note_use(tx, services, it, &result).await?;
    people::hold(tx, user).await
}

/// Keeps the counter that a copied device would get wrong.
async fn note_use(
    tx: &Transaction,
    services: &Services,
    it: Authenticator,
    result: &AuthenticationResult,
) -> Result<(), Error> {
    let mut passkey = open(services, &it)?;
    passkey.update_credential(result);
    let sealed = seal(services, it.id, &passkey)?;
    let mut row = it.into_active_model();
    row.sealed_secret = Set(sealed);
    row.last_used_at = Set(Some(services.clock.now()));
    row.update(tx).await?;
    Ok(())
}

fn of_credential(portal: &Portal, hash: &[u8]) -> sea_orm::Select<authenticators::Entity> {
    authenticators::Entity::find()
        .filter(authenticators::Column::Portal.eq(portal.key.as_str()))
        .filter(authenticators::Column::CredentialHash.eq(hash.to_vec()))
}

fn credential_hash(id: &[u8]) -> Vec<u8> {
    keys::digest_bytes(id)
}

fn seal(services: &Services, id: AuthenticatorId, passkey: &Passkey) -> Result<Vec<u8>, Error> {
    services.keys.seal(id.0.as_bytes(), &serde_json::to_vec(passkey).map_err(Error::internal)?)
}

fn open(services: &Services, it: &Authenticator) -> Result<Passkey, Error> {
    let secret = services.keys.open(it.id.0.as_bytes(), &it.sealed_secret)?;
    serde_json::from_slice(&secret).map_err(Error::internal)
}

fn read<T: DeserializeOwned>(credential: Value) -> Result<T, Error> {
    serde_json::from_value(credential).map_err(refused)
}

/// Why is for the log only: it would help nobody but an intruder.
fn refused(why: impl std::fmt::Display) -> Error {
    tracing::info!(%why, "passkey refused");
    Error::Refused(ProblemCode::PasskeyRefused)
}
