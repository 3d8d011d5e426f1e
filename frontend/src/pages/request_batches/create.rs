//! 一括お申し込み: what is the same for all, and the file. Below are the files of before.

use super::files::FileChoice;
use super::{earlier, words};
use crate::api::{self, Client, Error};
use crate::chunks::chunk;
use crate::components::breadcrumbs::Breadcrumb;
use crate::components::choice_fields::ChoiceField;
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form, anything};
use crate::components::page_titles::PageTitle;
use crate::components::parts::Part;
use crate::components::policy_forms::{Extras, PolicyForm, Source, questions};
use crate::components::submit_buttons::submit_button;
use crate::components::views::{changing, optional, text};
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::{own, t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use madoguchi_api_types::portals::Text;
use madoguchi_api_types::request_batches::{
    RequestBatchCategory, RequestBatchDetail, RequestBatchForm, RequestBatchRequest,
};
use madoguchi_domain::forms::Questionnaire;
use std::sync::Arc;
use web_sys::File;

chunk!(requests: later = page);

/// The page.
pub fn page(context: PageContext) -> AnyView {
    let client = context.client;
    let offered = Part::load(move || api::request_batches::form(client));
    let shown = context.clone();
    view! {
        <div class="column">
            <Breadcrumb steps=vec![context.home_step(), (title(&context), None)] />
            <PageTitle title=title(&context) />
            {offered.show(move |offered| form(&shown, offered))}
        </div>
        {earlier::section(&context)}
    }
    .into_any()
}

/// What it is called.
pub fn title(context: &PageContext) -> TextProp {
    let words = context.portal.request_batch.clone();
    (move || words.as_ref().map(own).unwrap_or_default()).into()
}

fn form(context: &PageContext, offered: RequestBatchForm) -> AnyView {
    let category = Field::required("category", t!(request_batches.category), anything);
    let asked = use_query_map().with_untracked(|query| query.get("category")).unwrap_or_default();
    category.value.set(find(&offered, &asked).map(|found| found.code.clone()).unwrap_or_default());
    let choices = offered.categories.iter().map(|it| (it.code.clone(), own_text(&it.label))).collect::<Vec<_>>();
    let answers = PolicyForm::new(questionnaire(&offered, &asked), extras(&offered));
    let offered = StoredValue::new(offered);
    Effect::new(move |_| {
        let code = category.value.get();
        offered.with_value(|offered| answers.questionnaire.set(questionnaire(offered, &code)));
    });
    let file = FileChoice::new();
    let form = Form::new(vec![category]).asking(move || [answers.asked(), vec![file.field]].concat());
    let sent = context.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(&sent, form, (category, answers, file), offered);
    };
    let lead = offered.with_value(|offered| offered.lead.clone());
    let hint =
        move || offered.with_value(|it| tr!(request_batches.file_hint, it.rows_max, formats::size(it.bytes_max)));
    view! {
        <p class="lead lines">{text(move || own(&lead))}</p>
        {error_summary(form)}
        <form class="card request-form" novalidate=true on:submit=submit>
            <ChoiceField field=category choices=choices />
            {questions(answers)}
            {changing(move || columns(offered, &category.value.get()))}
            {file.view(hint, Callback::new(|()| {}))}
            {submit_button(form, t!(request_batches.upload))}
        </form>
    }
    .into_any()
}

fn own_text(words: &Text) -> TextProp {
    let words = words.clone();
    (move || own(&words)).into()
}

/// What is offered for a category; for one that is not, what the first has.
fn find<'a>(offered: &'a RequestBatchForm, code: &str) -> Option<&'a RequestBatchCategory> {
    offered.categories.iter().find(|it| it.code == code).or(offered.categories.first())
}

fn questionnaire(offered: &RequestBatchForm, code: &str) -> Questionnaire {
    find(offered, code).map(|it| it.questionnaire.clone()).unwrap_or_default()
}

/// 登録内容を引用する: the answers that a form names by `copy_from`, where they are known.
fn extras(offered: &RequestBatchForm) -> Extras {
    let groups = offered.categories.iter().flat_map(|it| &it.questionnaire.groups);
    let from: Vec<(String, String)> =
        groups.filter_map(|group| Some((group.name.clone(), group.form.copy_from.clone()?))).collect();
    let copyable = offered.copyable.clone();
    let sources = move |into: &str| {
        let named = from.iter().find(|(name, _)| name == into);
        let answers = named.and_then(|(_, from)| copyable.get(from)?.as_object().cloned());
        answers.map(|answers| Source { label: "".into(), answers }).into_iter().collect()
    };
    Extras { sources: Some(Arc::new(sources)), ..Extras::default() }
}

/// The columns that a file must have and may have.
fn columns(offered: StoredValue<RequestBatchForm>, code: &str) -> AnyView {
    let (columns, key) =
        offered.with_value(|it| (find(it, code).map(|it| it.columns.clone()).unwrap_or_default(), it.key.clone()));
    let names = |required: bool| {
        let named = columns.iter().filter(|column| column.required == required).map(|column| column.header.clone());
        named.collect::<Vec<_>>().join("、")
    };
    let (needed, more) = (names(true), names(false));
    let key = key
        .first()
        .cloned()
        .map(|name| view! { <p class="note">{text(move || tr!(request_batches.key, name))}</p> }.into_any());
    view! {
        <section class="request-columns" aria-labelledby="columns-title">
            <h2 id="columns-title">{t!(request_batches.columns)}</h2>
            <dl class="details">
                <div><dt>{t!(request_batches.columns_required)}</dt><dd>{needed}</dd></div>
                <div><dt>{t!(request_batches.columns_optional)}</dt><dd>{more}</dd></div>
            </dl>
            {optional(key)}
        </section>
    }
    .into_any()
}

/// Begins the file and sends it; tried again with the same answers it is the same file.
fn send(
    context: &PageContext,
    form: Form,
    (category, answers, file): (Field, PolicyForm, FileChoice),
    offered: StoredValue<RequestBatchForm>,
) {
    let (client, next) = (context.client, context.clone());
    let Some(chosen) = file.chosen() else {
        // It is said at the field that none is chosen.
        form.validate();
        return;
    };
    let call = move || async move {
        let body = RequestBatchRequest { category: Some(category.value.get_untracked()), answers: answers.answers() };
        let code = category.value.get_untracked();
        let begun = api::request_batches::create(client, &body).await?;
        let id = begun.batch.id.to_string();
        let sent = upload(client, &id, (file, &chosen), |error| {
            offered.with_value(|it| {
                let columns = find(it, &code).map(|it| it.columns.as_slice()).unwrap_or_default();
                words::of_columns(error, columns, &it.key)
            })
        });
        match sent.await {
            Ok(sent) => Ok(sent),
            Err(error) => {
                // A file that was never read is not kept.
                let _ = api::request_batches::discard(client, &id).await;
                Err(error)
            }
        }
    };
    form.send(call, move |sent: RequestBatchDetail| next.go(&format!("/request-batches/{}", sent.batch.id)));
}

/// Sends a file; what is wrong with its columns is shown at the control.
pub(super) async fn upload(
    client: Client,
    id: &str,
    (file, chosen): (FileChoice, &File),
    sentences: impl FnOnce(&Error) -> Vec<String>,
) -> Result<RequestBatchDetail, Error> {
    api::request_batches::put_file(client, id, chosen).await.map_err(|error| {
        file.columns.set(sentences(&error));
        words::worded(error)
    })
}
