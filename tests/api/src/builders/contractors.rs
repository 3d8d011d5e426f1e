//! Contractors that said who they are.

use madoguchi_entities::contractors;
use madoguchi_entities::ids::CustomerId;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};

use crate::app::App;

/// All that the preset of a network asks of a contractor, in its one spelling.
#[must_use]
pub fn contractor_answers() -> Value {
    let name = json!({ "family_name": "氏", "family_name_kana": "シ", "given_name": "名", "given_name_kana": "メイ" });
    let address = json!({
        "facility_name": "★病院", "facility_name_kana": "ビョウイン", "postal_code": "1088001", "prefecture": "東京都",
        "address1": "港区芝", "address2": "5丁目7-1 NEC本社ビル", "phone": "0337986756",
    });
    let joined = |more: Value| {
        let parts = [&name, &address, &more].into_iter().filter_map(Value::as_object);
        Value::Object(parts.flatten().map(|(key, value)| (key.clone(), value.clone())).collect())
    };
    json!({
        "contractor": joined(json!({ "title": "理事", "title_kana": "リジ" })),
        "contact": joined(json!({ "department": "地域連携課", "department_kana": "チイキレンケイカ" })),
    })
}

impl App {
    /// Lets a customer have said who it is, where the portal asks; nothing for one that did.
    pub async fn describe_contractor(&self, portal: &str, customer: CustomerId) {
        let is_asked = !self.services().portals.get(portal).unwrap().registration.forms.is_empty();
        if !is_asked || contractors::Entity::find_by_id(customer).one(self.db()).await.unwrap().is_some() {
            return;
        }
        let row = contractors::ActiveModel {
            customer_id: Set(customer),
            portal: Set(portal.to_owned()),
            answers: Set(contractor_answers().to_string()),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
        };
        row.insert(self.db()).await.unwrap();
    }
}
