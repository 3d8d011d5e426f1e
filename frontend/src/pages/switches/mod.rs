//! お手続き: what a customer turns on and off, with the month from which it counts.

mod cards;
mod changes;
mod contracts;
mod filters;
pub mod list;
pub mod offers;
mod states;
pub mod words;
