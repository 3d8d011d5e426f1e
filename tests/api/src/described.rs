//! Holds every answer to the OpenAPI description: its status must stand at the operation, and a problem's code in the
//! operation's list. Knows no operation.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use reqwest::Method;
use serde_json::Value;

use crate::browsers::Answer;

/// An operation as it is described.
struct Operation {
    method: String,
    path: Vec<String>,
    statuses: BTreeSet<String>,
    codes: BTreeSet<String>,
}

static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(|| {
    let description = serde_json::to_value(madoguchi_api::openapi::description()).unwrap();
    let paths = description["paths"].as_object().unwrap().iter();
    let of_path = |(path, item): (&String, &Value)| {
        let operations = item.as_object().unwrap().iter().filter(|(_, operation)| operation["responses"].is_object());
        operations.map(|(method, operation)| Operation::read(method, path, operation)).collect::<Vec<_>>()
    };
    paths.flat_map(of_path).collect()
});

impl Operation {
    fn read(method: &str, path: &str, operation: &Value) -> Self {
        let codes = operation["x-problem-codes"].as_array().unwrap();
        Self {
            method: method.to_uppercase(),
            path: path.split('/').map(str::to_owned).collect(),
            statuses: operation["responses"].as_object().unwrap().keys().cloned().collect(),
            codes: codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect(),
        }
    }

    /// How many parts of a path are named by it word for word, when it is the path's.
    fn words(&self, path: &[&str]) -> Option<usize> {
        let fits = |(own, given): (&String, &&str)| own == given || (own.starts_with('{') && !given.is_empty());
        let is_own = self.path.len() == path.len() && self.path.iter().zip(path).all(fits);
        is_own.then(|| self.path.iter().filter(|part| !part.starts_with('{')).count())
    }
}

/// Fails when an answer of the API is not described. What no operation takes is no operation's.
#[track_caller]
pub fn check(method: &Method, path: &str, answer: &Answer) {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    // What can be read can be asked for without its body.
    let method = if *method == Method::HEAD { "GET" } else { method.as_str() };
    let own = OPERATIONS.iter().filter(|operation| operation.method == method);
    let Some(operation) = own.filter_map(|it| Some((it.words(&parts)?, it))).max_by_key(|it| it.0) else { return };
    let operation = operation.1;
    let at = format!("{method} {}", operation.path.join("/"));
    assert!(operation.statuses.contains(&answer.status.to_string()), "{at} does not describe {}", answer.status);
    if answer.header("content-type") == Some("application/problem+json") && !answer.body.is_empty() {
        let problem: Value = answer.json();
        let code = problem["code"].as_str().unwrap();
        assert!(operation.codes.contains(code), "{at} does not list the code {code}");
    }
}
