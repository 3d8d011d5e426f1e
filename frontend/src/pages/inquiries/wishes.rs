//! Wishes that have a switch: the hint beside the form, and what became of one that was recognised.

use crate::components::notices::{Kind, Notice};
use crate::components::views::text;
use crate::formats;
use crate::pages::switches::words;
use crate::texts::{t, tr};
use crate::visits::{Visit, has_module};
use leptos::prelude::*;
use madoguchi_api_types::inquiries::InquiryWish;
use madoguchi_api_types::switches::SwitchKind;
use serde_json::Value;

/// The switch that a kind of inquiry is about, if it is: the two have one code.
fn switch_of(kind: &str) -> Option<SwitchKind> {
    serde_json::from_value(Value::String(kind.to_owned())).ok()
}

/// Where what is wished for can be done at once.
pub fn hint(visit: &Visit, kind: &str) -> Option<AnyView> {
    let has_switch = has_module(&visit.portal, "switches") && switch_of(kind).is_some();
    has_switch.then(|| {
        let address = visit.path("/switches");
        view! {
            <Notice kind=Kind::Info>
                <p>{t!(inquiries.switch_hint)} " " <a href=address>{t!(inquiries.switch_link)}</a></p>
            </Notice>
        }
        .into_any()
    })
}

/// What became of a recognised wish.
pub fn notice(visit: &Visit, wish: &InquiryWish) -> AnyView {
    let address = visit.path("/switches");
    let (title, from) = (words::title(wish.kind), wish.effective_from);
    let sentence = move || match from {
        Some(from) => tr!(inquiries.wish_done, formats::month_of(from), title()),
        None => tr!(inquiries.wish_open, title()),
    };
    let kind = if from.is_some() { Kind::Success } else { Kind::Info };
    view! {
        <Notice kind=kind>
            <p>{text(sentence)}</p>
            <p><a href=address>{t!(inquiries.wish_link)}</a></p>
        </Notice>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::switch_of;
    use madoguchi_api_types::switches::SwitchKind;

    #[test]
    fn a_kind_of_the_code_of_a_switch_is_about_it() {
        assert_eq!(switch_of("call_records"), Some(SwitchKind::CallRecords));
        assert_eq!([switch_of("other"), switch_of("")], [None, None]);
    }
}
