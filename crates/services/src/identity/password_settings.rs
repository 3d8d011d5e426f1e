//! A password set behind a mailed link: of a user who was added, or who forgot the old one. It does not log in.

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_domain::policy::Portal;
use madoguchi_entities::one_time_links::LinkPurpose;
use madoguchi_entities::users;
use madoguchi_mail::Message;

use crate::actor::Actor;
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::{Error, Origin, Services, mails, one_time_links as links, password_rules, passwords};

const PURPOSE: LinkPurpose = LinkPurpose::PasswordSetting;

/// Why a link is mailed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The user is new.
    Added,
    /// The password was forgotten.
    Forgotten,
}

/// Mails a link; one mailed before no longer works.
pub(crate) async fn offer(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    user: &users::Model,
    reason: Reason,
) -> Result<(), Error> {
    let now = services.clock.now();
    let hours = portal.registration.link_days * 24;
    links::close(tx, user.id, PURPOSE, now).await?;
    let link = links::create(tx, portal, user, PURPOSE, now, TimeDelta::hours(hours.into()), None).await?;
    let link = services.link(portal, "password-setting", &link.token);
    let password_rules = password_rules::sentences(&portal.passwords, user.locale);
    let sign_in_name = user.sign_in_name.clone();
    let message = match reason {
        Reason::Added => Message::PasswordSetting { link, hours, sign_in_name, password_rules },
        Reason::Forgotten => Message::PasswordForgotten { link, hours, password_rules },
    };
    mails::to_user(tx, services, portal, user, message).await
}

/// Until when a link can be used, and the identifier at login of whose it is.
///
/// # Errors
/// `link_unknown`, `link_used`, `link_expired`.
pub async fn check(services: &Services, portal: &Portal, token: &str) -> Result<(DateTime<Utc>, String), Error> {
    let (link, user) = links::check(services, portal, PURPOSE, token).await?;
    Ok((link.expires_at, user.sign_in_name))
}

/// Sets the password.
///
/// # Errors
/// The broken rules at `password`; as [`check`].
pub async fn set(
    services: &Services,
    portal: &Portal,
    token: &str,
    password: &str,
    origin: &Origin,
) -> Result<(), Error> {
    let (_, user) = links::check(services, portal, PURPOSE, token).await?;
    let hash = passwords::hash_new(services, portal, &user, password).await?;
    services
        .db
        .transaction(async |tx| {
            let (_, user) = links::find(tx, portal, PURPOSE, token, services.clock.now()).await?;
            let event = Event::about("password.set_by_link", user.customer_id, user.id);
            let actor = Actor::known(user.id, origin);
            passwords::store(tx, services, portal, user, &hash, None).await?;
            audit_events::record(tx, services, portal, &actor, event).await
        })
        .await?;
    Ok(())
}
