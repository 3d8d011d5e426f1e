//! What every page behind a mailed link has in common: the token from behind `#`, a link that is dead, and the end.

use crate::api::{Client, Error, LocalCode, LocalError};
use crate::browser;
use crate::components::notices::{Kind, Notice};
use crate::components::page_titles::PageTitle;
use crate::components::parts::{Loaded, Part};
use crate::components::views::{changing, text};
use crate::contexts::PageContext;
use crate::texts::t;
use leptos::ev::hashchange;
use leptos::prelude::*;
use madoguchi_api_types::problems::ProblemCode;
use std::future::Future;

type Sentence = fn() -> &'static str;

/// What a page behind a link says.
#[derive(Clone, Copy)]
pub struct Words {
    /// What it is for.
    pub title: Sentence,
    /// It was done with this link already.
    pub used: Sentence,
    /// It is too late.
    pub expired: Sentence,
    pub done_title: Sentence,
    /// What follows.
    pub done: Sentence,
    /// Where one goes on when it is done.
    pub after_use: Next,
    /// Where one goes on when it is too late.
    pub after_expiry: Next,
}

/// Where one goes on.
#[derive(Clone, Copy)]
pub enum Next {
    /// Login.
    LogIn,
    /// The ways back in.
    Recover,
}

/// The link of a page.
#[derive(Clone, Copy)]
pub struct Link {
    /// What stood behind `#`.
    pub token: RwSignal<String>,
    /// Whether what it is for was done.
    pub done: RwSignal<bool>,
}

/// Draws a page once the server knows its link.
pub fn page_of_link<T, F>(
    context: &PageContext,
    words: Words,
    check: impl Fn(Client, String) -> F + 'static,
    draw: impl Fn(Link, T) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
    F: Future<Output = Result<T, Error>> + 'static,
{
    let link = Link { token: RwSignal::new(String::new()), done: RwSignal::new(false) };
    let client = context.client;
    let take = move || {
        if let Some(token) = browser::take_hash() {
            link.done.set(false);
            link.token.set(token);
        }
    };
    take();
    // Another link may be opened in the same tab.
    let listening = window_event_listener(hashchange, move |_| take());
    on_cleanup(move || listening.remove());
    let state = Part::load(move || {
        let token = link.token.get();
        let known = (!token.is_empty()).then(|| check(client, token));
        async move {
            match known {
                Some(answer) => answer.await,
                None => Err(Error::Local(LocalError {
                    code: LocalCode::Problem(ProblemCode::LinkUnknown),
                    text: t!(problems.link_unknown),
                })),
            }
        }
    });
    let context = context.clone();
    let content = changing(move || match (link.done.get(), state.state.get()) {
        (true, _) => done(&context, words),
        (false, Loaded::Failed(error)) if error.is_of_link() => dead(&context, words, error.problem()),
        (false, _) => {
            let draw = draw.clone();
            view! {
                <PageTitle title=words.title />
                {state.show(move |found| draw(link, found))}
            }
            .into_any()
        }
    });
    view! { <div class="column narrow">{content}</div> }.into_any()
}

fn done(context: &PageContext, words: Words) -> AnyView {
    view! {
        <PageTitle title=words.done_title />
        <Notice kind=Kind::Success><p>{text(words.done)}</p></Notice>
        {next(context, words.after_use)}
    }
    .into_any()
}

/// A link that is worth nothing says why, and how to go on.
fn dead(context: &PageContext, words: Words, code: Option<ProblemCode>) -> AnyView {
    let (why, way) = match code {
        Some(ProblemCode::LinkUsed) => (words.used, words.after_use),
        Some(ProblemCode::LinkExpired) => (words.expired, words.after_expiry),
        _ => (t!(problems.link_unknown), Next::LogIn),
    };
    view! {
        <PageTitle title=t!(complete.dead_title) />
        <Notice kind=Kind::Warning><p>{text(why)}</p></Notice>
        {next(context, way)}
    }
    .into_any()
}

fn next(context: &PageContext, next: Next) -> AnyView {
    let (address, label) = match next {
        Next::Recover if !context.portal.recovery.is_empty() => (context.path("/recovery"), t!(recovery.open)),
        Next::Recover | Next::LogIn => (context.path("/login"), t!(recovery.login)),
    };
    view! { <p><a class="button solid" href=address>{text(label)}</a></p> }.into_any()
}
