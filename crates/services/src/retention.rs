//! How long each kind of data is kept when nothing needs it any more, and its end: bounded batches, oldest first. Invoices,
//! contracts and call records have rules of their own.

use chrono::{DateTime, Months, TimeDelta, Utc};
use madoguchi_entities::ids::{CustomerId, MailId, UserId};
use madoguchi_entities::mails::{self, MailState};
use madoguchi_entities::users::{self, UserState};
use madoguchi_entities::{calendar_feeds, one_time_links, sessions};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};

use crate::audit_events::cuts;
use crate::{Error, Services, events, webhooks};

/// Rows that go in one statement.
const BATCH: u64 = 1_000;
/// Begins the login key of somebody who is no longer named; no portal gives out such a one.
const NOBODY: &str = "closed:";

/// How long what is over is kept.
#[derive(Clone, Copy, Debug)]
pub struct Retention {
    /// Sessions after their end.
    pub sessions_days: u32,
    /// Mailed links after their end.
    pub links_days: u32,
    /// That a mail was sent or given up, and to whom.
    pub mails_days: u32,
    /// What a mail says that was given up: it can be tried again so long.
    pub failed_mail_texts_days: u32,
    pub audit_events_months: u32,
    /// Name, address and passwords of a closed account.
    pub closed_users_days: u32,
    /// What happened, for other systems, and what was sent to webhooks.
    pub events_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            sessions_days: 90,
            links_days: 90,
            mails_days: 365,
            failed_mail_texts_days: 14,
            audit_events_months: 60,
            closed_users_days: 365,
            events_days: 30,
        }
    }
}

fn days_ago(services: &Services, days: u32) -> DateTime<Utc> {
    services.clock.now() - TimeDelta::days(days.into())
}

/// Deletes sessions that ended long ago.
///
/// # Errors
/// Any error of the database.
pub async fn delete_sessions(services: &Services) -> Result<(), Error> {
    use sessions::Column::{EndedAt, ExpiresAt, Id};
    let old = days_ago(services, services.retention.sessions_days);
    loop {
        let ids: Vec<madoguchi_entities::ids::SessionId> = sessions::Entity::find()
            .select_only()
            .column(Id)
            .filter(Condition::any().add(EndedAt.lt(old)).add(ExpiresAt.lt(old)))
            .limit(BATCH)
            .into_tuple()
            .all(services.db.read())
            .await?;
        if ids.is_empty() {
            return Ok(());
        }
        sessions::Entity::delete_many().filter(Id.is_in(ids)).exec(services.db.write()).await?;
    }
}

/// Deletes mailed links that cannot be used for long.
///
/// # Errors
/// Any error of the database.
pub async fn delete_links(services: &Services) -> Result<(), Error> {
    use one_time_links::Column::{ClosedAt, ExpiresAt, Id};
    let old = days_ago(services, services.retention.links_days);
    loop {
        let ids: Vec<madoguchi_entities::ids::OneTimeLinkId> = one_time_links::Entity::find()
            .select_only()
            .column(Id)
            .filter(Condition::any().add(ClosedAt.lt(old)).add(ExpiresAt.lt(old)))
            .limit(BATCH)
            .into_tuple()
            .all(services.db.read())
            .await?;
        if ids.is_empty() {
            return Ok(());
        }
        one_time_links::Entity::delete_many().filter(Id.is_in(ids)).exec(services.db.write()).await?;
    }
}

/// Deletes what mails said that were given up, and the rows of mails that are long over.
///
/// # Errors
/// Any error of the database.
pub async fn delete_mails(services: &Services) -> Result<(), Error> {
    use mails::Column::{CreatedAt, CustomerId as Customer, Id, SealedContent, State};
    mails::Entity::update_many()
        .col_expr(SealedContent, Expr::value(None::<Vec<u8>>))
        .filter(State.eq(MailState::Failed))
        .filter(SealedContent.is_not_null())
        .filter(CreatedAt.lt(days_ago(services, services.retention.failed_mail_texts_days)))
        .exec(services.db.write())
        .await?;
    let old = days_ago(services, services.retention.mails_days);
    loop {
        let rows: Vec<(CustomerId, MailId)> = mails::Entity::find()
            .select_only()
            .columns([Customer, Id])
            .filter(State.ne(MailState::Queued))
            .filter(CreatedAt.lt(old))
            .limit(BATCH)
            .into_tuple()
            .all(services.db.read())
            .await?;
        if rows.is_empty() {
            return Ok(());
        }
        let (customers, ids): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        let gone = mails::Entity::delete_many().filter(Customer.is_in(customers)).filter(Id.is_in(ids));
        gone.exec(services.db.write()).await?;
    }
}

/// Cuts off the oldest audit events; what is left can still be checked.
///
/// # Errors
/// Any error of the database.
pub async fn delete_audit_events(services: &Services) -> Result<(), Error> {
    let months = Months::new(services.retention.audit_events_months);
    match services.clock.now().checked_sub_months(months) {
        Some(old) => cuts::delete_before(services, old).await,
        None => Ok(()),
    }
}

/// Deletes events, and what was sent to webhooks, from long ago.
///
/// # Errors
/// Any error of the database.
pub async fn delete_events(services: &Services) -> Result<(), Error> {
    let old = days_ago(services, services.retention.events_days);
    webhooks::delete_before(services, old).await?;
    events::delete_before(services, old).await
}

/// Takes name, address and passwords from accounts that were closed long ago. The row stays: what the account did names it.
///
/// # Errors
/// Any error of the database.
pub async fn forget_closed_users(services: &Services) -> Result<(), Error> {
    use users::Column::{Id, SignInKey, State, UpdatedAt};
    let old = days_ago(services, services.retention.closed_users_days);
    loop {
        let ids: Vec<UserId> = users::Entity::find()
            .select_only()
            .column(Id)
            .filter(State.eq(UserState::Closed))
            .filter(UpdatedAt.lt(old))
            .filter(SignInKey.starts_with(NOBODY).not())
            .limit(BATCH)
            .into_tuple()
            .all(services.db.read())
            .await?;
        if ids.is_empty() {
            return Ok(());
        }
        let keys = ids
            .iter()
            .fold(CaseStatement::new(), |keys, id| keys.case(Id.eq(*id), Expr::value(format!("{NOBODY}{}", id.0))));
        users::Entity::update_many()
            .col_expr(SignInKey, keys.finally(Expr::col(SignInKey)).into())
            .col_expr(users::Column::SignInName, Expr::value(""))
            .col_expr(users::Column::MailAddress, Expr::value(""))
            .col_expr(users::Column::MailKey, Expr::value(""))
            .col_expr(users::Column::Name, Expr::value(""))
            .col_expr(users::Column::PasswordHash, Expr::value(None::<String>))
            .col_expr(users::Column::IssuedPasswordHash, Expr::value(None::<String>))
            .filter(Id.is_in(ids.iter().copied()))
            .exec(services.db.write())
            .await?;
        // Whatever closes an account at once ends them; those of accounts that were closed in bulk go here.
        let feeds = calendar_feeds::Entity::delete_many().filter(calendar_feeds::Column::UserId.is_in(ids));
        feeds.exec(services.db.write()).await?;
    }
}
