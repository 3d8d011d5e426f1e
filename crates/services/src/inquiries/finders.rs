//! Which inquiries, and which files for them, a user may see.

use madoguchi_entities::ids::InquiryId;
use madoguchi_entities::{inquiries, inquiry_attachments};
use sea_orm::{ColumnTrait, QueryFilter, Select};

use crate::Scope;

/// Inquiries that the user may see: the own ones; for administrators those of the billing group, or of the customer
/// when they belong to none.
pub(super) fn seen_by(scope: &Scope) -> Select<inquiries::Entity> {
    use inquiries::Column;
    let select = scope.rows(inquiries::Entity, Column::Portal, [Column::CustomerId]);
    match (scope.is_administrator(), scope.billing_group_id()) {
        (false, _) => select.filter(Column::UserId.eq(scope.user_id())),
        (true, Some(group)) => select.filter(Column::BillingGroupId.eq(group)),
        (true, None) => select,
    }
}

/// One of these inquiries.
pub(super) fn one_seen_by(scope: &Scope, id: InquiryId) -> Select<inquiries::Entity> {
    seen_by(scope).filter(inquiries::Column::Id.eq(id))
}

/// Files that the user uploaded for inquiries and has not sent yet.
pub(super) fn unsent_attachments(scope: &Scope) -> Select<inquiry_attachments::Entity> {
    use inquiry_attachments::Column;
    scope
        .rows(inquiry_attachments::Entity, Column::Portal, [Column::CustomerId])
        .filter(Column::UserId.eq(scope.user_id()))
        .filter(Column::MessageId.is_null())
        .filter(Column::CreatedAt.gt(inquiry_attachments::TAKEN_BACK))
}
