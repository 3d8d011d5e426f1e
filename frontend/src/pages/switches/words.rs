//! What each switch is called, what it means and what turning it on asks consent to. Must not know how it stands.

use crate::components::outcomes::Sentence;
use crate::texts::t;
use madoguchi_api_types::switches::SwitchKind;

/// In the order of the page: those that are one for all before the long list of contracts.
pub const KINDS: [SwitchKind; 3] =
    [SwitchKind::OpeningNoticePaperStop, SwitchKind::DebitNoticePaperStop, SwitchKind::CallRecords];

/// What it is called.
pub fn title(kind: SwitchKind) -> Sentence {
    match kind {
        SwitchKind::CallRecords => t!(switches.call_records),
        SwitchKind::OpeningNoticePaperStop => t!(switches.opening_notices),
        SwitchKind::DebitNoticePaperStop => t!(switches.debit_notices),
    }
}

pub fn meaning(kind: SwitchKind) -> Sentence {
    match kind {
        SwitchKind::CallRecords => t!(switches.call_records_text),
        SwitchKind::OpeningNoticePaperStop => t!(switches.opening_notices_text),
        SwitchKind::DebitNoticePaperStop => t!(switches.debit_notices_text),
    }
}

/// What it does not reach, where people may think that it does.
pub fn limit(kind: SwitchKind) -> Option<Sentence> {
    (kind == SwitchKind::DebitNoticePaperStop).then_some(t!(switches.invoices_stay))
}

/// What turning it on asks consent to.
pub fn consent(kind: SwitchKind) -> Sentence {
    match kind {
        SwitchKind::CallRecords => t!(switches.call_records_consent),
        SwitchKind::OpeningNoticePaperStop => t!(switches.opening_notices_consent),
        SwitchKind::DebitNoticePaperStop => t!(switches.debit_notices_consent),
    }
}

/// Ids within the page: of the heading, and of the place that says what was done.
pub fn ids(kind: SwitchKind) -> (&'static str, &'static str) {
    match kind {
        SwitchKind::CallRecords => ("call-records-title", "call-records-outcome"),
        SwitchKind::OpeningNoticePaperStop => ("opening-notices-title", "opening-notices-outcome"),
        SwitchKind::DebitNoticePaperStop => ("debit-notices-title", "debit-notices-outcome"),
    }
}
