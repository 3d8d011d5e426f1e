//! What the provider does to an account from outside: locks it, unlocks it, ends its sessions. The person is told of a
//! lock; why, the provider tells.

use madoguchi_domain::events::EventType;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::text::trim_fold;
use madoguchi_entities::users::{self, UserState};
use madoguchi_mail::Message;
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::users::credentials::{self, Change};
use crate::{Error, ProblemCode, Provider, Services, account_locks, mails, sessions, users as people};

/// Who is meant.
#[derive(Clone, Debug)]
pub struct Named {
    /// Access ID, contractor ID or login ID.
    pub sign_in_name: String,
    /// Mail address, where several people share a login ID.
    pub mail_address: Option<String>,
}

/// Locks an account: every session, link, login under way and issued password ends, and the ways back in are closed.
///
/// # Errors
/// [`Error::NotFound`]; `several_people` where the mail address is needed too; `user_locked` for who is.
pub async fn lock(services: &Services, provider: &Provider, named: &Named) -> Result<(), Error> {
    let portal = provider.portal();
    services
        .db
        .transaction(async |tx| {
            let user = find(tx, portal, named).await?;
            if user.locked_by_provider {
                return Err(Error::Refused(ProblemCode::UserLocked));
            }
            let user = account_locks::close(tx, services, portal, user, Change::Lock).await?;
            tell(tx, services, portal, &user, true).await?;
            people::tell(tx, services, EventType::UserLocked, &user).await?;
            record(tx, services, provider, &user, "user.locked", serde_json::json!({})).await
        })
        .await
}

/// Unlocks an account: its ways back in are open again. The password was voided by the lock, so the person sets a new one.
///
/// # Errors
/// As [`lock`]; `user_not_locked` for who was not locked by the provider.
pub async fn unlock(services: &Services, provider: &Provider, named: &Named) -> Result<(), Error> {
    let portal = provider.portal();
    services
        .db
        .transaction(async |tx| {
            let user = find(tx, portal, named).await?;
            if !user.locked_by_provider {
                return Err(Error::Refused(ProblemCode::UserNotLocked));
            }
            let user = credentials::change(tx, portal, user, Change::Unlock, services.clock.now()).await?;
            tell(tx, services, portal, &user, false).await?;
            people::tell(tx, services, EventType::UserUnlocked, &user).await?;
            record(tx, services, provider, &user, "user.unlocked", serde_json::json!({})).await
        })
        .await
}

/// Ends every session and login under way of an account, and tells how many sessions there were. The password stays.
///
/// # Errors
/// As [`lock`].
pub async fn end_sessions(services: &Services, provider: &Provider, named: &Named) -> Result<u64, Error> {
    services
        .db
        .transaction(async |tx| {
            let user = find(tx, provider.portal(), named).await?;
            let ended = sessions::end_all(tx, user.id, None, services.clock.now()).await?;
            let detail = serde_json::json!({ "count": ended });
            record(tx, services, provider, &user, "user.sessions_ended", detail).await?;
            Ok(ended)
        })
        .await
}

/// The person, held until the end of the transaction.
async fn find(tx: &Transaction, portal: &Portal, named: &Named) -> Result<users::Model, Error> {
    let name = trim_fold(&named.sign_in_name).to_lowercase();
    let mut select = users::Entity::find()
        .filter(users::Column::Portal.eq(portal.key.as_str()))
        .filter(Expr::expr(Func::lower(Expr::col(users::Column::SignInName))).eq(name))
        .filter(users::Column::State.ne(UserState::Closed));
    if let Some(mail) = &named.mail_address {
        select = select.filter(users::Column::MailKey.eq(people::parse_mail_address(mail)?.key()));
    }
    let mut found = select.lock_exclusive().all(tx).await?;
    match (found.pop(), found.is_empty()) {
        (Some(user), true) => Ok(user),
        (Some(_), false) => Err(Error::Refused(ProblemCode::SeveralPeople)),
        (None, _) => Err(Error::NotFound),
    }
}

async fn tell(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    user: &users::Model,
    locked: bool,
) -> Result<(), Error> {
    let at = mails::time(services.clock.now(), user.locale);
    let recovery_url = services.page(portal, "recovery");
    let message = if locked { Message::AccountLocked { at } } else { Message::AccountUnlocked { at, recovery_url } };
    mails::to_user(tx, services, portal, user, message).await
}

async fn record(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    user: &users::Model,
    action: &'static str,
    detail: serde_json::Value,
) -> Result<(), Error> {
    let event = Event::about(action, user.customer_id, user.id).with(detail);
    audit_events::record(tx, services, provider.portal(), provider.actor(), event).await
}
