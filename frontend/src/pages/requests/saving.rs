//! When what is typed into a draft is saved: a pause after typing, at once on leaving, again after a failure; and what
//! another version means that came between. Must not know clocks, calls and pages.

use chrono::{DateTime, Utc};
use madoguchi_domain::forms::Object;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Typing pauses this long before it is saved.
pub const PAUSE: Duration = Duration::from_millis(1_000);
/// After the first failure; twice as long after each further one.
const FIRST_RETRY: Duration = Duration::from_secs(2);
/// The longest wait between two tries.
const LAST_RETRY: Duration = Duration::from_secs(60);

/// What a draft holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Code of the contract category.
    pub category: Option<String>,
    pub answers: Object,
}

/// What the server holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// What it is.
    pub content: Content,
    pub revision: String,
    /// When it was saved.
    pub at: DateTime<Utc>,
}

/// What is to be done next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing, or what is under way.
    Nothing,
    /// To wait, unless something else comes, and then to ask [`Saving::due`].
    Wait(Duration),
    /// To send this, made from the state of that revision.
    Send(Content, String),
    /// To read what the server holds.
    Look,
}

/// What came of something that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is saved; the new revision, and when.
    Saved(String, DateTime<Utc>),
    /// Another version came between; nothing was saved.
    Changed,
    /// Nobody answered: it may be saved or not.
    Away,
    /// The server does not take it.
    Refused,
    /// There is no session any more.
    SignedOut,
    /// It is no draft any more.
    Gone,
}

/// How it stands, to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The server has all of it.
    Saved,
    /// It is about to be saved, or is being saved.
    Saving,
    /// It could not be saved and is tried again.
    Failed,
    /// The server does not take it.
    Refused,
    /// The server has another version, and one of the two is to be chosen.
    Differs(Version),
    /// Nothing is saved any more: there is no session, or no draft.
    Over,
}

/// A draft that is being typed.
#[derive(Clone, Debug)]
pub struct Saving {
    typed: Content,
    saved: Content,
    revision: String,
    /// When the server took the last of it.
    at: DateTime<Utc>,
    /// What was sent and not answered, oldest first; the server may have any of it.
    sent: Vec<Content>,
    under_way: bool,
    standing: Standing,
    failures: u32,
}

/// What the browser keeps of it as long as the server has not all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backup {
    /// What was typed.
    pub typed: Content,
    /// What was sent and not answered.
    pub sent: Vec<Content>,
    /// The revision that it was made from.
    pub revision: String,
}

impl Saving {
    /// A draft as the server gave it, with what the browser kept of it. `shown` is what the fields make of a content: their
    /// spelling is no change.
    pub fn open(version: Version, backup: Option<Backup>, shown: impl Fn(&Content) -> Content) -> Self {
        let Version { content, revision, at } = version.clone();
        let own = shown(&content);
        let opened = Self {
            typed: own.clone(),
            saved: own,
            revision,
            at,
            sent: Vec::new(),
            under_way: false,
            standing: Standing::Saved,
            failures: 0,
        };
        match backup.filter(|backup| backup.typed != content && backup.typed != opened.saved) {
            None => opened,
            Some(backup) if backup.revision == version.revision || backup.sent.contains(&version.content) => {
                Self { typed: backup.typed, sent: backup.sent, standing: Standing::Saving, ..opened }
            }
            Some(backup) => {
                let Backup { typed, sent, revision } = backup;
                Self { typed, sent, revision, standing: Standing::Differs(version), ..opened }
            }
        }
    }

    /// What the person sees.
    pub fn content(&self) -> &Content {
        &self.typed
    }

    /// The revision that the next change is made from.
    pub fn revision(&self) -> &str {
        &self.revision
    }

    /// How it stands.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// When the server took the last of it.
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// Whether the server has all of it, surely.
    pub fn is_saved(&self) -> bool {
        self.typed == self.saved && self.sent.is_empty()
    }

    /// Whether an answer is awaited.
    pub fn is_under_way(&self) -> bool {
        self.under_way
    }

    /// Nothing of it is to be saved any more.
    pub fn stop(&mut self) {
        self.typed = self.saved.clone();
        self.sent.clear();
        self.standing = Standing::Over;
    }

