//! Pages about second factors (多要素認証).

mod apps;
mod codes;
mod factors;
pub mod list;
mod names;
mod passkeys;
mod rows;
