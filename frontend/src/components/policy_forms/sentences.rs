//! The sentences for what can be wrong with a field of the portal's file. They come with the pages that have such fields.

use crate::api::problems::{Fault, field_text};
use crate::texts::tr;
use madoguchi_api_types::problems::FieldCode;

/// The sentence of a fault, by what it is about and not by the name of the field, which the portal's file chooses.
pub fn sentence(name: &str, fault: Fault, label: &str) -> String {
    use FieldCode as F;
    let code = match fault {
        Fault::Code(code) => code,
        Fault::NotChosen => F::Unknown,
        other => return field_text(name, other, label),
    };
    match code {
        F::Unknown => tr!(policy_forms.choose, label),
        F::BeforeToday => tr!(policy_forms.before_today, label),
        F::OutsideRental => tr!(policy_forms.outside_rental, label),
        F::AboveInRent => tr!(policy_forms.above_in_rent, label),
        F::NotInOrder => tr!(policy_forms.not_in_order, label),
        F::Duplicate => tr!(policy_forms.duplicate, label),
        F::OnlyExtension => tr!(policy_forms.only_extension, label),
        F::QuoteExpired => tr!(policy_forms.quote_expired).to_owned(),
        F::QuoteAccepted => tr!(policy_forms.quote_accepted).to_owned(),
        F::DiffersFromQuote => tr!(policy_forms.differs_from_quote, label),
        F::NotKana => tr!(policy_forms.not_kana, label),
        F::PostalCodeNotSevenDigits => tr!(policy_forms.seven_digits, label),
        F::PhoneNotDigits | F::PhoneLength => tr!(policy_forms.not_a_phone, label),
        F::MailAddressMalformed => tr!(policy_forms.not_a_mail_address, label),
        F::DateMalformed | F::DateImpossible | F::DateOutsideEra => tr!(policy_forms.not_a_date, label),
        F::NotANumber => tr!(policy_forms.not_a_number, label),
        F::OutOfRange => tr!(policy_forms.out_of_range, label),
        F::TooMany => tr!(policy_forms.too_many, label),
        _ => field_text(name, fault, label),
    }
}
