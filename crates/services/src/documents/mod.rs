//! Documents with files: rendered once, stored once, never changed. What they say comes from rows that never change, or
//! from what was set down when they were delivered.

mod archives;
mod invoices;
mod pdf_renderer;
pub mod runs;
mod store;

pub use archives::{selected_invoices, year_of_invoices};
pub use invoices::{Format, file_of_any_invoice, file_of_invoice};
pub use madoguchi_documents::text_files::Encoding;
pub use madoguchi_entities::documents::{DocumentKind, Model as Document};
pub use pdf_renderer::PdfRenderer;
pub use store::File;
pub(crate) use store::{Stored, attach, of_contract, pieces, put_below, read};
