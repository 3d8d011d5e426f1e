//! Pages about what is applied for (お申し込み): a draft, its confirmation, what was sent, and all of it.

pub(super) mod agreements;
mod approvals;
pub mod confirm;
mod conflicts;
mod copies;
pub mod detail;
mod discards;
mod drafts;
pub mod edit;
mod filters;
mod histories;
mod kinds;
mod lines;
pub mod list;
pub mod opening;
mod papers;
mod rows;
mod savers;
mod saving;
pub mod sections;
mod states;
mod steps;
mod withdrawals;
mod words;
