//! The second step of a login: one-time password and robot check turn the attempt into a session.

use madoguchi_domain::policy::Portal;
use madoguchi_domain::text;
use madoguchi_entities::ids::SignInAttemptId;
use madoguchi_entities::sign_in_attempts::Model as Attempt;
use madoguchi_entities::users;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseTransaction, IntoActiveModel};

use super::{MAILED, Proof, event, find};
use crate::sessions::{self, NewSession};
use crate::{Error, Origin, Refusal, Services, audit_events, keys, robot_checks, throttles};

/// Second step: becomes a session.
///
/// # Errors
/// `invalid_one_time_password`, `robot_check_failed`, and as [`super::get`].
pub async fn complete(
    services: &Services,
    portal: &Portal,
    id: SignInAttemptId,
    proof: Proof,
    origin: &Origin,
) -> Result<NewSession, Error> {
    // A wrong try must be counted although it is refused: so the transaction itself succeeds.
    let session = services
        .db
        .transaction(async |tx| {
            let (attempt, user) = match find(tx, services, portal, id, &proof.secret).await {
                Ok(found) => found,
                Err(Error::Database(error)) => return Err(error.into()),
                Err(refused) => return Ok(Err(refused)),
            };
            if let Err(refused) = check(services, &attempt, &proof) {
                // Only a wrong guess costs a try; something forgotten does not.
                if matches!(refused, Error::Refused(..)) {
                    count_refusal(tx, services, portal, attempt, &user, origin).await?;
                }
                return Ok(Err(refused));
            }
            let mut row = attempt.into_active_model();
            row.closed_at = Set(Some(services.clock.now()));
            row.update(tx).await?;
            let session = sessions::create(tx, services, portal, &user, origin).await?;
            let event = event("sign_in.completed", Some(&user), serde_json::json!({ "session": session.id }));
            audit_events::record(tx, services, portal, origin, event).await?;
            Ok(Ok(session))
        })
        .await??;
    throttles::clear(services, portal, MAILED, &session.scope.user_id().to_string()).await?;
    Ok(session)
}

fn check(services: &Services, attempt: &Attempt, proof: &Proof) -> Result<(), Error> {
    if let Some(challenge) = attempt.robot_challenge.clone()
        && !robot_checks::verify(&services.keys, challenge, proof.robot_solution.clone())?
    {
        return Err(Error::invalid("robot_solution", "robot_check_failed"));
    }
    if let Some(hash) = &attempt.one_time_password_hash {
        let typed = text::fold_digits(&proof.one_time_password);
        if typed.is_empty() {
            return Err(Error::invalid("one_time_password", "required"));
        }
        if !keys::same(hash, &services.keys.code(attempt.id.0.as_bytes(), &typed)) {
            return Err(Error::Refused(Refusal::Unauthorized, "invalid_one_time_password"));
        }
    }
    Ok(())
}

async fn count_refusal(
    tx: &DatabaseTransaction,
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
    let event = event("sign_in.second_step_refused", Some(user), serde_json::json!({ "tries": tries }));
    audit_events::record(tx, services, portal, origin, event).await
}
