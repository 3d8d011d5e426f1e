//! The thread of an inquiry: who wrote what and when, with the files.

use crate::api::{self, Client};
use crate::components::downloads::Downloads;
use crate::components::icons;
use crate::components::moments::moment;
use crate::components::views::optional;
use crate::formats;
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::inquiries::{Attachment, InquiryMessage};
use uuid::Uuid;

/// The messages, oldest first.
pub fn thread(client: Client, inquiry: Uuid, messages: Vec<InquiryMessage>) -> AnyView {
    let downloads = Downloads::new(client, Callback::new(|()| {}));
    let messages: Vec<AnyView> = messages.into_iter().map(|message| item(downloads, inquiry, message)).collect();
    view! {
        <section class="section" aria-labelledby="thread-title">
            <h2 id="thread-title">{t!(inquiries.thread)}</h2>
            <ol class="thread">{messages}</ol>
            {downloads.state()}
        </section>
    }
    .into_any()
}

fn item(downloads: Downloads, inquiry: Uuid, message: InquiryMessage) -> AnyView {
    let InquiryMessage { by_provider, author, text, created_at, attachments, .. } = message;
    let class = if by_provider { "message by-provider" } else { "message" };
    let side = if by_provider { t!(inquiries.answer) } else { t!(inquiries.question) };
    let files: Vec<AnyView> = attachments.into_iter().map(|file| download(downloads, inquiry, file)).collect();
    let files = (!files.is_empty())
        .then(|| view! { <ul class="files" aria-label=t!(attachments.label)>{files}</ul> }.into_any());
    view! {
        <li class=class>
            <p class="message-head">
                <span class="tag">{side}</span>
                <strong>{author}</strong>
                <span class="message-time">{moment(created_at)}</span>
            </p>
            {body(text)}
            {optional(files)}
        </li>
    }
    .into_any()
}

/// What was written; a first message may be a subject alone.
fn body(text: String) -> AnyView {
    if text.is_empty() {
        return view! { <p class="note">{t!(inquiries.no_text)}</p> }.into_any();
    }
    view! { <p class="lines">{text}</p> }.into_any()
}

fn download(downloads: Downloads, inquiry: Uuid, file: Attachment) -> AnyView {
    let path = api::inquiries::attachment_path(inquiry, file.id);
    let label = view! { {icons::download()} <span>{file.file_name}</span> }.into_any();
    view! {
        <li class="file">
            {downloads.link("file-name", path, label)}
            <span class="file-state">{formats::size(file.size)}</span>
        </li>
    }
    .into_any()
}
