//! The second step of a login: second factor and robot check turn the attempt into a session.

use madoguchi_domain::policy::Portal;
use madoguchi_domain::second_factors::SecondFactor;
use madoguchi_entities::ids::SignInAttemptId;
use madoguchi_entities::sign_in_attempts::Model as Attempt;
use madoguchi_entities::users;
use madoguchi_mail::Message;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::{Value, json};

use super::{Proof, event, factors, find, login_notices};
use crate::actor::Actor;
use crate::authenticators::recovery_codes;
use crate::database::Transaction;
use crate::limits::{self, ONE_TIME_PASSWORD_MAILED, SECOND_FACTOR, Whose};
use crate::sessions::{self, First, NewSession};
use crate::users::credentials::{self, Change};
use crate::{
    Error, FieldCode, Origin, ProblemCode, Services, audit_events, contractors, mails, robot_checks, users as people,
};

/// Second step: becomes a session.
///
/// # Errors
/// `invalid_one_time_password`, `robot_check_failed`, too many tries, and as [`super::get`].
pub async fn complete(
    services: &Services,
    portal: &Portal,
    id: SignInAttemptId,
    proof: Proof,
    origin: &Origin,
) -> Result<NewSession, Error> {
    let (_, user) = services.db.transaction(async |tx| find(tx, services, portal, id, &proof.secret).await).await?;
    let subject = user.id.to_string();
    if factors::is_asked(portal, &user) {
        limits::hit(services, portal, SECOND_FACTOR, &Whose::user(&user, origin)).await?;
    }
    // A wrong try must be counted although it is refused: so the transaction itself succeeds.
    let session = services
        .db
        .transaction(async |tx| {
            // The user first, as everywhere: whatever ends the logins of a user takes the attempts after the user.
            people::hold(tx, user.id).await?;
            let (attempt, user) = match find(tx, services, portal, id, &proof.secret).await {
                Ok(found) => found,
                Err(Error::Database(error)) => return Err(error.into()),
                Err(refused) => return Ok(Err(refused)),
            };
            match check(tx, services, portal, (&attempt, &user), &proof).await {
                Ok(()) => Ok(Ok(accept(tx, services, portal, attempt, &user, &proof, origin).await?)),
                Err(Error::Database(error)) => Err(error.into()),
                Err(refused) => {
                    // Only a wrong guess costs a try; something forgotten does not.
                    if matches!(refused, Error::Refused(..)) {
                        count_refusal(tx, services, portal, attempt, &user, origin).await?;
                    }
                    Ok(Err(refused))
                }
            }
        })
        .await??;
    limits::clear(services, portal, ONE_TIME_PASSWORD_MAILED, &subject).await?;
    limits::clear(services, portal, SECOND_FACTOR, &subject).await?;
    Ok(session)
}

async fn check(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    (attempt, user): (&Attempt, &users::Model),
    proof: &Proof,
) -> Result<(), Error> {
    if let Some(challenge) = attempt.robot_challenge.clone()
        && !robot_checks::verify(&services.keys, challenge, proof.robot_solution.clone())?
    {
        return Err(Error::invalid("robot_solution", FieldCode::RobotCheckFailed));
    }
    if factors::is_asked(portal, user) && !factors::must_enrol(tx, services, portal, user).await? {
        factors::check(tx, services, portal, (attempt, user), &proof.factor).await?;
    }
    Ok(())
}

/// The attempt is used up and becomes a session. An issued password is used up with it.
async fn accept(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    attempt: Attempt,
    user: &users::Model,
    proof: &Proof,
    origin: &Origin,
) -> Result<NewSession, Error> {
    let by_issued = attempt.issued_password;
    let mut row = attempt.into_active_model();
    row.closed_at = Set(Some(services.clock.now()));
    row.update(tx).await?;
    let enrolment = factors::must_enrol(tx, services, portal, user).await?;
    let contractor = contractors::is_asked(tx, portal, user.customer_id).await?;
    let first = First { password_change: by_issued || user.password_change_required, enrolment, contractor };
    let changed = if by_issued { Some(use_issued_password(tx, services, portal, user).await?) } else { None };
    let user = changed.as_ref().unwrap_or(user);
    let method =
        (factors::is_asked(portal, user) && !enrolment).then(|| format!("{:?}", proof.factor.method).to_lowercase());
    let detail = json!({ "second_factor": method, "issued_password": by_issued });
    let session = begin_session(tx, services, portal, user, origin, first, detail).await?;
    if proof.factor.method == SecondFactor::RecoveryCode && factors::is_asked(portal, user) {
        tell_of_code(tx, services, portal, user, origin).await?;
    }
    Ok(session)
}

/// A recovery code is for who lost every other factor, or for who stole the paper: its owner is told.
async fn tell_of_code(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    user: &users::Model,
    origin: &Origin,
) -> Result<(), Error> {
    let left = recovery_codes::left(tx, user.id).await?;
    let at = mails::time(services.clock.now(), user.locale);
    let message = Message::RecoveryCodeUsed {
        at,
        address: origin.address.clone(),
        left: u32::try_from(left).unwrap_or(u32::MAX),
    };
    mails::to_user(tx, services, portal, user, message).await
}

/// An issued password works once, and whoever was logged in before is logged out.
async fn use_issued_password(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    user: &users::Model,
) -> Result<users::Model, Error> {
    let (now, user) = (services.clock.now(), people::hold(tx, user.id).await?);
    if credentials::issued_password(&user, now).is_none() {
        return Err(Error::Refused(ProblemCode::SignInAttemptExpired));
    }
    sessions::end_all(tx, user.id, None, now).await?;
    credentials::change(tx, portal, user, Change::IssuedPasswordUsed, now).await
}

/// The session, its audit event and, by policy, the notice.
pub(super) async fn begin_session(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    user: &users::Model,
    origin: &Origin,
    first: First,
    detail: Value,
) -> Result<NewSession, Error> {
    let session = sessions::create(tx, services, portal, user, origin, first).await?;
    let event = event("sign_in.completed", Some(user), detail).to(session.id);
    audit_events::record(tx, services, portal, &Actor::known(user.id, origin), event).await?;
    if portal.sign_in.login_notice {
        login_notices::notify(tx, services, portal, user, origin).await?;
    }
    Ok(session)
}

async fn count_refusal(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    attempt: Attempt,
    user: &users::Model,
    origin: &Origin,
) -> Result<(), Error> {
    let tries = attempt.tries + 1;
    let allowed = i32::try_from(portal.sign_in.second_factor.one_time_password.tries).unwrap_or(i32::MAX);
    let mut row = attempt.into_active_model();
    row.tries = Set(tries);
    if tries >= allowed {
        row.closed_at = Set(Some(services.clock.now()));
    }
    row.update(tx).await?;
    let event = event("sign_in.second_step_refused", Some(user), json!({ "tries": tries }));
    audit_events::record(tx, services, portal, &Actor::visitor(origin), event).await
}
