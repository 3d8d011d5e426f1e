//! Rows of files of requests. Citus: distributed by `customer_id`.

use madoguchi_domain::requests::RequestRowOutcome;
use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, RequestBatchId, RequestId};

/// One row of `request_batch_rows`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "request_batch_rows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub batch_id: RequestBatchId,
    /// Row of the file as a spreadsheet counts it: the header is 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    pub portal: String,
    /// Line of the file in which it begins; cells may have line feeds.
    pub line: i32,
    /// By what it is known again; empty when nothing can know it.
    #[sea_orm(column_type = "Text")]
    pub key: String,
    /// The request that came of it; none where the row cannot be read.
    pub request_id: Option<RequestId>,
    /// What came of it when the file was read.
    pub outcome: RequestRowOutcome,
    /// How many lines below the first one cells begin, as JSON; empty where the row is one line.
    #[sea_orm(column_type = "Text")]
    pub cells: String,
    /// What is wrong with the row as such, as JSON; empty where it can be read.
    #[sea_orm(column_type = "Text")]
    pub faults: String,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
