//! Planned maintenance of the portal one is in: what answers tell of it, and what is known then. Must not draw it.

use crate::api::{self, Client};
use leptos::leptos_dom::helpers::set_interval;
use leptos::prelude::*;
use leptos::task::spawn_local;
use madoguchi_api_types::maintenances::MaintenanceState;
use std::time::Duration;

/// Between two questions whether the portal is open again.
const AGAIN: Duration = Duration::from_secs(20);

/// What is known.
#[derive(Clone, Copy)]
pub struct Maintenances {
    /// How the portal stands.
    pub state: RwSignal<MaintenanceState>,
    /// What was heard last: when the next one starts, or (empty) that one goes on. It is asked about once.
    heard: StoredValue<Option<String>>,
}

impl Maintenances {
    /// Nothing was heard yet.
    pub fn new() -> Self {
        Self { state: RwSignal::new(MaintenanceState::default()), heard: StoredValue::new(None) }
    }

    /// Asks now and then, while the portal is closed, whether it is open again.
    pub fn watch(self, client: Client) {
        let again = move || {
            if self.state.with_untracked(|state| state.current.is_some()) {
                self.ask(client);
            }
        };
        set_interval(again, AGAIN);
    }

    /// Another portal was opened.
    pub fn forget(self) {
        self.heard.set_value(None);
        self.state.set(MaintenanceState::default());
    }

    /// An answer told of maintenance: that it starts then, or (nothing) that it goes on.
    pub fn hear(self, client: Client, starts_at: String) {
        if self.heard.with_value(|before| before.as_ref() == Some(&starts_at)) {
            return;
        }
        self.heard.set_value(Some(starts_at));
        self.ask(client);
    }

    fn ask(self, client: Client) {
        spawn_local(async move {
            let Ok(state) = api::maintenances::get(client).await else { return };
            let is_open = state.current.is_none();
            let was_closed = self.state.try_with_untracked(|state| state.current.is_some()).unwrap_or(false);
            self.state.try_set(state);
            if was_closed && is_open {
                // Nothing that a page asked for meanwhile was answered.
                let _ = leptos::prelude::window().location().reload();
            }
        });
    }
}
