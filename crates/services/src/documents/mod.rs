//! Documents with files: rendered once, stored once, never changed. What they say comes from rows that never change, or
//! from what was set down when they were delivered.

mod archives;
mod invoices;
mod press;
pub mod runs;
mod store;

pub use archives::{selected_invoices, year_of_invoices};
pub use invoices::{Format, file_of_any_invoice, file_of_invoice};
pub use madoguchi_documents::text_files::Encoding;
pub use madoguchi_entities::documents::{DocumentKind, Model as Document};
pub use press::Press;
pub(crate) use store::{attach, read};

use bytes::Bytes;

/// A file to be sent.
#[derive(Clone, Debug)]
pub struct File {
    /// Name for the person who keeps it.
    pub name: String,
    /// Content.
    pub bytes: Bytes,
}
