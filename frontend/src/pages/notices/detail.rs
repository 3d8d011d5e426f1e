//! One notice; opening it counts as reading it.

use super::rows::important;
use crate::api;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::page_titles::PageTitle;
use crate::components::pages_of_state::not_found_page;
use crate::components::parts::{Loaded, Part};
use crate::components::views::{changing, optional, text};
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::{own, t};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use madoguchi_api_types::notices::Notice;

chunk!(entry: later = page);

pub fn page(context: PageContext) -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("notice")).unwrap_or_default();
    let client = context.client;
    let notice = Part::load(move || {
        let id = id.clone();
        async move {
            let notice = api::notices::get(client, &id).await?;
            if !notice.read {
                // Should it fail, the mark stays: it will be tried with the next opening.
                let _ = api::notices::mark_read(client, &id).await;
            }
            Ok(notice)
        }
    });
    let missing =
        Memo::new(move |_| notice.state.with(|state| matches!(state, Loaded::Failed(error) if error.is_not_found())));
    changing(move || if missing.get() { not_found_page() } else { found(&context, notice) })
}

fn found(context: &PageContext, notice: Part<Notice>) -> AnyView {
    let steps: Vec<Step> = vec![
        context.home_step(),
        (t!(notices.title).into(), Some(context.path("/notices"))),
        (t!(notices.one).into(), None),
    ];
    view! {
        <Breadcrumb steps=steps />
        {notice.show(content)}
    }
    .into_any()
}

fn content(notice: Notice) -> AnyView {
    let (title, from, body) = (notice.title, notice.published_from, notice.body);
    let paragraphs = move || {
        let text = body.as_ref().map(own).unwrap_or_default();
        let paragraph = |part: &str| view! { <p class="lines">{part.trim().to_owned()}</p> };
        text.split("\n\n").filter(|part| !part.trim().is_empty()).map(paragraph).collect_view().into_any()
    };
    view! {
        <PageTitle title=move || own(&title) />
        <p class="notice-head">
            <span>{text(move || formats::date_time(from))}</span> " " {optional(important(notice.important))}
        </p>
        <div class="card prose">{changing(paragraphs)}</div>
    }
    .into_any()
}
