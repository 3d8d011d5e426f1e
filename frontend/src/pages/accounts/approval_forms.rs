//! What a customer sets about approval: whether it is on, the limit and the approvers; for those who may not change it, how it
//! stands.

use super::choices::{choice, is_yes, use_or_not};
use crate::api;
use crate::api::problems::{Fault, field_text};
use crate::api::revisions::Revised;
use crate::components::check_boxes::{CheckBox, TICKED};
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form, anything, half_width};
use crate::components::outcomes::{SuccessMessage, outcome};
use crate::components::parts::{Loaded, Part};
use crate::components::radio_groups::RadioGroup;
use crate::components::submit_buttons::submit_button;
use crate::components::text_fields::{Input, TextField};
use crate::components::views::text;
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::{t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::approvals::{ApprovalPerson, ApprovalSettings, ApprovalSettingsRequest};
use madoguchi_api_types::problems::FieldCode;
use madoguchi_domain::money::Yen;
use uuid::Uuid;

const LIMIT: Input = Input { mode: "numeric", lang: "en", width: "short", ..Input::TEXT };

/// Where what is wrong with the choice of approvers stands.
const APPROVERS: &str = "approvers";

/// The section of the page.
pub fn settings(context: &PageContext) -> AnyView {
    let context = context.clone();
    let client = context.client;
    let read = Part::load(move || api::approvals::settings(client));
    let told: SuccessMessage = RwSignal::new(None);
    view! {
        <section class="section" aria-labelledby="approval-settings-title">
            <h2 id="approval-settings-title">{t!(approvals.settings)}</h2>
            {outcome("approval-settings-outcome", told)}
            {read.show(move |settings| content(&context, (read, told), settings))}
        </section>
    }
    .into_any()
}

type Shown = (Part<Revised<ApprovalSettings>>, SuccessMessage);

fn content(context: &PageContext, shown: Shown, settings: Revised<ApprovalSettings>) -> AnyView {
    if settings.value.changeable { form(context, shown, settings) } else { standing(settings.value) }
}

/// How it stands.
fn standing(settings: ApprovalSettings) -> AnyView {
    let ApprovalSettings { on, limit, people, .. } = settings;
    let names: Vec<String> = people.into_iter().map(|person| person.name).collect();
    let names = if names.is_empty() { "－".to_owned() } else { names.join("、") };
    let state = move || if on { tr!(account.do_use) } else { tr!(account.do_not_use) };
    view! {
        <dl class="card details">
            <div><dt>{t!(approvals.on)}</dt><dd>{text(state)}</dd></div>
            <div><dt>{t!(approvals.limit)}</dt><dd>{formats::yen(limit)}</dd></div>
            <div><dt>{t!(approvals.approvers)}</dt><dd class="name">{names}</dd></div>
        </dl>
        <p class="note">{t!(approvals.not_changeable)}</p>
    }
    .into_any()
}

fn form(context: &PageContext, (read, told): Shown, settings: Revised<ApprovalSettings>) -> AnyView {
    let Revised { value: ApprovalSettings { on, limit, people, .. }, revision } = settings;
    let on = choice("on", t!(approvals.on), on);
    let limit_field = Field::required("limit", t!(approvals.limit), |typed| {
        let typed = half_width(typed)?;
        let yen = Yen::parse(&typed).map_err(|_| FieldCode::AmountMalformed)?;
        if yen.0 < 0 { Err(FieldCode::OutOfRange.into()) } else { Ok(yen.0.to_string()) }
    });
    let limit_field = limit_field.said_by(limit_sentence);
    limit_field.value.set(limit.to_string());
    let people: Vec<(Uuid, Field)> = people.into_iter().map(person).collect();
    let ticked = StoredValue::new(people.clone());
    let named = move || {
        let is_ticked = |(_, field): &&(Uuid, Field)| field.value.get_untracked() == TICKED;
        ticked.with_value(|people| people.iter().filter(is_ticked).map(|(id, _)| *id).collect::<Vec<_>>())
    };
    // The boxes together: one at least while it is on.
    let approvers = Field::checked(APPROVERS, t!(approvals.approvers), move |_| {
        if is_yes(on) && named().is_empty() { Err(FieldCode::Required.into()) } else { Ok(String::new()) }
    });
    let form =
        Form::new([on, limit_field, approvers].into_iter().chain(people.iter().map(|(_, field)| *field)).collect());
    let client = context.client;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        told.set(None);
        let revision = revision.clone();
        let call = move || async move {
            let limit = Yen::parse(&limit_field.value.get_untracked()).map_or(0, |yen| yen.0);
            let wanted = ApprovalSettingsRequest { on: is_yes(on), limit, approvers: named() };
            api::approvals::set(client, &wanted, &revision).await
        };
        form.send(call, move |settings| {
            read.state.set(Loaded::Ready(settings));
            told.set(Some(t!(approvals.saved)));
        });
    };
    let boxes: Vec<AnyView> =
        people.into_iter().map(|(_, field)| view! { <CheckBox field=field /> }.into_any()).collect();
    let wrong = move || approvers.error_text().unwrap_or_default();
    view! {
        {error_summary(form)}
        <form class="card" novalidate=true on:submit=submit>
            <RadioGroup field=on choices=use_or_not() hint=t!(approvals.on_note) />
            <TextField field=limit_field input=LIMIT hint=t!(approvals.limit_note) />
            <fieldset id=APPROVERS class="field" tabindex="-1" class:wrong=move || approvers.error.with(Option::is_some)>
                <legend>{t!(approvals.approvers)}</legend>
                <p class="hint">{t!(approvals.approvers_note)}</p>
                {boxes}
                <p class="field-error">{text(wrong)}</p>
            </fieldset>
            {submit_button(form, t!(approvals.save))}
        </form>
    }
    .into_any()
}

/// What is wrong with the limit.
fn limit_sentence(name: &str, fault: Fault, label: &str) -> String {
    match fault {
        Fault::Code(FieldCode::AmountMalformed | FieldCode::OutOfRange) => tr!(approvals.limit_range, label),
        _ => field_text(name, fault, label),
    }
}

fn person(person: ApprovalPerson) -> (Uuid, Field) {
    let ApprovalPerson { id, name, mail_address, approves } = person;
    let label = match mail_address.filter(|address| *address != name) {
        Some(address) => format!("{name} ({address})"),
        None => name,
    };
    let field = Field::optional(format!("approver-{id}"), label, anything);
    field.value.set(if approves { TICKED.to_owned() } else { String::new() });
    (id, field)
}
