//! What comes next for who just came in, by the portal's file: each step with its state, and a way to do it.

use crate::api;
use crate::components::parts::Part;
use crate::components::views::{changing, optional, text};
use crate::contexts::{PageContext, has_module};
use crate::texts::{own, t, tr};
use leptos::prelude::*;
use madoguchi_api_types::portals::{Module, Portal};
use madoguchi_api_types::screens::{HomeStep, StepDone, StepPage};
use madoguchi_api_types::sessions::Session;

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Done,
    /// It is the next one.
    Next,
    /// It comes after that.
    LazyPage,
    /// It may be done at any time.
    Free,
}

/// The steps, where the portal has any and one is not done.
pub fn section(context: &PageContext, session: impl Fn() -> Option<Session> + Send + Sync + 'static) -> AnyView {
    if context.portal.screens.steps.is_empty() {
        return ().into_any();
    }
    let named = Memo::new(move |_| session().is_some_and(|session| !session.customer.name.is_empty()));
    let client = context.client;
    let asks_contracts = has_module(&context.portal, Module::Contracts)
        && context.portal.screens.steps.iter().any(|step| step.done_when == Some(StepDone::HasContract));
    let contracts = Part::load(move || async move {
        if asks_contracts {
            api::contracts::list(client, "", "").await.map(|page| !page.items.is_empty())
        } else {
            Ok(false)
        }
    });
    let context = context.clone();
    changing(move || {
        let has_contract = contracts.value() == Some(true);
        let done = |step: &HomeStep| match step.done_when? {
            StepDone::CustomerNamed => Some(named.get()),
            StepDone::HasContract => Some(has_contract),
        };
        let steps = &context.portal.screens.steps;
        let standings = standings(&steps.iter().map(done).collect::<Vec<_>>());
        let open = standings.iter().any(|standing| *standing != Standing::Done);
        optional(open.then(|| list(&context, &standings)))
    })
}

/// Of those that can be done, the first that is not is the next.
fn standings(done: &[Option<bool>]) -> Vec<Standing> {
    let next = done.iter().position(|done| *done == Some(false));
    let standing = |(at, done): (usize, &Option<bool>)| match done {
        None => Standing::Free,
        Some(true) => Standing::Done,
        Some(false) if Some(at) == next => Standing::Next,
        Some(false) => Standing::LazyPage,
    };
    done.iter().enumerate().map(standing).collect()
}

fn list(context: &PageContext, standings: &[Standing]) -> AnyView {
    let title = context.portal.screens.steps_title.clone();
    let title = move || title.as_ref().map_or_else(|| tr!(home.steps).to_owned(), own);
    let items: Vec<AnyView> = context
        .portal
        .screens
        .steps
        .iter()
        .zip(standings)
        .map(|(step, standing)| item(context, step, *standing))
        .collect();
    view! {
        <section class="section" aria-labelledby="home-steps">
            <h2 id="home-steps">{text(title)}</h2>
            <ol class="home-steps card">{items}</ol>
        </section>
    }
    .into_any()
}

fn item(context: &PageContext, step: &HomeStep, standing: Standing) -> AnyView {
    let (label, shown_label, words) = (step.label.clone(), step.label.clone(), step.text.clone());
    let state = match standing {
        Standing::Done => Some(t!(home.step_done)),
        Standing::Next => Some(t!(home.step_next)),
        Standing::LazyPage | Standing::Free => None,
    };
    let state = state.map(|state| view! { " " <span class="tag">{state}</span> }.into_any());
    let shown = matches!(standing, Standing::Next | Standing::Free);
    let way = shown.then(|| match step.page {
        Some(page) => {
            let address = context.path(path(page));
            let label = label.clone();
            view! { <p><a href=address>{text(move || tr!(home.step_go, own(&label)))}</a></p> }.into_any()
        }
        None => contact(&context.portal),
    });
    let current = (standing == Standing::Next).then_some("step");
    view! {
        <li class:past=standing == Standing::Done aria-current=current>
            <p class="home-step">{text(move || own(&shown_label))} {optional(state)}</p>
            <p class="note">{text(move || own(&words))}</p>
            {optional(way)}
        </li>
    }
    .into_any()
}

/// Where a step is done.
fn path(page: StepPage) -> &'static str {
    match page {
        StepPage::Account => "/account",
        StepPage::SecondFactors => "/account/second-factors",
        StepPage::Users => "/users",
        StepPage::Contracts => "/contracts",
        StepPage::Inquiries => "/inquiries/new",
        StepPage::Switches => "/switches",
        StepPage::Requests => "/requests",
    }
}

/// Whom to ask.
fn contact(portal: &Portal) -> AnyView {
    let mail = format!("mailto:{}", portal.support.mail);
    let phone = portal.support.phone.clone().map(|phone| {
        let address = format!("tel:{}", phone.replace(|c: char| !c.is_ascii_digit() && c != '+', ""));
        view! { <span>{t!(frame.phone_label)} " " <a href=address>{phone}</a></span> " " }.into_any()
    });
    view! {
        <p class="home-contact">
            {optional(phone)}
            <span>{t!(frame.mail_label)} " " <a href=mail>{portal.support.mail.clone()}</a></span>
        </p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{Standing, standings};

    #[test]
    fn the_first_that_is_not_done_is_next() {
        use Standing::{Done, Free, LazyPage, Next};
        assert_eq!(standings(&[Some(false), Some(false), None]), [Next, LazyPage, Free]);
        assert_eq!(standings(&[Some(true), Some(false), Some(false)]), [Done, Next, LazyPage]);
        assert_eq!(standings(&[Some(true), Some(true)]), [Done, Done]);
    }
}