    /// What the browser is to keep.
    pub fn backup(&self) -> Option<Backup> {
        let backup = || Backup { typed: self.typed.clone(), sent: self.sent.clone(), revision: self.revision.clone() };
        (!self.is_saved()).then(backup)
    }

    /// Something was typed.
    pub fn change(&mut self, typed: Content) -> Next {
        if typed == self.typed {
            return Next::Nothing;
        }
        self.typed = typed;
        match self.standing {
            // Its turn comes anyway, or somebody has to choose first.
            _ if self.under_way => Next::Nothing,
            Standing::Failed | Standing::Differs(_) | Standing::Over => Next::Nothing,
            Standing::Saved | Standing::Saving | Standing::Refused if self.is_saved() => self.rest(),
            Standing::Saved | Standing::Saving | Standing::Refused => self.wait(),
        }
    }

    /// The wait is over, or there is no time to wait.
    pub fn due(&mut self) -> Next {
        let may_go = matches!(self.standing, Standing::Saved | Standing::Saving | Standing::Failed);
        if self.under_way || self.is_saved() || !may_go {
            return Next::Nothing;
        }
        self.send()
    }

    /// What was sent is answered.
    pub fn answered(&mut self, answer: Answer) -> Next {
        self.under_way = false;
        match answer {
            Answer::Saved(revision, at) => {
                self.saved = self.sent.pop().unwrap_or_else(|| self.typed.clone());
                (self.revision, self.at) = (revision, at);
                self.sent.clear();
                self.failures = 0;
                if self.is_saved() { self.rest() } else { self.wait() }
            }
            Answer::Changed => {
                self.under_way = true;
                Next::Look
            }
            Answer::Away => self.fail(),
            Answer::Refused => {
                self.sent.pop();
                self.standing = Standing::Refused;
                Next::Nothing
            }
            Answer::SignedOut | Answer::Gone => {
                self.standing = Standing::Over;
                Next::Nothing
            }
        }
    }

    /// What the server holds, after another version came between; none: nobody answered.
    pub fn looked(&mut self, version: Option<Version>) -> Next {
        self.under_way = false;
        let Some(version) = version else { return self.fail() };
        let is_typed = version.content == self.typed;
        // A change of one's own whose answer was lost.
        let is_own = is_typed || self.sent.contains(&version.content);
        if !is_own {
            self.standing = Standing::Differs(version);
            return Next::Nothing;
        }
        self.saved = version.content;
        (self.revision, self.at) = (version.revision, version.at);
        self.sent.clear();
        if is_typed { self.rest() } else { self.send() }
    }

    /// Of two versions, one's own is to hold.
    pub fn keep_own(&mut self) -> Next {
        let Standing::Differs(version) = self.standing.clone() else { return Next::Nothing };
        self.saved = version.content;
        (self.revision, self.at) = (version.revision, version.at);
        self.sent.clear();
        if self.typed == self.saved { self.rest() } else { self.send() }
    }

    /// Of two versions, the server's is to hold; `shown` as when it was opened.
    pub fn take_other(&mut self, shown: impl Fn(&Content) -> Content) {
        if let Standing::Differs(version) = self.standing.clone() {
            *self = Self::open(version, None, shown);
        }
    }

    fn send(&mut self) -> Next {
        if self.sent.last() != Some(&self.typed) {
            self.sent.push(self.typed.clone());
        }
        self.under_way = true;
        if self.standing != Standing::Failed {
            self.standing = Standing::Saving;
        }
        Next::Send(self.typed.clone(), self.revision.clone())
    }

    fn wait(&mut self) -> Next {
        self.standing = Standing::Saving;
        Next::Wait(PAUSE)
    }

    fn rest(&mut self) -> Next {
        self.standing = Standing::Saved;
        self.failures = 0;
        Next::Nothing
    }

    fn fail(&mut self) -> Next {
        self.standing = Standing::Failed;
        let pause = FIRST_RETRY.saturating_mul(1_u32.checked_shl(self.failures.min(16)).unwrap_or(u32::MAX));
        self.failures = self.failures.saturating_add(1);
        Next::Wait(pause.min(LAST_RETRY))
    }
}

#[cfg(test)]
#[path = "saving_tests.rs"]
mod tests;
