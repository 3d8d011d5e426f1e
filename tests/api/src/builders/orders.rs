//! Orders of rented goods as people of [`RENTAL`] make them: asked for by a form, decided by the provider.

use madoguchi_api_types::orders::OrderDetail;
use madoguchi_api_types::requests::{Request, RequestDetail};
use madoguchi_services::Error;
use madoguchi_services::products::store::NewProduct;
use madoguchi_services::requests::by_provider;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Draft, User};
use crate::app::{App, RENTAL};
use crate::browsers::{Answer, Browser};

impl App {
    /// Two products of [`RENTAL`], of the first of which there are `stock` units.
    pub async fn rentables(&self, stock: i32) {
        let product = |code: &str, name: &str, daily: &str, monthly: &str, stock: i32| NewProduct {
            code: code.to_owned(),
            name: name.to_owned(),
            category: "測定器".to_owned(),
            daily_price: daily.to_owned(),
            monthly_price: monthly.to_owned(),
            stock: stock.to_string(),
            note: String::new(),
        };
        self.products(&[
            product("DSX2-8000", "OTDR 光パルス試験器", "9800", "98000", stock),
            product("DSX2-8001", "光ファイバ融着接続機", "12000", "120000", 20),
        ])
        .await;
    }

    /// Somebody of a customer of [`RENTAL`], logged in.
    pub async fn renter(&self) -> (User, Browser) {
        let user = self.person_at(RENTAL).await;
        let browser = self.signed_in(&user).await;
        (user, browser)
    }

    /// The provider completes a request.
    pub async fn complete_request(&self, number: &str) -> Result<(), Error> {
        by_provider::complete(self.services(), &self.provider(RENTAL), number, "").await.map(drop)
    }

    /// The provider does not take a request.
    pub async fn fail_request(&self, number: &str) {
        by_provider::fail(self.services(), &self.provider(RENTAL), number, "在庫がありません").await.unwrap();
    }
}

/// Goods of an order.
#[must_use]
pub fn item(product: &str, first: &str, last: &str, quantity: i64) -> Value {
    json!({ "product": product, "period": { "first": first, "last": last }, "quantity": quantity.to_string() })
}

/// Units of a line that are to be cancelled.
#[must_use]
pub fn cancelled(line: i64, product: &str, quantity: i64, on: &str) -> Value {
    json!({ "line": line.to_string(), "product": product, "quantity": quantity.to_string(), "cancelled_on": on })
}

fn address() -> Value {
    json!({
        "company": "みずうみ建設", "postal_code": "1088001", "prefecture": "東京都", "address1": "港区芝", "phone": "0337986756",
        "contact": "田中",
    })
}

/// Answers that are complete for an order of these goods.
#[must_use]
pub fn order_answers(items: &[Value]) -> Value {
    json!({ "orderer": address(), "rental": { "class": "daily" }, "delivery": [address()], "items": items })
}

/// Answers that are complete for a cancellation of some goods of an order, or of all.
#[must_use]
pub fn cancellation_answers(order: &str, cancelled: &str, items: &[Value]) -> Value {
    let rental = json!({ "order_number": order, "cancelled": cancelled });
    json!({ "orderer": address(), "rental": rental, "cancelled_items": items })
}

impl Browser {
    /// Opens a draft of a kind and fills it in.
    pub async fn draft_of(&self, kind: &str, answers: &Value) -> Draft {
        let draft = Draft::of(&self.post("/requests", json!({ "kind": kind })).await.expect(201));
        let saved = self.save_draft(&draft, answers).await.expect(200);
        let _row: Request = saved.json();
        self.read_draft(&draft).await
    }

    /// Sends a draft that needs no terms.
    pub async fn submit_draft(&self, draft: &Draft) -> Answer {
        let path = format!("{}/submission", draft.path());
        self.change(Method::POST, &path).header("if-match", &draft.tag).json(&json!({})).send().await
    }

    /// Asks for something and sends it.
    pub async fn ask_for(&self, kind: &str, answers: &Value) -> RequestDetail {
        let draft = self.draft_of(kind, answers).await;
        self.submit_draft(&draft).await.expect(200).json()
    }

    /// Orders goods, and the provider arranges them: the number of the order.
    pub async fn order(&self, items: &[Value]) -> String {
        let sent = self.ask_for("order", &order_answers(items)).await;
        self.app().complete_request(&sent.request.number).await.unwrap();
        sent.request.order_number.unwrap()
    }

    /// An order in full.
    pub async fn read_order(&self, number: &str) -> OrderDetail {
        self.get(&format!("/orders/{number}")).await.expect(200).json()
    }
}
