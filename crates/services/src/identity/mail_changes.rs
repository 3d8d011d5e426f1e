//! Change of a user's mail address. Nothing changes before the new address answered; the old one is told and can take
//! the change back, which also stops all logins.

use chrono::TimeDelta;
use madoguchi_domain::events::EventType;
use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::policy::{MailChange, Portal};
use madoguchi_domain::users::MailChangeStep;
use madoguchi_entities::ids::UserId;
use madoguchi_entities::one_time_links::{self, LinkPurpose};
use madoguchi_entities::users::{self, UserState};
use madoguchi_mail::Message;
use serde_json::json;

use crate::actor::Actor;
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::limits::{self, MAIL_CHANGE, Whose};
use crate::mails::{self, NewMail};
use crate::users::credentials::{self, Change};
use crate::{
    Error, Origin, ProblemCode, Scope, Services, account_locks, one_time_links as links, passwords, users as people,
};

/// How long the old address can take a change back.
const UNDO_DAYS: u32 = 7;

/// Asks for a change of the own address: by policy a link goes to the new address, or to the present one first.
///
/// # Errors
/// The address; `reauthentication_required`; `mail_change_by_administrator`; too many tries.
pub async fn request(services: &Services, scope: &Scope, typed: &str, origin: &Origin) -> Result<(), Error> {
    let portal = scope.portal();
    passwords::require_recent(services, scope)?;
    let new = match portal.users.mail_change {
        MailChange::NewAddressConfirms => Some(people::parse_mail_address(typed)?),
        MailChange::CurrentAddressThenNew => None,
        MailChange::ByAdministrator => {
            return Err(Error::Refused(ProblemCode::MailChangeByAdministrator));
        }
    };
    count(services, scope, scope.user_id(), origin).await?;
    services
        .db
        .transaction(async |tx| {
            let user = people::hold(tx, scope.user_id()).await?;
            match &new {
                Some(new) => ask_new_address(tx, services, portal, &user, new).await?,
                None => ask_present_address(tx, services, portal, &user).await?,
            }
            let event = Event::of(scope, "mail_change.requested");
            audit_events::record(tx, services, portal, &scope.actor(origin), event).await
        })
        .await?;
    Ok(())
}

/// Counts the mails that changes of one user's address cause, whoever asks for them.
pub(crate) async fn count(services: &Services, scope: &Scope, user: UserId, origin: &Origin) -> Result<(), Error> {
    limits::hit(services, scope.portal(), MAIL_CHANGE, &Whose::of_colleague(scope, user, origin)).await.map(drop)
}

/// Asks for a change that somebody who manages users wants: by the portal's policy the present address is asked first,
/// and its owner names the new one behind the link; or the new one is asked.
pub(crate) async fn ask(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    user: &users::Model,
    new: &MailAddress,
) -> Result<(), Error> {
    match portal.users.mail_change {
        MailChange::CurrentAddressThenNew => {
            people::require_free(tx, user.customer_id, new).await?;
            ask_present_address(tx, services, portal, user).await
        }
        MailChange::NewAddressConfirms | MailChange::ByAdministrator => {
            ask_new_address(tx, services, portal, user, new).await
        }
    }
}

async fn ask_present_address(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    user: &users::Model,
) -> Result<(), Error> {
    let (now, hours) = (services.clock.now(), portal.users.mail_change_hours);
    let purpose = LinkPurpose::MailChangeOpening;
    links::close(tx, user.id, purpose, now).await?;
    let link = links::create(tx, portal, user, purpose, now, TimeDelta::hours(hours.into()), None).await?;
    let message = Message::MailChangeRequested { link: services.link(portal, "mail-change", &link.token), hours };
    mails::to_user(tx, services, portal, user, message).await
}

/// Asks a new address whether it is the user's. A later request takes the place of an earlier one.
pub(crate) async fn ask_new_address(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    user: &users::Model,
    new: &MailAddress,
) -> Result<(), Error> {
    people::require_free(tx, user.customer_id, new).await?;
    let (now, hours) = (services.clock.now(), portal.users.mail_change_hours);
    let purpose = LinkPurpose::MailChange;
    links::close(tx, user.id, purpose, now).await?;
    let detail = json!({ "mail_address": new.as_str() });
    let lifetime = TimeDelta::hours(hours.into());
    let link = links::create(tx, portal, user, purpose, now, lifetime, Some(detail)).await?;
    let link = services.link(portal, "mail-change/confirm", &link.token);
    let message = Message::MailChangeConfirmation { link, hours };
    let (recipient, locale) = (new.as_str().to_owned(), user.locale);
    mails::enqueue(tx, services, portal, NewMail { customer_id: user.customer_id, recipient, locale, message }).await
}

