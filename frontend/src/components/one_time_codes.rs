//! The field for a one-time password: takes what the phone or the mail program fills in, and any width.

use super::forms::{Field, half_width};
use super::text_fields::{Input, TextField};
use crate::texts::t;
use leptos::prelude::*;

const INPUT: Input = Input { kind: "text", autocomplete: "one-time-code", mode: "numeric", lang: "en", width: "code" };

/// The state of such a field.
pub fn one_time_code() -> Field {
    Field::required("one_time_password", t!(otp.label), |typed| {
        let digits = half_width(typed)?.replace('-', "");
        let is_code = (4..=10).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_code { Ok(digits) } else { Err("invalid".to_owned()) }
    })
}

/// The field.
#[component]
pub fn OneTimeCodeField(
    field: Field,
    /// Where the digits were mailed and how long they can be used.
    #[prop(into)]
    hint: TextProp,
) -> impl IntoView {
    view! { <TextField field=field input=INPUT hint=hint /> }
}
