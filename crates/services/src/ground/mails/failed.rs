//! Mails that were given up: which there are, and how an operator has them tried again. Shows nothing of what they say.

use chrono::{DateTime, Utc};
use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_entities::ids::{CustomerId, MailId};
use madoguchi_entities::mails::{self, MailState};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::{Deliver, DeliverOfMany, settle};
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::error::one_line;
use crate::{Error, Operator, Services};

/// A mail that was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedMail {
    /// Names it for [`retry_failed`].
    pub id: MailId,
    /// Portal it was written for.
    pub portal: String,
    /// Which message it is, as `one_time_password`.
    pub message: String,
    /// Its address, partly hidden.
    pub recipient: String,
    /// How often it was tried.
    pub attempts: i32,
    /// What the mail server said last, on one line, with the address hidden in the same way.
    pub last_error: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// The failed mails of the portals served, oldest first.
///
/// # Errors
/// Any error of the database.
pub async fn list_failed(services: &Services, _: &Operator) -> Result<Vec<FailedMail>, Error> {
    type Row = (MailId, String, String, String, i32, Option<String>, DateTime<Utc>);
    settle(services).await?;
    let rows: Vec<Row> = failed(services)
        .select_only()
        .column(mails::Column::Id)
        .column(mails::Column::Portal)
        .column(mails::Column::Message)
        .column(mails::Column::Recipient)
        .column(mails::Column::Attempts)
        .column(mails::Column::LastError)
        .column(mails::Column::CreatedAt)
        .into_tuple()
        .all(services.db.read())
        .await?;
    let shown = rows.into_iter().map(|(id, portal, message, recipient, attempts, error, created_at)| {
        let hidden = MailAddress::parse(&recipient).map_or_else(|_| "***".to_owned(), |address| address.masked());
        let error = error.unwrap_or_default().replace(&recipient, &hidden);
        let last_error = one_line(&error);
        FailedMail { id, portal, message, recipient: hidden, attempts, last_error, created_at }
    });
    Ok(shown.collect())
}

/// Queues one failed mail again, or all of them, and tells how many: same content, same Message-ID, tries counted anew.
/// All are queued or none.
///
/// # Errors
/// [`Error::NotFound`] when `id` names no failed mail of the portals served; any error of the database.
pub async fn retry_failed(services: &Services, operator: &Operator, id: Option<&str>) -> Result<usize, Error> {
    settle(services).await?;
    let chosen = match id.map(Uuid::parse_str) {
        Some(Err(_)) => return Err(Error::NotFound),
        Some(Ok(id)) => failed(services).filter(mails::Column::Id.eq(MailId(id))),
        None => failed(services),
    };
    let count = services.db.transaction(async |tx| queue_again(tx, services, operator, chosen.clone()).await).await?;
    if count == 0 && id.is_some() {
        return Err(Error::NotFound);
    }
    Ok(count)
}

fn failed(services: &Services) -> Select<mails::Entity> {
    let portals = services.portals.all().map(|portal| portal.key.as_str());
    mails::Entity::find()
        .filter(mails::Column::Portal.is_in(portals))
        .filter(mails::Column::State.eq(MailState::Failed))
        .order_by_asc(mails::Column::CreatedAt)
        .order_by_asc(mails::Column::Id)
}

async fn queue_again(
    tx: &Transaction,
    services: &Services,
    operator: &Operator,
    chosen: Select<mails::Entity>,
) -> Result<usize, Error> {
    // What a mail said that was given up long ago is gone: there is nothing to send.
    let keys: Vec<(CustomerId, MailId, String, String)> = chosen
        .filter(mails::Column::SealedContent.is_not_null())
        .select_only()
        .column(mails::Column::CustomerId)
        .column(mails::Column::Id)
        .column(mails::Column::Portal)
        .column(mails::Column::Message)
        .into_tuple()
        .all(tx)
        .await?;
    let now = services.clock.now();
    let mut count = 0;
    for (customer_id, mail_id, portal, message) in keys {
        let queued = mails::Entity::update_many()
            .col_expr(mails::Column::State, Expr::value(MailState::Queued))
            .col_expr(mails::Column::Attempts, Expr::value(0))
            .filter(mails::Column::CustomerId.eq(customer_id))
            .filter(mails::Column::Id.eq(mail_id))
            .filter(mails::Column::State.eq(MailState::Failed))
            .exec(tx)
            .await?;
        if queued.rows_affected == 0 {
            // Somebody else queued it in between: one delivery is enough.
            continue;
        }
        // There may be many: after an outage they stand behind what somebody waits for now.
        madoguchi_jobs::promise(tx, &DeliverOfMany(Deliver { customer_id, mail_id }), now).await?;
        let event = Event::at("mail.queued_again", customer_id).to(mail_id);
        let event = event.with(serde_json::json!({ "message": message }));
        let portal = services.portals.get(&portal)?;
        audit_events::record(tx, services, &portal, operator.actor(), event).await?;
        count += 1;
    }
    Ok(count)
}
