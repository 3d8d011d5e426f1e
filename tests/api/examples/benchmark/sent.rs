//! The statements that the server sends for one request, as it sends them: told by the connections themselves, so that
//! a floor made of them cannot drift from the product.

use std::sync::{Arc, Mutex};

use api_tests::{App, Browser};
use madoguchi_services::database::Observer;
use sea_orm::{Statement, Value};

use crate::sites::Site;

/// A statement outside of a transaction.
#[derive(Clone, Debug)]
pub struct Sent {
    /// As it was sent.
    pub sql: String,
    /// In the order of its placeholders.
    pub values: Vec<Given>,
}

/// A value of a placeholder.
#[derive(Clone, Debug)]
pub enum Given {
    /// The same in every such request.
    Known(Value),
    /// An id that each request makes.
    NewId,
}

impl Sent {
    /// Whether it changes rows.
    pub fn is_write(&self) -> bool {
        !self.sql.trim_start().to_ascii_uppercase().starts_with("SELECT")
    }
}

/// Those of a request for a path below the portal, once it was asked before.
pub async fn by_request(app: &App, browser: &Browser, path: &str) -> Vec<Sent> {
    let told: Arc<Mutex<Vec<Statement>>> = Arc::default();
    let teller = told.clone();
    let observer = Observer::new(move |statement| teller.lock().unwrap().push(statement.clone()));
    let site = Site::open_apart(app, Some(&observer)).await;
    let visitor = site.visitor(browser);
    visitor.get(path).await;
    let mut looks = Vec::new();
    for _ in 0..2 {
        told.lock().unwrap().clear();
        visitor.get(path).await;
        looks.push(told.lock().unwrap().clone());
    }
    site.close().await;
    let texts = |look: &[Statement]| look.iter().map(|statement| statement.sql.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&looks[0]), texts(&looks[1]), "the same request sends other statements: {path}");
    looks[0].iter().zip(&looks[1]).map(|(one, other)| compare(one, other)).collect()
}

fn compare(one: &Statement, other: &Statement) -> Sent {
    let values = |statement: &Statement| statement.values.clone().map(|values| values.0).unwrap_or_default();
    let given = |(one, other): (Value, Value)| {
        if one == other {
            return Given::Known(one);
        }
        assert!(matches!(one, Value::Uuid(_)), "a value that changes from request to request is no id: {other}");
        Given::NewId
    };
    Sent { sql: one.sql.clone(), values: values(one).into_iter().zip(values(other)).map(given).collect() }
}
