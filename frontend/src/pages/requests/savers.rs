//! Saves a draft as its rule says: timers, calls, and what the browser keeps meanwhile. Must not draw anything.

use super::copies::Copies;
use super::saving::{Answer, Content, Next, Saving, Standing, Version};
use crate::api::revisions::Revised;
use crate::api::{self, Client, Error};
use crate::contexts::PageContext;
use crate::lifetimes::Lifetime;
use crate::session::Sessions;
use crate::texts::t;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use madoguchi_api_types::problems::ProblemCode;
use madoguchi_api_types::requests::{RequestAnswersRequest, RequestDetail};
use std::sync::Arc;
use std::time::Duration;

/// After leaving a field: what was typed is tidied first.
const LEFT: Duration = Duration::from_millis(100);

/// Gets the revision of what was saved, or why it was not.
pub type Finished = Callback<(Result<String, Error>,)>;

/// Reads what stands in the fields.
pub type Read = Arc<dyn Fn() -> Content + Send + Sync>;

/// A draft on its way to the server.
#[derive(Clone, Copy)]
pub struct Saver {
    client: Client,
    sessions: Sessions,
    id: StoredValue<String>,
    copies: StoredValue<Copies>,
    saving: RwSignal<Saving>,
    problem: RwSignal<Option<Error>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    read: StoredValue<Read>,
    finished: StoredValue<Option<Finished>>,
    /// Whether one of two versions is to be chosen now.
    asking: RwSignal<bool>,
    /// It turned out to be no draft any more.
    gone: Callback<()>,
    lifetime: Lifetime,
}

impl Saver {
    /// Saves from now on, as long as the part of the page is there.
    pub fn start(
        context: &PageContext,
        id: &str,
        copies: Copies,
        saving: Saving,
        read: Read,
        gone: Callback<()>,
    ) -> Self {
        let saver = Self {
            client: context.client,
            sessions: context.sessions,
            id: StoredValue::new(id.to_owned()),
            copies: StoredValue::new(copies),
            saving: RwSignal::new(saving),
            problem: RwSignal::new(None),
            timer: StoredValue::new(None),
            read: StoredValue::new(read.clone()),
            finished: StoredValue::new(None),
            asking: RwSignal::new(false),
            gone,
            lifetime: Lifetime::here(),
        };
        Effect::new(move |_| {
            let content = read();
            saver.act(|saving| saving.change(content));
        });
        // What the browser had kept goes first.
        saver.act(Saving::due);
        for event in ["pagehide", "online"] {
            let listener = window_event_listener_untyped(event, move |_| saver.now());
            on_cleanup(move || listener.remove());
        }
        let listener = window_event_listener_untyped("visibilitychange", move |_| {
            if document().hidden() {
                saver.now();
            }
        });
        on_cleanup(move || listener.remove());
        on_cleanup(move || {
            saver.stop_waiting();
            if saver.sessions.state.with_untracked(crate::session::State::is_open) {
                saver.act(Saving::due);
            }
        });
        saver
    }

    /// How it stands; tracked.
    pub fn standing(self) -> Standing {
        self.saving.with(|saving| saving.standing().clone())
    }

    /// When the server took the last of it; tracked.
    pub fn saved_at(self) -> chrono::DateTime<chrono::Utc> {
        self.saving.with(Saving::at)
    }

    /// What went wrong last; tracked.
    pub fn problem(self) -> Option<Error> {
        self.problem.get()
    }

    /// Whether one of two versions is to be chosen now: opens and closes the dialog.
    pub fn asking(self) -> RwSignal<bool> {
        self.asking
    }

    /// What the person sees.
    pub fn content(self) -> Content {
        self.saving.with_untracked(|saving| saving.content().clone())
    }

    /// A field was left.
    pub fn soon(self) {
        // A field that is taken out of the page loses the focus, too.
        if !self.lifetime.is_over() && self.standing_now() == Standing::Saving {
            self.wait(LEFT);
        }
    }

    /// Saves at once, if there is something to save.
    pub fn now(self) {
        if !self.lifetime.is_over() {
            let content = self.read.get_value()();
            self.act(|saving| saving.change(content));
            self.act(Saving::due);
        }
    }

    /// Saves at once and tells when everything is saved, or why it is not.
    pub fn finish(self, finished: Finished) {
        self.finished.set_value(Some(finished));
        self.now();
    }

    /// Of two versions, one's own is to hold.
    pub fn keep_own(self) {
        self.act(Saving::keep_own);
    }

    /// Of two versions, the server's is to hold; `show` puts it into the fields and reads it back.
    pub fn take_other(self, show: impl Fn(&Content) -> Content) {
        self.act(|saving| {
            saving.take_other(show);
            Next::Nothing
        });
    }

    /// It is thrown away, or sent.
    pub fn stop(self) {
        self.stop_waiting();
        self.act(|saving| {
            saving.stop();
            Next::Nothing
        });
    }

