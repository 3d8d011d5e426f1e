//! Watches over the session of this browser: who is logged in, when it ends, and that all tabs agree. Must not draw
//! anything, and keeps nothing outside memory.

mod states;

pub use states::{Ended, Limits, State};

use crate::api::{self, Client, SessionEvent};
use crate::browser;
use leptos::leptos_dom::helpers::set_interval;
use leptos::prelude::*;
use leptos::task::spawn_local;
use madoguchi_api_types::problems::ProblemCode;
use madoguchi_api_types::sessions::Session;
use std::time::Duration;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

/// The session as pages see it.
#[derive(Clone, Copy)]
pub struct Sessions {
    portal: RwSignal<String>,
    /// What is known.
    pub state: RwSignal<State>,
    /// Why the server could not say who is logged in.
    pub problem: RwSignal<Option<api::Error>>,
    /// Why the last session of this tab is over; for the login page.
    pub ended: RwSignal<Option<Ended>>,
    /// Seconds left, once it is time to warn.
    pub warning: RwSignal<Option<u32>>,
    limits: RwSignal<Limits>,
    deadline: RwSignal<f64>,
    /// The portal whose session is being asked for.
    asked: StoredValue<Option<String>>,
    tabs: StoredValue<Option<BroadcastChannel>, LocalStorage>,
}

const MINUTE: f64 = 60_000.0;
const CHANNEL: &str = "madoguchi-session";

impl Sessions {
    /// Starts watching. `portal` names the portal of this tab.
    pub fn new(portal: RwSignal<String>) -> Self {
        let sessions = Self {
            portal,
            state: RwSignal::new(State::Absent),
            problem: RwSignal::new(None),
            ended: RwSignal::new(None),
            warning: RwSignal::new(None),
            limits: RwSignal::new(Limits { idle: 10, warn: 2 }),
            deadline: RwSignal::new(f64::INFINITY),
            asked: StoredValue::new(None),
            tabs: StoredValue::new_local(BroadcastChannel::new(CHANNEL).ok()),
        };
        sessions.listen();
        set_interval(move || sessions.tick(), Duration::from_secs(1));
        sessions
    }

    /// Takes the limits of the portal.
    pub fn limit(self, limits: Limits) {
        self.limits.set(limits);
    }

    /// A login succeeded, or the server knew the cookie.
    pub fn start(self, session: Session) {
        self.state.set(State::Active(Box::new(session)));
        self.ended.set(None);
        self.stay_open();
        self.tell("active");
    }

    /// The person has chosen a password: every page is open now.
    pub fn password_chosen(self) {
        self.require_password_change(false);
    }

    fn require_password_change(self, required: bool) {
        self.state.update(|state| {
            if let State::Active(session) = state {
                session.password_change_required = required;
            }
        });
    }

    fn require_contractor(self) {
        self.state.update(|state| {
            if let State::Active(session) = state {
                session.contractor_required = true;
            }
        });
    }

    fn require_enrolment(self) {
        self.state.update(|state| {
            if let State::Active(session) = state {
                session.second_factor_enrolment_required = true;
            }
        });
    }

    /// A portal was opened: asks the server who is logged in there, where somebody may be.
    pub fn open(self, client: Client) {
        self.ended.set(None);
        self.warning.set(None);
        if browser::may_be_signed_in(&self.portal.get_untracked()) {
            self.state.set(State::Unknown);
            self.ask(client);
        } else {
            self.state.set(State::Absent);
        }
    }

    /// Whether the pages behind the login are open, or will be if nothing has changed since the last page.
    pub fn is_open_or_awaited(self) -> bool {
        self.state.with(|state| state.is_open() || *state == State::Unknown)
    }

    /// Asks the server who is logged in, unless it is being asked.
    pub fn ask(self, client: Client) {
        let portal = self.portal.get_untracked();
        if self.asked.with_value(|asked| asked.as_deref() == Some(&*portal)) {
            return;
        }
        self.asked.set_value(Some(portal.clone()));
        self.problem.set(None);
        spawn_local(async move {
            let problem = self.look(client).await.err();
            // Another portal may have been opened meanwhile.
            if self.asked.with_value(|asked| asked.as_deref() == Some(&*portal)) {
                self.asked.set_value(None);
                self.problem.set(problem);
            }
        });
    }

