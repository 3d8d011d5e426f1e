//! Delivery addresses that a customer keeps (お届け先テンプレート). Citus: distributed by `customer_id`.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, DeliveryTemplateId};

/// One row of `delivery_templates`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery_templates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeliveryTemplateId,
    pub portal: String,
    /// The answers to the form `delivery_template`, as JSON.
    #[sea_orm(column_type = "Text")]
    pub answers: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
