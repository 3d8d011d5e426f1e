//! A file of requests: its rows with what is wrong, a corrected file in its place, and the button that sends all of them.

use super::files::FileChoice;
use super::rows::Rows;
use super::{create, earlier, words};
use crate::api;
use crate::api::revisions::Revised;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::confirmations::{Confirmation, Words};
use crate::components::error_summaries::error_summary;
use crate::components::forms::Form;
use crate::components::notices::{Kind, Notice};
use crate::components::page_titles::PageTitle;
use crate::components::pages_of_state::not_found_page;
use crate::components::parts::{Loaded, Part};
use crate::components::submit_buttons::submit_button;
use crate::components::views::{changing, optional, text};
use crate::contexts::PageContext;
use crate::formats;
use crate::pages::requests::agreements::Agreement;
use crate::texts::{own, t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use madoguchi_api_types::problems::ProblemCode;
use madoguchi_api_types::request_batches::{
    RequestBatchDetail, RequestBatchForm, RequestBatchState, RequestBatchSubmissionRequest,
};

chunk!(requests: later = page);

type Batch = Part<Revised<RequestBatchDetail>>;

/// The page.
pub fn page(context: PageContext) -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("batch")).unwrap_or_default();
    let (client, read) = (context.client, id.clone());
    let batch = Part::load(move || {
        let id = read.clone();
        async move { api::request_batches::get(client, &id).await }
    });
    let missing =
        Memo::new(move |_| batch.state.with(|state| matches!(state, Loaded::Failed(error) if error.is_not_found())));
    changing(move || if missing.get() { not_found_page() } else { found(&context, &id, batch) })
}

fn found(context: &PageContext, id: &str, batch: Batch) -> AnyView {
    let way: Vec<Step> = vec![
        context.home_step(),
        (create::title(context), Some(context.path("/request-batches"))),
        (t!(request_batches.read).into(), None),
    ];
    let rows = Rows::load(context, id);
    let (above, below, own_id, below_id) = (context.clone(), context.clone(), id.to_owned(), id.to_owned());
    // What stands below the rows is drawn anew with the file, the rows by themselves.
    view! {
        <div class="column">
            <Breadcrumb steps=way />
            <PageTitle title=create::title(context) />
            {batch.show(move |found| head(&above, &own_id, (batch, rows), found.value))}
        </div>
        <section class="section" aria-labelledby="rows-title">
            <h2 id="rows-title">{t!(request_batches.caption)}</h2>
            {rows.view(context)}
        </section>
        <div class="column">{batch.show(move |found| sending(&below, &below_id, (batch, rows), found))}</div>
    }
    .into_any()
}

/// The facts, how far it is, and a corrected file in its place.
fn head(context: &PageContext, id: &str, (batch, rows): (Batch, Rows), found: RequestBatchDetail) -> AnyView {
    let RequestBatchDetail { batch: row, columns, .. } = &found;
    let (label, name, count) = (row.category_label.clone(), row.file_name.clone(), row.rows);
    let ignored = columns.iter().filter(|column| column.field.is_none() && !column.is_key && !column.header.is_empty());
    let ignored: Vec<String> = ignored.map(|column| column.header.clone()).collect();
    let ignored = (!ignored.is_empty()).then(|| {
        let names = ignored.join("、");
        view! { <p class="note">{text(move || tr!(request_batches.ignored, names))}</p> }.into_any()
    });
    let is_open = row.state == RequestBatchState::Open;
    let again = is_open.then(|| again(context, id, (batch, rows)));
    view! {
        <dl class="facts">
            <div><dt>{t!(request_batches.category)}</dt><dd>{text(move || own(&label))}</dd></div>
            <div><dt>{t!(request_batches.file_name)}</dt><dd>{name}</dd></div>
            <div><dt>{t!(request_batches.rows)}</dt><dd>{formats::count(count.into())}</dd></div>
            <div><dt>{t!(requests.state)}</dt><dd>{earlier::state(row.state)}</dd></div>
        </dl>
        {optional(ignored)}
        {notices(&found)}
        {optional(again)}
    }
    .into_any()
}

fn notices(found: &RequestBatchDetail) -> AnyView {
    let RequestBatchDetail { faulty, warned, drafts, sent, .. } = *found;
    let notice = |kind: Kind, words: Box<dyn Fn() -> String + Send + Sync>| {
        view! { <Notice kind=kind><p>{text(words)}</p></Notice> }.into_any()
    };
    let mut notices = Vec::new();
    if found.batch.state == RequestBatchState::Submitted {
        notices.push(notice(Kind::Success, Box::new(move || tr!(request_batches.done, sent))));
    } else if faulty > 0 {
        notices.push(notice(Kind::Warning, Box::new(move || tr!(request_batches.faulty, faulty))));
    } else if drafts > 0 {
        notices.push(notice(Kind::Info, Box::new(move || tr!(request_batches.ready, drafts))));
    } else if sent > 0 {
        notices.push(notice(Kind::Info, Box::new(|| tr!(request_batches.none_new).to_owned())));
    }
    if warned > 0 {
        notices.push(notice(Kind::Info, Box::new(move || tr!(request_batches.warned, warned))));
    }
    notices.into_any()
}

