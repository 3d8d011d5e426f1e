//! お問い合わせ: the form. A kind that has a switch of its own is answered faster there, which the page says without
//! standing in the way; a wish in the words of the guide is done at once with consent.

use super::attachment_fields::AttachmentField;
use super::attachments::Attachments;
use super::fields;
use super::wishes::{self, Consent};
use crate::api;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::choice_fields::ChoiceField;
use crate::components::drafts;
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form};
use crate::components::page_titles::PageTitle;
use crate::components::parts::Part;
use crate::components::submit_buttons::submit_button;
use crate::components::text_areas::TextArea;
use crate::components::text_fields::{Input, TextField};
use crate::components::views::{changing, optional};
use crate::texts::{own, t};
use crate::visits::Visit;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::inquiries::{InquiryDetail, InquiryForm, InquiryRequest};
use madoguchi_api_types::portals::Text;

chunk!(account: later = page);

/// The page.
pub fn page(visit: Visit) -> AnyView {
    let client = visit.client;
    let offered = Part::load(move || api::inquiries::form(client));
    let steps: Vec<Step> = vec![
        visit.home_step(),
        (t!(inquiries.title).into(), Some(visit.path("/inquiries"))),
        (t!(inquiries.create).into(), None),
    ];
    view! {
        <div class="column">
            <Breadcrumb steps=steps />
            <PageTitle title=t!(inquiries.create) />
            <p class="lead">{t!(inquiries.create_lead)}</p>
            {offered.show(move |offered| form(&visit, offered))}
        </div>
    }
    .into_any()
}

/// What is typed.
#[derive(Clone, Copy)]
struct Fields {
    kind: Field,
    subject: Field,
    text: Field,
    attachments: Attachments,
    consent: Consent,
}

fn form(visit: &Visit, offered: InquiryForm) -> AnyView {
    let choices = offered.kinds.clone().into_iter();
    let choices = choices.map(|kind| (kind.code, (move || own(&kind.label)).into())).collect::<Vec<(_, TextProp)>>();
    let (kind, subject) = (fields::kind(), fields::subject(offered.subject_required));
    let (text, note) = (fields::text(offered.text_required), offered.text_note.clone());
    let consent = Consent::new(offered.wishes.clone(), kind, subject);
    let attachments = Attachments::new(visit.client, offered);
    let fields = Fields { kind, subject, text, attachments, consent };
    let all = vec![fields.kind, fields.subject, fields.text, attachments.field];
    drafts::keep_for(fields::owner(visit, "new"), visit.handover.inquiry, all.clone());
    let form = Form::new(all);
    let (sent, hinted) = (visit.clone(), visit.clone());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(&sent, form, fields);
    };
    view! {
        {error_summary(form)}
        <form class="card" novalidate=true on:submit=submit>
            <ChoiceField field=fields.kind choices=choices />
            {changing(move || optional(wishes::hint(&hinted, &fields.kind.value.read())))}
            <TextField field=fields.subject input=Input::TEXT />
            {text_area(fields.text, note)}
            <AttachmentField attachments=attachments />
            {consent.view()}
            <p class="note">{t!(inquiries.receipt_note)}</p>
            {submit_button(form, t!(forms.send))}
        </form>
    }
    .into_any()
}

/// 内容, with what to write into it where the portal says so.
fn text_area(field: Field, note: Option<Text>) -> AnyView {
    match note {
        Some(note) => view! { <TextArea field=field rows=8 hint=move || own(&note) /> }.into_any(),
        None => view! { <TextArea field=field rows=8 /> }.into_any(),
    }
}

fn send(visit: &Visit, form: Form, fields: Fields) {
    let (client, next) = (visit.client, visit.clone());
    let call = move || {
        let inquiry = InquiryRequest {
            kind: fields.kind.value.get_untracked(),
            subject: fields.subject.value.get_untracked(),
            text: fields.text.value.get_untracked(),
            attachments: fields.attachments.ids(),
            consent: fields.consent.is_given(),
        };
        api::inquiries::create(client, inquiry)
    };
    form.send(call, move |inquiry: InquiryDetail| {
        next.handover.inquiry.set_value(Vec::new());
        next.go_instead(&format!("/inquiries/{}/sent", inquiry.id));
    });
}
