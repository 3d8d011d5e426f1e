//! The reply within a thread.

use super::attachment_fields::AttachmentField;
use super::attachments::Attachments;
use super::fields;
use crate::api;
use crate::components::error_summaries::error_summary;
use crate::components::forms::Form;
use crate::components::outcomes::Told;
use crate::components::parts::{Loaded, Part};
use crate::components::submit_buttons::submit_button;
use crate::components::text_areas::TextArea;
use crate::texts::t;
use crate::visits::Visit;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::inquiries::{InquiryDetail, InquiryForm, InquiryMessageRequest};

/// The form, once it is known which files it takes.
pub fn form(visit: &Visit, id: &str, inquiry: Part<InquiryDetail>, told: Told) -> AnyView {
    let client = visit.client;
    let offered = Part::load(move || api::inquiries::form(client));
    let (visit, id) = (visit.clone(), id.to_owned());
    view! {
        <section class="section" aria-labelledby="reply-title">
            <h2 id="reply-title">{t!(inquiries.reply_title)}</h2>
            {offered.show(move |offered| fields_of(&visit, &id, offered, inquiry, told))}
        </section>
    }
    .into_any()
}

fn fields_of(visit: &Visit, id: &str, offered: InquiryForm, inquiry: Part<InquiryDetail>, told: Told) -> AnyView {
    let files = ("attachments".to_owned(), t!(attachments.label).into());
    let attachments = Attachments::new(visit.client, offered, files, |_| Ok(()));
    let text = fields::reply();
    visit.handover.drafts.keep_for(fields::owner(visit, id), "reply", vec![text.into(), attachments.kept()]);
    let form = Form::new(vec![text, attachments.field]);
    let (client, id) = (visit.client, id.to_owned());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        told.set(None);
        let id = id.clone();
        let call = move || async move {
            let message = InquiryMessageRequest { text: text.value.get_untracked(), attachments: attachments.ids() };
            api::inquiries::reply(client, &id, message).await
        };
        form.send(call, move |answered: InquiryDetail| {
            text.value.set(String::new());
            attachments.clear();
            inquiry.state.set(Loaded::Ready(answered));
            told.set(Some(t!(inquiries.replied)));
        });
    };
    view! {
        {error_summary(form)}
        <form class="card" novalidate=true on:submit=submit>
            <TextArea field=text rows=5 />
            <AttachmentField attachments=attachments />
            {submit_button(form, t!(inquiries.reply))}
        </form>
    }
    .into_any()
}
