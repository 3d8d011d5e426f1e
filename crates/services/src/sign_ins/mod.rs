//! Login: identifiers and password first, then what the portal's policy asks, then a session. One path for all
//! portals. No answer and no timing tells which part was wrong or whether an account exists.

mod completion;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_domain::issued;
use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::policy::{OneTimePasswordPolicy, Portal, SecondFactorMode};
use madoguchi_entities::ids::SignInAttemptId;
use madoguchi_entities::sign_in_attempts::{self, Model as Attempt};
use madoguchi_entities::users::{self, UserState};
use madoguchi_mail::Message;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseTransaction, EntityTrait, IntoActiveModel, QuerySelect};
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use crate::audit_events::{self, Event};
use crate::mails::{self, NewMail};
use crate::throttles::{self, Throttle};
use crate::{Error, Origin, Refusal, Services, keys, robot_checks};

pub use completion::complete;

/// Wrong passwords for one account from one address before the wait starts.
const ACCOUNT_AND_ADDRESS: Throttle = Throttle::growing("sign_in_account_address", 5);
/// For one account from anywhere: high, so that a stranger cannot lock the owner out.
const ACCOUNT: Throttle = Throttle::growing("sign_in_account", 50);
/// From one address for any account: an office may share it.
const ADDRESS: Throttle = Throttle::growing("sign_in_address", 100);
/// One-time passwords mailed for one user.
const MAILED: Throttle = Throttle::growing("one_time_password_mailed", 5);

/// What a person gives first.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Identifiers by name.
    pub identifiers: BTreeMap<String, String>,
    /// Password.
    pub password: String,
}

/// A login that waits for its second step.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Names it in the path.
    pub id: SignInAttemptId,
    /// For the browser's cookie, when the attempt is new.
    pub secret: Option<String>,
    /// Whether a one-time password is awaited.
    pub one_time_password: bool,
    /// Where it went, partly hidden.
    pub mail_address: String,
    /// Challenge of the robot check.
    pub robot_challenge: Option<serde_json::Value>,
    /// Until when it can be completed.
    pub expires_at: DateTime<Utc>,
}

/// What a person gives second.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Secret of the browser's cookie.
    pub secret: String,
    /// One-time password as typed.
    pub one_time_password: String,
    /// Solution of the robot check.
    pub robot_solution: Option<serde_json::Value>,
}

/// First step. Mails a one-time password when the policy asks for one.
///
/// # Errors
/// `invalid_credentials`; too many attempts; missing identifiers.
pub async fn start(
    services: &Services,
    portal: &Portal,
    credentials: Credentials,
    origin: &Origin,
) -> Result<Waiting, Error> {
    let key = crate::users::sign_in_key(portal, &credentials.identifiers)?;
    if credentials.password.is_empty() {
        return Err(Error::invalid("password", "required"));
    }
    let account_and_address = format!("{key}\n{}", origin.address);
    throttles::hit(services, portal, ACCOUNT_AND_ADDRESS, &account_and_address).await?;
    throttles::hit(services, portal, ADDRESS, &origin.address).await?;
    throttles::hit(services, portal, ACCOUNT, &key).await?;

    let user = crate::users::find_by_key(services.db.read(), portal, &key).await?;
    let user = user.filter(|user| user.state == UserState::Active);
    let hash = user.as_ref().and_then(|user| user.password_hash.as_deref());
    let matches = services.hasher.verify(&credentials.password, hash).await?;
    let Some(user) = user.filter(|_| matches) else {
        let event = event("sign_in.refused", None, serde_json::json!({}));
        audit_events::record(services.db.write(), services, portal, origin, event).await?;
        return Err(Error::Refused(Refusal::Unauthorized, "invalid_credentials"));
    };
    throttles::clear(services, portal, ACCOUNT_AND_ADDRESS, &account_and_address).await?;
    throttles::clear(services, portal, ACCOUNT, &key).await?;
    throttles::release(services, portal, ADDRESS, &origin.address).await?;
    create(services, portal, &user, origin).await
}

async fn create(services: &Services, portal: &Portal, user: &users::Model, origin: &Origin) -> Result<Waiting, Error> {
    let policy = &portal.sign_in.second_factor;
    let asks = policy.mode == SecondFactorMode::Always;
    if asks {
        throttles::hit(services, portal, MAILED, &user.id.to_string()).await?;
    }
    let challenge = portal.sign_in.robot_check.then(|| robot_checks::create(&services.keys)).transpose()?;
    let secret = keys::token()?;
    let now = services.clock.now();
    let expires_at = now + TimeDelta::minutes(policy.one_time_password.minutes.into());
    let attempt = Attempt {
        id: SignInAttemptId(Uuid::now_v7()),
        portal: portal.key.clone(),
        user_id: user.id,
        secret_hash: keys::digest(&secret),
        one_time_password_hash: None,
        tries: 0,
        robot_challenge: challenge,
        created_at: now,
        expires_at,
        closed_at: None,
    };
    let attempt = services
        .db
        .transaction(async |tx| {
            let inserted = attempt.clone().into_active_model().reset_all().insert(tx).await?;
            let event = event("sign_in.password_accepted", Some(user), serde_json::json!({}));
            audit_events::record(tx, services, portal, origin, event).await?;
            if asks { mail_one_time_password(tx, services, portal, user, inserted).await } else { Ok(inserted) }
        })
        .await?;
    services.work.notify_one();
    Ok(waiting(&attempt, user, Some(secret)))
}

