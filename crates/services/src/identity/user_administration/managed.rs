//! The people of a customer, managed by those of them who may (利用者管理, ユーザ管理).

use madoguchi_domain::events::EventType;
use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_entities::customers;
use madoguchi_entities::ids::UserId;
use madoguchi_entities::users::{self, UserState};
use madoguchi_mail::Message;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait};
use sea_orm::{EntityTrait, IntoActiveModel};
use sea_orm::{PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::json;

use super::invitations;
use super::notifications::{self, AccountChange};
use super::seen::{find, hold, manages, seen_by};
use super::typed::{self, Checked};
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::idempotency::Once;
use crate::limits::{self, USER_ADDED, Whose};
use crate::revisions::{Expected, Revision};
use crate::users::credentials::{self, Change};
use crate::users::new::{self, NewUser};
use crate::users::{self as people, Issued, issue_password};
use crate::{Error, Origin, ProblemCode, Scope, Services, mail_changes, mails, passwords, sessions};

pub use super::typed::Typed;
pub use madoguchi_entities::users::Model as User;

/// The users of the customer, in the order in which they came.
///
/// # Errors
/// Any error of the database.
pub async fn list(services: &Services, scope: &Scope) -> Result<Vec<User>, Error> {
    Ok(seen_by(scope).order_by_asc(users::Column::Id).all(services.db.read()).await?)
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(services: &Services, scope: &Scope, id: UserId) -> Result<User, Error> {
    find(services.db.read(), scope, id).await
}

/// The revision of a user: of all that a change sets, and of the state.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn revision(user: &User) -> Result<Revision, Error> {
    Revision::of(&json!([facts(user), user.state]))
}

/// Adds a user and mails what is needed to set a password.
///
/// # Errors
/// Fields; `mail_address_taken` at `mail_address`; `user_limit_reached`; `reauthentication_required`; too many tries;
/// `idempotency_key_reused`.
pub async fn create(
    services: &Services,
    scope: &Scope,
    typed: &Typed,
    origin: &Origin,
    once: &Once,
) -> Result<User, Error> {
    passwords::require_recent(services, scope)?;
    let checked = typed::check(scope, typed)?;
    let (portal, who) = (scope.portal(), Some(scope.user_id()));
    if let Some(made) = once.made(services.db.read(), portal, who).await? {
        return find(services.db.read(), scope, made).await;
    }
    limits::hit(services, portal, USER_ADDED, &Whose::of_customer(scope, origin)).await?;
    let issued = issue_password(services).await?;
    let user = services
        .db
        .transaction(async |tx| {
            if let Some(made) = once.made(tx, portal, who).await? {
                return find(tx, scope, made).await;
            }
            // Holds the customer: two users added at once are counted one after the other.
            people::require_free(tx, scope.customer_id(), &checked.mail).await?;
            require_room(tx, scope).await?;
            let user = insert(tx, services, scope, &checked, typed.mail_notice).await?;
            let user = invitations::send(tx, services, scope.portal(), user, &issued).await?;
            people::tell(tx, services, EventType::UserAdded, &user).await?;
            let detail = json!({ "after": facts(&user) });
            let event = Event::about("user.created", user.customer_id, user.id).with(detail);
            audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await?;
            notifications::tell(tx, services, scope, &user, &[AccountChange::Added]).await?;
            once.keep(tx, services, portal, who, &user.id).await?;
            Ok(user)
        })
        .await?;
    Ok(user)
}

/// Changes a user. A new mail address counts once it has answered, by the portal's way of changing one; except while the
/// user has no password yet.
///
/// # Errors
/// As [`create`]; [`Error::NotFound`]; `changed_meanwhile` when the user is not as expected; `last_administrator`; `user_locked` for the address of who must come back in first.
pub async fn update(
    services: &Services,
    scope: &Scope,
    (id, expected): (UserId, &Expected),
    typed: &Typed,
    origin: &Origin,
) -> Result<User, Error> {
    passwords::require_recent(services, scope)?;
    let checked = typed::check(scope, typed)?;
    let issued = issue_password(services).await?;
    let stored = seen_by(scope).filter(users::Column::Id.eq(id)).one(services.db.read()).await?;
    if let Some(user) = &stored {
        // Before it counts as a try to change the address.
        expected.require(&revision(user)?)?;
    }
    if stored.is_some_and(|user| user.state != UserState::Pending && user.mail_key != checked.mail.key()) {
        mail_changes::count(services, scope, id, origin).await?;
    }
    let user = services
        .db
        .transaction(async |tx| {
            let before = hold(tx, scope, id).await?;
            expected.require(&revision(&before)?)?;
            if manages(scope, before.role) && !manages(scope, checked.role) {
                require_successor(tx, scope, id).await?;
            }
            let mut row = before.clone().into_active_model();
            row.name = Set(checked.name.clone());
            row.role = Set(checked.role);
            row.mail_notice = Set(typed.mail_notice);
            row.updated_at = Set(services.clock.now());
            let user = row.update(tx).await?;
            let user = readdress(tx, services, scope, user, &checked.mail, &issued).await?;
            people::tell(tx, services, EventType::UserChanged, &user).await?;
            let asked = user.mail_key != checked.mail.key();
            let mut detail = json!({ "before": facts(&before), "after": facts(&user) });
            if asked {
                detail["mail_address_asked"] = json!(checked.mail.as_str());
            }
            let event = Event::about("user.updated", user.customer_id, id).with(detail);
            audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await?;
            let changes = [
                (before.role != user.role).then_some(AccountChange::Role(user.role)),
                (before.mail_key != user.mail_key || asked).then_some(AccountChange::Address),
            ];
            notifications::tell(tx, services, scope, &user, &changes.into_iter().flatten().collect::<Vec<_>>()).await?;
            Ok(user)
        })
        .await?;
    Ok(user)
}

/// Another address: at once for who was never in, otherwise by the links of the portal's policy, whoever asks.
async fn readdress(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    user: User,
    new: &MailAddress,
    issued: &Issued,
) -> Result<User, Error> {
    let portal = scope.portal();
    if user.mail_key == new.key() {
        return Ok(user);
    }
    match user.state {
        UserState::Pending => {
            people::require_free(tx, user.customer_id, new).await?;
            let user = credentials::change(tx, portal, user, Change::Address(new), services.clock.now()).await?;
            invitations::send(tx, services, portal, user, issued).await
        }
        UserState::Locked => Err(Error::Refused(ProblemCode::UserLocked)),
        UserState::Active | UserState::Closed => {
            mail_changes::ask(tx, services, portal, &user, new).await?;
            Ok(user)
        }
    }
}

/// What an audit event keeps of a user.
fn facts(user: &User) -> serde_json::Value {
    json!({
        "mail_address": user.mail_address,
        "name": user.name,
        "role": user.role,
        "mail_notice": user.mail_notice,
    })
}

/// Takes a user off the customer: sessions end at once, links are worth nothing, the address is told.
///
/// # Errors
/// [`Error::NotFound`]; `last_administrator`; `reauthentication_required`.
pub async fn delete(services: &Services, scope: &Scope, id: UserId, origin: &Origin) -> Result<(), Error> {
    passwords::require_recent(services, scope)?;
    services
        .db
        .transaction(async |tx| {
            let now = services.clock.now();
            let user = hold(tx, scope, id).await?;
            if manages(scope, user.role) {
                require_successor(tx, scope, id).await?;
            }
            sessions::end_all(tx, id, None, now).await?;
            let customer = customers::Entity::find_by_id(scope.customer_id()).one(tx).await?;
            let customer_name = customer.map(|customer| customer.name).unwrap_or_default();
            let message = Message::UserDeleted { customer_name, at: mails::time(now, user.locale) };
            mails::to_user(tx, services, scope.portal(), &user, message).await?;
            let event = Event::about("user.deleted", user.customer_id, id).with(json!({ "before": facts(&user) }));
            notifications::tell(tx, services, scope, &user, &[AccountChange::Deleted]).await?;
            let user = credentials::change(tx, scope.portal(), user, Change::Deletion, now).await?;
            people::tell(tx, services, EventType::UserDeleted, &user).await?;
            audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await
        })
        .await?;
    Ok(())
}

async fn insert(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    checked: &Checked,
    mail_notice: bool,
) -> Result<User, Error> {
    let (portal, now) = (scope.portal(), services.clock.now());
    let own = users::Entity::find_by_id(scope.user_id()).one(tx).await?.ok_or(Error::NotFound)?;
    // One name for the whole customer where the mail address tells its people apart; else one for each.
    let sign_in_name =
        if portal.names_persons_by_mail() { own.sign_in_name } else { people::new_access_id(tx, portal).await? };
    let new = NewUser {
        customer_id: scope.customer_id(),
        billing_group_id: scope.billing_group_id(),
        sign_in_name: &sign_in_name,
        mail_address: &checked.mail,
        name: &checked.name,
        role: checked.role,
        mail_notice,
        locale: own.locale,
        state: UserState::Pending,
        password_hash: None,
        password_change_required: false,
        issued: None,
    };
    new::insert(tx, portal, &new, now).await
}

async fn require_room(tx: &Transaction, scope: &Scope) -> Result<(), Error> {
    let Some(max) = scope.portal().users.max else { return Ok(()) };
    if seen_by(scope).count(tx).await? < u64::from(max) {
        return Ok(());
    }
    Err(Error::Refused(ProblemCode::UserLimitReached))
}

/// Somebody else who can log in must be left to manage the users.
async fn require_successor(tx: &Transaction, scope: &Scope, leaving: UserId) -> Result<(), Error> {
    let others = seen_by(scope).filter(users::Column::Id.ne(leaving)).all(tx).await?;
    if others.iter().any(|other| other.state == UserState::Active && manages(scope, other.role)) {
        return Ok(());
    }
    Err(Error::Refused(ProblemCode::LastAdministrator))
}
