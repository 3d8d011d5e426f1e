//! New documents that people are mailed about, many at once. Citus: reference table.

use sea_orm::entity::prelude::*;

use crate::documents::DocumentKind;
use crate::ids::AnnouncementId;

/// One row of `announcements`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "announcements")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AnnouncementId,
    pub portal: String,
    pub kind: DocumentKind,
    pub created_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
