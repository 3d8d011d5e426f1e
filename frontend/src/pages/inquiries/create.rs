//! お問い合わせ: the form, whose fields the portal's file names. A kind that has a switch of its own is answered faster
//! there, which the page says without standing in the way; a wish in the words of the guide is done at once with consent.

use super::fields::{self, Asked};
use super::wishes;
use crate::api;
use crate::browser;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::choice_fields::ChoiceField;
use crate::components::error_summaries::error_summary;
use crate::components::forms::Form;
use crate::components::page_titles::PageTitle;
use crate::components::parts::Part;
use crate::components::policy_forms::{Change, questions, summary};
use crate::components::submit_buttons::submit_button;
use crate::components::views::{changing, optional, text};
use crate::contexts::PageContext;
use crate::texts::{own, t};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::inquiries::{InquiryDetail, InquiryForm, InquiryKind};
use madoguchi_domain::forms::Path;
use std::sync::Arc;

/// Name of the draft.
const DRAFT: &str = "inquiry";
/// What takes the focus when the answers are shown once more.
const CONFIRMATION: &str = "confirmation";

chunk!(account: later = page);

pub fn page(context: PageContext) -> AnyView {
    let client = context.client;
    let offered = Part::load(move || api::inquiries::form(client));
    let steps: Vec<Step> = vec![
        context.home_step(),
        (t!(inquiries.title).into(), Some(context.path("/inquiries"))),
        (t!(inquiries.create).into(), None),
    ];
    view! {
        <div class="column">
            <Breadcrumb steps=steps />
            <PageTitle title=t!(inquiries.create) />
            <p class="lead">{t!(inquiries.create_lead)}</p>
            {offered.show(move |offered| form(&context, offered))}
        </div>
    }
    .into_any()
}

fn form(context: &PageContext, offered: InquiryForm) -> AnyView {
    let choice = |kind: InquiryKind| (kind.code, (move || own(&kind.label)).into());
    let choices: Vec<(String, TextProp)> = offered.kinds.clone().into_iter().map(choice).collect();
    let asked = Asked::new(context.client, offered);
    let drafts = context.handover.drafts;
    drafts.keep_for(fields::owner(context, "new"), DRAFT, vec![asked.kind.into(), asked.answers.draft_field()]);
    let form = Form::new(vec![asked.kind]).asking(move || asked.answers.asked());
    // Shown once more before it is sent, where the kind says so.
    let confirming = RwSignal::new(false);
    Effect::new(move |_| {
        // What is to be corrected is in the form.
        if form.refusal.with(|refusal| refusal.as_ref().is_some_and(|it| !it.fields.is_empty())) {
            confirming.set(false);
        }
    });
    let (sent, hinted) = (context.clone(), context.clone());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if asked.is_confirmed() && !confirming.get_untracked() {
            confirming.set(form.validate());
        } else {
            send(&sent, form, asked);
        }
    };
    let label =
        move || if asked.is_confirmed() && !confirming.get() { t!(policy_forms.confirm)() } else { t!(forms.send)() };
    view! {
        {error_summary(form)}
        <form class="card" novalidate=true on:submit=submit>
            <div class="form-fields" hidden=confirming>
                <ChoiceField field=asked.kind choices=choices />
                {changing(move || optional(wishes::hint(&hinted, &asked.kind.value.read())))}
                {questions(asked.answers)}
                {asked.consent.view()}
            </div>
            {changing(move || optional(confirming.get().then(|| confirmation(asked, confirming))))}
            <p class="note">{t!(inquiries.receipt_note)}</p>
            {submit_button(form, label)}
        </form>
    }
    .into_any()
}

/// What is about to be sent, with a way back to each form.
fn confirmation(asked: Asked, confirming: RwSignal<bool>) -> AnyView {
    let lead = Callback::new(move |(path,): (Path,)| {
        confirming.set(false);
        let first = asked.answers.first(&path);
        request_animation_frame(move || {
            if let Some(first) = first {
                browser::focus(&first);
            }
        });
    });
    request_animation_frame(|| {
        browser::focus(CONFIRMATION);
    });
    let kind = asked.kind_label();
    let file: Arc<dyn Fn(&str) -> String + Send + Sync> = Arc::new(move |id| asked.file_name(id));
    let questionnaire = asked.answers.questionnaire.get_untracked();
    let answers = summary(questionnaire, asked.answers.answers(), Change { lead: Some(lead), file: Some(file) });
    view! {
        <p id=CONFIRMATION tabindex="-1">{t!(policy_forms.confirmation)}</p>
        <dl class="details"><div><dt>{t!(inquiries.kind)}</dt><dd>{text(kind)}</dd></div></dl>
        {answers}
    }
    .into_any()
}

fn send(context: &PageContext, form: Form, asked: Asked) {
    let (client, next) = (context.client, context.clone());
    form.send(
        move || api::inquiries::create(client, asked.request()),
        move |inquiry: InquiryDetail| {
            next.handover.drafts.forget(DRAFT);
            next.go_instead(&format!("/inquiries/{}/sent", inquiry.id));
        },
    );
}
