//! Knows how invoices, notices, call records and calendars look as files; must not know where their data comes from.
//!
//! Data in, bytes out: no database, no policy, no HTTP. Amounts arrive computed; nothing here rounds or allocates.

mod fonts;
mod invoices;
mod notices;
mod parties;
mod quotes;
mod renderer;
mod requests;
mod spelling;
mod wording;

pub mod archives;
pub mod calendars;
pub mod call_record_files;
pub mod invoice_files;
pub mod tables;
pub mod text_files;

pub use fonts::{FAMILIES, FontError, Fonts};
pub use invoices::{BankAccount, InvoiceDocument, InvoiceKind, InvoiceLine, InvoicePart};
pub use notices::{OpeningNotice, Section};
pub use parties::{Issuer, Party};
pub use quotes::{QuoteDocument, QuoteRow};
pub use renderer::{RenderError, Renderer};
pub use requests::{RequestDocument, RequestLine, RequestPart};
pub use spelling::spelled;
