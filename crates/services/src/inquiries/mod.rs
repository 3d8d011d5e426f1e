//! Inquiries (お問い合わせ) as customers send and read them. What the provider does with them stands beside it.

pub mod attachments;
pub mod provided;
mod sending;
mod threads;

use madoguchi_domain::forms::{self, Object};
use madoguchi_entities::ids::{InquiryAttachmentId, InquiryId};
use madoguchi_entities::inquiries;
use sea_orm::PaginatorTrait;

use crate::cursors::{List, Page, Part};
use crate::orders::Order;
use crate::{Error, Scope, Services};

pub use attachments::Attachment;
pub use madoguchi_entities::inquiries::{InquiryState, Model as Inquiry};
pub use sending::{add_message, create};
pub use threads::{Detail, Message};

/// Longest subject, in characters.
pub const SUBJECT_MAX: usize = forms::TEXT_MAX;
/// Longest text of a message, in characters.
pub const TEXT_MAX: usize = forms::LONG_TEXT_MAX;

/// What a customer asks.
#[derive(Clone, Debug)]
pub struct NewInquiry {
    /// Code of its kind.
    pub kind: String,
    /// 件名.
    pub subject: String,
    /// The first message.
    pub message: NewMessage,
    /// What the form of the kind asks beside these.
    pub answers: Object,
    /// Whether the person consents to what the switch means that is wished for, if one is.
    pub consent: bool,
}

/// A message to the provider.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// The text.
    pub text: String,
    /// Files uploaded before by the same person.
    pub attachments: Vec<InquiryAttachmentId>,
}

/// A part of the list of inquiries.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The part.
    pub page: Page<Inquiry>,
    /// Inquiries of the whole list.
    pub total: u64,
}

/// Inquiries that the user may see, the newest first.
///
/// # Errors
/// `invalid_cursor`.
pub async fn list(services: &Services, scope: &Scope, part: Part<'_>) -> Result<Listed, Error> {
    use inquiries::Column;
    let (list, select) = (List::new(services, "inquiries".to_owned()), scope.inquiries());
    let order = Order::unique(Column::Id, |inquiry: &Inquiry| inquiry.id.0);
    let newest_first = order.led_by(Column::CreatedAt, |inquiry| inquiry.created_at).descending(true);
    let page = newest_first.page_of(services, &list, part, &select).await?;
    let total = if part.is_whole(&page) {
        u64::try_from(page.items.len()).unwrap_or(u64::MAX)
    } else {
        select.count(services.db.read()).await?
    };
    Ok(Listed { page, total })
}

/// One inquiry with its thread.
///
/// # Errors
/// [`Error::NotFound`] when it is absent or not the user's to see.
pub async fn get(services: &Services, scope: &Scope, id: InquiryId) -> Result<Detail, Error> {
    let inquiry = scope.inquiry(id).one(services.db.read()).await?.ok_or(Error::NotFound)?;
    threads::read(services, scope.portal(), inquiry, Some(scope.user_id())).await
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
    let inquiry = scope.inquiry(id).one(services.db.read()).await?.ok_or(Error::NotFound)?;
    attachments::read(services, &inquiry, attachment).await
}
