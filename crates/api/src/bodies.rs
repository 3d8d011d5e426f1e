//! Bodies of requests: JSON of exactly the fields that an operation knows, in texts without what no text may hold. Knows
//! no operation, so that none can forget it.

use std::collections::BTreeMap;
use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest};
use madoguchi_api_types::problems::{FieldCode, FieldProblem, ProblemCode};
use madoguchi_domain::text::{self, Lines};
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::PartialSchema;

use crate::input::Reading;
use crate::{bounds, decisions, input, problem};

/// Fields that are read and looked up, never kept as they were typed: marks without shape are ignored in them. A
/// password is kept as its hash, and may be of any characters that a portal allows.
const READ: [&str; 15] = [
    "access_id",
    "contract_number",
    "contractor_id",
    "current_password",
    "customer_name",
    "login_id",
    "mail_address",
    "new_password",
    "one_time_password",
    "password",
    "phone",
    "postal_code",
    "sign_in_name",
    "temporary_password",
    "token",
];
/// Fields of several lines.
const LINES: [&str; 5] = ["answer", "answer_en", "body", "body_en", "text"];
/// Answers to the forms of a portal, which say themselves what each of their fields takes (`madoguchi_domain::forms`).
const FORMS: &str = "answers";

/// A body as an operation wants it, read when its permission was granted. Not [`actix_web::web::Json`], which waits for none
/// and takes any field and any text.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T> Json<T> {
    /// What was sent.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = Error;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            decisions::granted(&request).await;
            read(input::json(&request, &mut payload, input::BODY_MAX).await?).map(Self)
        })
    }
}

/// Rows as a provider's system sends them: up to [`input::ROWS_MAX`] bytes, of exactly the fields that an operation knows. What
/// its texts may hold is said row by row, by what an import goes through too.
#[derive(Debug)]
pub struct Rows<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Rows<T> {
    type Error = Error;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            decisions::granted(&request).await;
            parse(input::json(&request, &mut payload, input::ROWS_MAX).await?).map(Self)
        })
    }
}

/// One row, as it is put under its number: as [`Rows`], and all its texts that cannot be right are named at once, by the lengths that
/// the description says, whatever else is missing. What stands in its lists is said by what an import goes through.
#[derive(Debug)]
pub struct Row<T>(pub T);

impl<T: DeserializeOwned + PartialSchema + 'static> FromRequest for Row<T> {
    type Error = Error;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            decisions::granted(&request).await;
            let body = input::json(&request, &mut payload, input::ROWS_MAX).await?;
            let broken = broken_in_row(&body, &bounds::lengths(T::schema()));
            if broken.is_empty() { parse(body).map(Self) } else { Err(refuse(broken)) }
        })
    }
}

/// The fields of a row with a text that no text may be, that is too long, or a day that no database holds.
fn broken_in_row(row: &Value, lengths: &BTreeMap<String, usize>) -> Vec<FieldProblem> {
    let fields = row.as_object().into_iter().flatten();
    let broken = fields.filter_map(|(field, value)| {
        let code = fault(field, value.as_str()?, lengths.get(field).copied())?;
        Some(FieldProblem { field: field.clone(), code })
    });
    broken.collect()
}

fn read<T: DeserializeOwned>(body: Value) -> Result<T, Error> {
    let mut broken = Vec::new();
    check(&body, "", &mut broken);
    if !broken.is_empty() {
        return Err(refuse(broken));
    }
    parse(body)
}

fn parse<T: DeserializeOwned>(body: Value) -> Result<T, Error> {
    // It would be read as the fields in their order, and no body is a list.
    if body.is_array() {
        return Err(input::refuse("a list in place of an object".to_owned(), ProblemCode::MalformedJson));
    }
    serde_path_to_error::deserialize(&body).map_err(|error| {
        let (path, cause) = (error.path().to_string(), error.into_inner());
        let message = cause.to_string();
        if let Some(field) = unknown_field(&message) {
            return refuse(vec![FieldProblem { field, code: FieldCode::UnknownField }]);
        }
        if message.starts_with(UNKNOWN_VALUE) {
            return refuse(vec![FieldProblem { field: path, code: FieldCode::Unknown }]);
        }
        input::refuse(format!("{path}: {cause}"), ProblemCode::MalformedJson)
    })
}

