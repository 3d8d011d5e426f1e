//! The rules of the portal: value types and pure functions; knows no storage, no network, no clock and no framework.

pub mod attachments;
pub mod browsers;
pub mod contract_numbers;
pub mod csv_cells;
pub mod dates;
pub mod durations;
pub mod forms;
pub mod issued;
pub mod mail_addresses;
pub mod money;
pub mod names;
pub mod passwords;
pub mod phones;
pub mod policy;
pub mod postal_codes;
pub mod problems;
pub mod registration_numbers;
pub mod switches;
pub mod tax;
pub mod text;
