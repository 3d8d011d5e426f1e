//! 登録済みメールアドレスをお忘れの方: within a login under way, a new address by the facts of a contract.

use super::attempts::page_of_attempt;
use crate::api;
use crate::chunks::chunk;
use crate::components::contract_facts::ContractFacts;
use crate::components::error_summaries::error_summary;
use crate::components::forms::Form;
use crate::components::notices::{Kind, Notice};
use crate::components::pages_of_state::not_found_page;
use crate::components::submit_buttons::submit_button;
use crate::components::views::{changing, text};
use crate::contexts::PageContext;
use crate::drafts::Drafts;
use crate::texts::{t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::recoveries::RecoverMailAddress;
use madoguchi_api_types::sessions::SignInAttempt;

chunk!(visitors: later = page);

pub fn page(context: PageContext) -> AnyView {
    if !context.portal.mail_address_recovery {
        return not_found_page();
    }
    let here = context.clone();
    page_of_attempt(&context, t!(mail_change.forgotten_title), move |attempt| draw(here.clone(), attempt))
}

fn draw(context: PageContext, attempt: SignInAttempt) -> AnyView {
    let sent_to = RwSignal::new(None::<String>);
    changing(move || match sent_to.get() {
        None => form(&context, attempt.id.to_string(), sent_to),
        Some(mail) => sent(&context, mail),
    })
}

fn form(context: &PageContext, attempt: String, sent_to: RwSignal<Option<String>>) -> AnyView {
    let facts = ContractFacts::new(&context.portal, t!(mail_change.new_mail_address));
    let form = Form::new(facts.fields());
    Drafts::new().keep("mail_address", facts.fields().into_iter().map(Into::into).collect());
    let fields = facts.draw(&context.portal, t!(mail_change.new_mail_address_hint));
    let client = context.client;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let attempt = attempt.clone();
        let call = move || {
            let recovery = RecoverMailAddress {
                mail_address: facts.mail_address.value.get_untracked(),
                contract_number: facts.contract_number.value.get_untracked(),
                postal_code: facts.postal_code.value.get_untracked(),
                customer_name: facts.customer_name.value.get_untracked(),
            };
            async move { api::recoveries::recover_mail_address(client, &attempt, recovery).await }
        };
        form.send(call, move |()| sent_to.set(Some(facts.mail_address.value.get_untracked())));
    };
    view! {
        <p class="lead">{t!(mail_change.forgotten_lead)}</p>
        {error_summary(form)}
        <form class="card" novalidate=true on:submit=submit>
            {fields}
            <p class="note">{t!(mail_change.forgotten_note)}</p>
            {submit_button(form, t!(forms.send))}
        </form>
    }
    .into_any()
}

fn sent(context: &PageContext, mail: String) -> AnyView {
    let hours = context.portal.mail_change_hours;
    view! {
        <Notice kind=Kind::Success><p>{text(move || tr!(mail_change.sent_to, mail))}</p></Notice>
        <div class="card">
            <ul>
                <li>{text(move || tr!(mail_change.within, hours))}</li>
                <li>{t!(mail_change.old_address_told)}</li>
                <li>{t!(mail_change.then_log_in)}</li>
            </ul>
        </div>
    }
    .into_any()
}
