//! Many requests at once, by one file: a coordinating body applies for its facilities. Each row has a draft of its own, known
//! again by its key when the file comes once more, and all drafts are sent together or none. What the columns mean, and
//! what is asked once for all rows, stands in the portal's file.

mod discards;
mod faults;
mod finders;
mod kept;
mod listed;
mod opening;
mod reading;
mod submissions;
mod uploads;

pub use discards::discard;
pub use faults::{Fault, Place};
pub use kept::{Asked, FileColumn};
pub use listed::{Counts, Detail, Row, get, list, rows};
pub use madoguchi_entities::request_batches::Model as RequestBatch;
pub use opening::{NewBatch, Offer, OfferedCategory, OfferedColumn, form, open};
pub use submissions::submit;
pub use uploads::{File, SIZE_MAX, too_large, upload};
