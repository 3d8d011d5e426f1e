//! Rendering the PDFs of all invoices of a month: a job in small batches. A batch, how far the run is and the promise of
//! the next batch are one transaction, so a run that is killed goes on where it was, and each invoice has one PDF.

use chrono::{DateTime, Utc};
use futures_util::{StreamExt, TryStreamExt, stream};
use madoguchi_domain::dates::Month;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::document_runs::{self, Column as RunColumn};
use madoguchi_entities::documents::{self, Column};
use madoguchi_entities::ids::{CustomerId, DocumentRunId, InvoiceId};
use madoguchi_entities::invoices;
use madoguchi_jobs::{Claim, Failure, Job};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::invoices::{document, insert};
use super::store;
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::invoices::Invoice;
use crate::{Error, Provider, Services};

pub use madoguchi_entities::document_runs::Model as Run;

/// Invoices of one batch: a process that dies does no more than these again.
const BATCH: u64 = 50;
/// Files written at once.
const WRITES: usize = 8;

/// Renders one batch, and promises the next.
#[derive(Serialize, Deserialize)]
pub(crate) struct RenderInvoices {
    run_id: DocumentRunId,
    /// Invoices up to this one are done.
    after: Option<(CustomerId, InvoiceId)>,
}

/// Starts a run over the invoices of a month that have no PDF.
///
/// # Errors
/// [`Error::NotFound`] when the portal has no invoices.
pub async fn start(services: &Services, provider: &Provider, month: Month) -> Result<Run, Error> {
    let portal = provider.portal();
    let run = services
        .db
        .transaction(async |tx| {
            let run = begin(tx, portal, month, services.clock.now()).await?;
            let event = Event::named("document_run.started").to(run.id).with(serde_json::json!({ "month": run.month }));
            audit_events::record(tx, services, portal, provider.actor(), event).await?;
            Ok(run)
        })
        .await?;
    Ok(run)
}

/// The same in the caller's transaction.
pub(crate) async fn begin(tx: &Transaction, portal: &Portal, month: Month, now: DateTime<Utc>) -> Result<Run, Error> {
    portal.invoices.as_ref().ok_or(Error::NotFound)?;
    let total = i64::try_from(missing(&portal.key, month).count(tx).await?).map_err(Error::internal)?;
    let row = document_runs::ActiveModel {
        id: Set(DocumentRunId(Uuid::now_v7())),
        portal: Set(portal.key.clone()),
        month: Set(month.first_day()),
        total: Set(total),
        done: Set(0),
        created_at: Set(now),
        finished_at: Set(None),
    };
    let run = row.insert(tx).await?;
    madoguchi_jobs::promise(tx, &RenderInvoices { run_id: run.id, after: None }, now).await?;
    Ok(run)
}

/// How far a run is.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(services: &Services, provider: &Provider, id: DocumentRunId) -> Result<Run, Error> {
    let own = document_runs::Entity::find_by_id(id).filter(RunColumn::Portal.eq(provider.portal().key.as_str()));
    own.one(services.db.read()).await?.ok_or(Error::NotFound)
}

/// Invoices of a month that have no PDF.
fn missing(portal: &str, month: Month) -> Select<invoices::Entity> {
    let of_invoice = |column: Column, invoice: invoices::Column| {
        Expr::col((documents::Entity, column)).equals((invoices::Entity, invoice))
    };
    let rendered = Query::select()
        .expr(Expr::value(1))
        .from(documents::Entity)
        .and_where(of_invoice(Column::CustomerId, invoices::Column::CustomerId))
        .and_where(of_invoice(Column::InvoiceId, invoices::Column::Id))
        .to_owned();
    invoices::Entity::find()
        .filter(invoices::Column::Portal.eq(portal))
        .filter(invoices::Column::Month.eq(month.first_day()))
        .filter(Expr::exists(rendered).not())
}

impl Job for RenderInvoices {
    const KIND: &'static str = "render_invoices";
    type Context = Services;

    async fn run(self, services: &Services, claim: Claim) -> Result<(), Failure> {
        Ok(work(services, &self, claim.id).await?)
    }
}

async fn work(services: &Services, batch: &RenderInvoices, job: Uuid) -> Result<(), Error> {
    let Some(run) = document_runs::Entity::find_by_id(batch.run_id).one(services.db.read()).await? else {
        return Ok(());
    };
    let portal = services.portals.get(&run.portal)?;
    let mut select = missing(&run.portal, Month::of(run.month));
    if let Some((customer, invoice)) = batch.after {
        let columns = [Expr::col(invoices::Column::CustomerId), Expr::col(invoices::Column::Id)];
        let values = [Expr::value(customer), Expr::value(invoice)];
        select = select.filter(Expr::tuple(columns).gt(Expr::tuple(values)));
    }
    let invoices: Vec<Invoice> = select
        .order_by_asc(invoices::Column::CustomerId)
        .order_by_asc(invoices::Column::Id)
        .limit(BATCH)
        .all(services.db.read())
        .await?;
    let done = i64::try_from(invoices.len()).map_err(Error::internal)?;
    let next = invoices.last().map(|last| (last.customer_id, last.id));
    let details = crate::invoices::details(services, &portal, invoices).await?;
    let rendered = stream::iter(details).map(async |detail| {
        let invoice = detail.invoice.clone();
        let pdf = services.pdf_renderer.invoice(document(detail)?).await?;
        let stored = store::put(services, &portal.key, invoice.customer_id, pdf).await?;
        Ok::<_, Error>((invoice, stored))
    });
    let rendered =
        rendered.buffer_unordered(WRITES).filter_map(|outcome| std::future::ready(unless_impossible(outcome)));
    let stored: Vec<_> = rendered.try_collect().await?;
    services
        .db
        .transaction(async |tx| {
            if !madoguchi_jobs::take(tx, job).await? {
                return Ok(());
            }
            insert(services, tx, stored.clone()).await?;
            let now = services.clock.now();
            let more = u64::try_from(done).is_ok_and(|done| done == BATCH);
            let runs = document_runs::Entity::update_many().filter(RunColumn::Id.eq(run.id));
            // At the end all are done: some because somebody asked for them in the meantime.
            let update = if more {
                runs.col_expr(RunColumn::Done, Expr::col(RunColumn::Done).add(done))
            } else {
                runs.col_expr(RunColumn::Done, Expr::col(RunColumn::Total))
                    .col_expr(RunColumn::FinishedAt, Expr::value(now))
            };
            update.exec(tx).await?;
            if more {
                madoguchi_jobs::promise(tx, &RenderInvoices { run_id: run.id, after: next }, now).await?;
            }
            Ok(())
        })
        .await
}

/// Drops an invoice that cannot be rendered at all: the others need not wait for it. What is only away, as the store or
/// the fonts, is tried again.
fn unless_impossible<T>(outcome: Result<T, Error>) -> Option<Result<T, Error>> {
    match outcome {
        Err(Error::Internal(error)) => {
            tracing::error!(%error, "an invoice could not be rendered");
            None
        }
        other => Some(other),
    }
}
