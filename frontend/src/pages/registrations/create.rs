//! 初回登録: the facts of a contract and where to send the account.

use super::legal_forms::LegalForms;
use crate::api;
use crate::components::check_boxes::CheckBox;
use crate::components::dialogs::Dialog;
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form, anything};
use crate::components::page_titles::PageTitle;
use crate::components::submit_buttons::submit_button;
use crate::components::text_fields::{Input, TextField};
use crate::components::views::text;
use crate::pages::terms;
use crate::texts::{locale, t, tr};
use crate::visits::Visit;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::registrations::{CreateRegistration, Registration};
use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::names::NameKey;
use madoguchi_domain::postal_codes::PostalCode;
use madoguchi_domain::text::{fold_digits, tidy_display_name};

const MAIL: Input = Input { kind: "email", autocomplete: "email", mode: "email", lang: "en", width: "" };
const NUMBER: Input = Input { lang: "en", width: "medium", ..Input::TEXT };
const POSTAL_CODE: Input =
    Input { kind: "text", autocomplete: "postal-code", mode: "numeric", lang: "en", width: "short" };
const NAME: Input = Input { autocomplete: "organization", lang: "ja", ..Input::TEXT };

/// The fields, in the order of the document.
#[derive(Clone, Copy)]
struct Fields {
    mail_address: Field,
    contract_number: Field,
    postal_code: Field,
    customer_name: Field,
    terms: Field,
}

impl Fields {
    fn new() -> Self {
        Self {
            mail_address: Field::required("mail_address", t!(identifiers.mail_address), |typed| {
                let mail = MailAddress::parse(typed).map_err(|error| error.code().to_owned())?;
                Ok(mail.as_str().to_owned())
            }),
            contract_number: Field::required("contract_number", t!(registration.contract_number), |typed| {
                Ok(fold_digits(typed).to_ascii_uppercase())
            }),
            postal_code: Field::required("postal_code", t!(registration.postal_code), |typed| {
                let code = PostalCode::parse(typed).map_err(|error| error.code().to_owned())?;
                Ok(code.digits().to_owned())
            }),
            customer_name: Field::required("customer_name", t!(registration.customer_name), |typed| {
                let nothing_left = NameKey::of(typed).is_empty();
                if nothing_left { Err("required".to_owned()) } else { Ok(tidy_display_name(typed)) }
            }),
            terms: Field::required("terms_version", t!(registration.agree), anything),
        }
    }

    fn all(self) -> Vec<Field> {
        vec![self.mail_address, self.contract_number, self.postal_code, self.customer_name, self.terms]
    }
}

/// The page.
pub fn page(visit: Visit) -> AnyView {
    let fields = Fields::new();
    let form = Form::new(fields.all());
    keep_draft(&visit, fields);
    let legal_forms = RwSignal::new(false);
    let forms = visit.portal.legal_forms.clone();
    let mail_from = visit.portal.mail_from.clone();
    let login = visit.path("/login");
    let agreement = agreement(&visit, fields.terms);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(&visit, form, fields);
    };
    view! {
        <div class="column narrow">
            <PageTitle title=t!(registration.title) />
            <p class="lead">{t!(registration.lead)}</p>
            {error_summary(form)}
            <form class="card" novalidate=true on:submit=submit>
                <TextField field=fields.mail_address input=MAIL hint=t!(registration.mail_address_hint) />
                <TextField field=fields.contract_number input=NUMBER hint=t!(registration.contract_number_hint) />
                <TextField field=fields.postal_code input=POSTAL_CODE hint=t!(registration.postal_code_hint) />
                <TextField field=fields.customer_name input=NAME hint=t!(registration.customer_name_hint) />
                <p class="under-field">
                    <button type="button" class="link" on:click=move |_| legal_forms.set(true)>
                        {t!(registration.legal_forms)}
                    </button>
                </p>
                {agreement}
                <p class="note">{t!(registration.note)}</p>
                <p class="note">{text(move || tr!(login.mail_note, mail_from))}</p>
                {submit_button(form, t!(forms.send))}
            </form>
            <LegalForms open=legal_forms forms=forms />
            <p class="after-card"><a href=login>{t!(registration.login)}</a></p>
        </div>
    }
    .into_any()
}

/// The terms in a dialog, and the tick box.
fn agreement(visit: &Visit, field: Field) -> AnyView {
    let open = RwSignal::new(false);
    let portal = visit.portal.clone();
    view! {
        <p class="over-check">
            <button type="button" class="link" on:click=move |_| open.set(true)>{t!(registration.read_terms)}</button>
        </p>
        <CheckBox field=field />
        <Dialog open=open id="terms-title" title=t!(terms.title)>
            {terms::paragraphs(portal.clone())}
        </Dialog>
    }
    .into_any()
}

/// Nothing typed is lost when one looks at another page and comes back.
fn keep_draft(visit: &Visit, fields: Fields) {
    let draft = visit.handover.draft;
    let typed = [fields.mail_address, fields.contract_number, fields.postal_code, fields.customer_name];
    for (name, value) in draft.get_value() {
        if let Some(field) = typed.iter().find(|field| field.name == name) {
            field.value.set(value);
        }
    }
    Effect::new(move |_| draft.set_value(typed.iter().map(|field| (field.name, field.value.get())).collect()));
}

fn send(visit: &Visit, form: Form, fields: Fields) {
    let (client, next) = (visit.client, visit.clone());
    let terms_version = visit.portal.terms.version.clone();
    let call = move || {
        let registration = CreateRegistration {
            mail_address: fields.mail_address.value.get_untracked(),
            contract_number: fields.contract_number.value.get_untracked(),
            postal_code: fields.postal_code.value.get_untracked(),
            customer_name: fields.customer_name.value.get_untracked(),
            terms_version,
            locale: Some(locale().tag().to_owned()),
        };
        api::registrations::create(client, registration)
    };
    form.send(call, move |registration: Registration| {
        next.handover.registration.set(Some(registration));
        next.handover.draft.set_value(Vec::new());
        next.go_instead("/registration/sent");
    });
}
