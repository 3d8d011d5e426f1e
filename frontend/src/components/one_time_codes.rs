//! The field for a code that works once: takes what the phone or the mail program fills in, and any width.

use super::forms::{Field, half_width};
use super::text_fields::{Input, TextField};
use crate::api::problems::Fault;
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::problems::FieldCode;
use madoguchi_domain::text::fold_digits;

const DIGITS: Input = Input { kind: "text", autocomplete: "one-time-code", mode: "numeric", lang: "en", width: "code" };
const LETTERS: Input = Input { lang: "en", width: "medium", ..Input::TEXT };

/// A one-time password that was mailed.
pub fn one_time_code() -> Field {
    digits(4..=10, FieldCode::Malformed.into())
}

/// What an authenticator app shows.
pub fn authenticator_code() -> Field {
    digits(6..=6, Fault::NotSixDigits)
}

fn digits(length: std::ops::RangeInclusive<usize>, wrong: Fault) -> Field {
    Field::required("one_time_password", t!(otp.label), move |typed| {
        let digits = fold_digits(typed);
        let is_code = length.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_code { Ok(digits) } else { Err(wrong) }
    })
}

/// One of the codes for the loss of every other factor.
pub fn recovery_code() -> Field {
    Field::required("one_time_password", t!(otp.recovery_code), half_width)
}

#[component]
pub fn CodeField(
    field: Field,
    /// Whether only digits are typed.
    digits: bool,
    /// Where the code is found.
    #[prop(into)]
    hint: TextProp,
) -> impl IntoView {
    view! { <TextField field=field input=if digits { DIGITS } else { LETTERS } hint=hint /> }
}
