//! Texts of terms that somebody agreed to, kept so that an old version can still be read. Citus: local table.

use sea_orm::entity::prelude::*;

/// One row of `terms_versions`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "terms_versions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub portal: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: String,
    #[sea_orm(column_type = "Text")]
    pub text_ja: String,
    #[sea_orm(column_type = "Text")]
    pub text_en: String,
    /// When somebody first agreed to it.
    pub first_agreed_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
