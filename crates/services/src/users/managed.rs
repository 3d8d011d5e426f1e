//! The people of a customer, managed by those of them who may (利用者管理, ユーザ管理).

use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::policy::RoleName;
use madoguchi_domain::text::tidy_display_name;
use madoguchi_entities::customers;
use madoguchi_entities::ids::UserId;
use madoguchi_entities::users::{self, UserRole, UserState};
use madoguchi_mail::Message;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};
use sea_orm::{PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::credentials::{self, Change};
use super::new::{self, NewUser};
use super::{invitations, issue_password};
use crate::audit_events::{self, Event};
use crate::{Error, FieldError, Origin, Refusal, Scope, Services, mail_changes, mails, sessions};

pub use madoguchi_entities::users::Model as User;

/// Longest name, in characters.
const NAME_MAX: usize = 100;

/// What is asked of a user.
#[derive(Clone, Debug)]
pub struct Typed {
    /// Mail address.
    pub mail_address: String,
    /// Name.
    pub name: String,
    /// `administrator` or `general`; ignored where the portal has one role.
    pub role: Option<String>,
    /// Whether news are mailed.
    pub mail_notice: bool,
}

struct Checked {
    mail: MailAddress,
    name: String,
    role: UserRole,
}

/// The users of the customer, in the order in which they came.
///
/// # Errors
/// Any error of the database.
pub async fn list(services: &Services, scope: &Scope) -> Result<Vec<User>, Error> {
    Ok(scope.users().order_by_asc(users::Column::Id).all(services.db.read()).await?)
}

/// Adds a user and mails what is needed to set a password.
///
/// # Errors
/// Fields; `mail_address_taken` at `mail_address`; `user_limit_reached`.
pub async fn create(services: &Services, scope: &Scope, typed: &Typed, origin: &Origin) -> Result<User, Error> {
    let checked = check(scope, typed)?;
    let issued = issue_password(services).await?;
    let user = services
        .db
        .transaction(async |tx| {
            // Holds the customer: two users added at once are counted one after the other.
            mail_changes::require_free(tx, scope.customer_id(), &checked.mail).await?;
            require_room(tx, scope).await?;
            let user = insert(tx, services, scope, &checked, typed.mail_notice).await?;
            let user = invitations::send(tx, services, scope.portal(), user, &issued).await?;
            let event = Event::of(scope, "user.created").to(user.id);
            audit_events::record(tx, services, scope.portal(), origin, event).await?;
            Ok(user)
        })
        .await?;
    services.work.notify_one();
    Ok(user)
}

/// Changes a user. A new mail address must answer first, except while the user has no password yet.
///
/// # Errors
/// As [`create`]; [`Error::NotFound`]; `last_administrator`.
pub async fn update(
    services: &Services,
    scope: &Scope,
    id: UserId,
    typed: &Typed,
    origin: &Origin,
) -> Result<User, Error> {
    let checked = check(scope, typed)?;
    let issued = issue_password(services).await?;
    let user = services
        .db
        .transaction(async |tx| {
            let user = hold(tx, scope, id).await?;
            if manages(scope, user.role) && !manages(scope, checked.role) {
                require_successor(tx, scope, id).await?;
            }
            let is_moved = user.mail_key != checked.mail.key();
            let is_pending = user.state == UserState::Pending;
            if is_moved && is_pending {
                mail_changes::require_free(tx, scope.customer_id(), &checked.mail).await?;
            } else if is_moved {
                mail_changes::ask_new_address(tx, services, scope.portal(), &user, &checked.mail).await?;
            }
            let mut row = user.into_active_model();
            row.name = Set(checked.name.clone());
            row.role = Set(checked.role);
            row.mail_notice = Set(typed.mail_notice);
            row.updated_at = Set(services.clock.now());
            let mut user = row.update(tx).await?;
            if is_moved && is_pending {
                let (change, now) = (Change::Address(&checked.mail), services.clock.now());
                user = credentials::change(tx, scope.portal(), user, change, now).await?;
                user = invitations::send(tx, services, scope.portal(), user, &issued).await?;
            }
            let event = Event::of(scope, "user.updated").to(id);
            audit_events::record(tx, services, scope.portal(), origin, event).await?;
            Ok(user)
        })
        .await?;
    services.work.notify_one();
    Ok(user)
}

/// Takes a user off the customer: sessions end at once, links are worth nothing, the address is told.
///
/// # Errors
/// [`Error::NotFound`]; `last_administrator`.
pub async fn delete(services: &Services, scope: &Scope, id: UserId, origin: &Origin) -> Result<(), Error> {
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
            let message = Message::UserDeleted { customer_name, at: mails::time(now, &user.locale) };
            mails::to_user(tx, services, scope.portal(), &user, message).await?;
            credentials::change(tx, scope.portal(), user, Change::Deletion, now).await?;
            let event = Event::of(scope, "user.deleted").to(id);
            audit_events::record(tx, services, scope.portal(), origin, event).await
        })
        .await?;
    services.work.notify_one();
    Ok(())
}

