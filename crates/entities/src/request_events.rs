//! What happened to a request: each state that it came into, with who, when and why. Citus: distributed by `customer_id`.

use madoguchi_domain::requests::{RequestDoer, RequestState};
use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, RequestEventId, RequestId};

/// One row of `request_events`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "request_events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RequestEventId,
    pub portal: String,
    pub request_id: RequestId,
    /// The state that came of it.
    pub state: RequestState,
    pub at: DateTimeUtc,
    pub doer: RequestDoer,
    /// The user, where somebody of the customer did it.
    pub doer_id: Option<Uuid>,
    /// Name of that user on the day; empty for the provider and the program.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Why, for the customer to read; may be empty.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
