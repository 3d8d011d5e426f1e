//! What was typed and not sent yet, by form: in memory while one looks at other pages, and over a reload with the tab's
//! history entry, where browsers keep what was typed into plain forms too. Never passwords. Must not know which form it
//! is.

use crate::browser;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use madoguchi_domain::forms::{Object, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// Typing pauses this long before it is kept with the entry: browsers limit how often that may be done, and a page that
/// is being left can do it no more.
const PAUSE: Duration = Duration::from_millis(300);

/// The drafts of a tab, by the name of their form.
#[derive(Clone, Copy)]
pub struct Drafts(StoredValue<BTreeMap<String, Draft>>);

/// What was typed into one form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Draft {
    /// Whose it is.
    owner: String,
    /// What was typed, by the path of the field.
    typed: Object,
}

/// Something that is typed, and can be put back.
#[derive(Clone)]
pub struct DraftField {
    /// Its path in the form.
    pub path: Arc<str>,
    /// What there is of it now.
    pub read: Arc<dyn Fn() -> Value + Send + Sync>,
    /// Puts back what there was.
    pub put_back: Arc<dyn Fn(&Value) + Send + Sync>,
}

impl Drafts {
    /// None yet.
    pub fn new() -> Self {
        Self(StoredValue::new(BTreeMap::new()))
    }

    /// Whoever comes next starts with empty forms.
    pub fn clear(self) {
        self.0.set_value(BTreeMap::new());
    }

    /// What was typed into a form was sent.
    pub fn forget(self, form: &str) {
        self.0.update_value(|drafts| drop(drafts.remove(form)));
    }

    /// Puts back what was typed before, and keeps what is typed from now on. What was typed before a log-out is not put
    /// back: at a counter, the next person presses Back.
    pub fn keep(self, form: &'static str, all: Vec<DraftField>) {
        self.keep_for(browser::tab_mark(), form, all);
    }

    /// The same for what is the matter of one person: what somebody else left in the tab is not put back.
    pub fn keep_for(self, owner: String, form: &'static str, all: Vec<DraftField>) {
        let in_memory = self.0.with_value(|drafts| typed_by(&owner, drafts.get(form)));
        let before = in_memory.or_else(|| typed_by(&owner, of_entry().get(form))).unwrap_or_default();
        for one in &all {
            if let Some(value) = before.get(&*one.path) {
                (one.put_back)(value);
            }
        }
        let waiting = StoredValue::new(None::<TimeoutHandle>);
        let stop_waiting = move || {
            if let Some(Some(handle)) = waiting.try_update_value(Option::take) {
                handle.clear();
            }
        };
        Effect::new(move |_| {
            let mut typed = Object::new();
            for one in &all {
                typed.insert(one.path.to_string(), (one.read)());
            }
            let draft = Draft { owner: owner.clone(), typed };
            self.0.update_value(|drafts| drop(drafts.insert(form.to_owned(), draft)));
            stop_waiting();
            waiting.set_value(set_timeout_with_handle(move || self.keep_in_entry(form), PAUSE).ok());
        });
        // By then the entry may be that of another page.
        on_cleanup(stop_waiting);
    }

    fn keep_in_entry(self, form: &str) {
        let Some(Some(draft)) = self.0.try_with_value(|drafts| drafts.get(form).cloned()) else { return };
        let mut drafts = of_entry();
        drafts.insert(form.to_owned(), draft);
        if let Ok(drafts) = serde_json::to_string(&drafts) {
            browser::set_entry_state(&drafts);
        }
    }
}

/// What was typed into a form that is there, by its owner only.
fn typed_by(owner: &str, draft: Option<&Draft>) -> Option<Object> {
    draft.filter(|draft| draft.owner == owner).map(|draft| draft.typed.clone())
}

fn of_entry() -> BTreeMap<String, Draft> {
    browser::entry_state().and_then(|state| serde_json::from_str(&state).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Draft, typed_by};
    use madoguchi_domain::forms::{Object, Value};

    #[test]
    fn a_draft_is_put_back_for_its_owner_only() {
        let typed = Object::from([("text".to_owned(), Value::from("typed"))]);
        let draft = Draft { owner: "hanako".to_owned(), typed: typed.clone() };
        assert_eq!(typed_by("hanako", Some(&draft)), Some(typed));
        assert_eq!(typed_by("taro", Some(&draft)), None);
        assert_eq!(typed_by("", Some(&draft)), None);
        assert_eq!(typed_by("", None), None);
        // Kept with the tab's history entry, and read again.
        let kept = serde_json::to_string(&draft).unwrap();
        assert_eq!(serde_json::from_str::<Draft>(&kept).unwrap(), draft);
    }
}
