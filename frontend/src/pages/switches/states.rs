//! How a switch stands and what a change of it would do, in words. Must not change anything.

use crate::components::outcomes::Sentence;
use crate::components::views::text;
use crate::formats;
use crate::texts::{t, tr};
use chrono::NaiveDate;
use leptos::prelude::*;
use madoguchi_api_types::switches::{Switch, SwitchKind};

/// Whether it was switched and that does not count yet. A change made then only withdraws, which counts at once: the
/// day it would count from lies before the awaited one.
fn is_awaited(switch: &Switch) -> bool {
    switch.effective_from.is_some_and(|from| from > switch.next_effective_from)
}

/// The state, by word and by shape.
pub fn badge(switch: &Switch) -> AnyView {
    let (class, words) = state(switch);
    view! { <span class=class>{words}</span> }.into_any()
}

fn state(switch: &Switch) -> (&'static str, Sentence) {
    let call_records = switch.kind == SwitchKind::CallRecords;
    match (switch.on, is_awaited(switch)) {
        (true, true) => ("status awaited", t!(switches.applied)),
        (true, false) if call_records => ("status on", t!(switches.in_use)),
        (true, false) => ("status on", t!(switches.paper_stopped)),
        (false, true) => ("status awaited", t!(switches.cancelled)),
        (false, false) if call_records => ("status off", t!(switches.not_applied)),
        (false, false) => ("status off", t!(switches.on_paper)),
    }
}

/// The month from which the state counts: `2026年12月分から`. Nothing for what is as it always was.
pub fn start(switch: &Switch) -> Option<AnyView> {
    start_day(switch).map(|from| text(move || tr!(switches.start_month, formats::month_of(from))))
}

/// The first day of that month.
pub fn start_day(switch: &Switch) -> Option<NaiveDate> {
    switch.effective_from.filter(|_| switch.on || is_awaited(switch))
}

/// What a change made now would do and from when, as a sentence.
pub fn consequence(switch: &Switch) -> String {
    let month = || formats::month_of(switch.next_effective_from);
    match (switch.kind, switch.on, is_awaited(switch)) {
        (SwitchKind::CallRecords, false, _) => tr!(switches.will_show, month()),
        (SwitchKind::CallRecords, true, _) => tr!(switches.will_hide).to_owned(),
        (_, false, false) => tr!(switches.will_stop, month()),
        (_, false, true) => tr!(switches.will_stay_stopped).to_owned(),
        (_, true, false) => tr!(switches.will_send, month()),
        (_, true, true) => tr!(switches.will_keep_sending).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn switch(kind: SwitchKind, on: bool, from: Option<&str>, next: &str) -> Switch {
        Switch {
            kind,
            contract_id: None,
            contract_number: None,
            on,
            effective_from: from.map(|day| day.parse().unwrap()),
            next_effective_from: next.parse().unwrap(),
            changed_at: None,
            changed_by: None,
            changeable: true,
            charge: None,
        }
    }

    /// Today is 20 November 2026.
    #[test]
    fn what_counts_and_what_is_awaited_differ() {
        let class = |kind, on, from, next| state(&switch(kind, on, from, next)).0;
        let (paper, calls) = (SwitchKind::OpeningNoticePaperStop, SwitchKind::CallRecords);
        assert_eq!(class(paper, false, None, "2026-12-01"), "status off");
        assert_eq!(class(paper, true, Some("2026-12-01"), "2026-11-20"), "status awaited");
        assert_eq!(class(paper, true, Some("2026-11-01"), "2026-12-01"), "status on");
        assert_eq!(class(paper, false, Some("2026-12-01"), "2026-11-20"), "status awaited");
        assert_eq!(class(paper, false, Some("2026-11-20"), "2026-12-01"), "status off");
        assert_eq!(class(calls, true, Some("2026-12-01"), "2026-11-20"), "status awaited");
        assert_eq!(class(calls, true, Some("2026-10-01"), "2026-11-20"), "status on");
        // On the first day of its month it counts.
        assert_eq!(class(calls, true, Some("2026-11-01"), "2026-11-01"), "status on");
    }
}
