//! Pages about the people of the customer (利用者管理, ユーザ管理).

mod fields;
mod forms;
pub mod list;
mod people;
mod rows;
