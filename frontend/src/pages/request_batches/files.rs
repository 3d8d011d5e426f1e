//! The control by which a file is chosen, and what is wrong with its columns. Must not know where it is sent.

use crate::components::forms::{Field, anything};
use crate::components::notices::{Kind, Notice};
use crate::components::text_fields::{around, described_by};
use crate::components::views::{changing, optional};
use crate::texts::t;
use leptos::html;
use leptos::prelude::*;
use web_sys::File;

/// What a browser offers to choose.
const ACCEPTED: &str = ".csv,.txt,text/csv,text/plain";

/// A file that is chosen.
#[derive(Clone, Copy)]
pub struct FileChoice {
    /// What is wrong with it; it holds the name of the file.
    pub field: Field,
    /// What is wrong with its columns.
    pub columns: RwSignal<Vec<String>>,
    input: NodeRef<html::Input>,
}

impl FileChoice {
    /// Nothing is chosen yet.
    pub fn new() -> Self {
        let field = Field::required("file", t!(request_batches.choose_file), anything);
        Self { field, columns: RwSignal::new(Vec::new()), input: NodeRef::new() }
    }

    /// The file.
    pub fn chosen(self) -> Option<File> {
        self.input.get_untracked()?.files()?.get(0)
    }

    /// Lets one choose; the same file too, which may have been corrected meanwhile.
    pub fn ask(self) {
        if let Some(input) = self.input.get_untracked() {
            input.set_value("");
            self.field.change(String::new());
            input.click();
        }
    }

    /// The control, with a text below the label; `done` hears that a file was chosen.
    pub fn view(self, hint: impl Into<TextProp>, done: Callback<()>) -> AnyView {
        let (field, input) = (self.field, self.input);
        let choose = move |_| {
            self.columns.set(Vec::new());
            field.change(self.chosen().map(|file| file.name()).unwrap_or_default());
            if self.chosen().is_some() {
                done.run(());
            }
        };
        let control = view! {
            <input
                type="file"
                id=field.name()
                name=field.name()
                class="input file-input"
                accept=ACCEPTED
                required=true
                aria-describedby=described_by(field, true)
                aria-invalid=move || field.error.with(Option::is_some).then_some("true")
                node_ref=input
                on:change=choose
            />
        };
        let wrong = move || {
            let sentences = self.columns.get();
            let list = |sentences: Vec<String>| {
                let items: Vec<AnyView> =
                    sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> }.into_any()).collect();
                view! { <Notice kind=Kind::Warning><ul>{items}</ul></Notice> }.into_any()
            };
            optional((!sentences.is_empty()).then(|| list(sentences)))
        };
        view! {
            {around(field, Some(hint.into()), control.into_any())}
            {changing(wrong)}
        }
        .into_any()
    }
}
