//! Notices (お知らせ) as people read them. Publishing and mailing stand beside it.

mod highlights;
mod mailing;
pub mod publish;

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use madoguchi_entities::ids::NoticeId;
use madoguchi_entities::{notice_reads, notices};
use sea_orm::sea_query::{ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::cursors::{self, Page};
use crate::{Error, Scope, Services};

pub use highlights::{Highlights, highlights};
pub use madoguchi_entities::notices::{Importance, Model as Notice};
pub(crate) use mailing::MailNotice;

/// A notice, and whether the user who asks has read it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The notice.
    pub notice: Notice,
    /// Whether it was opened.
    pub read: bool,
}

/// Notices for the user, the newest first.
///
/// # Errors
/// `invalid_cursor`.
pub async fn list(services: &Services, scope: &Scope, cursor: Option<&str>, limit: u64) -> Result<Page<Seen>, Error> {
    const LIST: &str = "notices";
    let mut select = scope.notices(services.clock.now());
    if let Some(cursor) = cursor {
        let (from, id): (DateTime<Utc>, NoticeId) = cursors::decode(LIST, cursor)?;
        let same = notices::Column::PublishedFrom.eq(from).and(notices::Column::Id.lt(id));
        select = select.filter(notices::Column::PublishedFrom.lt(from).or(same));
    }
    let newest = select.order_by_desc(notices::Column::PublishedFrom).order_by_desc(notices::Column::Id);
    let rows = newest.limit(limit + 1).all(services.db.read()).await?;
    let read = read_of(services, scope, &rows).await?;
    let seen = rows.into_iter().map(|notice| Seen { read: read.contains(&notice.id), notice }).collect();
    cursors::page(LIST, seen, limit, |seen: &Seen| (seen.notice.published_from, seen.notice.id))
}

/// One notice.
///
/// # Errors
/// [`Error::NotFound`] when it is absent, over, or for others.
pub async fn get(services: &Services, scope: &Scope, id: NoticeId) -> Result<Seen, Error> {
    let select = scope.notices(services.clock.now()).filter(notices::Column::Id.eq(id));
    let notice = select.one(services.db.read()).await?.ok_or(Error::NotFound)?;
    let read = read_of(services, scope, std::slice::from_ref(&notice)).await?.contains(&id);
    Ok(Seen { notice, read })
}

/// Notes that the user opened a notice.
///
/// # Errors
/// As [`get`].
pub async fn mark_read(services: &Services, scope: &Scope, id: NoticeId) -> Result<(), Error> {
    let seen = get(services, scope, id).await?;
    let row = notice_reads::ActiveModel {
        user_id: Set(scope.user_id()),
        notice_id: Set(id),
        portal: Set(seen.notice.portal),
        read_at: Set(services.clock.now()),
    };
    let keep =
        OnConflict::columns([notice_reads::Column::UserId, notice_reads::Column::NoticeId]).do_nothing().to_owned();
    notice_reads::Entity::insert(row).on_conflict(keep).exec_without_returning(services.db.write()).await?;
    Ok(())
}

async fn read_of(services: &Services, scope: &Scope, notices: &[Notice]) -> Result<HashSet<NoticeId>, Error> {
    let read = notice_reads::Entity::find()
        .filter(notice_reads::Column::UserId.eq(scope.user_id()))
        .filter(notice_reads::Column::NoticeId.is_in(notices.iter().map(|notice| notice.id)))
        .all(services.db.read())
        .await?;
    Ok(read.into_iter().map(|read| read.notice_id).collect())
}
