//! Issuing invoices to customers: all of them, their mails and the rendering of their PDFs in one transaction.

use std::collections::BTreeSet;

use madoguchi_domain::events::EventType;
use madoguchi_entities::documents::DocumentKind;

use crate::audit_events::{self, Event};
use crate::contracts::known;
use crate::database::Transaction;
use crate::documents::runs;
use crate::events::{self, NewEvent};
use crate::invoices::issue::{self, Issued, NewInvoice};
use crate::rows::{RowError, RowOutcome};
use crate::{Error, Provider, Services, announcements};

/// Issues invoices, mails who has mail notice on, and lets the PDFs be rendered. An invoice that was issued before is
/// left as it is and mailed to nobody again. The answers stand in the order of the invoices.
///
/// # Errors
/// As [`issue::issue`]; then nothing was issued.
pub async fn publish(
    services: &Services,
    provider: &Provider,
    invoices: &[NewInvoice],
    mailed: bool,
) -> Result<Vec<Result<Issued, RowError>>, Error> {
    services.db.transaction(async |tx| publish_in(tx, services, provider, invoices, mailed).await).await
}

/// The same in the caller's transaction.
pub(crate) async fn publish_in(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    invoices: &[NewInvoice],
    mailed: bool,
) -> Result<Vec<Result<Issued, RowError>>, Error> {
    let portal = provider.portal();
    let now = services.clock.now();
    let answers = issue::issue(tx, provider, now, invoices).await?;
    let mut groups = BTreeSet::new();
    let mut months = BTreeSet::new();
    let mut told = Vec::new();
    for (invoice, issued) in invoices.iter().zip(&answers) {
        let Ok(issued) = issued else { continue };
        if issued.outcome == RowOutcome::Stored {
            groups.insert((issued.customer_id, issued.billing_group_id));
            months.insert(invoice.month);
            told.push(told_of(invoice, issued));
        }
    }
    for month in months {
        runs::begin(tx, portal, month, now).await?;
    }
    let stored = told.len();
    events::record_all(tx, services, &portal.key, told).await?;
    if stored > 0 {
        let event = Event::named("invoices.issued").with(serde_json::json!({ "invoices": stored }));
        audit_events::record(tx, services, portal, provider.actor(), event).await?;
    }
    if mailed {
        let contacts = known::contacts_of_groups(tx, portal, groups.iter().map(|(_, group)| *group)).await?;
        groups.extend(contacts);
        announcements::promise(tx, portal, DocumentKind::Invoice, groups, now).await?;
    }
    Ok(answers)
}

/// What other systems are told of an invoice.
fn told_of(invoice: &NewInvoice, issued: &Issued) -> NewEvent {
    let data = serde_json::json!({
        "number": invoice.number,
        "month": invoice.month,
        "billing_group_id": issued.billing_group_id,
    });
    NewEvent::new(EventType::InvoiceIssued, &[("customer_id", &issued.customer_id), ("invoice_id", &issued.id)], data)
}
