//! Pages about the first registration (初回登録).

pub mod complete;
pub mod create;
mod password;
pub mod sent;
pub mod start;
mod steps;