/// Makes a new one-time password for an attempt; one mailed before no longer works.
async fn mail_one_time_password(
    tx: &DatabaseTransaction,
    services: &Services,
    portal: &Portal,
    user: &users::Model,
    attempt: Attempt,
) -> Result<Attempt, Error> {
    let OneTimePasswordPolicy { minutes, .. } = portal.sign_in.second_factor.one_time_password;
    let one_time_password = issued::one_time_password(u64::from_be_bytes(keys::random()?));
    let hash = services.keys.code(attempt.id.0.as_bytes(), &one_time_password);
    let mut row = attempt.into_active_model();
    row.one_time_password_hash = Set(Some(hash));
    row.expires_at = Set(services.clock.now() + TimeDelta::minutes(minutes.into()));
    let attempt = row.update(tx).await?;
    let mail = NewMail {
        customer_id: user.customer_id,
        recipient: user.mail_address.clone(),
        locale: user.locale.clone(),
        message: Message::OneTimePassword { one_time_password, minutes },
    };
    mails::enqueue(tx, services, portal, mail).await?;
    Ok(attempt)
}

/// The attempt of a browser, for a page that was reloaded.
///
/// # Errors
/// `sign_in_attempt_unknown`, `sign_in_attempt_expired`.
pub async fn get(services: &Services, portal: &Portal, id: SignInAttemptId, secret: &str) -> Result<Waiting, Error> {
    let (attempt, user) = services.db.transaction(async |tx| find(tx, services, portal, id, secret).await).await?;
    Ok(waiting(&attempt, &user, None))
}

/// Mails a new one-time password for an attempt that waits for one.
///
/// # Errors
/// As [`get`]; too many mails; `one_time_password_not_asked`.
pub async fn mail_again(
    services: &Services,
    portal: &Portal,
    id: SignInAttemptId,
    secret: &str,
) -> Result<Waiting, Error> {
    let (attempt, user) = services.db.transaction(async |tx| find(tx, services, portal, id, secret).await).await?;
    if attempt.one_time_password_hash.is_none() {
        return Err(Error::Refused(Refusal::Conflict, "one_time_password_not_asked"));
    }
    throttles::hit(services, portal, MAILED, &user.id.to_string()).await?;
    let attempt = services
        .db
        .transaction(async |tx| {
            let (attempt, user) = find(tx, services, portal, id, secret).await?;
            mail_one_time_password(tx, services, portal, &user, attempt).await
        })
        .await?;
    services.work.notify_one();
    Ok(waiting(&attempt, &user, None))
}

/// Deletes attempts that ended long ago.
pub(crate) async fn delete_old(services: &Services) -> Result<(), Error> {
    let old = services.clock.now() - TimeDelta::days(7);
    sign_in_attempts::Entity::delete_many()
        .filter(sign_in_attempts::Column::ExpiresAt.lt(old))
        .exec(services.db.write())
        .await?;
    Ok(())
}

/// An open attempt that this browser started, held until the end of the transaction.
async fn find(
    tx: &DatabaseTransaction,
    services: &Services,
    portal: &Portal,
    id: SignInAttemptId,
    secret: &str,
) -> Result<(Attempt, users::Model), Error> {
    let unknown = || Error::Refused(Refusal::Missing, "sign_in_attempt_unknown");
    let attempt = sign_in_attempts::Entity::find_by_id(id)
        .filter(sign_in_attempts::Column::Portal.eq(portal.key.as_str()))
        .lock_exclusive()
        .one(tx)
        .await?
        .filter(|attempt| keys::same(&attempt.secret_hash, &keys::digest(secret)))
        .ok_or_else(unknown)?;
    if attempt.closed_at.is_some() || attempt.expires_at <= services.clock.now() {
        return Err(Error::Refused(Refusal::Gone, "sign_in_attempt_expired"));
    }
    let user = users::Entity::find_by_id(attempt.user_id).one(tx).await?;
    let user = user.filter(|user| user.state == UserState::Active).ok_or_else(unknown)?;
    Ok((attempt, user))
}

fn waiting(attempt: &Attempt, user: &users::Model, secret: Option<String>) -> Waiting {
    Waiting {
        id: attempt.id,
        secret,
        one_time_password: attempt.one_time_password_hash.is_some(),
        mail_address: MailAddress::parse(&user.mail_address).map(|mail| mail.masked()).unwrap_or_default(),
        robot_challenge: attempt.robot_challenge.clone(),
        expires_at: attempt.expires_at,
    }
}

fn event(action: &'static str, user: Option<&users::Model>, detail: serde_json::Value) -> Event {
    Event {
        action,
        customer_id: user.map(|user| user.customer_id),
        user_id: user.map(|user| user.id),
        subject_id: None,
        detail,
    }
}
