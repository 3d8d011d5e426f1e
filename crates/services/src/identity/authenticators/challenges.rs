//! Passkey ceremonies under way: what the browser must answer, kept sealed until then, of use once.

use chrono::TimeDelta;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::PasskeyChallengeId;
use madoguchi_entities::passkey_challenges;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait};
use sea_orm::{QueryFilter, QuerySelect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::database::Transaction;
use crate::{Error, ProblemCode, Services, keys};

/// How long a person may look for the device.
const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// What a ceremony is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A passkey is added.
    Registration,
    /// A passkey follows the password.
    SecondFactor,
    /// A passkey is all.
    SignIn,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::SecondFactor => "second_factor",
            Self::SignIn => "sign_in",
        }
    }
}

/// Keeps the state of a ceremony; `binding` is the user, the attempt or the browser's secret it belongs to.
pub(super) async fn keep(
    db: &impl ConnectionTrait,
    services: &Services,
    portal: &Portal,
    purpose: Purpose,
    binding: &str,
    state: &impl Serialize,
) -> Result<PasskeyChallengeId, Error> {
    let (id, now) = (PasskeyChallengeId(Uuid::now_v7()), services.clock.now());
    let state = serde_json::to_vec(state).map_err(Error::internal)?;
    let row = passkey_challenges::ActiveModel {
        id: Set(id),
        portal: Set(portal.key.clone()),
        purpose: Set(purpose.name().to_owned()),
        binding_hash: Set(keys::digest(binding)),
        sealed_state: Set(services.keys.seal(id.0.as_bytes(), &state)?),
        created_at: Set(now),
        expires_at: Set(now + LIFETIME),
    };
    row.insert(db).await?;
    Ok(id)
}

/// Takes the state of a ceremony out: it is gone with the transaction that uses it.
///
/// # Errors
/// `passkey_challenge_expired`, for one that is unknown or belongs to somebody else too.
pub(super) async fn take<T: DeserializeOwned>(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    purpose: Purpose,
    binding: &str,
    id: PasskeyChallengeId,
) -> Result<T, Error> {
    let gone = || Error::Refused(ProblemCode::PasskeyChallengeExpired);
    let row = passkey_challenges::Entity::find_by_id(id)
        .filter(passkey_challenges::Column::Portal.eq(portal.key.as_str()))
        .filter(passkey_challenges::Column::Purpose.eq(purpose.name()))
        .filter(passkey_challenges::Column::BindingHash.eq(keys::digest(binding)))
        .filter(passkey_challenges::Column::ExpiresAt.gt(services.clock.now()))
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or_else(gone)?;
    passkey_challenges::Entity::delete_by_id(id).exec(tx).await?;
    let state = services.keys.open(id.0.as_bytes(), &row.sealed_state)?;
    serde_json::from_slice(&state).map_err(Error::internal)
}

/// Deletes ceremonies that nobody finished.
pub(crate) async fn delete_old(services: &Services) -> Result<(), Error> {
    passkey_challenges::Entity::delete_many()
        .filter(passkey_challenges::Column::ExpiresAt.lt(services.clock.now()))
        .exec(services.db.write())
        .await?;
    Ok(())
}
