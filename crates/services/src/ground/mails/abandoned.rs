//! Mails whose job was given up and that do not say so: the process died each time, or the database failed when the last
//! try was to be set down. They would look as if they were on their way for ever.

use std::collections::HashMap;

use madoguchi_entities::ids::{CustomerId, MailId};
use madoguchi_entities::mails::{self, MailState};
use madoguchi_jobs::Kinds;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, TransactionTrait};

use super::{Deliver, KINDS};
use crate::{Error, Services};

/// Rows that are read at once.
const BATCH: u64 = 500;

/// Sets down that they failed, with the error of their job.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn settle(services: &Services) -> Result<(), Error> {
    let mut after = None;
    loop {
        let jobs = madoguchi_jobs::failed(services.db.read(), Kinds::Only(KINDS), after, BATCH).await?;
        let Some(last) = jobs.last() else { return Ok(()) };
        after = Some(last.id);
        let mut errors = HashMap::new();
        for job in jobs {
            if let Ok(delivery) = serde_json::from_value::<Deliver>(job.payload) {
                errors.insert((delivery.customer_id, delivery.mail_id), job.last_error);
            }
        }
        let keys: (Vec<_>, Vec<_>) = errors.keys().copied().unzip();
        for key in still_queued(services, keys).await? {
            let error = errors.remove(&key).flatten().unwrap_or_else(|| "its job was given up".to_owned());
            settle_one(services, key, error).await?;
        }
    }
}

async fn still_queued(
    services: &Services,
    (customers, ids): (Vec<CustomerId>, Vec<MailId>),
) -> Result<Vec<(CustomerId, MailId)>, Error> {
    let queued = mails::Entity::find()
        .select_only()
        .columns([mails::Column::CustomerId, mails::Column::Id])
        .filter(mails::Column::CustomerId.is_in(customers))
        .filter(mails::Column::Id.is_in(ids))
        .filter(mails::Column::State.eq(MailState::Queued));
    Ok(queued.into_tuple().all(services.db.read()).await?)
}

async fn settle_one(
    services: &Services,
    (customer_id, mail_id): (CustomerId, MailId),
    error: String,
) -> Result<(), Error> {
    let payload = serde_json::to_value(Deliver { customer_id, mail_id }).map_err(Error::internal)?;
    let tx = services.db.write().begin().await?;
    // Written first, and with that held: who queues it again has done so by now, with its new job, or waits.
    let failed = mails::Entity::update_many()
        .col_expr(mails::Column::State, Expr::value(MailState::Failed))
        .col_expr(mails::Column::LastError, Expr::value(error))
        .filter(mails::Column::CustomerId.eq(customer_id))
        .filter(mails::Column::Id.eq(mail_id))
        .filter(mails::Column::State.eq(MailState::Queued));
    let failed = failed.exec(&tx).await?.rows_affected > 0;
    if !failed || madoguchi_jobs::is_promised(&tx, Kinds::Only(KINDS), payload).await? {
        // The job that was given up is a record of an earlier try.
        return Ok(tx.rollback().await?);
    }
    Ok(tx.commit().await?)
}
