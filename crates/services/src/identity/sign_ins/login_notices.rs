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
use crate::users::credentials::Change;
use crate::{Error, Origin, Services, account_locks, mails, one_time_links as links};

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
        at: mails::time(now, user.locale),
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
            account_locks::lock(tx, services, portal, user, Change::Stop).await?;
            audit_events::record(tx, services, portal, &actor, event).await
        })
        .await?;
    Ok(())
}
