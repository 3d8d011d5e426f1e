//! What a provider's systems write by their own keys: one by one, in batches, in bulk, and named so that it is done once (I2, I3,
//! I6).

mod bulk;
mod contracts;
mod customers;
mod documents;
mod exports;
mod faqs;
mod invoices;
mod named;
mod notices;
mod people;
mod products;

use serde_json::{Value, json};

/// A customer as a core system writes one.
fn customer(name: &str) -> Value {
    json!({
        "name": name,
        "name_kana": "ｽｽﾞｷ ｷｮｳｺ",
        "postal_code": "８００－０３５３",
        "prefecture": "福岡県",
        "address1": "京都郡苅田町尾倉",
        "address2": "3丁目9-12",
        "phone": "03-2552-2956",
    })
}

/// The same as a row of a batch.
fn row(number: &str, mut content: Value) -> Value {
    content["number"] = json!(number);
    content
}
