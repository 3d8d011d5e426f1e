//! Products that are rented out.

use actix_web::web::Bytes;
use madoguchi_entities::ids::OrderLineId;
use madoguchi_services::products::store::{self, NewProduct};
use madoguchi_services::products::{Product, by_codes, pictures};
use madoguchi_services::stock::{self, Reservation};
use uuid::Uuid;

use crate::app::{App, RENTAL};

/// The first bytes of a PNG.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

impl App {
    /// A product of [`RENTAL`] for 900 yen a day and 7,800 a month.
    pub async fn product(&self, code: &str, name: &str, stock: i32) -> Product {
        let new = NewProduct {
            code: code.to_owned(),
            name: name.to_owned(),
            category: "測定器".to_owned(),
            daily_price: "900".to_owned(),
            monthly_price: "7800".to_owned(),
            stock: stock.to_string(),
            note: "ケース付き".to_owned(),
        };
        self.products(&[new]).await;
        let provider = self.provider(RENTAL);
        let found = by_codes(self.services().db.read(), provider.portal(), &[code.to_owned()]).await.unwrap();
        found[code].clone()
    }

    /// Products of [`RENTAL`].
    pub async fn products(&self, new: &[NewProduct]) {
        let (provider, now) = (self.provider(RENTAL), self.now());
        let stored = self.services().db.transaction(async |tx| store::store(tx, &provider, now, new).await).await;
        assert!(stored.unwrap().iter().all(Result::is_ok));
    }

    /// Gives a product a picture.
    pub async fn picture(&self, code: &str) {
        let picture = ("picture.png", Bytes::from_static(PNG));
        pictures::set(self.services(), &self.provider(RENTAL), code, picture).await.unwrap();
    }

    /// Promises units of a product to some line of an order.
    pub async fn reserve(&self, product: &Product, quantity: i32, (from, until): (&str, &str)) -> OrderLineId {
        let order_line_id = OrderLineId(Uuid::now_v7());
        let (from, until) = (from.parse().unwrap(), until.parse().unwrap());
        let wanted = [Reservation { product_id: product.id, quantity, from, until, order_line_id }];
        let (provider, now) = (self.provider(RENTAL), self.now());
        let db = &self.services().db;
        db.transaction(async |tx| stock::reserve(tx, provider.portal(), now, &wanted).await).await.unwrap();
        order_line_id
    }
}
