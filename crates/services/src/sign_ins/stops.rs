//! The notice of a login, and "this was not me": the owner ends everything with one press, from a link that never
//! makes a session itself.

use chrono::TimeDelta;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::UserId;
use madoguchi_entities::one_time_links::{self, LinkPurpose};
use madoguchi_entities::users::{self, UserState};
use madoguchi_mail::Message;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseTransaction, IntoActiveModel};

use crate::audit_events::{self, Event};
use crate::{Error, Origin, Services, authenticators, mails, one_time_links as links, sessions, users as people};

/// How long the link of a notice works.
const LIFETIME: TimeDelta = TimeDelta::days(7);

/// Tells the owner of a login, with a way to stop it.
pub(super) async fn notify(
    tx: &DatabaseTransaction,
    services: &Services,
    portal: &Portal,
    user: &users::Model,
    origin: &Origin,
) -> Result<(), Error> {
    let now = services.clock.now();
    let link = links::create(tx, portal, user.id, LinkPurpose::SignInStop, now, LIFETIME, None).await?;
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
            let link: one_time_links::Model = links::find(tx, portal, LinkPurpose::SignInStop, token, now).await?;
            lock(tx, services, portal, link.user_id).await?;
            let user = people::hold(tx, link.user_id).await?;
            let event = Event::about("sign_in.stopped", user.customer_id, user.id);
            audit_events::record(tx, services, portal, origin, event).await
        })
        .await?;
    services.work.notify_one();
    Ok(())
}

/// Ends every session of a user and voids whatever could be logged in with; tells the user how to go on.
pub(crate) async fn lock(
    tx: &DatabaseTransaction,
    services: &Services,
    portal: &Portal,
    user: UserId,
) -> Result<(), Error> {
    let now = services.clock.now();
    let held = people::hold(tx, user).await?;
    sessions::end_all(tx, user, None, now).await?;
    let voided = [
        LinkPurpose::SignInStop,
        LinkPurpose::PasswordSetting,
        LinkPurpose::MailChangeOpening,
        LinkPurpose::MailChange,
    ];
    for purpose in voided {
        links::close(tx, &[user], purpose, now).await?;
    }
    // An intruder may have added a passkey to come back with.
    authenticators::remove_all(tx, user).await?;
    let user = held;
    let recovery_url = services.page(portal, "recovery");
    let message = Message::SignInStopped { at: mails::time(now, &user.locale), recovery_url };
    mails::to_user(tx, services, portal, &user, message).await?;
    if user.state == UserState::Closed {
        return Ok(());
    }
    let mut row = user.into_active_model();
    row.state = Set(UserState::Locked);
    row.password_hash = Set(None);
    row.issued_password_hash = Set(None);
    row.issued_password_expires_at = Set(None);
    row.updated_at = Set(now);
    row.update(tx).await?;
    Ok(())
}
