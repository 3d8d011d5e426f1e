//! Systems of third parties that act for the provider at one portal by REST. Citus: local table.

use sea_orm::entity::prelude::*;

use crate::ids::ApiClientId;

/// One row of `api_clients`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_clients")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiClientId,
    pub portal: String,
    /// What the operator calls it.
    pub name: String,
    /// What it may do: scopes with spaces between them.
    pub scopes: String,
    pub created_at: DateTimeUtc,
    /// From then on it is refused, and so is every token that it has.
    pub revoked_at: Option<DateTimeUtc>,
    /// Last request, to within a minute.
    pub last_used_at: Option<DateTimeUtc>,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
