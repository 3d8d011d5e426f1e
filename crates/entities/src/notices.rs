//! Notices (お知らせ) of a provider. Citus: reference table.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, NoticeId};

pub use madoguchi_domain::notices::Importance;

/// One row of `notices`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NoticeId,
    pub portal: String,
    pub importance: Importance,
    pub title: String,
    /// English; empty where there is none.
    pub title_en: String,
    /// Text; blank lines separate paragraphs.
    pub body: String,
    /// English; empty where there is none.
    pub body_en: String,
    /// For the people of one customer only.
    pub customer_id: Option<CustomerId>,
    /// For people with a contract of a category only.
    pub category: Option<String>,
    pub published_from: DateTimeUtc,
    pub published_until: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    /// The key of the system that sent it; none of what a person published.
    pub key: Option<String>,
}

impl Model {
    /// Whether its period is over.
    #[must_use]
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.published_until.is_some_and(|until| until <= now)
    }
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
