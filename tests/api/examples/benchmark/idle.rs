//! P8: how soon the product's own binary answers on SQLite, and what it keeps in memory while nobody asks: with nobody in
//! its database, with many customers, and after uploads.

use std::path::Path;

use api_tests::{App, Subscriber, User};
use sea_orm::{ActiveModelTrait, Database, IntoActiveModel};
use uuid::Uuid;

use crate::options::OPTIONS;
use crate::others;
use crate::product::{self, Product};
use crate::report::{Row, thousands};

/// The second look is at so many times the customers.
const TIMES: u32 = 10;
const UPLOADS: usize = 20;
/// Bytes of an upload.
const UPLOAD: usize = 5_000_000;
/// Tables of which each customer has a row.
const TABLES: [&str; 4] = ["customers", "billing_groups", "contracts", "users"];

/// Who has a contract, and a person who can log in.
struct Customer {
    subscriber: Subscriber,
    user: User,
}

/// Measures the binary, where there is one.
pub async fn measure(app: App) {
    let engine = app.engine();
    let Some(binary) = product::binary() else {
        Row::new("P8 the product's binary was not there", None, "").keep();
        return;
    };
    let folder = std::env::temp_dir().join(format!("madoguchi-benchmark-{}", Uuid::now_v7().simple()));
    product::write_portals(&folder);
    let bare = product::bare_start(&binary);
    let started = |name: &str, seconds: f64| {
        let row = Row::new(format!("P8 first answer, {name}"), seconds, "s").on(engine);
        row.times("--version", Some(bare)).goal("≤ 0.3 s").keep();
    };
    let (product, took) = Product::start(&binary, &folder);
    started("database made", took.as_secs_f64());
    drop(product);
    let (product, took) = Product::start(&binary, &folder);
    started("database there", took.as_secs_f64());

    let empty = product.idle_megabytes().await;
    let resident = |name: &str, value: Option<f64>| {
        let row = Row::new(format!("P8 resident, idle, {name}"), value, "MB").on(engine);
        row.times("nobody there", empty)
    };
    Row::new("P8 resident, idle, nobody there", empty, "MB").on(engine).goal("≤ 60 MB").keep();
    let subscriber = app.subscriber().await;
    let user = app.user(&subscriber.group).await;
    let customer = Customer { subscriber, user };
    store(&folder, &customer).await;
    let cookies = product.sign_in(&customer.user).await;
    read(&product, &cookies).await;
    resident("one customer, who read", product.idle_megabytes().await).keep();
    let mut stored = 0;
    for count in [OPTIONS.customers, OPTIONS.customers.saturating_mul(TIMES)] {
        multiply(&folder, &customer, stored + 1, count).await;
        stored = count;
        read(&product, &cookies).await;
        let name = format!("{} customers there", thousands(count.into()));
        resident(&name, product.idle_megabytes().await).goal("1").keep();
    }
    for _ in 0..UPLOADS {
        let mut content = b"%PDF-1.7\n".to_vec();
        content.resize(UPLOAD, b'x');
        product.upload(content, &cookies).await;
    }
    resident(&format!("after {UPLOADS} uploads of 5 MB"), product.idle_megabytes().await).keep();
    drop(product);
    std::fs::remove_dir_all(&folder).unwrap();
}

/// What a customer's first minute asks for.
async fn read(product: &Product, cookies: &str) {
    for path in ["", "/session", "/contracts", "/invoices", "/inquiries", "/notices", "/users", "/account/events"] {
        product.get(path, cookies).await;
    }
}

/// Puts a customer into a product's database.
async fn store(folder: &Path, Customer { subscriber, user }: &Customer) {
    let db = Database::connect(product::database(folder)).await.unwrap();
    subscriber.customer.clone().into_active_model().reset_all().insert(&db).await.unwrap();
    subscriber.group.clone().into_active_model().reset_all().insert(&db).await.unwrap();
    subscriber.contract.clone().into_active_model().reset_all().insert(&db).await.unwrap();
    user.row.clone().into_active_model().reset_all().insert(&db).await.unwrap();
    db.close().await.unwrap();
}

/// And as many like it.
async fn multiply(folder: &Path, customer: &Customer, from: u32, until: u32) {
    let db = Database::connect(product::database(folder)).await.unwrap();
    others::copy(&db, &TABLES, customer.subscriber.customer.id, from..=until).await;
    db.close().await.unwrap();
}
