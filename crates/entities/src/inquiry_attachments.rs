//! Files of messages; their bytes lie in the store of files. Citus: distributed by `customer_id`.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, InquiryAttachmentId, InquiryMessageId, UserId};

/// `created_at` of a file that was taken back, or waited too long: nobody's, and about to be cleared away.
pub const TAKEN_BACK: DateTimeUtc = DateTimeUtc::UNIX_EPOCH;

/// One row of `inquiry_attachments`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inquiry_attachments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InquiryAttachmentId,
    pub portal: String,
    /// Who uploaded it.
    pub user_id: UserId,
    /// None: uploaded, but not sent yet.
    pub message_id: Option<InquiryMessageId>,
    /// Name as given, made safe.
    pub file_name: String,
    /// Media type found in the content.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// [`TAKEN_BACK`] where it is nobody's any more.
    pub created_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
