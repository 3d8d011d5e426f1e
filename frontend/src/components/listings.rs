//! A list that is read page by page and grows below what is there.

use super::counts::{self, COUNT_ID};
use super::more_buttons::more_button;
use super::parts::{Loaded, Part};
use crate::api::Error;
use crate::browser;
use crate::components::views::{changing, optional, text};
use crate::lifetimes::Lifetime;
use leptos::prelude::*;
use leptos::task::spawn_local;
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::problems::FieldProblem;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

/// Reads the page that starts at a cursor; an empty cursor is the start.
type Fetch<T> = Rc<dyn Fn(String) -> Pin<Box<dyn Future<Output = Result<Page<T>, Error>>>>>;

pub struct Listing<T: Send + Sync + 'static> {
    /// The first page: read anew whenever the filter changes.
    pub first: Part<Page<T>>,
    more: RwSignal<Vec<Page<T>>>,
    busy: RwSignal<bool>,
    problem: RwSignal<Option<Error>>,
    fetch: StoredValue<Fetch<T>, LocalStorage>,
    lifetime: Lifetime,
}

impl<T: Send + Sync + 'static> Clone for Listing<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Listing<T> {}

impl<T: Clone + Send + Sync + 'static> Listing<T> {
    /// Reads the first page now and whenever a signal that `fetch` reads before its future changes.
    pub fn load<F>(fetch: impl Fn(String) -> F + 'static) -> Self
    where
        F: Future<Output = Result<Page<T>, Error>> + 'static,
    {
        let fetch: Fetch<T> = Rc::new(move |cursor| Box::pin(fetch(cursor)));
        let more = RwSignal::new(Vec::new());
        let first = {
            let fetch = fetch.clone();
            Part::load(move || {
                more.set(Vec::new());
                fetch(String::new())
            })
        };
        let problem = RwSignal::new(None);
        Self {
            first,
            more,
            busy: RwSignal::new(false),
            problem,
            fetch: StoredValue::new_local(fetch),
            lifetime: Lifetime::here(),
        }
    }

    /// Rows that are shown.
    pub fn count(self) -> usize {
        let first = self.first.state.with(|state| match state {
            Loaded::Ready(page) => page.items.len(),
            Loaded::Waiting | Loaded::Failed(_) => 0,
        });
        first + self.more.with(|more| more.iter().map(|page| page.items.len()).sum::<usize>())
    }

    /// The conditions that were refused, for the fields of the search; tracked.
    pub fn refused(self) -> Vec<FieldProblem> {
        self.first.state.with(|state| match state {
            Loaded::Failed(error) => error.refused_conditions().map(<[_]>::to_vec).unwrap_or_default(),
            Loaded::Waiting | Loaded::Ready(_) => Vec::new(),
        })
    }

    /// How many there are, as far as the server says it, and how many of them are shown.
    pub fn count_words(self) -> String {
        let shown = self.count();
        let all = self.first.value().and_then(|page| page.total).map(|all| usize::try_from(all).unwrap_or(usize::MAX));
        match all {
            Some(all) => counts::of_all(if self.next().is_some() { shown } else { all }, all),
            None => counts::of_unknown(shown),
        }
    }

    /// All rows that are shown, for lists that are no tables.
    pub fn items(self) -> Vec<T> {
        let first = self.first.value().map(|page| page.items).unwrap_or_default();
        let more = self.more.with(|more| more.iter().flat_map(|page| page.items.clone()).collect::<Vec<_>>());
        first.into_iter().chain(more).collect()
    }

    /// Where the list goes on, if it does.
    pub fn next(self) -> Option<String> {
        let last = self.more.with(|more| more.last().map(|page| page.next_cursor.clone()));
        last.unwrap_or_else(|| self.first.value().and_then(|page| page.next_cursor))
    }

    /// The bodies of the table, one for each page: what is there is not drawn anew when more comes.
    pub fn bodies(self, draw: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static) -> AnyView {
        let body = move |page: Page<T>| {
            let rows: Vec<AnyView> = page.items.into_iter().map(&draw).collect();
            view! { <tbody role="rowgroup">{rows}</tbody> }.into_any()
        };
        let pages = move || self.more.with(Vec::len);
        let first = body.clone();
        let later = move |at: usize| self.more.with_untracked(|more| more.get(at).cloned()).map(&body);
        view! {
            {changing(move || optional(self.first.value().map(&first)))}
            <For each=move || 0..pages() key=|at| *at children=later />
        }
        .into_any()
    }

    /// もっと見る, and what went wrong with it.
    pub fn foot(self) -> AnyView {
        view! {
            <p class="field-error" role="status">{text(move || self.problem.get().map(|problem| problem.text()).unwrap_or_default())}</p>
            {changing(move || optional(self.next().map(|_| more_button(self.busy, Callback::new(move |()| self.read_on())))))}
        }
        .into_any()
    }

    /// Reads on until all are there, or `most`; `done` hears whether none failed.
    pub fn read_all(self, most: usize, done: Callback<(bool,)>) {
        let lifetime = self.lifetime;
        spawn_local(async move {
            while !lifetime.is_over() && untrack(|| self.count()) < most {
                let Some(cursor) = untrack(|| self.next()) else { break };
                let answer = self.fetch.with_value(|fetch| fetch(cursor.clone())).await;
                // The page may be gone, or the filter another.
                if lifetime.is_over() || untrack(|| self.next()) != Some(cursor) {
                    break;
                }
                match answer {
                    Ok(page) => self.more.update(|more| more.push(page)),
                    Err(error) => {
                        self.problem.set(Some(error));
                        return done.run((false,));
                    }
                }
            }
            if !lifetime.is_over() {
                done.run((true,));
            }
        });
    }

    fn read_on(self) {
        let Some(cursor) = untrack(|| self.next()) else { return };
        self.busy.set(true);
        self.problem.set(None);
        let answer = self.fetch.with_value(|fetch| fetch(cursor.clone()));
        spawn_local(async move {
            let answer = answer.await;
            self.busy.try_set(false);
            // The filter may have changed meanwhile.
            if self.more.try_get_untracked().is_none() || untrack(|| self.next()) != Some(cursor) {
                return;
            }
            match answer {
                Ok(page) => {
                    let is_last = page.next_cursor.is_none();
                    self.more.update(|more| more.push(page));
                    if is_last {
                        // The button is gone; the focus must not go with it.
                        browser::focus(COUNT_ID);
                    }
                }
                Err(error) => self.problem.set(Some(error)),
            }
        });
    }
}
