//! Forms of the portal file on a page: any of them is drawn from its description, checked by the rules that the server
//! checks by, and shown filled in. Must not know which form it is and who asks.

mod address_fields;
mod addresses;
mod controls;
mod copying;
mod filling;
mod furigana;
mod inputs;
mod made;
mod parts;
mod products;
mod readings;
mod sentences;
mod state;
mod summaries;
mod wholes;

pub use parts::questions;
pub use sentences::sentence;
pub use state::{Extras, Files, PolicyForm, Source};
pub use summaries::{Change, summary};
pub use wholes::Whole;
