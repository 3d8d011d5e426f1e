//! The reply within a thread.

use super::attachment_fields::AttachmentField;
use super::attachments::Attachments;
use super::fields;
use crate::api;
use crate::components::error_summaries::error_summary;
use crate::components::forms::Form;
use crate::components::outcomes::SuccessMessage;
use crate::components::parts::{Loaded, Part};
use crate::components::submit_buttons::submit_button;
use crate::components::text_areas::TextArea;
use crate::contexts::PageContext;
use crate::texts::t;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::inquiries::{InquiryDetail, InquiryForm, InquiryMessageRequest};

/// The form, once it is known which files it takes.
pub fn form(context: &PageContext, id: &str, inquiry: Part<InquiryDetail>, success: SuccessMessage) -> AnyView {
    let client = context.client;
    let offered = Part::load(move || api::inquiries::form(client));
    let (context, id) = (context.clone(), id.to_owned());
    view! {
        <section class="section" aria-labelledby="reply-title">
            <h2 id="reply-title">{t!(inquiries.reply_title)}</h2>
            {offered.show(move |offered| fields_of(&context, &id, offered, inquiry, success))}
        </section>
    }
    .into_any()
}

fn fields_of(
    context: &PageContext,
    id: &str,
    offered: InquiryForm,
    inquiry: Part<InquiryDetail>,
    success: SuccessMessage,
) -> AnyView {
    let files = ("attachments".to_owned(), t!(attachments.label).into());
    let attachments = Attachments::new(context.client, offered, files, |_| Ok(()));
    let text = fields::reply();
    context.handover.drafts.keep_for(fields::owner(context, id), "reply", vec![text.into(), attachments.draft_field()]);
    let form = Form::new(vec![text, attachments.field]);
    let (client, id) = (context.client, id.to_owned());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        success.set(None);
        let id = id.clone();
        let call = move || async move {
            let message = InquiryMessageRequest { text: text.value.get_untracked(), attachments: attachments.ids() };
            api::inquiries::reply(client, &id, message).await
        };
        form.send(call, move |answered: InquiryDetail| {
            text.value.set(String::new());
            attachments.clear();
            inquiry.state.set(Loaded::Ready(answered));
            success.set(Some(t!(inquiries.replied)));
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
