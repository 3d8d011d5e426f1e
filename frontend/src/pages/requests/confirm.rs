//! お申込内容確認: everything once more, with a way back to each form, and the button that sends it.

use super::agreements::Agreement;
use super::approvals;
use super::papers::papers;
use super::sections::{Way, sections};
use super::{steps, words};
use crate::api::revisions::Revised;
use crate::api::{self, Error};
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::error_summaries::error_summary;
use crate::components::forms::Form;
use crate::components::notices::{Kind, Notice};
use crate::components::page_titles::PageTitle;
use crate::components::pages_of_state::not_found_page;
use crate::components::parts::{Loaded, Part};
use crate::components::submit_buttons::submit_button;
use crate::components::views::{changing, optional, text};
use crate::contexts::PageContext;
use crate::texts::{own, t};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use madoguchi_api_types::problems::ProblemCode;
use madoguchi_api_types::requests::{RequestConfirmation, RequestDetail, RequestSubmissionRequest};

chunk!(requests: later = page);

/// What is read and, as it was read, sent.
#[derive(Clone)]
struct Read {
    confirmation: RequestConfirmation,
    revision: String,
    /// Names of the forms that the draft asks; others are changed elsewhere.
    forms: Vec<String>,
}

pub fn page(context: PageContext) -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("request")).unwrap_or_default();
    let (next, read_id) = (context.clone(), id.clone());
    let read = Part::load(move || read(next.clone(), read_id.clone()));
    let missing =
        Memo::new(move |_| read.state.with(|state| matches!(state, Loaded::Failed(error) if error.is_not_found())));
    changing(move || if missing.get() { not_found_page() } else { found(&context, &id, read) })
}

/// The revision first: what changes after it is not sent unread. What is no draft, or not complete, is shown elsewhere.
async fn read(context: PageContext, id: String) -> Result<Read, Error> {
    let Revised { value, revision } = api::requests::get(context.client, &id).await?;
    let Some(form) = value.form else {
        context.go_instead(&format!("/requests/{id}"));
        return std::future::pending().await;
    };
    let groups = form.choices.into_iter().flat_map(|choice| choice.questionnaire.groups);
    let forms = groups.map(|group| group.name).collect();
    match api::requests::confirmation(context.client, &id).await {
        Ok(confirmation) => Ok(Read { confirmation, revision, forms }),
        Err(error) if error.is(ProblemCode::ValidationFailed) => {
            context.go_instead(&format!("/requests/{id}/edit?faults=1"));
            std::future::pending().await
        }
        Err(error) => Err(error),
    }
}

fn found(context: &PageContext, id: &str, read: Part<Read>) -> AnyView {
    let way: Vec<Step> = vec![context.home_step(), words::step(context), (t!(requests.step_confirm).into(), None)];
    let title = Memo::new(move |_| read.value().map(|read| read.confirmation.title));
    let (heading_visit, heading_id) = (context.clone(), id.to_owned());
    let heading = move || {
        let drawn = |title| {
            view! {
                <div class="title-row">
                    <PageTitle title=move || own(&title) />
                    {papers(&heading_visit, &heading_id)}
                </div>
            }
            .into_any()
        };
        optional(title.get().map(drawn))
    };
    let (shown, own_id) = (context.clone(), id.to_owned());
    let changed = RwSignal::new(false);
    let warning = move || {
        let notice = || view! { <Notice kind=Kind::Warning><p>{t!(requests.changed)}</p></Notice> }.into_any();
        optional(changed.get().then(notice))
    };
    view! {
        <div class="column request-page">
            <Breadcrumb steps=way />
            {changing(heading)}
            {changing(warning)}
            {read.show(move |found| content(&shown, &own_id, (read, changed), found))}
        </div>
    }
    .into_any()
}

fn content(context: &PageContext, id: &str, (read, changed): (Part<Read>, RwSignal<bool>), found: Read) -> AnyView {
    let Read { confirmation, revision, forms } = found;
    let need = confirmation.approval.clone();
    let agreement = Agreement::new(confirmation.terms.clone());
    let form = Form::new(agreement.fields());
    let (elsewhere, sent) = (context.clone(), format!("/requests/{id}"));
    Effect::new(move |_| {
        let problem = form.refusal.with(|refusal| refusal.as_ref().and_then(|refusal| refusal.problem.clone()));
        match problem.and_then(|problem| problem.problem()) {
            // What changed is to be read before it is sent.
            Some(ProblemCode::ChangedMeanwhile) => {
                changed.set(true);
                read.refresh();
            }
            // From another window.
            Some(ProblemCode::RequestNotDraft) => elsewhere.go_instead(&sent),
            _ => {}
        }
    });
    let edit = context.path(&format!("/requests/{id}/edit"));
    let contractor = context.path_and_back("/contractor", &format!("/requests/{id}/confirm"));
    let back = edit.clone();
    let way: Way = Box::new(move |form| {
        if forms.iter().any(|name| name == form) { format!("{edit}?form={form}") } else { contractor.clone() }
    });
    let (next, own_id) = (context.clone(), id.to_owned());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(&next, &own_id, form, agreement, revision.clone());
    };
    view! {
        {steps::steps(1)}
        <p class="lead lines">{text(words::confirm_lead(&context.portal))}</p>
        {error_summary(form)}
        {optional(need.map(approvals::before_sending))}
        {sections(confirmation, Some(way))}
        <form class="request-submit" novalidate=true on:submit=submit>
            {agreement.view()}
            {submit_button(form, words::submit(&context.portal))}
            <div class="buttons">
                <a class="button outline" href=back>{t!(requests.back)}</a>
            </div>
        </form>
    }
    .into_any()
}

fn send(context: &PageContext, id: &str, form: Form, agreement: Agreement, revision: String) {
    let (client, next, id) = (context.client, context.clone(), id.to_owned());
    let sent = id.clone();
    let call = move || async move {
        let submission = RequestSubmissionRequest { terms_version: agreement.version() };
        api::requests::submit(client, &id, &submission, &revision).await
    };
    form.send(call, move |_: RequestDetail| next.go_instead(&format!("/requests/{sent}?sent=1")));
}
