//! Many requests by one file: begun with what is the same for all, read with what is wrong by line and column, sent together.

pub mod create;
pub mod detail;
mod earlier;
mod files;
mod rows;
mod words;
