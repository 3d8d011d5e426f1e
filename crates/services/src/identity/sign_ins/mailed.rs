//! One-time passwords by mail: bound to their attempt, the newest alone works.

use chrono::TimeDelta;
use madoguchi_domain::issued;
use madoguchi_domain::policy::{OneTimePasswordPolicy, Portal};
use madoguchi_domain::second_factors::SecondFactor;
use madoguchi_entities::ids::SignInAttemptId;
use madoguchi_entities::sign_in_attempts::Model as Attempt;
use madoguchi_entities::users;
use madoguchi_mail::Message;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use super::{Waiting, factors, find, waiting};
use crate::database::Transaction;
use crate::limits::{self, ONE_TIME_PASSWORD_MAILED, Whose};
use crate::{Error, Origin, ProblemCode, Services, keys, mails};

/// Makes a new one-time password for an attempt; one mailed before no longer works.
pub(super) async fn mail_one_time_password(
    tx: &Transaction,
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
    mails::to_user(tx, services, portal, user, Message::OneTimePassword { one_time_password, minutes }).await?;
    Ok(attempt)
}

/// Mails a new one-time password for an attempt that waits for one.
///
/// # Errors
/// As [`super::get`]; too many mails; `one_time_password_not_asked`.
pub async fn mail_again(
    services: &Services,
    portal: &Portal,
    id: SignInAttemptId,
    secret: &str,
    origin: &Origin,
) -> Result<Waiting, Error> {
    let (_, user) = services.db.transaction(async |tx| find(tx, services, portal, id, secret).await).await?;
    let methods = factors::open_to(services.db.read(), services, portal, &user).await?;
    if !methods.contains(&SecondFactor::Mail) {
        return Err(Error::Refused(ProblemCode::OneTimePasswordNotAsked));
    }
    limits::hit(services, portal, ONE_TIME_PASSWORD_MAILED, &Whose::user(&user, origin)).await?;
    let attempt = services
        .db
        .transaction(async |tx| {
            let (attempt, user) = find(tx, services, portal, id, secret).await?;
            mail_one_time_password(tx, services, portal, &user, attempt).await
        })
        .await?;
    Ok(waiting(&attempt, &user, methods, None))
}
