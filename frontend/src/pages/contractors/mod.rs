//! Pages about contractor IDs (ご契約者ID).

pub mod create;
pub mod edit;
mod passwords;
