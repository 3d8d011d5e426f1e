//! Opening notices (開通案内) as their recipient reads them. Delivering stands beside it.

pub mod deliver;

use madoguchi_entities::documents::{self, Column, DocumentKind};
use madoguchi_entities::ids::{ContractId, DocumentId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::audit_events::{self, Event};
use crate::documents::{self as files, Document, File};
use crate::{Error, Origin, Scope, Services, contracts};

pub(crate) use deliver::RenderOpeningNotice;

/// Opening notices of a contract, the newest first.
///
/// # Errors
/// [`Error::NotFound`] for a contract out of scope or a portal without opening notices.
pub async fn list(services: &Services, scope: &Scope, contract: ContractId) -> Result<Vec<Document>, Error> {
    scope.portal().opening_notices.as_ref().ok_or(Error::NotFound)?;
    let contract = contracts::find(services, scope, contract).await?;
    let newest = files::of_contract(scope, &contract).filter(Column::Kind.eq(DocumentKind::OpeningNotice));
    Ok(newest.order_by_desc(Column::IssuedOn).all(services.db.read()).await?)
}

/// The PDF of an opening notice. That somebody opened it for the first time is set down: a contract document that is
/// delivered electronically must be shown to have reached the customer (電気通信事業法 26条の2).
///
/// # Errors
/// [`Error::NotFound`] out of scope; `font_missing`; [`Error::Storage`].
pub async fn open(
    services: &Services,
    scope: &Scope,
    contract: ContractId,
    id: DocumentId,
    origin: &Origin,
) -> Result<File, Error> {
    let contract = contracts::find(services, scope, contract).await?;
    let own = files::of_contract(scope, &contract).filter(Column::Id.eq(id));
    let notice = own.filter(Column::Kind.eq(DocumentKind::OpeningNotice)).one(services.db.read()).await?;
    let mut notice = notice.ok_or(Error::NotFound)?;
    if notice.file_key.is_none() {
        // The job has not come to it, or was given up: the customer need not wait for it.
        notice = deliver::render_now(services, notice).await?;
    }
    let bytes = files::read(services, &notice).await?;
    if notice.first_opened_at.is_none() {
        note_first_opening(services, scope, &notice, origin).await?;
    }
    let name = format!("開通案内_{}_{}.pdf", contract.number, notice.issued_on.format("%Y%m%d"));
    Ok(File { name, bytes })
}

async fn note_first_opening(
    services: &Services,
    scope: &Scope,
    notice: &Document,
    origin: &Origin,
) -> Result<(), Error> {
    services
        .db
        .transaction(async |tx| {
            let first = documents::Entity::update_many()
                .col_expr(Column::FirstOpenedAt, Expr::value(services.clock.now()))
                .col_expr(Column::FirstOpenedBy, Expr::value(scope.user_id()))
                .filter(Column::CustomerId.eq(notice.customer_id))
                .filter(Column::Id.eq(notice.id))
                .filter(Column::FirstOpenedAt.is_null())
                .exec(tx)
                .await?;
            if first.rows_affected == 0 {
                return Ok(());
            }
            let event = Event::of(scope, "opening_notice.opened").to(notice.id);
            audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await
        })
        .await
}
