//! 添付ファイル: files are chosen or dropped, and listed below with how far they are.

use super::attachments::{Attachments, Change, Upload};
use super::file_types;
use crate::browser;
use crate::components::icons;
use crate::components::text_fields::{badge, described_by};
use crate::components::views::{changing, optional, text};
use crate::formats;
use crate::texts::{t, tr};
use leptos::ev::DragEvent;
use leptos::html;
use leptos::prelude::*;
use madoguchi_api_types::inquiries::Attachment;

#[component]
pub fn AttachmentField(attachments: Attachments) -> impl IntoView {
    let field = attachments.field;
    let name = field.name();
    view! {
        <fieldset class="field attachments" class:wrong=move || field.error.with(Option::is_some)>
            <legend>{text(move || field.label_text())} " " {badge(field.required)}</legend>
            <p class="hint" id=format!("{name}-hint")>{text(move || hint(attachments))}</p>
            {drop_zone(attachments)}
            <p class="field-error" id=format!("{name}-error")>{text(move || field.error_text().unwrap_or_default())}</p>
            {changing(move || list(attachments))}
            <p class="visually-hidden" role="status">{text(move || told(attachments))}</p>
        </fieldset>
    }
}

fn hint(attachments: Attachments) -> String {
    attachments.rules.with_value(|rules| {
        let types = file_types::labels(&rules.attachment_types).join(tr!(attachments.separator));
        tr!(attachments.hint, rules.attachments, formats::size(rules.attachment_bytes), types)
    })
}

fn told(attachments: Attachments) -> String {
    match attachments.told.get() {
        Some((Change::Added, name)) => tr!(attachments.added, name),
        Some((Change::Removed, name)) => tr!(attachments.removed, name),
        None => String::new(),
    }
}

/// A button that opens the browser's file dialog, on a place to drop files.
fn drop_zone(attachments: Attachments) -> AnyView {
    let field = attachments.field;
    let (over, input) = (RwSignal::new(false), NodeRef::<html::Input>::new());
    let accept = attachments.rules.with_value(|rules| file_types::accept(&rules.attachment_types));
    let press = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let choose = move |_| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(files) = input.files() {
            attachments.add(&files);
        }
        // The same file can be chosen again after it was taken away.
        input.set_value("");
    };
    let drag = move |event: DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(files) = event.data_transfer().and_then(|data| data.files()) {
            attachments.add(&files);
        }
    };
    view! {
        <div
            class="drop-zone"
            class:over=over
            on:dragover=drag
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <button
                type="button"
                id=field.name()
                class="button outline small"
                aria-describedby=described_by(field, true)
                on:click=press
            >
                {icons::clip()}
                {t!(attachments.choose)}
            </button>
            <span class="note">{t!(attachments.drop)}</span>
            <input type="file" multiple=true hidden=true tabindex="-1" accept=accept node_ref=input on:change=choose />
        </div>
    }
    .into_any()
}

fn list(attachments: Attachments) -> AnyView {
    let (uploaded, uploads) = (attachments.uploaded.get(), attachments.uploads.get());
    let is_empty = uploaded.is_empty() && uploads.is_empty();
    let uploaded: Vec<AnyView> = uploaded.into_iter().map(|file| there(attachments, file)).collect();
    let uploads: Vec<AnyView> = uploads.into_iter().map(|upload| under_way(attachments, upload)).collect();
    optional(
        (!is_empty)
            .then(|| view! { <ul class="files" aria-label=t!(attachments.label)>{uploaded} {uploads}</ul> }.into_any()),
    )
}

fn there(attachments: Attachments, file: Attachment) -> AnyView {
    let (id, size) = (file.id, file.size);
    let remove = remove_button(attachments, file.file_name.clone(), move || attachments.remove(id));
    view! {
        <li class="file">
            <span class="file-name">{file.file_name}</span>
            <span class="file-state">{formats::size(size)}</span>
            {remove}
        </li>
    }
    .into_any()
}

fn under_way(attachments: Attachments, upload: Upload) -> AnyView {
    let Upload { key, file_name, progress, error, .. } = upload;
    let (named, shown) = (file_name.clone(), error.clone());
    let state = changing(move || match shown.get() {
        Some(error) => view! { <span class="field-error" role="alert">{text(move || error.text())}</span> }.into_any(),
        None => {
            let (value, percent, name) = (progress.clone(), progress.clone(), named.clone());
            view! {
                <progress
                    max="100"
                    prop:value=move || f64::from(value.get())
                    aria-label=move || tr!(attachments.uploading, name)
                ></progress>
                " "
                {text(move || format!("{}%", percent.get()))}
            }
            .into_any()
        }
    });
    let remove = remove_button(attachments, file_name.clone(), move || attachments.cancel(key));
    view! {
        <li class="file" class:failed=move || error.with(Option::is_some)>
            <span class="file-name">{file_name}</span>
            <span class="file-state">{state}</span>
            {remove}
        </li>
    }
    .into_any()
}

fn remove_button(attachments: Attachments, file_name: String, remove: impl Fn() + 'static) -> AnyView {
    let press = move |_| {
        remove();
        // The button is gone with its file; the focus must not go with it.
        browser::focus(&attachments.field.name());
    };
    view! {
        <button type="button" class="button text small" on:click=press>
            {t!(attachments.remove)} <span class="visually-hidden">" " {file_name}</span>
        </button>
    }
    .into_any()
}
