//! A request as it is read: facts, answers form by form, and what follows from them. A change shows what stood before.

use super::words::own_text;
use crate::components::views::{optional, text};
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::portals::Text;
use madoguchi_api_types::requests::{RequestConfirmation, RequestEntry, RequestSection};

/// The address of the page on which a form is changed, by the form's name.
pub type Way = Box<dyn Fn(&str) -> String>;

/// All of it; with 変更 at each form where there is a way back.
pub fn sections(confirmation: RequestConfirmation, way: Option<Way>) -> AnyView {
    let RequestConfirmation { facts, sections, notes, .. } = confirmation;
    let facts: Vec<AnyView> = facts.into_iter().map(fact).collect();
    let drawn: Vec<AnyView> = sections.into_iter().enumerate().map(|(at, it)| section(at, it, way.as_ref())).collect();
    let note = |note: Text| view! { <li class="lines">{text(own_text(&note))}</li> };
    let notes = (!notes.is_empty()).then(|| {
        let items = notes.into_iter().map(note).collect_view();
        view! { <ul class="request-notes" aria-label=t!(requests.notes)>{items}</ul> }.into_any()
    });
    view! {
        <dl class="facts request-facts">{facts}</dl>
        {drawn}
        {optional(notes)}
    }
    .into_any()
}

fn fact(entry: RequestEntry) -> AnyView {
    let RequestEntry { label, text: value, .. } = entry;
    view! { <div><dt>{text(own_text(&label))}</dt><dd>{text(own_text(&value))}</dd></div> }.into_any()
}

/// One form with its answers.
pub fn section(at: usize, section: RequestSection, way: Option<&Way>) -> AnyView {
    let RequestSection { form, title, entries } = section;
    let heading = format!("section-{at}");
    let labelled = heading.clone();
    let link = way.map(|way| {
        let (address, named) = (way(&form), own_text(&title));
        view! {
            <a class="change" href=address>
                {t!(policy_forms.change)} <span class="visually-hidden">" " {text(named)}</span>
            </a>
        }
        .into_any()
    });
    let entries: Vec<AnyView> = entries.into_iter().map(row).collect();
    view! {
        <section class="card answers" aria-labelledby=labelled>
            <div class="form-part-head">
                <h2 id=heading>{text(own_text(&title))}</h2>
                {optional(link)}
            </div>
            <dl class="details">{entries}</dl>
        </section>
    }
    .into_any()
}

fn row(entry: RequestEntry) -> AnyView {
    let RequestEntry { label, text: answer, before } = entry;
    let Some(before) = before else {
        return view! { <div><dt>{text(own_text(&label))}</dt><dd class="answer">{shown(answer)}</dd></div> }
            .into_any();
    };
    view! {
        <div class="changed">
            <dt>{text(own_text(&label))}</dt>
            <dd class="answer before"><span class="tag">{t!(requests.before)}</span> " " {shown(before)}</dd>
            <dd class="answer after"><span class="tag">{t!(requests.after)}</span> " " {shown(answer)}</dd>
        </div>
    }
    .into_any()
}

/// An answer, or that there is none.
fn shown(answer: Text) -> AnyView {
    let is_empty = answer.ja.is_empty();
    let words = own_text(&answer);
    let words = move || if is_empty { tr!(policy_forms.blank).to_owned() } else { words.get().into_owned() };
    view! { <span class:note=is_empty>{text(words)}</span> }.into_any()
}
