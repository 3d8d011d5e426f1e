//! Second factors of a user: authenticator apps, passkeys and recovery codes; added, named and removed after the
//! password was given again, with a notice by mail.

mod challenges;
mod confirmed;
pub mod passkeys;
pub mod recovery_codes;
pub mod totp;

use madoguchi_domain::locales::Locale;
use madoguchi_domain::policy::{Portal, SecondFactorMethod};
use madoguchi_domain::text::tidy_display_name;
use madoguchi_entities::authenticators;
use madoguchi_entities::ids::{AuthenticatorId, UserId};
use madoguchi_entities::{sessions, users};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait};
use sea_orm::{IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect};

use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::{Error, FieldCode, Origin, ProblemCode, Scope, Services, passwords, users as people};

pub(crate) use challenges::delete_old;
pub(crate) use confirmed::confirmed;
use confirmed::notify;
pub use madoguchi_entities::authenticators::{AuthenticatorKind, Model as Authenticator};

/// Most second factors of one user.
const MOST: u64 = 10;
/// Longest name, in characters.
const NAME_MAX: usize = 50;

/// What a user has beside the password.
#[derive(Clone, Debug)]
pub struct Owned {
    /// Those that were shown to work, the oldest first.
    pub authenticators: Vec<Authenticator>,
    /// Recovery codes that were not used yet.
    pub recovery_codes_left: u64,
}

/// What the user who asks has.
///
/// # Errors
/// Any error of the database.
pub async fn list(services: &Services, scope: &Scope) -> Result<Owned, Error> {
    let db = services.db.read();
    let authenticators = confirmed(db, scope.user_id(), None).await?;
    Ok(Owned { authenticators, recovery_codes_left: recovery_codes::left(db, scope.user_id()).await? })
}

/// Gives one another name.
///
/// # Errors
/// [`Error::NotFound`]; the name; `reauthentication_required`.
pub async fn rename(
    services: &Services,
    scope: &Scope,
    id: AuthenticatorId,
    name: &str,
    origin: &Origin,
) -> Result<Authenticator, Error> {
    passwords::require_recent(services, scope)?;
    let name = check_name(name)?;
    let renamed = services
        .db
        .transaction(async |tx| {
            let mut row = hold(tx, scope.user_id(), id).await?.into_active_model();
            row.name = Set(name.clone());
            let renamed = row.update(tx).await?;
            tell(tx, services, scope, Change::Renamed, &renamed, origin).await?;
            Ok(renamed)
        })
        .await?;
    Ok(renamed)
}

/// Takes one away. With the last one go the recovery codes.
///
/// # Errors
/// [`Error::NotFound`]; `reauthentication_required`.
pub async fn remove(services: &Services, scope: &Scope, id: AuthenticatorId, origin: &Origin) -> Result<(), Error> {
    passwords::require_recent(services, scope)?;
    services
        .db
        .transaction(async |tx| {
            let removed = hold(tx, scope.user_id(), id).await?;
            authenticators::Entity::delete_by_id(id).exec(tx).await?;
            if confirmed(tx, scope.user_id(), None).await?.is_empty() {
                recovery_codes::delete_all(tx, scope.user_id()).await?;
            }
            tell(tx, services, scope, Change::Removed, &removed, origin).await
        })
        .await?;
    Ok(())
}

/// Takes everything away that a user has beside the password.
pub(crate) async fn remove_all(tx: &Transaction, user: UserId) -> Result<(), Error> {
    authenticators::Entity::delete_many().filter(authenticators::Column::UserId.eq(user)).exec(tx).await?;
    recovery_codes::delete_all(tx, user).await
}

/// Whether a portal lets its users have second factors of a kind.
///
/// # Errors
/// [`Error::NotFound`] where it does not.
fn require_offered(portal: &Portal, method: SecondFactorMethod) -> Result<(), Error> {
    if portal.offers(method) { Ok(()) } else { Err(Error::NotFound) }
}

/// A working one of a user, held until the end of the transaction.
async fn hold(tx: &Transaction, user: UserId, id: AuthenticatorId) -> Result<Authenticator, Error> {
    authenticators::Entity::find_by_id(id)
        .filter(authenticators::Column::UserId.eq(user))
        .filter(authenticators::Column::ConfirmedAt.is_not_null())
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(Error::NotFound)
}

/// Refuses an eleventh.
async fn require_room(tx: &Transaction, user: UserId) -> Result<(), Error> {
    let has = authenticators::Entity::find()
        .filter(authenticators::Column::UserId.eq(user))
        .filter(authenticators::Column::ConfirmedAt.is_not_null())
        .count(tx)
        .await?;
    if has < MOST { Ok(()) } else { Err(Error::Refused(ProblemCode::AuthenticatorLimitReached)) }
}

/// A new one works from now on: a session that had to add one is open, the portal asks for it where that is left to the person, codes for its loss are made
/// when there are none, and the person is told.
async fn added(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    new: &Authenticator,
    origin: &Origin,
) -> Result<Vec<String>, Error> {
    let user = people::hold(tx, scope.user_id()).await?;
    if !user.uses_second_factor {
        let mut row = user.into_active_model();
        row.uses_second_factor = Set(true);
        row.update(tx).await?;
    }
    sessions::Entity::update_many()
        .col_expr(sessions::Column::EnrolmentRequired, Expr::value(false))
        .filter(sessions::Column::Id.eq(scope.session_id()))
        .exec(tx)
        .await?;
    tell(tx, services, scope, Change::Added, new, origin).await?;
    if recovery_codes::left(tx, scope.user_id()).await? > 0 {
        return Ok(Vec::new());
    }
    recovery_codes::replace(tx, services, scope).await
}

/// A name as typed, tidied.
fn check_name(name: &str) -> Result<String, Error> {
    let name = tidy_display_name(name);
    match name.chars().count() {
        0 => Err(Error::invalid("name", FieldCode::Required)),
        1..=NAME_MAX => Ok(name),
        _ => Err(Error::invalid("name", FieldCode::TooLong)),
    }
}

/// What happened to a second factor.
#[derive(Clone, Copy)]
enum Change {
    Added,
    Renamed,
    Removed,
}

impl Change {
    fn action(self) -> &'static str {
        match self {
            Self::Added => "authenticator.added",
            Self::Renamed => "authenticator.renamed",
            Self::Removed => "authenticator.removed",
        }
    }

    fn sentence(self, it: &Authenticator, locale: Locale) -> String {
        let name = &it.name;
        if locale == Locale::En {
            let kind = if it.kind == AuthenticatorKind::Totp { "authenticator app" } else { "passkey" };
            let done = ["was added", "was renamed", "was removed"][self as usize];
            return format!("The {kind} \"{name}\" {done}.");
        }
        let kind = if it.kind == AuthenticatorKind::Totp { "認証アプリ" } else { "パスキー" };
        let done = ["が追加されました", "の名前が変更されました", "が削除されました"][self as usize];
        format!("{kind}「{name}」{done}。")
    }
}

async fn tell(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    change: Change,
    it: &Authenticator,
    origin: &Origin,
) -> Result<(), Error> {
    let user = users::Entity::find_by_id(scope.user_id()).one(tx).await?.ok_or(Error::NotFound)?;
    let sentence = change.sentence(it, user.locale);
    notify(tx, services, scope, &user, sentence).await?;
    let event = Event::of(scope, change.action()).to(it.id).with(serde_json::json!({ "name": it.name }));
    audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await
}
