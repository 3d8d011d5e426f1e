//! The sentences for what can be wrong with a field of the portal's file. They come with the pages that have such fields.

use crate::api::problems::field_text;
use crate::texts::tr;

/// The sentence of a code, by what it is about and not by the name of the field, which the portal's file chooses.
pub fn sentence(name: &str, code: &str, label: &str) -> String {
    match code {
        "not_chosen" | "unknown" => tr!(policy_forms.choose, label),
        "not_kana" => tr!(policy_forms.not_kana, label),
        "postal_code_not_seven_digits" => tr!(policy_forms.seven_digits, label),
        "phone_not_digits" | "phone_length" => tr!(policy_forms.not_a_phone, label),
        "mail_address_malformed" => tr!(policy_forms.not_a_mail_address, label),
        "date_malformed" | "date_impossible" | "date_outside_era" => tr!(policy_forms.not_a_date, label),
        "not_a_number" => tr!(policy_forms.not_a_number, label),
        "out_of_range" => tr!(policy_forms.out_of_range, label),
        "too_many" => tr!(policy_forms.too_many, label),
        _ => field_text(name, code, label),
    }
}
