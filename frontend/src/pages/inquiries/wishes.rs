//! Wishes that have a switch: the hint beside the form, the consent with which one is done at once, and what became of
//! one that was recognised.

use crate::components::check_boxes::CheckBox;
use crate::components::forms::{Field, anything};
use crate::components::notices::{Kind, Notice};
use crate::components::views::{changing, optional, text};
use crate::contexts::{PageContext, has_module};
use crate::formats;
use crate::pages::switches::words;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::inquiries::{InquiryWish, WishWords};
use madoguchi_api_types::portals::Module;
use madoguchi_api_types::switches::SwitchKind;
use madoguchi_domain::switches::wishes::is_wish;
use serde_json::Value;

/// The switch that a kind of inquiry is about, if it is: the two have one code.
fn switch_of(kind: &str) -> Option<SwitchKind> {
    serde_json::from_value(Value::String(kind.to_owned())).ok()
}

/// Where what is wished for can be done at once.
pub fn hint(context: &PageContext, kind: &str) -> Option<AnyView> {
    let has_switch = has_module(&context.portal, Module::Switches) && switch_of(kind).is_some();
    has_switch.then(|| {
        let address = context.path("/switches");
        view! {
            <Notice kind=Kind::Info>
                <p>{t!(inquiries.switch_hint)} " " <a href=address>{t!(inquiries.switch_link)}</a></p>
            </Notice>
        }
        .into_any()
    })
}

/// The switch that an inquiry wishes to be turned on, by the server's rule.
fn wished(offered: &[WishWords], kind: &str, subject: &str) -> Option<SwitchKind> {
    let found = offered.iter().find(|words| words.kind == kind && is_wish(&words.subject, subject));
    found.map(|words| words.switch)
}

/// The consent that is asked for while what is typed is a wish. Without it the inquiry is one like any other.
#[derive(Clone, Copy)]
pub struct Consent {
    field: Field,
    wished: Memo<Option<SwitchKind>>,
}

impl Consent {
    /// Nothing is consented to yet.
    pub fn new(offered: Vec<WishWords>, kind: Field, subject: impl Fn() -> String + Send + Sync + 'static) -> Self {
        let wished = Memo::new(move |_| wished(&offered, &kind.value.read(), &subject()));
        let label = move || wished.get().map_or("", |kind| words::consent(kind)());
        let field = Field::optional("consent", label, anything);
        // It is given to one sentence; another one is to be read first.
        Effect::new(move |_| {
            wished.track();
            field.value.set(String::new());
        });
        Self { field, wished }
    }

    /// Whether it is asked for and given.
    pub fn is_given(self) -> bool {
        self.wished.get_untracked().is_some() && !self.field.value.read_untracked().is_empty()
    }

    /// The box, with what ticking it does.
    pub fn view(self) -> AnyView {
        changing(move || {
            let kind = self.wished.get();
            optional(kind.map(|kind| {
                let title = words::title(kind);
                let all = (kind == SwitchKind::CallRecords)
                    .then(|| view! { <p>{t!(inquiries.wish_all_contracts)}</p> }.into_any());
                view! {
                    <Notice kind=Kind::Info>
                        <p>{text(move || tr!(inquiries.wish_at_once, title()))}</p>
                        {optional(all)}
                    </Notice>
                    <CheckBox field=self.field />
                }
                .into_any()
            }))
        })
    }
}

/// What became of a recognised wish.
pub fn notice(context: &PageContext, wish: &InquiryWish) -> AnyView {
    let address = context.path("/switches");
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
    use super::{switch_of, wished};
    use madoguchi_api_types::inquiries::WishWords;
    use madoguchi_api_types::switches::SwitchKind;

    #[test]
    fn a_kind_of_the_code_of_a_switch_is_about_it() {
        assert_eq!(switch_of("call_records"), Some(SwitchKind::CallRecords));
        assert_eq!([switch_of("other"), switch_of("")], [None, None]);
    }

    #[test]
    fn the_words_of_the_guide_are_a_wish_for_their_kind_only() {
        let offered = [
            (SwitchKind::CallRecords, "call_records", "通話明細記録の希望"),
            (SwitchKind::DebitNoticePaperStop, "other", "口座振替案内書の紙発送停止希望"),
        ];
        let offered = offered.map(|(switch, kind, subject)| WishWords {
            switch,
            kind: kind.to_owned(),
            subject: subject.to_owned(),
        });
        let found = |kind, subject| wished(&offered, kind, subject);
        assert_eq!(found("call_records", "【至急】通話明細記録 の希望"), Some(SwitchKind::CallRecords));
        assert_eq!(found("other", "口座振替案内書の紙発送停止希望"), Some(SwitchKind::DebitNoticePaperStop));
        assert_eq!(found("other", "通話明細記録の希望"), None);
        assert_eq!(found("other", "口座振替案内書の紙発送停止希望の取消"), None);
    }
}
