//! Which notices a user sees, and which of them they have opened.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use madoguchi_entities::ids::NoticeId;
use madoguchi_entities::{contracts, notice_reads, notices};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use super::Notice;
use crate::{Error, Scope, Services};

/// A notice, and whether the user who asks has read it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub notice: Notice,
    /// Whether it was opened.
    pub read: bool,
}

pub(super) async fn read_of(
    services: &Services,
    scope: &Scope,
    notices: &[Notice],
) -> Result<HashSet<NoticeId>, Error> {
    let read = notice_reads::Entity::find()
        .filter(notice_reads::Column::UserId.eq(scope.user_id()))
        .filter(notice_reads::Column::NoticeId.is_in(notices.iter().map(|notice| notice.id)))
        .all(services.db.read())
        .await?;
    Ok(read.into_iter().map(|read| read.notice_id).collect())
}

/// Notices that are published for the user: to all, to the customer, or to who has a contract of a category.
pub(super) fn seen_by(scope: &Scope, now: DateTime<Utc>) -> Select<notices::Entity> {
    use notices::Column;
    let own = crate::contracts::seen_by(scope).select_only().column(contracts::Column::Category).into_query();
    let current = Column::PublishedUntil.is_null().or(Column::PublishedUntil.gt(now));
    let to_customer = Column::CustomerId.is_null().or(Column::CustomerId.eq(scope.customer_id()));
    let to_category = Column::Category.is_null().or(Column::Category.in_subquery(own));
    notices::Entity::find()
        .filter(Column::Portal.eq(scope.portal().key.as_str()))
        .filter(Column::PublishedFrom.lte(now))
        .filter(current)
        .filter(to_customer)
        .filter(to_category)
}
