//! What an account is reached and opened by: address, password, lock. Every change of it passes here, so that what went
//! out before (links, logins under way, issued passwords, addresses of calendar feeds) is worth nothing after it. Who may,
//! and who is told, is the caller's business.

use chrono::{DateTime, Utc};
use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::calendar_feeds;
use madoguchi_entities::ids::UserId;
use madoguchi_entities::one_time_links::{self, CredentialChange, LinkPurpose};
use madoguchi_entities::users::{self, ActiveModel, UserState};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel};
use sea_orm::{ConnectionTrait, QueryFilter};

use super::key_of;
use crate::Error;
use crate::database::Transaction;

/// A change of what an account is reached and opened by.
#[derive(Clone, Copy)]
pub(crate) enum Change<'a> {
    /// An own password was set; its hash.
    Password(&'a str),
    /// The issued password was used for a login.
    IssuedPasswordUsed,
    /// Another address counts.
    Address(&'a MailAddress),
    /// An earlier address counts again, and nothing can be logged in with.
    Undo(&'a MailAddress),
    /// The owner stopped it: nothing can be logged in with until a way back in was used.
    Stop,
    /// The provider locked it: the ways back in are closed too.
    Lock,
    /// The provider unlocked it: the ways back in are open again.
    Unlock,
    /// The user is deleted.
    Deletion,
}

impl Change<'_> {
    fn kind(self) -> CredentialChange {
        match self {
            Self::Password(_) | Self::IssuedPasswordUsed => CredentialChange::Password,
            Self::Address(_) => CredentialChange::Address,
            Self::Undo(_) => CredentialChange::Undo,
            Self::Stop => CredentialChange::Stop,
            Self::Lock | Self::Unlock => CredentialChange::ProviderLock,
            Self::Deletion => CredentialChange::Deletion,
        }
    }
}

/// Makes a change to a user whose row the caller holds.
pub(crate) async fn change(
    tx: &Transaction,
    portal: &Portal,
    user: users::Model,
    change: Change<'_>,
    now: DateTime<Utc>,
) -> Result<users::Model, Error> {
    let before = user.credentials_version;
    let mut row = user.clone().into_active_model();
    apply(&mut row, portal, &user, change, now);
    row.credentials_version = Set(before + 1);
    row.updated_at = Set(now);
    let user = row.update(tx).await?;
    carry(tx, &user, before, change.kind()).await?;
    end_calendar_feed(tx, &user).await?;
    Ok(user)
}

fn apply(row: &mut ActiveModel, portal: &Portal, user: &users::Model, change: Change<'_>, now: DateTime<Utc>) {
    match change {
        Change::Password(hash) => {
            row.password_hash = Set(Some(hash.to_owned()));
            row.password_changed_at = Set(Some(now));
            row.password_change_required = Set(false);
            if user.issued_password_hash.is_some() && user.issued_password_used_at.is_none() {
                row.issued_password_used_at = Set(Some(now));
            }
            row.state = Set(UserState::Active);
        }
        Change::IssuedPasswordUsed => {
            row.issued_password_used_at = Set(Some(now));
            row.state = Set(UserState::Active);
        }
        Change::Address(mail) => {
            set_address(row, portal, user, mail);
            drop_issued(row);
        }
        Change::Undo(mail) => {
            set_address(row, portal, user, mail);
            close(row, UserState::Locked);
        }
        Change::Stop => close(row, UserState::Locked),
        Change::Lock => {
            close(row, UserState::Locked);
            row.locked_by_provider = Set(true);
        }
        Change::Unlock => row.locked_by_provider = Set(false),
        Change::Deletion => {
            close(row, UserState::Closed);
            // The address may be added again.
            row.sign_in_key = Set(format!("closed {}", user.id));
        }
    }
}

fn set_address(row: &mut ActiveModel, portal: &Portal, user: &users::Model, mail: &MailAddress) {
    row.mail_address = Set(mail.as_str().to_owned());
    row.mail_key = Set(mail.key());
    row.sign_in_key = Set(key_of(portal, &user.sign_in_name, mail));
}

fn close(row: &mut ActiveModel, state: UserState) {
    row.state = Set(state);
    row.password_hash = Set(None);
    drop_issued(row);
}

/// It lies in a mailbox that is not the user's any more, or was read by an intruder: it must not be brought back either.
fn drop_issued(row: &mut ActiveModel) {
    row.issued_password_hash = Set(None);
    row.issued_password_expires_at = Set(None);
    row.issued_password_used_at = Set(None);
    row.issued_password_version = Set(None);
}

/// Lets those links go on that outlive a change; all others stay behind at the version before.
async fn carry(tx: &Transaction, user: &users::Model, before: i32, change: CredentialChange) -> Result<(), Error> {
    let carried = LinkPurpose::ALL.iter().copied().filter(|purpose| purpose.outlives(change));
    one_time_links::Entity::update_many()
        .col_expr(one_time_links::Column::CredentialsVersion, Expr::value(user.credentials_version))
        .filter(one_time_links::Column::UserId.eq(user.id))
        .filter(one_time_links::Column::CredentialsVersion.eq(before))
        .filter(one_time_links::Column::ClosedAt.is_null())
        .filter(one_time_links::Column::Purpose.is_in(carried))
        .exec(tx)
        .await?;
    Ok(())
}

/// The address by which a calendar program reads for the user is worth nothing any more, so it is not kept.
async fn end_calendar_feed(tx: &Transaction, user: &users::Model) -> Result<(), Error> {
    calendar_feeds::Entity::delete_many()
        .filter(calendar_feeds::Column::Portal.eq(user.portal.as_str()))
        .filter(calendar_feeds::Column::UserId.eq(user.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Closes the accounts of people who never completed their registration: they give way to a new one.
pub(crate) async fn close_unregistered(
    tx: &impl ConnectionTrait,
    users: &[UserId],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    use users::Column;
    users::Entity::update_many()
        .col_expr(Column::State, Expr::value(UserState::Closed))
        .col_expr(Column::CredentialsVersion, Expr::col(Column::CredentialsVersion).add(1))
        .col_expr(Column::IssuedPasswordHash, Expr::value(None::<String>))
        .col_expr(Column::IssuedPasswordExpiresAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::IssuedPasswordVersion, Expr::value(None::<i32>))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.is_in(users.iter().copied()))
        .exec(tx)
        .await?;
    Ok(())
}

/// A newly issued password takes the place of the one before, beside the own one: hash, end and the state of the account
/// in which it goes out belong together.
pub(crate) async fn issue(
    tx: &impl ConnectionTrait,
    user: users::Model,
    hash: &str,
    until: DateTime<Utc>,
) -> Result<users::Model, Error> {
    let mut row = user.into_active_model();
    row.issued_password_hash = Set(Some(hash.to_owned()));
    reopen(row, until).update(tx).await.map_err(Error::from)
}

/// The password issued last works once more. One that lies in another mailbox than the user's is not there any more.
pub(crate) async fn restore(
    tx: &impl ConnectionTrait,
    user: users::Model,
    until: DateTime<Utc>,
) -> Result<users::Model, Error> {
    reopen(user.into_active_model(), until).update(tx).await.map_err(Error::from)
}

fn reopen(mut row: ActiveModel, until: DateTime<Utc>) -> ActiveModel {
    row.issued_password_expires_at = Set(Some(until));
    row.issued_password_used_at = Set(None);
    row.issued_password_version = Set(row.credentials_version.try_as_ref().copied());
    row
}

/// The hash of the issued password of a user while it can be used: once, until its end, and only while the account is as
/// it was when it went out.
pub(crate) fn issued_password(user: &users::Model, now: DateTime<Utc>) -> Option<&str> {
    let usable = user.issued_password_used_at.is_none()
        && user.issued_password_expires_at.is_some_and(|end| end > now)
        && user.issued_password_version == Some(user.credentials_version);
    user.issued_password_hash.as_deref().filter(|_| usable)
}
