//! Forms: what the fields of a portal file take, when they are asked, and how answers read. One set of rules for the
//! browser that asks and the server that keeps; knows no page, no table and no framework.

mod checks;
mod paths;
mod prefectures;
mod printing;
mod questionnaires;
mod spelling;
mod values;

#[cfg(test)]
mod tests;

pub use checks::{Code, Fault, check, is_blank, period_days, warning};
pub(crate) use paths::is_name;
pub use paths::{Path, Step};
pub use prefectures::{PREFECTURES, Prefecture};
pub use printing::{Entry, Section, printed};
pub use questionnaires::{Copy, Group, Questionnaire, copied, with_empty};
pub use spelling::{ATTACHMENTS_MAX, LONG_TEXT_MAX, TEXT_MAX, long_text, longest, spelled, tidy};
pub use values::{Object, Value};
