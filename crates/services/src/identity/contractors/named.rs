//! Which answers say what the row of a customer says: name, kana, address and phone stand in the first form, by their
//! kinds. Must not know the names of a portal's forms.

use madoguchi_domain::forms::{Group, Object, Questionnaire, Value};
use madoguchi_domain::names::NameKey;
use madoguchi_domain::policy::FieldKind;
use madoguchi_domain::text::tidy_display_name;
use madoguchi_entities::customers;
use sea_orm::{ActiveValue::Set, IntoActiveModel};

/// End of the name of a field that has the furigana of another.
const KANA: &str = "_kana";
/// Names of fields that several kinds of addresses share.
const ADDRESS: [&str; 2] = ["address1", "address2"];
/// Names of the fields with a person's name.
const PERSON: [&str; 2] = ["family_name", "given_name"];

/// What the row of a customer says, and in which fields of the first form.
struct Fields<'a> {
    name: Option<&'a str>,
    kana: Option<&'a str>,
    postal_code: Option<&'a str>,
    prefecture: Option<&'a str>,
    address: [Option<&'a str>; 2],
    phone: Option<&'a str>,
}

impl<'a> Fields<'a> {
    fn of(group: &'a Group) -> Self {
        let fields = || group.form.fields.iter().filter(|field| !field.read_only);
        let first = |kind: FieldKind| fields().find(|field| field.kind == kind).map(|it| it.name.as_str());
        let named = |name: &str| fields().find(|field| field.name == name).map(|it| it.name.as_str());
        let name = first(FieldKind::Text);
        Self {
            name,
            kana: name.and_then(|name| named(&format!("{name}{KANA}"))),
            postal_code: first(FieldKind::PostalCode),
            prefecture: first(FieldKind::Prefecture),
            address: ADDRESS.map(named),
            phone: first(FieldKind::Phone),
        }
    }
}

/// What a form starts with whose contractor said nothing yet: defaults, and what the provider knows.
pub(super) fn known(questionnaire: &Questionnaire, customer: &customers::Model) -> Object {
    let mut answers = Value::Object(questionnaire.initial());
    if let Some(group) = questionnaire.groups.first() {
        let fields = Fields::of(group);
        let known = [
            (fields.name, &customer.name),
            (fields.kana, &customer.name_kana),
            (fields.postal_code, &customer.postal_code),
            (fields.prefecture, &customer.prefecture),
            (fields.address[0], &customer.address1),
            (fields.address[1], &customer.address2),
            (fields.phone, &customer.phone),
        ];
        for (field, text) in known.into_iter().filter(|(_, text)| !text.is_empty()) {
            if let Some(field) = field {
                answers.put(group.path.name(field).steps(), Value::from(text.as_str()));
            }
        }
    }
    if let Value::Object(answers) = answers { answers } else { Object::new() }
}

/// The row of a customer after these answers: by its name it is found again (recoveries, registrations).
pub(super) fn renamed(
    questionnaire: &Questionnaire,
    answers: &Object,
    customer: customers::Model,
) -> customers::ActiveModel {
    let mut row = customer.into_active_model();
    let Some(group) = questionnaire.groups.first() else { return row };
    let (fields, whole) = (Fields::of(group), Value::Object(answers.clone()));
    let said = |field: Option<&str>| {
        field.map(|field| {
            let answer = whole.at(group.path.name(field).steps()).and_then(Value::as_text);
            answer.unwrap_or_default().to_owned()
        })
    };
    if let Some(name) = said(fields.name) {
        let kana = said(fields.kana).unwrap_or_default();
        row.name_key = Set(NameKey::of(if kana.is_empty() { &name } else { &kana }).into());
        row.name = Set(name);
        row.name_kana = Set(kana);
    }
    let others = [
        (&mut row.postal_code, fields.postal_code),
        (&mut row.prefecture, fields.prefecture),
        (&mut row.address1, fields.address[0]),
        (&mut row.address2, fields.address[1]),
        (&mut row.phone, fields.phone),
    ];
    for (column, field) in others {
        if let Some(said) = said(field) {
            *column = Set(said);
        }
    }
    row
}

/// How the person is called who answered: by the last form that asks a person's name, which is that of the contact.
pub(super) fn person(questionnaire: &Questionnaire, answers: &Object) -> Option<String> {
    let asks = |group: &&Group| {
        let has = |name: &str| group.form.fields.iter().any(|field| field.name == name);
        group.form.repeat_max.is_none() && PERSON.into_iter().all(has)
    };
    let group = questionnaire.groups.iter().rev().find(asks)?;
    let whole = Value::Object(answers.clone());
    let said = PERSON.map(|name| whole.at(group.path.name(name).steps()).and_then(Value::as_text).unwrap_or_default());
    let name = tidy_display_name(&said.join("\u{3000}"));
    Some(name).filter(|name| !name.is_empty())
}
