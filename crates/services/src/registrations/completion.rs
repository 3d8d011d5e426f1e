//! The second half of a registration (T2): the mailed link, the proof of identity, the own password.

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_domain::passwords::{PasswordContext, is_common};
use madoguchi_domain::policy::Portal;
use madoguchi_domain::text::trim_fold;
use madoguchi_entities::one_time_links;
use madoguchi_entities::users::{self, UserState};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseTransaction, EntityTrait, IntoActiveModel};

use super::{PURPOSE, event};
use crate::throttles::{self, Throttle};
use crate::{Error, FieldError, Origin, Refusal, Services, audit_events, one_time_links as links};

/// Until when a link can be used.
///
/// # Errors
/// `link_unknown`, `link_used`, `link_expired`.
pub async fn link_expires_at(services: &Services, portal: &Portal, token: &str) -> Result<DateTime<Utc>, Error> {
    let now = services.clock.now();
    let link = services.db.transaction(async |tx| links::find(tx, portal, PURPOSE, token, now).await).await?;
    Ok(link.expires_at)
}

/// Checks access ID and temporary password behind a link and gives a ticket for choosing the password.
///
/// # Errors
/// `invalid_credentials`, too many tries, and as [`link_expires_at`].
pub async fn verify(
    services: &Services,
    portal: &Portal,
    token: &str,
    access_id: &str,
    temporary_password: &str,
    origin: &Origin,
) -> Result<(String, DateTime<Utc>), Error> {
    let now = services.clock.now();
    let (_, user) = services.db.transaction(async |tx| open(tx, portal, token, now).await).await?;
    throttles::hit(services, portal, Throttle::growing("registration_link", 5), token).await?;
    let usable = user.issued_password_expires_at.is_some_and(|until| until > now);
    let hash = user.issued_password_hash.as_deref().filter(|_| usable);
    let password_matches = services.hasher.verify(&trim_fold(temporary_password), hash).await?;
    if !password_matches || trim_fold(access_id).to_lowercase() != user.sign_in_name {
        let refused = event("registration.verification_refused", &user, serde_json::json!({}));
        audit_events::record(services.db.write(), services, portal, origin, refused).await?;
        return Err(Error::Refused(Refusal::Unauthorized, "invalid_credentials"));
    }
    let expires_at = now + TimeDelta::minutes(portal.registration.verification_minutes.into());
    let ticket = services
        .db
        .transaction(async |tx| {
            let (link, user) = open(tx, portal, token, now).await?;
            let verified = event("registration.verified", &user, serde_json::json!({}));
            audit_events::record(tx, services, portal, origin, verified).await?;
            links::give_ticket(tx, link, expires_at).await
        })
        .await?;
    Ok((ticket, expires_at))
}

/// Sets the own password and completes the registration. It does not log in.
///
/// # Errors
/// Refused password; `ticket_expired`; and as [`link_expires_at`].
pub async fn set_password(
    services: &Services,
    portal: &Portal,
    (token, ticket): (&str, &str),
    password: &str,
    origin: &Origin,
) -> Result<(), Error> {
    let now = services.clock.now();
    let (link, user) = services.db.transaction(async |tx| open(tx, portal, token, now).await).await?;
    links::check_ticket(&link, ticket, now)?;
    check_password(portal, &user, password)?;
    let hash = services.hasher.hash(password).await?;
    services
        .db
        .transaction(async |tx| {
            let (link, user) = open(tx, portal, token, now).await?;
            links::check_ticket(&link, ticket, now)?;
            let completed = event("registration.completed", &user, serde_json::json!({}));
            links::close(tx, &[user.id], PURPOSE, now).await?;
            let mut row = user.into_active_model();
            row.password_hash = Set(Some(hash.clone()));
            row.issued_password_hash = Set(None);
            row.issued_password_expires_at = Set(None);
            row.state = Set(UserState::Active);
            row.updated_at = Set(now);
            row.update(tx).await?;
            audit_events::record(tx, services, portal, origin, completed).await
        })
        .await
}

/// A usable link and its user, held until the end of the transaction.
async fn open(
    tx: &DatabaseTransaction,
    portal: &Portal,
    token: &str,
    now: DateTime<Utc>,
) -> Result<(one_time_links::Model, users::Model), Error> {
    let link = links::find(tx, portal, PURPOSE, token, now).await?;
    let user = users::Entity::find_by_id(link.user_id).one(tx).await?;
    Ok((link, user.ok_or_else(|| Error::internal("a link has no user"))?))
}

fn check_password(portal: &Portal, user: &users::Model, password: &str) -> Result<(), Error> {
    let context = PasswordContext { login_id: &user.sign_in_name, mail: &user.mail_address, current_matches: None };
    let mut errors: Vec<_> =
        portal.passwords.check(password, &context).iter().map(|rule| rule.code().to_owned()).collect();
    let mail = user.mail_address.split('@').next().unwrap_or_default();
    let words = [user.sign_in_name.as_str(), mail, portal.key.as_str(), portal.brand.provider.en.as_str()];
    if errors.is_empty() && is_common(password, &words) {
        errors.push("not_common".to_owned());
    }
    if errors.is_empty() {
        return Ok(());
    }
    Err(Error::Invalid(errors.into_iter().map(|code| FieldError { field: "password", code }).collect()))
}
