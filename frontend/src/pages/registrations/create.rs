//! 初回登録: the facts of a contract and where to send the account.

use crate::api;
use crate::components::check_boxes::CheckBox;
use crate::components::contract_facts::ContractFacts;
use crate::components::dialogs::Dialog;
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form, anything};
use crate::components::page_titles::PageTitle;
use crate::components::submit_buttons::submit_button;
use crate::components::views::text;
use crate::contexts::PageContext;
use crate::pages::terms;
use crate::texts::{locale, t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::registrations::{CreateRegistration, Registration};

/// Name of the draft.
const DRAFT: &str = "registration";

pub fn page(context: PageContext) -> AnyView {
    let facts = ContractFacts::new(&context.portal, t!(identifiers.mail_address));
    let terms = Field::required("terms_version", t!(registration.agree), anything);
    let form = Form::new([facts.fields(), vec![terms]].concat());
    context.handover.drafts.keep(DRAFT, facts.fields().into_iter().map(Into::into).collect());
    let fields = facts.draw(&context.portal, t!(registration.mail_address_hint));
    let mail_from = context.portal.mail_from.clone();
    let login = context.path("/login");
    let agreement = agreement(&context, terms);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(&context, form, facts);
    };
    view! {
        <div class="column narrow">
            <PageTitle title=t!(registration.title) />
            <p class="lead">{t!(registration.lead)}</p>
            {error_summary(form)}
            <form class="card" novalidate=true on:submit=submit>
                {fields}
                {agreement}
                <p class="note">{t!(registration.note)}</p>
                <p class="note">{text(move || tr!(login.mail_note, mail_from))}</p>
                {submit_button(form, t!(forms.send))}
            </form>
            <p class="after-card"><a href=login>{t!(registration.login)}</a></p>
        </div>
    }
    .into_any()
}

/// The terms in a dialog, and the tick box.
fn agreement(context: &PageContext, field: Field) -> AnyView {
    let open = RwSignal::new(false);
    let portal = context.portal.clone();
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

fn send(context: &PageContext, form: Form, facts: ContractFacts) {
    let (client, next) = (context.client, context.clone());
    let terms_version = context.portal.terms.version.clone();
    let call = move || {
        let registration = CreateRegistration {
            mail_address: facts.mail_address.value.get_untracked(),
            contract_number: facts.contract_number.value.get_untracked(),
            postal_code: facts.postal_code.value.get_untracked(),
            customer_name: facts.customer_name.value.get_untracked(),
            terms_version,
            locale: Some(locale()),
        };
        api::registrations::create(client, registration)
    };
    form.send(call, move |registration: Registration| {
        next.handover.registration.set(Some(registration));
        next.handover.drafts.forget(DRAFT);
        next.go_instead("/registration/sent");
    });
}
