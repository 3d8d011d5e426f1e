//! Who looked at the call records of a contract: written before anything is shown, read by the contract holder.

use std::sync::Arc;

use chrono::Months;
use madoguchi_entities::call_record_views as rows;
use madoguchi_entities::ids::{CallRecordViewId, ContractId, CustomerId};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::Selection;
use crate::cursors::{List, Page, Part};
use crate::orders::Order;
use crate::{Error, Scope, Services, contracts, passwords};

pub use madoguchi_entities::call_record_views::{CallRecordAction, Model as View};

/// Writes that a user looked at a selection. When this fails nothing may be shown.
pub(super) async fn record(
    services: &Services,
    scope: &Scope,
    selection: &Selection,
    action: CallRecordAction,
    count: Option<i64>,
) -> Result<CallRecordViewId, Error> {
    let mut row = row(services, scope, selection.contract.id, action);
    row.month = Set(Some(selection.month.first_day()));
    row.masked = Set(selection.is_masked());
    row.filter = Set(selection.filter());
    row.count = Set(count);
    row.reason = Set(selection.unmasking.as_ref().map(|unmasking| unmasking.reason.clone()));
    Ok(row.insert(services.db.single()).await?.id)
}

/// A row of what a user does now, without month, filter, count and reason.
pub(super) fn row(
    services: &Services,
    scope: &Scope,
    contract: ContractId,
    action: CallRecordAction,
) -> rows::ActiveModel {
    rows::ActiveModel {
        customer_id: Set(scope.customer_id()),
        id: Set(Uuid::now_v7().into()),
        portal: Set(scope.portal().key.clone()),
        contract_id: Set(contract),
        user_id: Set(scope.user_id()),
        user_label: Set(scope.user_label().to_owned()),
        session_id: Set(scope.session_id()),
        action: Set(action),
        month: Set(None),
        masked: Set(false),
        filter: Set(None),
        count: Set(None),
        reason: Set(None),
        viewed_at: Set(services.clock.now()),
    }
}

/// A download whose row is written. Its count follows when it ends, or is dropped because the other side went away.
#[derive(Debug)]
pub struct Download {
    services: Arc<Services>,
    customer: CustomerId,
    id: CallRecordViewId,
    sent: i64,
    has_ended: bool,
}

impl Download {
    /// Writes that a user downloads a selection. When this fails nothing may be sent.
    ///
    /// # Errors
    /// `reauthentication_required` where the portal's policy asks for a recent password; any error of the database.
    pub async fn begin(
        services: Arc<Services>,
        scope: &Scope,
        selection: &Selection,
        action: CallRecordAction,
    ) -> Result<Self, Error> {
        if scope.portal().call_records.as_ref().is_some_and(|policy| policy.reauthenticate_downloads) {
            passwords::require_recent(&services, scope)?;
        }
        let id = record(&services, scope, selection, action, None).await?;
        Ok(Self { services, customer: scope.customer_id(), id, sent: 0, has_ended: false })
    }

    /// Records that are handed over now.
    pub(crate) fn send(&mut self, records: usize) {
        self.sent += i64::try_from(records).unwrap_or(i64::MAX);
    }

    /// Writes how many records were sent. What was shown stands in the log already, so a failure is only told to ours.
    pub(crate) async fn end(mut self) {
        self.has_ended = true;
        write_count(&self.services, self.customer, self.id, self.sent).await;
    }
}

impl Drop for Download {
    fn drop(&mut self) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        if !self.has_ended {
            let (services, customer, id, sent) = (self.services.clone(), self.customer, self.id, self.sent);
            runtime.spawn(async move { write_count(&services, customer, id, sent).await });
        }
    }
}

async fn write_count(services: &Services, customer: CustomerId, id: CallRecordViewId, sent: i64) {
    let written = rows::Entity::update_many()
        .col_expr(rows::Column::Count, Expr::value(sent))
        .filter(rows::Column::CustomerId.eq(customer))
        .filter(rows::Column::Id.eq(id))
        .exec(services.db.write())
        .await;
    if let Err(error) = written {
        tracing::error!(%error, view = %id, sent, "the count of a download could not be written");
    }
}

/// Who looked at the call records of a contract, newest first. Asks for no active service: what was seen while there
/// was one can be read afterwards.
///
/// # Errors
/// [`Error::NotFound`] out of scope; `invalid_cursor`.
pub async fn list(
    services: &Services,
    scope: &Scope,
    contract: ContractId,
    part: Part<'_>,
) -> Result<Page<View>, Error> {
    let contract = contracts::find(services, scope, contract).await?;
    let list = List::new(services, format!("call_record_views {}", contract.id));
    let select = rows::Entity::find()
        .filter(rows::Column::CustomerId.eq(contract.customer_id))
        .filter(rows::Column::ContractId.eq(contract.id));
    let order = Order::unique(rows::Column::Id, |view: &View| view.id.0);
    let newest_first = order.led_by(rows::Column::ViewedAt, |view| view.viewed_at).descending(true);
    newest_first.page_of(services, &list, part, &select).await
}

/// Deletes rows whose time by the portal's policy is over.
///
/// # Errors
/// Any error of the database.
pub async fn delete_old(services: &Services) -> Result<(), Error> {
    let portals: Vec<_> = services.portals.all().collect();
    for portal in portals {
        let Some(policy) = &portal.call_records else { continue };
        let months = Months::new(policy.views_retention_months);
        let Some(old) = services.clock.now().checked_sub_months(months) else { continue };
        rows::Entity::delete_many()
            .filter(rows::Column::Portal.eq(portal.key.as_str()))
            .filter(rows::Column::ViewedAt.lt(old))
            .exec(services.db.write())
            .await?;
    }
    Ok(())
}
