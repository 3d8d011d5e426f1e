//! The notices to see first: what must not be missed and was not read, then the newest.

use std::collections::HashSet;

use madoguchi_entities::ids::NoticeId;
use madoguchi_entities::{notice_reads, notices};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};

use super::reads::seen_by;
use super::{Importance, Notice, Seen, read_of};
use crate::{Error, Scope, Services};

/// What to see first.
#[derive(Clone, Debug)]
pub struct Highlights {
    /// Important ones that the user has not read, then others; within each the newest first.
    pub notices: Vec<Seen>,
    /// Notices for the user that were not read, whether they are among these or not.
    pub unread: u64,
}

/// At most `limit` notices for the user to see first.
///
/// # Errors
/// Any error of the database.
pub async fn highlights(services: &Services, scope: &Scope, limit: u64) -> Result<Highlights, Error> {
    let published = || seen_by(scope, services.clock.now());
    let unread = unread(scope, published());
    let count = unread.clone().select_only().column(notices::Column::Id).count(services.db.read()).await?;
    // Most have read all there is.
    let important = if count == 0 {
        Vec::new()
    } else {
        newest(services, unread.filter(notices::Column::Importance.eq(Importance::Important)), limit).await?
    };
    let first: HashSet<NoticeId> = important.iter().map(|notice| notice.id).collect();
    let mut shown: Vec<Seen> = important.into_iter().map(|notice| Seen { notice, read: false }).collect();
    let room = usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(shown.len());
    if room > 0 {
        let rows = newest(services, published(), limit).await?;
        let rows: Vec<Notice> = rows.into_iter().filter(|notice| !first.contains(&notice.id)).take(room).collect();
        let read = read_of(services, scope, &rows).await?;
        shown.extend(rows.into_iter().map(|notice| Seen { read: read.contains(&notice.id), notice }));
    }
    Ok(Highlights { notices: shown, unread: count })
}

/// Those without a mark of the user, whose marks lie together in the key.
fn unread(scope: &Scope, published: Select<notices::Entity>) -> Select<notices::Entity> {
    let read = notice_reads::Entity::find()
        .select_only()
        .column(notice_reads::Column::NoticeId)
        .filter(notice_reads::Column::UserId.eq(scope.user_id()))
        .into_query();
    published.filter(notices::Column::Id.not_in_subquery(read))
}

async fn newest(services: &Services, select: Select<notices::Entity>, limit: u64) -> Result<Vec<Notice>, Error> {
    let newest = select.order_by_desc(notices::Column::PublishedFrom).order_by_desc(notices::Column::Id);
    Ok(newest.limit(limit).all(services.db.read()).await?)
}
