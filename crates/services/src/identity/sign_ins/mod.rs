//! Login: identifiers and password first, then what the portal's policy asks, then a session. One path for all
//! portals. No answer and no timing tells which part was wrong or whether an account exists.

mod attempts;
mod completion;
mod factors;
mod given;
mod guards;
pub mod known_devices;
pub mod login_notices;
pub mod lost_mail_address;
mod mailed;
pub mod passkey;

use chrono::TimeDelta;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::second_factors::SecondFactor;
use madoguchi_domain::text;
use madoguchi_entities::ids::SignInAttemptId;
use madoguchi_entities::sign_in_attempts::{self, Model as Attempt};
use madoguchi_entities::users::{self, UserState};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use crate::actor::Actor;
use crate::audit_events;
use crate::authenticators::passkeys::{self, Challenge};
use crate::limits::{self, ONE_TIME_PASSWORD_MAILED, Whose};
use crate::users::credentials;
use crate::{Error, FieldCode, Origin, ProblemCode, Services, keys, robot_checks};

pub use attempts::Waiting;
use attempts::{event, find, may_use_issued, waiting};
pub use completion::complete;
pub use factors::Factor;
pub use given::{Credentials, Proof};
use known_devices::LoginSource;
pub use mailed::mail_again;
use mailed::mail_one_time_password;

/// First step. Mails a one-time password when the policy asks for one.
///
/// # Errors
/// `invalid_credentials`; too many attempts; `robot_check_required`; missing identifiers.
pub async fn start(
    services: &Services,
    portal: &Portal,
    credentials: Credentials,
    origin: &Origin,
) -> Result<Waiting, Error> {
    let key = crate::users::sign_in_key(portal, &credentials.identifiers)?;
    if credentials.password.is_empty() {
        return Err(Error::invalid("password", FieldCode::Required));
    }
    let user = crate::users::find_by_key(services.db.read(), portal, &key).await?;
    let source = LoginSource::of(services, portal, user.as_ref(), credentials.device.as_deref(), origin);
    let passed = guards::enter(services, portal, &key, &source, credentials.robot_check.as_ref(), origin).await?;
    let Some(given) = verify(services, portal, user.as_ref(), &credentials.password).await? else {
        let event = event("sign_in.refused", user.as_ref(), serde_json::json!({}));
        audit_events::record(services.db.write(), services, portal, &Actor::visitor(origin), event).await?;
        guards::was_wrong(services, portal, origin).await?;
        return Err(Error::Refused(ProblemCode::InvalidCredentials));
    };
    passed.was_right(services, portal, origin).await?;
    let user = user.ok_or(Error::NotFound)?;
    create(services, portal, &user, given, origin).await
}

/// Which password was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Given {
    Own,
    Issued,
}

/// Compares with the own password and, where the portal lets one log in with it, with the issued one. As many hashes
/// are made whether there is a user or not.
async fn verify(
    services: &Services,
    portal: &Portal,
    user: Option<&users::Model>,
    password: &str,
) -> Result<Option<Given>, Error> {
    let own = user.filter(|user| user.state == UserState::Active).and_then(|user| user.password_hash.as_deref());
    let own = services.hasher.verify(password, own).await?;
    let issued = if portal.issued_passwords_log_in() {
        let open = user.filter(|user| may_use_issued(user));
        let issued = open.and_then(|user| credentials::issued_password(user, services.clock.now()));
        services.hasher.verify(text::trim_fold(password).as_str(), issued).await?
    } else {
        false
    };
    Ok(if own { Some(Given::Own) } else { issued.then_some(Given::Issued) })
}

async fn create(
    services: &Services,
    portal: &Portal,
    user: &users::Model,
    given: Given,
    origin: &Origin,
) -> Result<Waiting, Error> {
    let methods = factors::open_to(services.db.read(), services, portal, user).await?;
    // Who has something better is asked for that first; a mail is one press away.
    let mails = methods.contains(&SecondFactor::Mail)
        && !methods.iter().any(|method| matches!(method, SecondFactor::Totp | SecondFactor::Passkey));
    if mails {
        limits::hit(services, portal, ONE_TIME_PASSWORD_MAILED, &Whose::user(user, origin)).await?;
    }
    let challenge = portal.sign_in.robot_check.then(|| robot_checks::create(&services.keys)).transpose()?;
    let secret = keys::token()?;
    let now = services.clock.now();
    let minutes = portal.sign_in.second_factor.one_time_password.minutes;
    let attempt = Attempt {
        id: SignInAttemptId(Uuid::now_v7()),
        portal: portal.key.clone(),
        user_id: user.id,
        secret_hash: keys::digest(&secret),
        one_time_password_hash: None,
        issued_password: given == Given::Issued,
        tries: 0,
        robot_challenge: challenge,
        created_at: now,
        expires_at: now + TimeDelta::minutes(minutes.into()),
        closed_at: None,
        credentials_version: user.credentials_version,
    };
    let attempt = services
        .db
        .transaction(async |tx| {
            // A password that was replaced while it was being checked is worth nothing.
            let held = crate::users::hold(tx, user.id).await?;
            let checked = |user: &users::Model| (user.credentials_version, user.issued_password_hash.clone());
            if checked(&held) != checked(user) {
                return Err(Error::Refused(ProblemCode::InvalidCredentials));
            }
            let inserted = attempt.clone().into_active_model().reset_all().insert(tx).await?;
            let event = event("sign_in.password_accepted", Some(user), serde_json::json!({}));
            audit_events::record(tx, services, portal, &Actor::visitor(origin), event).await?;
            if mails { mail_one_time_password(tx, services, portal, user, inserted).await } else { Ok(inserted) }
        })
        .await?;
    Ok(waiting(&attempt, user, methods, Some(secret)))
}

/// The attempt of a browser, for a page that was reloaded.
///
/// # Errors
/// `sign_in_attempt_unknown`, `sign_in_attempt_expired`.
pub async fn get(services: &Services, portal: &Portal, id: SignInAttemptId, secret: &str) -> Result<Waiting, Error> {
    let (attempt, user) = services.db.transaction(async |tx| find(tx, services, portal, id, secret).await).await?;
    let methods = factors::open_to(services.db.read(), services, portal, &user).await?;
    Ok(waiting(&attempt, &user, methods, None))
}

/// Asks for a passkey as the second factor of an attempt.
///
/// # Errors
/// As [`get`]; [`Error::NotFound`] for who has none.
pub async fn ask_for_passkey(
    services: &Services,
    portal: &Portal,
    id: SignInAttemptId,
    secret: &str,
) -> Result<Challenge, Error> {
    let (attempt, user) = services.db.transaction(async |tx| find(tx, services, portal, id, secret).await).await?;
    passkeys::begin_second_factor(services, portal, user.id, attempt.id).await
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
