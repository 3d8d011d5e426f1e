//! Opens a draft, once: a reload and Back lead to the same one.

use crate::api;
use crate::browser;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::page_titles::PageTitle;
use crate::components::parts::{Loaded, Part};
use crate::components::views::text;
use crate::contexts::PageContext;
use crate::pages::requests::words;
use crate::texts::t;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use madoguchi_api_types::problems::ProblemCode;
use madoguchi_api_types::requests::{RequestDetail, RequestDraftRequest, RequestState};

chunk!(requests: later = page);

/// What the tab keeps the name of an opening under that is not surely done, with what is opened.
const OPENING: &str = "madoguchi-opening";

/// The page: it is seen as long as the draft is being opened, or when it cannot be.
pub fn page(context: PageContext) -> AnyView {
    let query = use_query_map().get_untracked();
    let part = |name: &str| query.get(name).filter(|value| !value.is_empty());
    let draft = RequestDraftRequest {
        order_number: part("order"),
        quote_number: part("quote"),
        ..draft(&context, part("kind"), part("category"), part("contract"))
    };
    let steps: Vec<Step> = vec![context.home_step(), words::step(&context), (t!(requests.create).into(), None)];
    let (client, drafts) = (context.client, context.path(&format!("/requests?state={}", RequestState::Draft.as_str())));
    let opened = Part::load(move || {
        let draft = draft.clone();
        async move {
            let place =
                format!("{OPENING} {} {}", client.address(""), serde_json::to_string(&draft).unwrap_or_default());
            let answer = api::requests::create(client, &draft, name(&place)).await;
            if is_settled(&answer) {
                browser::keep_in_tab(&place, None);
            }
            answer
        }
    });
    Effect::new(move |_| {
        let id = opened.state.with(|state| match state {
            Loaded::Ready(RequestDetail { request, .. }) => Some(request.id),
            Loaded::Waiting | Loaded::Failed(_) => None,
        });
        if let Some(id) = id {
            context.go_instead(&format!("/requests/{id}/edit"));
        }
    });
    view! {
        <div class="column">
            <Breadcrumb steps=steps />
            <PageTitle title=t!(requests.create) />
            {opened.show_or(|_| ().into_any(), move |error| full(error, &drafts))}
        </div>
    }
    .into_any()
}

/// Where there are too many drafts, the way to them: another try is no help.
fn full(error: &api::Error, drafts: &str) -> Option<AnyView> {
    let (problem, drafts) = (error.clone(), drafts.to_owned());
    let drawn = || {
        view! {
            <div class="notice error" role="alert">
                <p>{text(move || problem.text())}</p>
                <a class="button outline" href=drafts>{t!(requests.to_drafts)}</a>
            </div>
        }
        .into_any()
    };
    error.is(ProblemCode::RequestDraftLimitReached).then(drawn)
}

/// What is opened: the first kind and category where the address names none.
fn draft(
    context: &PageContext,
    kind: Option<String>,
    category: Option<String>,
    contract: Option<String>,
) -> RequestDraftRequest {
    let offered = &context.portal.applications;
    let is_new = |code: &str| offered.iter().any(|kind| kind.code == code && !kind.of_contract);
    let kind = kind.or_else(|| offered.first().map(|kind| kind.code.clone())).unwrap_or_default();
    let first = || context.portal.contract_categories.first().map(|category| category.code.clone());
    let category = if is_new(&kind) { category.or_else(first) } else { None };
    let contract_id = contract.and_then(|id| id.parse().ok());
    RequestDraftRequest { kind, category, contract_id, order_number: None, quote_number: None }
}

/// The name of this opening: a reload before the answer, and another try after a lost one, ask for the same draft.
fn name(place: &str) -> Option<String> {
    browser::kept_in_tab(place).or_else(|| {
        let name = api::random()?;
        browser::keep_in_tab(place, Some(&name));
        Some(name)
    })
}

/// Whether the server has surely opened it, or surely not.
fn is_settled<T>(answer: &Result<T, api::Error>) -> bool {
    match answer {
        Ok(_) => true,
        Err(api::Error::Problem(problem)) => problem.status < 500,
        Err(api::Error::Offline | api::Error::Unreadable | api::Error::Local(_)) => false,
    }
}
