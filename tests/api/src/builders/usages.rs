//! What contracts stored, as it stands in the table.

use chrono::NaiveDate;
use madoguchi_entities::{contract_usages, contracts};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use crate::app::App;

impl App {
    /// What a contract stored in a month, not charged yet.
    pub async fn usage(&self, contract: &contracts::Model, month: NaiveDate, bytes: i64) -> contract_usages::Model {
        let row = contract_usages::Model {
            customer_id: contract.customer_id,
            contract_id: contract.id,
            code: "storage".to_owned(),
            month,
            portal: contract.portal.clone(),
            bytes,
            fee: None,
            charged_at: None,
            invoice_id: None,
            created_at: self.now(),
            updated_at: self.now(),
        };
        row.into_active_model().reset_all().insert(self.db()).await.unwrap()
    }
}
