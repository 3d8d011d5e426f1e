//! What customers said of themselves as contractors, where the portal asks. Citus: distributed by `customer_id`.

use sea_orm::entity::prelude::*;

use crate::ids::CustomerId;

/// One row of `contractors`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contractors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    pub portal: String,
    /// The checked answers to the forms of `registration.forms`, as JSON (domain::forms::Object).
    pub answers: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
