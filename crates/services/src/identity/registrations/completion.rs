//! The second half of a registration (T2): the mailed link, the proof of identity, the own password.

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_domain::events::EventType;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::text::trim_fold;
use madoguchi_entities::users::{Model as User, UserState};

use super::{PURPOSE, event};
use crate::actor::Actor;
use crate::limits::{self, REGISTRATION_LINK, Whose};
use crate::users::{self as people, credentials};
use crate::{Error, Origin, ProblemCode, Services, audit_events, one_time_links as links, passwords};

/// A link that can be used.
#[derive(Clone, Copy, Debug)]
pub struct OpenLink {
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// Whether it was mailed to who forgot an own password, not to who registers.
    pub is_reset: bool,
}

/// What a link is for, and until when.
///
/// # Errors
/// `link_unknown`, `link_used`, `link_expired`.
pub async fn link(services: &Services, portal: &Portal, token: &str) -> Result<OpenLink, Error> {
    let (link, user) = links::check(services, portal, PURPOSE, token).await?;
    Ok(OpenLink { expires_at: link.expires_at, is_reset: user.state != UserState::Pending })
}

/// Checks access ID and temporary password behind a link and gives a ticket for choosing the password.
///
/// # Errors
/// `invalid_credentials`, too many tries, and as [`link`].
pub async fn verify(
    services: &Services,
    portal: &Portal,
    token: &str,
    access_id: &str,
    temporary_password: &str,
    origin: &Origin,
) -> Result<(String, DateTime<Utc>), Error> {
    let now = services.clock.now();
    let (_, user) = links::check(services, portal, PURPOSE, token).await?;
    let tries = limits::hit(services, portal, REGISTRATION_LINK, &Whose::named(token, origin)).await?;
    let hash = credentials::issued_password(&user, now);
    let password_matches = services.hasher.verify(&trim_fold(temporary_password), hash).await?;
    if !password_matches || trim_fold(access_id).to_lowercase() != user.sign_in_name {
        let refused = event("registration.verification_refused", &user, serde_json::json!({}));
        audit_events::record(services.db.write(), services, portal, &Actor::visitor(origin), refused).await?;
        let left = REGISTRATION_LINK.left(portal, tries);
        return Err(Error::Guessed(ProblemCode::InvalidCredentials, left));
    }
    let expires_at = now + TimeDelta::minutes(portal.registration.verification_minutes.into());
    let ticket = services
        .db
        .transaction(async |tx| {
            let (link, user) = links::find(tx, portal, PURPOSE, token, now).await?;
            let verified = event("registration.verified", &user, serde_json::json!({}));
            audit_events::record(tx, services, portal, &Actor::known(user.id, origin), verified).await?;
            links::give_ticket(tx, link, expires_at).await
        })
        .await?;
    Ok((ticket, expires_at))
}

/// Sets the own password and completes the registration. It does not log in.
///
/// # Errors
/// Refused password; `ticket_expired`; and as [`link`].
pub async fn set_password(
    services: &Services,
    portal: &Portal,
    (token, ticket): (&str, &str),
    password: &str,
    origin: &Origin,
) -> Result<(), Error> {
    let now = services.clock.now();
    let (link, user) = links::check(services, portal, PURPOSE, token).await?;
    links::check_ticket(&link, ticket, now)?;
    let hash = passwords::hash_new(services, portal, &user, password).await?;
    services
        .db
        .transaction(async |tx| {
            let (link, user) = links::find(tx, portal, PURPOSE, token, now).await?;
            links::check_ticket(&link, ticket, now)?;
            let first = user.state == UserState::Pending;
            let action = if first { "registration.completed" } else { "password.set_by_link" };
            let actor = Actor::known(user.id, origin);
            let completed = event(action, &user, serde_json::json!({}));
            if first {
                let done = User { state: UserState::Active, ..user.clone() };
                people::tell(tx, services, EventType::RegistrationCompleted, &done).await?;
            }
            passwords::store(tx, services, portal, user, &hash, None).await?;
            audit_events::record(tx, services, portal, &actor, completed).await
        })
        .await
}