/// The field that serde does not know; it tells no other way.
fn unknown_field(message: &str) -> Option<String> {
    let (field, _) = message.strip_prefix("unknown field `")?.split_once('`')?;
    Some(field.to_owned())
}

/// How serde begins to say that a text is none of a closed set.
const UNKNOWN_VALUE: &str = "unknown variant `";

fn refuse(errors: Vec<FieldProblem>) -> Error {
    let mut problem = problem::problem(ProblemCode::ValidationFailed);
    problem.errors = errors;
    input::refused("a field was refused", problem)
}

/// Names each field with a text that no text may be, that is longer than the field takes, or a day that no database holds.
fn check(value: &Value, field: &str, broken: &mut Vec<FieldProblem>) {
    match value {
        Value::String(text) => {
            let code = fault(field, text, bounds::longest(field));
            broken.extend(code.map(|code| FieldProblem { field: field.to_owned(), code }));
        }
        Value::Array(values) => values.iter().for_each(|value| check(value, field, broken)),
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(field, _)| *field != FORMS);
            fields.for_each(|(field, value)| check(value, field, broken));
        }
        _ => {}
    }
}

/// What is wrong with a text, whatever it says.
fn fault(field: &str, text: &str, longest: Option<usize>) -> Option<FieldCode> {
    // Bytes first: characters are counted only where it matters.
    if longest.is_some_and(|most| text.len() > most && text.trim().chars().count() > most) {
        Some(FieldCode::TooLong)
    } else if is_broken(field, text) {
        Some(FieldCode::InvalidCharacters)
    } else if input::is_far_day(text) {
        Some(FieldCode::OutOfRange)
    } else {
        None
    }
}

fn is_broken(field: &str, text: &str) -> bool {
    if LINES.contains(&field) {
        text::is_broken(text, Lines::Many)
    } else if READ.contains(&field) {
        text::is_unreadable(text)
    } else {
        text::is_broken(text, Lines::One)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn refused(body: &Value) -> Vec<String> {
        let mut broken = Vec::new();
        check(body, "", &mut broken);
        broken.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn texts_are_named_by_their_field_wherever_they_stand() {
        let body = json!({
            "name": "a\nb", "text": "a\nb\tc", "identifiers": { "access_id": "\u{202D}ab\u{202C}", "login_id": "a\0" },
            "words": ["a", "\u{202E}b"], "one_time_password": "12\u{200B}34", "kind": "a\u{202E}", "count": 1,
        });
        let mut fields = refused(&body);
        fields.sort();
        assert_eq!(fields, ["kind", "login_id", "name", "words"]);
        assert_eq!(refused(&json!({ "text": "a\u{202E}b", "password": "a\0" })), ["password", "text"]);
        assert_eq!(refused(&json!({ "answers": { "note": "a\nb" }, "note": "a\nb" })), ["note"]);
        assert_eq!(refused(&json!({ "from": "-262143-01-01", "until": "9999-12-31" })), ["from"]);
    }

    #[test]
    fn texts_of_a_row_are_named_by_the_lengths_of_its_description() {
        use madoguchi_api_types::provider::customers::WriteCustomer;
        let lengths = bounds::lengths(WriteCustomer::schema());
        let row = json!({ "name": "a".repeat(500), "prefecture": "a".repeat(17), "address1": "a\nb", "rest": ["a\0"] });
        let broken = broken_in_row(&row, &lengths).into_iter().map(|it| (it.field, it.code));
        let expected = [("address1", FieldCode::InvalidCharacters), ("prefecture", FieldCode::TooLong)];
        assert!(broken.eq(expected.map(|(field, code)| (field.to_owned(), code))));
    }

    #[test]
    fn an_unknown_field_is_named() {
        assert_eq!(unknown_field("unknown field `zz`, expected `token`").as_deref(), Some("zz"));
        assert_eq!(unknown_field("missing field `token`"), None);
    }

    #[test]
    fn a_text_that_is_none_of_a_set_is_named_at_its_field() {
        use madoguchi_api_types::accounts::UpdateProfile;
        let refusal = read::<UpdateProfile>(json!({ "locale": "fr" })).unwrap_err();
        assert_eq!(refusal.as_response_error().status_code(), 422);
        let refusal = read::<UpdateProfile>(json!({ "locale": 1 })).unwrap_err();
        assert_eq!(refusal.as_response_error().status_code(), 400);
        assert!(read::<UpdateProfile>(json!({ "locale": "en" })).is_ok());
    }
}
