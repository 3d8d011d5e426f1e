//! Customers of a portal. Citus: reference table.

use sea_orm::entity::prelude::*;

use crate::ids::CustomerId;

/// One row of `customers`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CustomerId,
    pub portal: String,
    /// The provider's number; unique in the portal.
    pub number: String,
    /// As the provider writes it.
    pub name: String,
    /// Furigana as the provider writes it.
    pub name_kana: String,
    /// Match key of `name_kana` (domain::names::NameKey).
    pub name_key: String,
    /// Seven digits.
    pub postal_code: String,
    pub prefecture: String,
    pub address1: String,
    pub address2: String,
    /// Digits only; empty when unknown.
    pub phone: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