    /// What a client heard from the server.
    pub fn handle(self, event: SessionEvent) {
        let active = self.is_active();
        match event {
            SessionEvent::Activity if active => {
                self.stay_open();
                self.tell("active");
            }
            SessionEvent::Activity => {}
            SessionEvent::SessionOver(code) => {
                let ended = match code {
                    ProblemCode::SessionExpired => Some(Ended::Idle),
                    ProblemCode::SessionMissing if !active => None,
                    _ => Some(Ended::Elsewhere),
                };
                self.close(ended);
            }
            SessionEvent::PasswordChangeRequired => self.require_password_change(true),
            SessionEvent::EnrolmentRequired => self.require_enrolment(),
            SessionEvent::ContractorRequired => self.require_contractor(),
            // About the portal, not about who is logged in.
            SessionEvent::MaintenanceAnnounced(_) | SessionEvent::Closed => {}
        }
    }

    /// Asks the server who is logged in; the answer arrives in `state`.
    pub async fn look(self, client: Client) -> Result<(), api::Error> {
        let portal = self.portal.get_untracked();
        let answer = api::sessions::get(client).await;
        if portal != self.portal.get_untracked() {
            return Ok(());
        }
        match answer {
            Ok(session) => {
                self.start(session);
                Ok(())
            }
            Err(error) if error.is_session_over() => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Logs out, here and in the other tabs.
    pub async fn sign_out(self, client: Client) -> Result<(), api::Error> {
        match api::sessions::delete(client).await {
            Err(error) if !error.is_session_over() => Err(error),
            _ => {
                self.close(Some(Ended::SignedOut));
                self.tell("signed-out");
                Ok(())
            }
        }
    }

    fn is_active(self) -> bool {
        self.state.with_untracked(|state| matches!(state, State::Active(_)))
    }

    fn stay_open(self) {
        self.deadline.set(browser::now() + f64::from(self.limits.get_untracked().idle) * MINUTE);
        self.warning.set(None);
    }

    fn close(self, ended: Option<Ended>) {
        self.warning.set(None);
        browser::forget_sign_in(&self.portal.get_untracked());
        browser::forget_tab_mark();
        // An earlier reason stays: the page that shows it may not have been drawn yet.
        if ended.is_some() {
            self.ended.set(ended);
        }
        self.state.set(State::Absent);
    }

    fn tick(self) {
        if !self.is_active() {
            return;
        }
        let left = self.deadline.get_untracked() - browser::now();
        if left <= 0.0 {
            self.close(Some(Ended::Idle));
            self.tell("idle");
            // The server's own clock may be a little behind: end it there too, so that the cookie is worth nothing.
            let client = Client::new(self.portal, Callback::new(|_| {}));
            spawn_local(async move {
                let _ = api::sessions::delete(client).await;
            });
        } else if left <= f64::from(self.limits.get_untracked().warn) * MINUTE {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "positive and at most minutes"
            )]
            self.warning.set(Some((left / 1000.0).ceil() as u32));
        }
    }

    /// Tells the other tabs. Only the portal's key and a word travel.
    fn tell(self, word: &str) {
        let message = format!("{} {word}", self.portal.get_untracked());
        self.tabs.with_value(|tabs| {
            if let Some(tabs) = tabs {
                let _ = tabs.post_message(&message.into());
            }
        });
    }

    fn listen(self) {
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let message = event.data().as_string().unwrap_or_default();
            let Some((portal, word)) = message.split_once(' ') else { return };
            if portal != self.portal.get_untracked() || !self.is_active() {
                return;
            }
            match word {
                "active" => self.stay_open(),
                "signed-out" => self.close(Some(Ended::SignedOut)),
                "idle" => self.close(Some(Ended::Idle)),
                _ => {}
            }
        });
        self.tabs.with_value(|tabs| {
            if let Some(tabs) = tabs {
                tabs.set_onmessage(Some(hear.as_ref().unchecked_ref()));
            }
        });
        // Listens as long as the tab lives.
        hear.forget();
    }
}