/// Whether a link of a change can be used.
///
/// # Errors
/// `link_unknown`, `link_used`, `link_expired`.
pub async fn check(services: &Services, portal: &Portal, step: MailChangeStep, token: &str) -> Result<(), Error> {
    let purpose = match step {
        MailChangeStep::Open => LinkPurpose::MailChangeOpening,
        MailChangeStep::Confirm => LinkPurpose::MailChange,
        MailChangeStep::Undo => LinkPurpose::MailChangeUndo,
    };
    links::check(services, portal, purpose, token).await?;
    Ok(())
}

/// Behind the link at the present address: names the new one, which is then asked.
///
/// # Errors
/// The address; as [`check`].
pub async fn name_new_address(
    services: &Services,
    portal: &Portal,
    token: &str,
    typed: &str,
    origin: &Origin,
) -> Result<(), Error> {
    let new = people::parse_mail_address(typed)?;
    services
        .db
        .transaction(async |tx| {
            let now = services.clock.now();
            let (_, user) = links::find(tx, portal, LinkPurpose::MailChangeOpening, token, now).await?;
            require_open(&user)?;
            ask_new_address(tx, services, portal, &user, &new).await?;
            links::close(tx, user.id, LinkPurpose::MailChangeOpening, now).await?;
            let event = Event::about("mail_change.named", user.customer_id, user.id);
            let actor = Actor::known(user.id, origin);
            audit_events::record(tx, services, portal, &actor, event).await
        })
        .await?;
    Ok(())
}

/// Behind the link at the new address: makes the change and tells the old one.
///
/// # Errors
/// `mail_address_taken`; as [`check`].
pub async fn confirm(services: &Services, portal: &Portal, token: &str, origin: &Origin) -> Result<(), Error> {
    services
        .db
        .transaction(async |tx| {
            let now = services.clock.now();
            let (link, user) = links::find(tx, portal, LinkPurpose::MailChange, token, now).await?;
            let new = address(&link)?;
            require_open(&user)?;
            people::require_free(tx, user.customer_id, &new).await?;
            links::close(tx, user.id, LinkPurpose::MailChange, now).await?;
            let detail = json!({ "mail_address": user.mail_address });
            let lifetime = TimeDelta::days(UNDO_DAYS.into());
            let purpose = LinkPurpose::MailChangeUndo;
            let undo = links::create(tx, portal, &user, purpose, now, lifetime, Some(detail)).await?;
            let message = Message::MailAddressChanged {
                new_mail_address: new.masked(),
                at: mails::time(now, user.locale),
                link: services.link(portal, "mail-change/undo", &undo.token),
                days: UNDO_DAYS,
            };
            mails::to_user(tx, services, portal, &user, message).await?;
            let event = Event::about("mail_change.completed", user.customer_id, user.id);
            let actor = Actor::known(user.id, origin);
            let user = credentials::change(tx, portal, user, Change::Address(&new), now).await?;
            people::tell(tx, services, EventType::UserChanged, &user).await?;
            audit_events::record(tx, services, portal, &actor, event).await
        })
        .await?;
    Ok(())
}

/// Behind the link at the old address: puts it back and takes no login until the password was set anew.
///
/// # Errors
/// `mail_address_taken`; as [`check`].
pub async fn undo(services: &Services, portal: &Portal, token: &str, origin: &Origin) -> Result<(), Error> {
    services
        .db
        .transaction(async |tx| {
            let now = services.clock.now();
            let (link, user) = links::find(tx, portal, LinkPurpose::MailChangeUndo, token, now).await?;
            let old = address(&link)?;
            // With it go the links of later changes: whoever made this one may have made those. Those of earlier ones
            // stay: the address that is put back now may be one that an intruder put in before.
            links::close_since(tx, user.id, LinkPurpose::MailChangeUndo, link.created_at, now).await?;
            let event = Event::about("mail_change.undone", user.customer_id, user.id);
            let actor = Actor::known(user.id, origin);
            require_free_but_for(tx, &user, &old).await?;
            let user = account_locks::lock(tx, services, portal, user, Change::Undo(&old)).await?;
            people::tell(tx, services, EventType::UserChanged, &user).await?;
            audit_events::record(tx, services, portal, &actor, event).await
        })
        .await?;
    Ok(())
}

fn require_open(user: &users::Model) -> Result<(), Error> {
    if user.state == UserState::Active { Ok(()) } else { Err(Error::Refused(ProblemCode::LinkUsed)) }
}

fn address(link: &one_time_links::Model) -> Result<MailAddress, Error> {
    let detail = link.detail.as_ref().and_then(|detail| detail["mail_address"].as_str());
    MailAddress::parse(detail.unwrap_or_default()).map_err(Error::internal)
}

async fn require_free_but_for(tx: &Transaction, user: &users::Model, old: &MailAddress) -> Result<(), Error> {
    if user.mail_key == old.key() { Ok(()) } else { people::require_free(tx, user.customer_id, old).await }
}
