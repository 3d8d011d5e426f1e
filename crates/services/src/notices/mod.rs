//! Notices (お知らせ) as people read them. Publishing and mailing stand beside it.

mod highlights;
mod mailing;
pub mod publish;
pub mod puts;
mod reads;

use madoguchi_entities::ids::NoticeId;
use madoguchi_entities::{notice_reads, notices};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::cursors::{List, Page, Part};
use crate::orders::Order;
use crate::{Error, Scope, Services};

pub use highlights::{Highlights, highlights};
pub use madoguchi_entities::notices::{Importance, Model as Notice};
pub(crate) use mailing::MailNotice;
pub use reads::Seen;
use reads::{read_of, seen_by};

/// Notices for the user, the newest first.
///
/// # Errors
/// `invalid_cursor`.
pub async fn list(services: &Services, scope: &Scope, part: Part<'_>) -> Result<Page<Seen>, Error> {
    use notices::Column;
    let (list, select) = (List::new(services, "notices".to_owned()), seen_by(scope, services.clock.now()));
    let order = Order::unique(Column::Id, |notice: &Notice| notice.id.0);
    let newest_first = order.led_by(Column::PublishedFrom, |notice| notice.published_from).descending(true);
    let page = newest_first.page_of(services, &list, part, &select).await?;
    let read = read_of(services, scope, &page.items).await?;
    Ok(page.map(|notice| Seen { read: read.contains(&notice.id), notice }))
}

/// One notice.
///
/// # Errors
/// [`Error::NotFound`] when it is absent, over, or for others.
pub async fn get(services: &Services, scope: &Scope, id: NoticeId) -> Result<Seen, Error> {
    let select = seen_by(scope, services.clock.now()).filter(notices::Column::Id.eq(id));
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
