//! Mails as rendered, with what became of them. Citus: distributed by customer_id.

use madoguchi_domain::locales::Locale;
use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, MailId};

pub use madoguchi_domain::mails::MailState;

/// One row of `mails`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mails")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MailId,
    pub portal: String,
    /// Folder of the template, as `one_time_password`.
    pub message: String,
    pub locale: Locale,
    pub sender: String,
    pub recipient: String,
    /// Stays the same however often it is tried.
    pub message_id: String,
    /// Subject, text and HTML, encrypted with the server's key; emptied after delivery by SMTP.
    pub sealed_content: Option<Vec<u8>>,
    pub state: MailState,
    pub attempts: i32,
    pub last_error: Option<String>,
    pub created_at: DateTimeUtc,
    pub sent_at: Option<DateTimeUtc>,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