/// A corrected file: the button lets one choose it, and it is sent as soon as it is chosen.
fn again(context: &PageContext, id: &str, (batch, rows): (Batch, Rows)) -> AnyView {
    let (client, id) = (context.client, id.to_owned());
    let file = FileChoice::new();
    let form = Form::new(vec![file.field]);
    let send = move |()| {
        let Some(chosen) = file.chosen() else { return };
        let id = id.clone();
        let call = move || async move {
            let offered: RequestBatchForm = api::request_batches::form(client).await?;
            let columns: Vec<_> = offered.categories.into_iter().flat_map(|it| it.columns).collect();
            create::upload(client, &id, (file, &chosen), |error| words::of_columns(error, &columns, &offered.key)).await
        };
        form.send(call, move |_: RequestBatchDetail| {
            batch.refresh();
            rows.refresh();
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !form.busy.get_untracked() {
            file.ask();
        }
    };
    view! {
        {error_summary(form)}
        <form class="card" novalidate=true on:submit=submit>
            {file.view(t!(request_batches.again_lead), Callback::new(send))}
            {submit_button(form, t!(request_batches.again))}
        </form>
    }
    .into_any()
}

/// The terms, the button that sends, and the way to give it up.
fn sending(
    context: &PageContext,
    id: &str,
    (batch, rows): (Batch, Rows),
    found: Revised<RequestBatchDetail>,
) -> AnyView {
    let Revised { value: found, revision } = found;
    if found.batch.state == RequestBatchState::Submitted {
        let contracts = context.path("/contracts");
        return view! { <p class="buttons"><a class="button outline" href=contracts>{t!(contracts.title)}</a></p> }
            .into_any();
    }
    let is_ready = found.faulty == 0 && found.drafts > 0;
    let sends = is_ready.then(|| sends(context, id, (batch, rows), (&found, revision)));
    view! {
        {optional(sends)}
        {discards(context, id)}
    }
    .into_any()
}

fn sends(
    context: &PageContext,
    id: &str,
    (batch, rows): (Batch, Rows),
    (found, revision): (&RequestBatchDetail, String),
) -> AnyView {
    let agreement = Agreement::new(found.terms.clone());
    let form = Form::new(agreement.fields());
    Effect::new(move |_| {
        let problem = form.refusal.with(|refusal| refusal.as_ref().and_then(|refusal| refusal.problem.clone()));
        // What changed is to be read before it is sent.
        let is_stale = problem.and_then(|problem| problem.problem());
        if matches!(is_stale, Some(ProblemCode::ChangedMeanwhile | ProblemCode::RequestBatchIncomplete)) {
            batch.refresh();
            rows.refresh();
        }
    });
    let (client, id, drafts) = (context.client, id.to_owned(), found.drafts);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (id, revision) = (id.clone(), revision.clone());
        let call = move || async move {
            let submission = RequestBatchSubmissionRequest { terms_version: agreement.version() };
            api::request_batches::submit(client, &id, &submission, &revision).await.map_err(words::worded)
        };
        form.send(call, move |_: RequestBatchDetail| {
            batch.refresh();
            rows.refresh();
        });
    };
    view! {
        {error_summary(form)}
        <form class="request-submit" novalidate=true on:submit=submit>
            {agreement.view()}
            {submit_button(form, move || tr!(request_batches.submit, drafts))}
        </form>
    }
    .into_any()
}

fn discards(context: &PageContext, id: &str) -> AnyView {
    let (confirmation, client, next, id) = (Confirmation::new(), context.client, context.clone(), id.to_owned());
    let yes = Callback::new(move |()| {
        let (id, next) = (id.clone(), next.clone());
        let call = move || async move { api::request_batches::discard(client, &id).await };
        confirmation.send(call, move |()| next.go_instead("/request-batches"));
    });
    let words = Words {
        id: "discard-title",
        title: t!(request_batches.discard_title).into(),
        text: t!(request_batches.discard_text).into(),
        yes: t!(request_batches.discard_yes),
    };
    view! {
        <div class="buttons">
            <button type="button" class="button text" on:click=move |_| confirmation.ask()>
                {t!(request_batches.discard)}
            </button>
        </div>
        {confirmation.dialog(words, yes)}
    }
    .into_any()
}
