//! The invitation of a user who has no password yet: mailed when the user is added, when the address is mended, and again
//! when it is asked for. Each one takes the place of the one before and has a whole lifetime of its own.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::UserId;
use madoguchi_entities::one_time_links::{self, LinkPurpose};
use madoguchi_entities::users::{self, Model as User, UserState};
use madoguchi_mail::Message;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::seen::{hold, seen_by};
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::limits::{self, INVITATION, Whose};
use crate::password_settings::{self, Reason};
use crate::users::{Issued, credentials, issue_password};
use crate::{Error, Origin, ProblemCode, Scope, Services, mails, one_time_links as links, password_rules, passwords};

/// What an invitation leads to, by the portal's policy.
fn purpose(portal: &Portal) -> LinkPurpose {
    if portal.issued_passwords.mailed { LinkPurpose::Registration } else { LinkPurpose::PasswordSetting }
}

/// Mails what a new user needs: a temporary password with its link, or a link alone.
pub(crate) async fn send(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    user: User,
    issued: &Issued,
) -> Result<User, Error> {
    if !portal.issued_passwords.mailed {
        password_settings::offer(tx, services, portal, &user, Reason::Added).await?;
        return Ok(user);
    }
    let (now, link_days) = (services.clock.now(), portal.registration.link_days);
    let until = now + TimeDelta::days(portal.issued_passwords.days.into());
    let user = credentials::issue(tx, user, &issued.hash, until).await?;
    let purpose = purpose(portal);
    links::close(tx, user.id, purpose, now).await?;
    let link = links::create(tx, portal, &user, purpose, now, TimeDelta::days(link_days.into()), None).await?;
    let message = Message::Registration {
        link: services.link(portal, "registration/complete", &link.token),
        access_id: user.sign_in_name.clone(),
        temporary_password: issued.password.clone(),
        link_days,
        password_rules: password_rules::sentences(&portal.passwords, user.locale),
    };
    mails::to_user(tx, services, portal, &user, message).await?;
    Ok(user)
}

/// Sends the invitation of a user again, with a whole lifetime; the one before is worth nothing then.
///
/// # Errors
/// [`Error::NotFound`]; `user_not_pending`; `reauthentication_required`; too many in an hour.
pub async fn send_again(services: &Services, scope: &Scope, id: UserId, origin: &Origin) -> Result<User, Error> {
    passwords::require_recent(services, scope)?;
    let found = seen_by(scope).filter(users::Column::Id.eq(id)).one(services.db.read()).await?;
    let found = found.ok_or(Error::NotFound)?;
    require_pending(&found)?;
    limits::hit(services, scope.portal(), INVITATION, &Whose::of_colleague(scope, found.id, origin)).await?;
    let issued = issue_password(services).await?;
    let user = services
        .db
        .transaction(async |tx| {
            let user = hold(tx, scope, id).await?;
            require_pending(&user)?;
            let user = send(tx, services, scope.portal(), user, &issued).await?;
            let event = Event::about("user.invited_again", user.customer_id, user.id);
            audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await?;
            Ok(user)
        })
        .await?;
    Ok(user)
}

fn require_pending(user: &User) -> Result<(), Error> {
    if user.state == UserState::Pending {
        return Ok(());
    }
    Err(Error::Refused(ProblemCode::UserNotPending))
}

/// Until when the invitations of these users can be used: of those who have no password yet and were sent one.
///
/// # Errors
/// Any error of the database.
pub async fn ends(
    services: &Services,
    portal: &Portal,
    users: &[User],
) -> Result<BTreeMap<UserId, DateTime<Utc>>, Error> {
    let pending: BTreeMap<_, _> =
        users.iter().filter(|user| user.state == UserState::Pending).map(|user| (user.id, user)).collect();
    if pending.is_empty() {
        return Ok(BTreeMap::new());
    }
    let links = one_time_links::Entity::find()
        .filter(one_time_links::Column::UserId.is_in(pending.keys().copied()))
        .filter(one_time_links::Column::Purpose.eq(purpose(portal)))
        .filter(one_time_links::Column::ClosedAt.is_null())
        .all(services.db.read())
        .await?;
    let usable = links.into_iter().filter_map(|link| {
        let user = pending.get(&link.user_id)?;
        let same = link.credentials_version == user.credentials_version;
        // Where a password was issued with it, the invitation ends with whatever ends first.
        let issued = user.issued_password_expires_at.filter(|_| portal.issued_passwords.mailed);
        same.then(|| (user.id, issued.map_or(link.expires_at, |end| end.min(link.expires_at))))
    });
    Ok(usable.collect())
}
