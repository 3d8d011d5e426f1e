//! What the browser keeps of a draft that the server has not all of, for its owner only: with the tab, until the tab is
//! closed. Must not know when it is saved.

use super::saving::Backup;
use crate::browser;
use crate::contexts::PageContext;
use crate::session::State;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The place of what is kept of one draft.
#[derive(Clone, Debug)]
pub struct Copies {
    name: String,
    owner: String,
}

#[derive(Serialize, Deserialize)]
struct Owned {
    /// Whose it is: people share a tab at a counter.
    owner: String,
    backup: Backup,
}

impl Copies {
    /// That of a draft, for who is logged in.
    pub fn of(context: &PageContext, id: &str) -> Self {
        let owner = match context.sessions.state.get_untracked() {
            State::Active(session) => session.user.sign_in_name,
            State::Unknown | State::Absent => String::new(),
        };
        Self { name: format!("madoguchi-draft {} {id}", context.portal.key), owner }
    }

    /// What is kept, by its owner only.
    pub fn read(&self) -> Option<Backup> {
        let owned: Owned = serde_json::from_str(&browser::kept_in_tab(&self.name)?).ok()?;
        (owned.owner == self.owner).then_some(owned.backup)
    }

    /// Keeps this in place of what was kept; nothing: the server has all.
    pub fn write(&self, backup: Option<Backup>) {
        let owned = backup.map(|backup| Owned { owner: self.owner.clone(), backup });
        let text = owned.and_then(|owned| serde_json::to_string(&owned).ok());
        browser::keep_in_tab(&self.name, text.as_deref());
    }
}
