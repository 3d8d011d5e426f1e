//! Questions that are often asked (よくあるご質問), with their answers. Citus: reference table.

use sea_orm::entity::prelude::*;

use crate::ids::FaqId;

/// One row of `faqs`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "faqs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FaqId,
    pub portal: String,
    /// The provider's word for it, by which it is known again; unique in the portal.
    pub key: String,
    /// Code of one of the portal's categories.
    pub category: String,
    #[sea_orm(column_type = "Text")]
    pub question: String,
    /// English; empty where there is none.
    #[sea_orm(column_type = "Text")]
    pub question_en: String,
    /// Blank lines separate paragraphs.
    #[sea_orm(column_type = "Text")]
    pub answer: String,
    /// English; empty where there is none.
    #[sea_orm(column_type = "Text")]
    pub answer_en: String,
    /// Where it stands.
    pub position: i32,
    /// `domain::products::search_key` of each of its texts.
    #[sea_orm(column_type = "Text")]
    pub search_text: String,
    /// Since when it is shown; none: a draft, or withdrawn.
    pub published_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
