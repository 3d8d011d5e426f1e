//! Inquiries (お問い合わせ) as customers send and read them. What the provider does with them stands beside it.

pub mod attachments;
pub mod by_provider;
mod finders;
mod sending;
mod threads;
mod told;

use madoguchi_domain::forms;
use madoguchi_entities::ids::{InquiryAttachmentId, InquiryId};
use madoguchi_entities::inquiries;

use crate::cursors::{List, Listed, Part};
use crate::orders::Order;
use crate::{Error, Scope, Services};

pub use attachments::Attachment;
pub use madoguchi_entities::inquiries::{InquiryState, Model as Inquiry};
pub use sending::{NewInquiry, NewMessage, add_message, create};
pub use threads::{Detail, Message, get};

/// Longest subject, in characters.
pub const SUBJECT_MAX: usize = forms::TEXT_MAX;
/// Longest text of a message, in characters.
pub const TEXT_MAX: usize = forms::LONG_TEXT_MAX;

/// Inquiries that the user may see, the newest first.
///
/// # Errors
/// `invalid_cursor`.
pub async fn list(services: &Services, scope: &Scope, part: Part<'_>) -> Result<Listed<Inquiry>, Error> {
    use inquiries::Column;
    let (list, select) = (List::new(services, "inquiries".to_owned()), finders::seen_by(scope));
    let order = Order::unique(Column::Id, |inquiry: &Inquiry| inquiry.id.0);
    let newest_first = order.led_by(Column::CreatedAt, |inquiry| inquiry.created_at).descending(true);
    let page = newest_first.page_of(services, &list, part, &select).await?;
    part.counted(services, page, select).await
}

/// A file of an inquiry that the user may see.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Storage`].
pub async fn attachment(
    services: &Services,
    scope: &Scope,
    id: InquiryId,
    attachment: InquiryAttachmentId,
) -> Result<(Attachment, bytes::Bytes), Error> {
    let inquiry = finders::one_seen_by(scope, id).one(services.db.read()).await?.ok_or(Error::NotFound)?;
    attachments::read(services, &inquiry, attachment).await
}
