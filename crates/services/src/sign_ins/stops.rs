//! The notice of a login, and "this was not me": the owner ends everything with one press, from a link that never
//! makes a session itself.

use chrono::TimeDelta;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::one_time_links::LinkPurpose;
use madoguchi_entities::users;
use madoguchi_mail::Message;

use crate::actor::Actor;
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::users::credentials::{self, Change};
use crate::{Error, Origin, Services, authenticators, mails, one_time_links as links, sessions};

/// How long the link of a notice works.
const LIFETIME: TimeDelta = TimeDelta::days(7);

/// Tells the owner of a login, with a way to stop it.
pub(super) async fn notify(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    user: &users::Model,
    origin: &Origin,
) -> Result<(), Error> {
    let now = services.clock.now();
    let link = links::create(tx, portal, user, LinkPurpose::SignInStop, now, LIFETIME, None).await?;
    let message = Message::LoginNotice {
        at: mails::time(now, &user.locale),
        address: origin.address.clone(),
        browser: madoguchi_domain::browsers::describe(&origin.user_agent),
        link: services.link(portal, "not-me", &link.token),
    };
    mails::to_user(tx, services, portal, user, message).await
}

/// Whether the link of a notice can be used.
///
/// # Errors
/// `link_unknown`, `link_used`, `link_expired`.
pub async fn check(services: &Services, portal: &Portal, token: &str) -> Result<(), Error> {
    links::check(services, portal, LinkPurpose::SignInStop, token).await?;
    Ok(())
}

/// "This was not me": ends every session and takes no login until the password was set anew.
///
/// # Errors
/// As [`check`].
pub async fn stop(services: &Services, portal: &Portal, token: &str, origin: &Origin) -> Result<(), Error> {
    services
        .db
        .transaction(async |tx| {
            let now = services.clock.now();
            let (_, user) = links::find(tx, portal, LinkPurpose::SignInStop, token, now).await?;
            let event = Event::about("sign_in.stopped", user.customer_id, user.id);
            let actor = Actor::known(user.id, origin);
            lock(tx, services, portal, user, Change::Stop).await?;
            audit_events::record(tx, services, portal, &actor, event).await
        })
        .await?;
    Ok(())
}

/// Locks a user by one of the owner's changes, and tells how to go on.
pub(crate) async fn lock(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    user: users::Model,
    change: Change<'_>,
) -> Result<(), Error> {
    let user = close(tx, services, portal, user, change).await?;
    let recovery_url = services.page(portal, "recovery");
    let message = Message::SignInStopped { at: mails::time(services.clock.now(), &user.locale), recovery_url };
    mails::to_user(tx, services, portal, &user, message).await
}

/// Makes a change that locks: every session ends, and with it goes what an intruder may have added to come back with.
pub(crate) async fn close(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    user: users::Model,
    change: Change<'_>,
) -> Result<users::Model, Error> {
    let now = services.clock.now();
    sessions::end_all(tx, user.id, None, now).await?;
    authenticators::remove_all(tx, user.id).await?;
    credentials::change(tx, portal, user, change, now).await
}
