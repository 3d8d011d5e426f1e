//! The state of a form: what was typed, what is wrong with it, whether it is being sent. Must not draw it.

mod fields;
mod sending;
mod spellings;

pub use fields::Field;
pub use sending::{Form, Refusal};
pub use spellings::{anything, half_width};
