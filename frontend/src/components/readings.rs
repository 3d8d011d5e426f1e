//! Offers the reading of a name that was typed in kanji where kana was asked for: what was typed before it was converted.
//! Must not know whose name it is.

use super::forms::Field;
use crate::components::views::{changing, optional, text};
use crate::texts::tr;
use leptos::ev::CompositionEvent;
use leptos::prelude::*;
use madoguchi_api_types::problems::FieldCode;
use madoguchi_domain::names::{is_kanji, katakana};

/// The field with the offer below it, while it is wrong and its reading is known.
pub fn offered(field: Field, drawn: AnyView) -> AnyView {
    // What was composed so far in katakana, and what is being composed.
    let (reading, composed) = (RwSignal::new(String::new()), StoredValue::new(String::new()));
    let update = move |event: CompositionEvent| {
        let data = event.data().unwrap_or_default();
        if !data.is_empty() && data.chars().all(is_kana) {
            composed.set_value(data);
        }
    };
    let end = move |event: CompositionEvent| {
        let typed = event.data().unwrap_or_default();
        let said = if typed.chars().any(is_kanji) { composed.get_value() } else { typed };
        composed.set_value(String::new());
        reading.update(|reading| reading.push_str(&katakana(&said)));
    };
    Effect::new(move |_| {
        if field.value.with(String::is_empty) {
            reading.set(String::new());
        }
    });
    let offer = move || {
        let wrong = field.error.with(|error| *error == Some(FieldCode::NotKana.into()));
        let known = reading.with(|reading| !reading.is_empty());
        optional((wrong && known).then(|| button(field, reading)))
    };
    view! {
        <div class="with-reading" on:compositionupdate=update on:compositionend=end>
            {drawn}
            {changing(offer)}
        </div>
    }
    .into_any()
}

fn button(field: Field, reading: RwSignal<String>) -> AnyView {
    let press = move |_| {
        field.change(reading.get_untracked());
        crate::browser::focus(&field.name());
    };
    view! {
        <p>
            <button type="button" class="button outline small" on:click=press>
                {text(move || tr!(registration.use_reading, reading.get()))}
            </button>
        </p>
    }
    .into_any()
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FC}' | '\u{3000}' | ' ')
}
