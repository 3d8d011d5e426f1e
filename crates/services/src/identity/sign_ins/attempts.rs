//! A login under way: found again by the browser that began it, and what it waits for.

use chrono::{DateTime, Utc};
use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::second_factors::SecondFactor;
use madoguchi_entities::ids::SignInAttemptId;
use madoguchi_entities::sign_in_attempts::{self, Model as Attempt};
use madoguchi_entities::users::{self, UserState};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::audit_events::Event;
use crate::database::Transaction;
use crate::{Error, ProblemCode, Services, keys};

/// A login that waits for its second step.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Names it in the path.
    pub id: SignInAttemptId,
    /// For the browser's cookie, when the attempt is new.
    pub secret: Option<String>,
    /// Ways to give the second factor, the strongest first; none when none is asked.
    pub methods: Vec<SecondFactor>,
    /// Whether a one-time password was mailed.
    pub one_time_password: bool,
    /// Where it went or would go, partly hidden.
    pub mail_address: String,
    /// Challenge of the robot check.
    pub robot_challenge: Option<serde_json::Value>,
    /// Until when it can be completed.
    pub expires_at: DateTime<Utc>,
}

/// Whether an issued password opens an account: a locked one too, unless the provider locked it.
pub(super) fn may_use_issued(user: &users::Model) -> bool {
    match user.state {
        UserState::Active => true,
        UserState::Locked => !user.locked_by_provider,
        UserState::Pending | UserState::Closed => false,
    }
}

/// An open attempt that this browser started, held until the end of the transaction.
pub(super) async fn find(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    id: SignInAttemptId,
    secret: &str,
) -> Result<(Attempt, users::Model), Error> {
    let unknown = || Error::Refused(ProblemCode::SignInAttemptUnknown);
    let attempt = sign_in_attempts::Entity::find_by_id(id)
        .filter(sign_in_attempts::Column::Portal.eq(portal.key.as_str()))
        .lock_exclusive()
        .one(tx)
        .await?
        .filter(|attempt| keys::same(&attempt.secret_hash, &keys::digest(secret)))
        .ok_or_else(unknown)?;
    if attempt.closed_at.is_some() || attempt.expires_at <= services.clock.now() {
        return Err(Error::Refused(ProblemCode::SignInAttemptExpired));
    }
    let user = users::Entity::find_by_id(attempt.user_id).one(tx).await?.ok_or_else(unknown)?;
    // The password was given to an account that has changed since.
    if attempt.credentials_version != user.credentials_version {
        return Err(Error::Refused(ProblemCode::SignInAttemptExpired));
    }
    let may = if attempt.issued_password { may_use_issued(&user) } else { user.state == UserState::Active };
    if may { Ok((attempt, user)) } else { Err(unknown()) }
}

pub(super) fn waiting(
    attempt: &Attempt,
    user: &users::Model,
    methods: Vec<SecondFactor>,
    secret: Option<String>,
) -> Waiting {
    Waiting {
        id: attempt.id,
        secret,
        methods,
        one_time_password: attempt.one_time_password_hash.is_some(),
        mail_address: MailAddress::parse(&user.mail_address).map(|mail| mail.masked()).unwrap_or_default(),
        robot_challenge: attempt.robot_challenge.clone(),
        expires_at: attempt.expires_at,
    }
}

pub(super) fn event(action: &'static str, user: Option<&users::Model>, detail: serde_json::Value) -> Event {
    match user {
        Some(user) => Event::about(action, user.customer_id, user.id).with(detail),
        None => Event::named(action).with(detail),
    }
}
