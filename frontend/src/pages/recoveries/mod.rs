//! Pages for who forgot something.

pub mod create;
mod fields;
mod words;
