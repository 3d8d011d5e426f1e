//! Who agreed to which version of a text, and when. Citus: local table.

use sea_orm::entity::prelude::*;

use crate::ids::{ConsentId, CustomerId, UserId};

/// One row of `consents`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consents")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConsentId,
    pub portal: String,
    pub customer_id: CustomerId,
    pub user_id: UserId,
    /// What was agreed to, as `terms`.
    pub kind: String,
    pub version: String,
    pub agreed_at: DateTimeUtc,
    /// Network address.
    pub address: String,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
