//! Furigana beside a name: what was typed before it was converted goes into the field `<name>_kana` of the same form, where
//! it is certain and nothing else was typed there. Must not know whose name it is.

use super::readings::Reading;
use super::state::{Part, PolicyForm};
use crate::components::forms::Field;
use leptos::ev::{CompositionEvent, KeyboardEvent};
use leptos::prelude::*;
use madoguchi_domain::policy::{self, FieldKind};

/// End of the name of a field for furigana.
const KANA: &str = "_kana";

/// The field that has the furigana of another one, if the form asks it.
fn twin(form: PolicyForm, part: &Part, field: &policy::Field) -> Option<Field> {
    let name = format!("{}{KANA}", field.name);
    let is_kana = part.fields.iter().any(|it| it.name == name && it.kind == FieldKind::Kana);
    is_kana.then(|| untrack(|| form.field(&part.path.name(&name)))).flatten()
}

/// The field, followed while one types; the field alone where the form asks no furigana of it.
pub fn followed(form: PolicyForm, part: &Part, field: &policy::Field, one: Field, drawn: AnyView) -> AnyView {
    let Some(twin) = twin(form, part, field) else { return drawn };
    let reading = StoredValue::new(Reading::default());
    let own = StoredValue::new(String::new());
    let fill = move || {
        let typed = one.value.get_untracked();
        let known = reading.try_update_value(|reading| reading.of(&typed)).flatten();
        let stands = twin.value.get_untracked();
        let may = stands.is_empty() || own.with_value(|own| *own == stands);
        if let Some(known) = known.filter(|known| may && *known != stands) {
            own.set_value(known.clone());
            twin.change(known);
        }
    };
    let update = move |event: CompositionEvent| {
        let data = event.data().unwrap_or_default();
        reading.update_value(|reading| reading.compose(&data));
    };
    let press = move |event: KeyboardEvent| reading.update_value(|reading| reading.press(&event.code()));
    let end = move |event: CompositionEvent| {
        let data = event.data().unwrap_or_default();
        reading.update_value(|reading| reading.end(&data));
        fill();
    };
    let input = move |_| {
        if reading.with_value(|reading| !reading.is_composing()) {
            fill();
        }
    };
    view! {
        <div class="with-reading" on:compositionupdate=update on:compositionend=end on:keydown=press on:input=input>
            {drawn}
        </div>
    }
    .into_any()
}
