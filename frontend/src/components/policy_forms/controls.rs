//! The control of a field by what it takes: keyboard, autofill, choices, and what is said beside it. Must not know the
//! form.

use super::inputs::ENDS;
use super::state::{Part, PolicyForm};
use super::{addresses, furigana, products};
use crate::components::check_boxes::CheckBox;
use crate::components::choice_fields::choice_field;
use crate::components::forms::Field;
use crate::components::radio_groups::required_radio_group;
use crate::components::readings;
use crate::components::text_areas::text_area;
use crate::components::text_fields::{Input, text_field};
use crate::components::views::{optional, text};
use crate::texts::{locale, tr};
use leptos::prelude::*;
use madoguchi_domain::forms::{Object, PREFECTURES, Path, Prefecture, Value, period_days, printed, warning};
use madoguchi_domain::policy::{self, FieldKind, Localized};

/// Choices up to this many are all to be seen.
const SEEN: usize = 3;
/// Lines of a field of several lines, at first.
const ROWS: u32 = 8;

const KANA: Input = Input { lang: "ja", ..Input::TEXT };
const POSTAL_CODE: Input =
    Input { autocomplete: "postal-code", mode: "numeric", lang: "en", width: "short", ..Input::TEXT };
const PHONE: Input = Input { kind: "tel", autocomplete: "tel", mode: "tel", lang: "en", width: "medium" };
const DAY: Input = Input { kind: "date", width: "medium", ..Input::TEXT };
const COUNT: Input = Input { mode: "numeric", lang: "en", width: "short", ..Input::TEXT };
const CODE: Input = Input { mode: "numeric", lang: "en", width: "medium", ..Input::TEXT };

/// Draws a field of a form.
pub fn control(form: PolicyForm, part: &Part, field: &policy::Field) -> AnyView {
    if field.read_only {
        return read_only(form, part.path.name(&field.name), field.clone());
    }
    if let Some(files) = form.files(field) {
        return (files.draw)();
    }
    match form.inputs(part, field).as_slice() {
        [one] => single(form, part, *one, field),
        [first, last] => period(part, (*first, *last), field),
        _ => optional(None),
    }
}

fn single(form: PolicyForm, part: &Part, one: Field, field: &policy::Field) -> AnyView {
    let input = match field.kind {
        FieldKind::LongText => return text_area(one, ROWS, hint(field)),
        FieldKind::Choice | FieldKind::Prefecture => return choices(one, options(field), field),
        FieldKind::Flag => return flag(one, field),
        FieldKind::Product | FieldKind::Reference => {
            let offered = form.extras.with_value(|extras| extras.options.as_ref().map(|options| options(field)));
            match offered.filter(|offered| !offered.is_empty()) {
                Some(offered) => return choices(one, offered, field),
                None => Input::TEXT,
            }
        }
        FieldKind::Kana => KANA,
        FieldKind::PostalCode => POSTAL_CODE,
        FieldKind::Phone => PHONE,
        FieldKind::MailAddress => Input::MAIL,
        FieldKind::Date => DAY,
        FieldKind::Count => COUNT,
        FieldKind::InstitutionCode => CODE,
        FieldKind::Text | FieldKind::Period | FieldKind::Attachments => Input::TEXT,
    };
    let drawn = text_field(one, input, hint(field));
    match field.kind {
        FieldKind::Text => furigana::followed(form, part, field, one, drawn),
        FieldKind::Kana => readings::offered(one, drawn),
        FieldKind::PostalCode => addresses::searched(form, part, one, drawn),
        FieldKind::Product => products::searched(one, drawn),
        FieldKind::InstitutionCode => warned(one, prefecture(form, part), field.clone(), drawn),
        _ => drawn,
    }
}

/// A portal's own text in the language of the screens.
pub fn own(text: &Localized) -> TextProp {
    let text = text.clone();
    (move || text.get(locale()).to_owned()).into()
}

fn hint(field: &policy::Field) -> Option<TextProp> {
    field.hint.as_ref().map(own)
}

/// The choices of a field, with what each says.
fn options(field: &policy::Field) -> Vec<(String, TextProp)> {
    let named = |it: &'static Prefecture| {
        let label = move || locale().pick(it.name, it.english);
        (it.name.to_owned(), label.into())
    };
    if field.kind == FieldKind::Prefecture {
        return PREFECTURES.iter().map(named).collect();
    }
    field.choices.iter().map(|(code, label)| (code.clone(), own(label))).collect()
}

fn choices(one: Field, offered: Vec<(String, TextProp)>, field: &policy::Field) -> AnyView {
    // A radio cannot be taken back.
    if field.required && offered.len() <= SEEN {
        let offered = offered.into_iter().map(|(code, label)| (code.into(), label)).collect();
        return required_radio_group(one, offered, hint(field));
    }
    choice_field(one, offered, hint(field))
}

fn flag(one: Field, field: &policy::Field) -> AnyView {
    let hint = hint(field).map(|hint| view! { <p class="hint">{text(hint)}</p> }.into_any());
    view! {
        <div class="field-group">
            <CheckBox field=one />
            {optional(hint)}
        </div>
    }
    .into_any()
}

/// The prefecture that is chosen in the same form: it completes short codes.
fn prefecture(form: PolicyForm, part: &Part) -> Option<Field> {
    let field = part.fields.iter().find(|field| field.kind == FieldKind::Prefecture)?;
    form.inputs(part, field).first().copied()
}

/// What is taken and should be looked at once more.
fn warned(one: Field, prefecture: Option<Field>, field: policy::Field, drawn: AnyView) -> AnyView {
    let unusual = move || {
        let prefecture = prefecture.map(|it| it.value.get());
        let is_unusual = one.value.with(|typed| warning(&field, typed, prefecture.as_deref()).is_some());
        if is_unusual { tr!(policy_forms.institution_code_unusual) } else { "" }
    };
    view! {
        <div class="field-group">
            {drawn}
            <p class="hint" role="status">{text(unusual)}</p>
        </div>
    }
    .into_any()
}

/// First and last day, with how many days that is.
fn period(part: &Part, (first, last): (Field, Field), field: &policy::Field) -> AnyView {
    let days = move || {
        let mut ends = Object::new();
        for (end, input) in ENDS.into_iter().zip([first, last]) {
            ends.insert(end.to_owned(), input.value.get().into());
        }
        period_days(&ends).map(|days| tr!(policy_forms.days, days)).unwrap_or_default()
    };
    let id = format!("{}-days", part.path.name(&field.name));
    let described = id.clone();
    let hint = hint(field).map(|hint| view! { <p class="hint">{text(hint)}</p> }.into_any());
    view! {
        <div class="field-group period" role="group" aria-describedby=described>
            {text_field(first, DAY, None)}
            {text_field(last, DAY, None)}
            <p class="period-days" id=id role="status">{text(days)}</p>
            {optional(hint)}
        </div>
    }
    .into_any()
}

/// A value that is changed elsewhere.
fn read_only(form: PolicyForm, path: Path, field: policy::Field) -> AnyView {
    let (label, note) = (own(&field.label), hint(&field));
    let value = move || {
        form.read_only.with(|values| {
            let whole = Value::Object(values.clone());
            whole.at(path.steps()).map(|value| printed(&field, value, locale())).unwrap_or_default()
        })
    };
    let note = note.map(|note| view! { <p class="hint">{text(note)}</p> }.into_any());
    view! {
        <dl class="field read-only">
            <dt>{text(label)}</dt>
            <dd>{text(value)} {optional(note)}</dd>
        </dl>
    }
    .into_any()
}
