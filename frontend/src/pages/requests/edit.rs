//! The forms of a draft: saved on the server while one types.

use super::drafts::Draft;
use super::kinds::offers_kinds;
use super::{conflicts, discards, lines, steps, words};
use crate::api;
use crate::api::revisions::Revised;
use crate::browser;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::error_summaries::error_summary;
use crate::components::forms::Form;
use crate::components::page_titles::PageTitle;
use crate::components::pages_of_state::not_found_page;
use crate::components::parts::{Loaded, Part};
use crate::components::policy_forms::questions;
use crate::components::submit_buttons::submit_button;
use crate::components::views::{changing, optional, text};
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::{own, t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use madoguchi_api_types::portals::Text;
use madoguchi_api_types::requests::{Request, RequestDetail};

chunk!(requests: later = page);

pub fn page(context: PageContext) -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("request")).unwrap_or_default();
    let (client, read) = (context.client, id.clone());
    let request = Part::load(move || {
        let id = read.clone();
        async move { api::requests::get(client, &id).await }
    });
    let missing =
        Memo::new(move |_| request.state.with(|state| matches!(state, Loaded::Failed(error) if error.is_not_found())));
    let is_sent = Memo::new(move |_| request.value().is_some_and(|request| request.value.form.is_none()));
    let (sent, own_id) = (context.clone(), id.clone());
    Effect::new(move |_| {
        if is_sent.get() {
            sent.go_instead(&format!("/requests/{own_id}"));
        }
    });
    changing(move || if missing.get() { not_found_page() } else { found(&context, request) })
}

fn found(context: &PageContext, request: Part<Revised<RequestDetail>>) -> AnyView {
    let way: Vec<Step> = vec![context.home_step(), words::step(context), (t!(requests.fill).into(), None)];
    let label = Memo::new(move |_| request.value().map(|request| title(&request.value)));
    let portal = context.portal.clone();
    let heading = move || {
        let portal = portal.clone();
        let drawn = |label: Option<Text>| match label {
            Some(label) => view! { <PageTitle title=move || tr!(requests.of_kind, own(&label)) /> }.into_any(),
            None => view! { <PageTitle title=words::title(&portal) /> }.into_any(),
        };
        optional(label.get().map(drawn))
    };
    let shown = context.clone();
    view! {
        <div class="column">
            <Breadcrumb steps=way />
            {changing(heading)}
            {request.show(move |request| content(&shown, request))}
        </div>
    }
    .into_any()
}

/// The label of the kind; none where it is chosen on the page.
fn title(request: &RequestDetail) -> Option<Text> {
    let choices = request.form.as_ref().map(|form| form.choices.as_slice()).unwrap_or_default();
    (!offers_kinds(&request.request.kind, choices)).then(|| request.request.kind_label.clone())
}

fn content(context: &PageContext, request: Revised<RequestDetail>) -> AnyView {
    let query = use_query_map().get_untracked();
    let facts = facts(&request.value.request);
    let Some(draft) = Draft::open(context, request) else { return ().into_any() };
    let form = Form::new(draft.fields()).asking(move || draft.answers.asked());
    lead_in(&draft, form, query.get("form"), query.get("faults").is_some());
    let label = if draft.is_confirmed() { t!(policy_forms.confirm).into() } else { words::submit(&context.portal) };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        draft.go_on(form);
    };
    let (list, saver) = (context.path("/requests"), draft.saver);
    view! {
        {steps::steps(0)}
        <p class="lead lines">{text(words::form_lead(&context.portal))}</p>
        {error_summary(form)}
        <form class="card request-form" novalidate=true on:submit=submit on:focusout=move |_| saver.soon()>
            {facts}
            {draft.category_choice()}
            {questions(draft.answers)}
            {lines::saving_line(saver)}
            {submit_button(form, label)}
            <div class="buttons">
                <a class="button outline" href=list>{t!(requests.back)}</a>
                {discards::button_of(context, draft)}
            </div>
        </form>
        {conflicts::dialog(draft)}
    }
    .into_any()
}

/// お申込ID and お申込日.
fn facts(request: &Request) -> AnyView {
    let (number, on) = (request.number.clone(), request.opened_on);
    view! {
        <dl class="facts">
            <div><dt>{t!(requests.number)}</dt><dd lang="en">{number}</dd></div>
            <div><dt>{t!(requests.opened_on)}</dt><dd>{text(move || formats::date(on))}</dd></div>
        </dl>
    }
    .into_any()
}

/// Where one came from a page further on: the form that is to be changed, or what is wrong.
fn lead_in(draft: &Draft, form: Form, changed: Option<String>, has_faults: bool) {
    if let Some(name) = changed {
        request_animation_frame(move || {
            let _ = browser::focus(&format!("{name}-title")) || browser::focus(&format!("{name}[0]-title"));
        });
    }
    if has_faults && form.validate() {
        // Only the server knows.
        let (client, id) = (draft.client(), draft.id());
        form.lifetime.spawn(async move {
            if let Err(error) = api::requests::confirmation(client, &id).await {
                form.refuse(error);
            }
        });
    }
}