    fn act(self, act: impl FnOnce(&mut Saving) -> Next) {
        let Some(mut next) = self.saving.try_update(act) else { return };
        let is_finishing = self.finished.with_value(Option::is_some);
        // Whoever waits for the end does not wait for a pause in typing.
        if is_finishing && matches!(next, Next::Wait(_)) && self.standing_now() == Standing::Saving {
            next = self.saving.try_update(Saving::due).unwrap_or(Next::Nothing);
        }
        let backup = self.saving.with_untracked(Saving::backup);
        self.copies.with_value(|copies| copies.write(backup));
        match next {
            Next::Nothing => {}
            Next::Wait(pause) => self.wait(pause),
            Next::Send(content, revision) => self.send(content, revision),
            Next::Look => self.look(),
        }
        self.tell();
    }

    fn standing_now(self) -> Standing {
        self.saving.with_untracked(|saving| saving.standing().clone())
    }

    fn wait(self, pause: Duration) {
        self.stop_waiting();
        let due = move || {
            if !self.lifetime.is_over() {
                self.act(Saving::due);
            }
        };
        self.timer.set_value(set_timeout_with_handle(due, pause).ok());
    }

    fn stop_waiting(self) {
        if let Some(Some(handle)) = self.timer.try_update_value(Option::take) {
            handle.clear();
        }
    }

    fn send(self, content: Content, revision: String) {
        self.stop_waiting();
        let (client, id, copies) = (self.client, self.id.get_value(), self.copies.get_value());
        spawn_local(async move {
            let body = RequestAnswersRequest { category: content.category.clone(), answers: content.answers.clone() };
            let answer = api::requests::save(client, &id, &body, &revision).await;
            if self.lifetime.is_over() {
                // The page was left; the server has it, unless more was typed since, of which the next page knows.
                if answer.is_ok() && copies.read().is_some_and(|backup| backup.typed == content) {
                    copies.write(None);
                }
                return;
            }
            match answer {
                Ok(Revised { value, revision }) => {
                    self.problem.set(None);
                    self.act(|saving| saving.answered(Answer::Saved(revision, value.updated_at)));
                }
                Err(error) => {
                    let answer = meaning(&error);
                    self.problem.set(Some(error));
                    self.act(|saving| saving.answered(answer.clone()));
                    if answer == Answer::Gone {
                        self.gone.run(());
                    }
                }
            }
        });
    }

    fn look(self) {
        let (client, id) = (self.client, self.id.get_value());
        self.lifetime.spawn(async move {
            match api::requests::get(client, &id).await {
                Ok(found) => match version(found) {
                    Some(version) => self.act(|saving| saving.looked(Some(version))),
                    None => self.gone.run(()),
                },
                Err(error) => {
                    let is_gone = meaning(&error) == Answer::Gone;
                    self.problem.set(Some(error));
                    self.act(|saving| saving.looked(None));
                    if is_gone {
                        self.gone.run(());
                    }
                }
            }
        });
    }

    /// Tells who waits for the end, once there is something to tell.
    fn tell(self) {
        if self.finished.with_value(Option::is_none) {
            return;
        }
        let outcome = self.saving.with_untracked(|saving| match saving.standing() {
            _ if saving.is_under_way() => None,
            Standing::Saved => Some(Ok(saving.revision().to_owned())),
            Standing::Saving => None,
            Standing::Failed | Standing::Refused | Standing::Differs(_) | Standing::Over => Some(Err(())),
        });
        let Some(outcome) = outcome else { return };
        let finished = self.finished.try_update_value(Option::take).flatten();
        let problem = self.problem.get_untracked().unwrap_or(Error::Offline);
        let problem = if problem.is(ProblemCode::ChangedMeanwhile) { DIFFERS } else { problem };
        if let Some(finished) = finished {
            finished.run((outcome.map_err(|()| problem),));
        }
    }
}

/// The draft of a request, as the server holds it; none when it was sent.
pub fn version(found: Revised<RequestDetail>) -> Option<Version> {
    let RequestDetail { request, form, .. } = found.value;
    let form = form?;
    // Where kinds are chosen from, that of the request is the choice.
    let is_of_kinds = super::kinds::offers_kinds(&request.kind, &form.choices);
    let category = if is_of_kinds { Some(request.kind) } else { request.category };
    let content = Content { category, answers: form.answers };
    Some(Version { content, revision: found.revision, at: request.updated_at })
}

const DIFFERS: Error = Error::Local(api::LocalError {
    code: api::LocalCode::Problem(ProblemCode::ChangedMeanwhile),
    text: t!(requests.differs),
});

/// What an error of saving means.
fn meaning(error: &Error) -> Answer {
    match error {
        Error::Offline | Error::Unreadable | Error::Local(_) => Answer::Away,
        Error::Problem(_) if error.is_session_over() => Answer::SignedOut,
        Error::Problem(_) if error.is(ProblemCode::ChangedMeanwhile) => Answer::Changed,
        Error::Problem(problem) => match problem.status {
            404 | 409 | 410 => Answer::Gone,
            429 | 500.. => Answer::Away,
            _ => Answer::Refused,
        },
    }
}