fn check(scope: &Scope, typed: &Typed) -> Result<Checked, Error> {
    let mut errors = Vec::new();
    let mail = MailAddress::parse(&typed.mail_address)
        .map_err(|error| errors.push(FieldError::new("mail_address", error.code())))
        .ok();
    let name = tidy_display_name(&typed.name);
    if name.chars().count() > NAME_MAX {
        errors.push(FieldError::new("name", "too_long"));
    }
    let roles = &scope.portal().users.roles;
    let named = match (typed.role.as_deref(), roles.as_slice()) {
        (_, [only]) => Some(*only),
        (Some("administrator"), _) => Some(RoleName::Administrator),
        (Some("general"), _) => Some(RoleName::General),
        _ => None,
    };
    let role = named.filter(|role| roles.contains(role));
    if role.is_none() {
        errors.push(FieldError::new("role", "unknown"));
    }
    match (mail, role) {
        (Some(mail), Some(role)) if errors.is_empty() => Ok(Checked { mail, name, role: role_of(role) }),
        _ => Err(Error::Invalid(errors)),
    }
}

fn role_of(role: RoleName) -> UserRole {
    match role {
        RoleName::Administrator => UserRole::Administrator,
        RoleName::General => UserRole::General,
    }
}

fn manages(scope: &Scope, role: UserRole) -> bool {
    scope.portal().users.managed_by.iter().any(|managing| role_of(*managing) == role)
}

async fn insert(
    tx: &DatabaseTransaction,
    services: &Services,
    scope: &Scope,
    checked: &Checked,
    mail_notice: bool,
) -> Result<User, Error> {
    let (portal, now) = (scope.portal(), services.clock.now());
    let own = users::Entity::find_by_id(scope.user_id()).one(tx).await?.ok_or(Error::NotFound)?;
    // One name for the whole customer where the mail address tells its people apart; else one for each.
    let sign_in_name =
        if portal.names_persons_by_mail() { own.sign_in_name } else { super::new_access_id(tx, portal).await? };
    let new = NewUser {
        customer_id: scope.customer_id(),
        billing_group_id: scope.billing_group_id(),
        sign_in_name: &sign_in_name,
        mail_address: &checked.mail,
        name: &checked.name,
        role: checked.role,
        mail_notice,
        locale: &own.locale,
        state: UserState::Pending,
        password_hash: None,
        password_change_required: false,
        issued: None,
    };
    new::insert(tx, portal, &new, now).await
}

pub(super) async fn hold(tx: &DatabaseTransaction, scope: &Scope, id: UserId) -> Result<User, Error> {
    // The customer first, as everywhere: two changes wait for each other instead of holding each other up.
    customers::Entity::find_by_id(scope.customer_id()).lock_exclusive().one(tx).await?;
    scope.users().filter(users::Column::Id.eq(id)).lock_exclusive().one(tx).await?.ok_or(Error::NotFound)
}

async fn require_room(tx: &DatabaseTransaction, scope: &Scope) -> Result<(), Error> {
    let Some(max) = scope.portal().users.max else { return Ok(()) };
    if scope.users().count(tx).await? < u64::from(max) {
        return Ok(());
    }
    Err(Error::Refused(Refusal::Conflict, "user_limit_reached"))
}

/// Somebody else who can log in must be left to manage the users.
async fn require_successor(tx: &DatabaseTransaction, scope: &Scope, leaving: UserId) -> Result<(), Error> {
    let others = scope.users().filter(users::Column::Id.ne(leaving)).all(tx).await?;
    if others.iter().any(|other| other.state == UserState::Active && manages(scope, other.role)) {
        return Ok(());
    }
    Err(Error::Refused(Refusal::Conflict, "last_administrator"))
}
