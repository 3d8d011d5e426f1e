//! The facts that show who a customer is: mail address, contract number, postal code and name, in the document's order.

use super::forms::Field;
use super::legal_forms::LegalForms;
use super::number_helps;
use super::readings;
use super::text_fields::{Input, TextField};
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::portals::Portal;
use madoguchi_api_types::problems::FieldCode;
use madoguchi_domain::names::{NameKey, is_kana_name, katakana};
use madoguchi_domain::postal_codes::PostalCode;
use madoguchi_domain::text::tidy_display_name;

const NUMBER: Input = Input { lang: "en", width: "medium", ..Input::TEXT };
const POSTAL_CODE: Input =
    Input { kind: "text", autocomplete: "postal-code", mode: "numeric", lang: "en", width: "short" };
const NAME: Input = Input { autocomplete: "organization", lang: "ja", ..Input::TEXT };

/// The fields.
#[derive(Clone, Copy)]
pub struct ContractFacts {
    /// Where the answer goes.
    pub mail_address: Field,
    /// Of any contract.
    pub contract_number: Field,
    /// Of that contract.
    pub postal_code: Field,
    /// The customer's.
    pub customer_name: Field,
}

impl ContractFacts {
    /// Empty fields. Which mail address it is, the label says.
    pub fn new(portal: &Portal, mail_address: fn() -> &'static str) -> Self {
        let numbers = portal.contract_numbers.clone().unwrap_or_default();
        Self {
            mail_address: Field::mail_address(mail_address),
            contract_number: Field::required("contract_number", t!(registration.contract_number), move |typed| {
                numbers.parse(typed).map_err(|error| error.code().into())
            }),
            postal_code: Field::required("postal_code", t!(registration.postal_code), |typed| {
                let code = PostalCode::parse(typed).map_err(|error| error.code())?;
                Ok(code.digits().to_owned())
            }),
            customer_name: kana_name(t!(registration.customer_name)),
        }
    }

    /// All of them.
    pub fn fields(self) -> Vec<Field> {
        vec![self.mail_address, self.contract_number, self.postal_code, self.customer_name]
    }

    /// Draws them, with the list of legal forms that need not be typed.
    pub fn draw(self, portal: &Portal, mail_address_hint: fn() -> &'static str) -> AnyView {
        let legal_forms = RwSignal::new(false);
        let forms = portal.legal_forms.clone();
        let numbers = portal.contract_numbers.clone().unwrap_or_default();
        let shown = numbers.clone();
        view! {
            <TextField field=self.mail_address input=Input::MAIL hint=mail_address_hint />
            <TextField field=self.contract_number input=NUMBER hint=move || number_helps::hint(&shown) />
            {number_helps::where_it_stands(&numbers)}
            <TextField field=self.postal_code input=POSTAL_CODE hint=t!(registration.postal_code_hint) />
            {readings::offered(self.customer_name, view! {
                <TextField field=self.customer_name input=NAME hint=t!(registration.customer_name_hint) />
            }.into_any())}
            <p class="under-field">
                <button type="button" class="link" on:click=move |_| legal_forms.set(true)>
                    {t!(registration.legal_forms)}
                </button>
            </p>
            <LegalForms open=legal_forms forms=forms />
        }
        .into_any()
    }
}

/// A field for a customer's name in kana; hiragana becomes katakana.
fn kana_name(label: fn() -> &'static str) -> Field {
    Field::required("customer_name", label, |typed| {
        if NameKey::of(typed).is_empty() {
            return Err(FieldCode::Required.into());
        }
        if is_kana_name(typed) { Ok(katakana(&tidy_display_name(typed))) } else { Err(FieldCode::NotKana.into()) }
    })
}

/// A field for a customer's name, in whichever width and with or without its legal form.
pub fn customer_name(label: fn() -> &'static str) -> Field {
    Field::required("customer_name", label, |typed| {
        let nothing_left = NameKey::of(typed).is_empty();
        if nothing_left { Err(FieldCode::Required.into()) } else { Ok(tidy_display_name(typed)) }
    })
}
