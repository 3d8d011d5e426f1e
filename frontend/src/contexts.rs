//! The portal someone is in, and what every page of it gets. Must not know any page.

use crate::api::{self, Client, SessionEvent};
use crate::browser;
use crate::drafts::Drafts;
use crate::maintenances::Maintenances;
use crate::session::{Limits, Sessions};
use crate::texts::{own, tr};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use madoguchi_api_types::portals::{Module, Portal};
use madoguchi_api_types::registrations::Registration;
use madoguchi_api_types::sessions::SignInAttempt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// What is known of the portal that the address names.
#[derive(Clone)]
pub enum PortalState {
    /// The page of all portals, or the answer is awaited.
    Waiting,
    Ready(Arc<Portal>),
    /// It could not be read.
    Failed(api::Error),
}

/// The portal of this tab, for the frame around the pages.
#[derive(Clone, Copy)]
pub struct PortalContext {
    /// First part of the address; empty on the page of all portals.
    pub key: RwSignal<String>,
    /// What is known of it.
    pub portal: RwSignal<PortalState>,
    pub sessions: Sessions,
    /// Calls its operations.
    pub client: Client,
    /// What one page leaves for the next.
    pub handover: Handover,
    /// What is known of planned maintenance.
    pub maintenances: Maintenances,
    again: RwSignal<u32>,
}

/// What one page leaves for the next, in memory only.
#[derive(Clone, Copy)]
pub struct Handover {
    /// The login that waits for its second step.
    pub attempt: RwSignal<Option<SignInAttempt>>,
    /// The registration whose mail is on its way.
    pub registration: RwSignal<Option<Registration>>,
    /// What was typed into forms and not sent yet.
    pub drafts: Drafts,
}

/// What a page gets: the portal, calls to the server, the session, and a way to other pages.
#[derive(Clone)]
pub struct PageContext {
    pub portal: Arc<Portal>,
    /// Calls its operations.
    pub client: Client,
    pub sessions: Sessions,
    /// What the page before left.
    pub handover: Handover,
    go: Go,
}

/// A page of a portal.
pub type Page = fn(PageContext) -> AnyView;

/// A page that may have to be fetched.
pub type LazyPage = fn() -> Pin<Box<dyn Future<Output = Result<Page, api::Error>>>>;

impl PortalContext {
    /// Follows the address of the tab; inside the router.
    pub fn follow() -> Self {
        let key = RwSignal::new(String::new());
        let sessions = Sessions::new(key);
        let maintenances = Maintenances::new();
        let quiet = Client::new(key, Callback::new(|_| {}));
        maintenances.watch(quiet);
        let heard = move |(event,): (SessionEvent,)| match event {
            SessionEvent::MaintenanceAnnounced(starts_at) => maintenances.hear(quiet, starts_at),
            SessionEvent::Closed => maintenances.hear(quiet, String::new()),
            event => sessions.handle(event),
        };
        let context = Self {
            key,
            portal: RwSignal::new(PortalState::Waiting),
            sessions,
            client: Client::new(key, Callback::new(heard)),
            handover: Handover {
                attempt: RwSignal::new(None),
                registration: RwSignal::new(None),
                drafts: Drafts::new(),
            },
            maintenances,
            again: RwSignal::new(0),
        };
        let path = use_location().pathname;
        let named = Memo::new(move |_| path.with(|path| path.split('/').nth(1).unwrap_or_default().to_owned()));
        let first = (named.get_untracked(), 0);
        // Not in an effect: the very first picture is to have the portal.
        context.enter(first.0.clone());
        Effect::new(move |entered: Option<(String, u32)>| {
            let asked = (named.get(), context.again.get());
            if entered.as_ref().unwrap_or(&first) != &asked {
                context.enter(asked.0.clone());
            }
            asked
        });
        context
    }

    /// Reads the portal once more.
    pub fn retry(self) {
        self.again.update(|times| *times += 1);
    }

    fn enter(self, key: String) {
        self.portal.set(PortalState::Waiting);
        self.key.set(key.clone());
        self.handover.attempt.set(None);
        self.handover.registration.set(None);
        self.handover.drafts.clear();
        self.maintenances.forget();
        if key.is_empty() {
            return;
        }
        if let Some(portal) = api::portals::of_page(&key) {
            self.arrive(portal);
        } else {
            spawn_local(async move {
                let answer = api::portals::get(self.client).await;
                if self.key.get_untracked() != key {
                    return;
                }
                match answer {
                    Ok(portal) => self.arrive(portal),
                    Err(error) => self.portal.set(PortalState::Failed(error)),
                }
            });
        }
        self.sessions.open(self.client);
    }

    fn arrive(self, portal: Portal) {
        browser::set_brand(&portal.color);
        self.sessions.limit(Limits { idle: portal.idle_minutes, warn: portal.warn_minutes });
        self.portal.set(PortalState::Ready(Arc::new(portal)));
    }

    /// What a page gets, once the portal is there.
    pub fn page(self, portal: Arc<Portal>, go: Go) -> PageContext {
        PageContext { portal, client: self.client, sessions: self.sessions, handover: self.handover, go }
    }
}

/// The router's way to another page.
pub type Go = Callback<(String, NavigateOptions)>;

/// That of the page that is being drawn.
pub fn go() -> Go {
    let navigate = use_navigate();
    Callback::new(move |(path, options): (String, NavigateOptions)| navigate(&path, options))
}

/// Whether there is something to be read or done in a portal.
pub fn has_module(portal: &Portal, module: Module) -> bool {
    portal.modules.contains(&module)
}

/// What the portal calls its home.
pub fn home_title(portal: &Portal) -> TextProp {
    let title = portal.screens.home_title.clone();
    (move || title.as_ref().map_or_else(|| tr!(home.title).to_owned(), own)).into()
}

impl PageContext {
    /// The first step of the way to a page.
    pub fn home_step(&self) -> (TextProp, Option<String>) {
        (home_title(&self.portal), Some(self.path("/")))
    }

    /// The address of a page of this portal: `path("/contracts")`.
    pub fn path(&self, page: &str) -> String {
        format!("/{}{page}", self.portal.key)
    }

    /// Goes to a page of this portal.
    pub fn go(&self, page: &str) {
        self.go.run((self.path(page), NavigateOptions::default()));
    }

    /// Puts another address to the page one is on, as for a filter: nothing scrolls.
    pub fn stay(&self, page: &str) {
        self.go.run((self.path(page), NavigateOptions { scroll: false, ..NavigateOptions::default() }));
    }

    /// Goes to a page of this portal so that going back skips the present one.
    pub fn go_instead(&self, page: &str) {
        self.go.run((self.path(page), NavigateOptions { replace: true, ..NavigateOptions::default() }));
    }
}
