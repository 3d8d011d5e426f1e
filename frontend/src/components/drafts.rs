//! What was typed and not sent yet: in memory while one looks at other pages, and over a reload with the tab's history
//! entry, where browsers keep what was typed into plain forms too. Never passwords. Must not know which form it is.

use super::forms::Field;
use crate::browser;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

/// Typing pauses this long before it is kept with the entry: browsers limit how often that may be done, and a page that
/// is being left can do it no more.
const PAUSE: Duration = Duration::from_millis(300);

/// Fields by name with what was typed.
pub type Draft = Vec<(String, String)>;

/// Puts back what was typed before, and keeps what is typed from now on.
pub fn keep(memory: StoredValue<Draft>, fields: Vec<Field>) {
    let before = Some(memory.get_value()).filter(|draft| !draft.is_empty());
    for (name, value) in before.or_else(of_entry).unwrap_or_default() {
        if let Some(field) = fields.iter().find(|field| field.name == name) {
            field.value.set(value);
        }
    }
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop_waiting = move || {
        if let Some(Some(handle)) = waiting.try_update_value(Option::take) {
            handle.clear();
        }
    };
    Effect::new(move |_| {
        let typed = |field: &Field| (field.name.to_owned(), field.value.get());
        memory.set_value(fields.iter().map(typed).collect());
        stop_waiting();
        waiting.set_value(set_timeout_with_handle(move || keep_in_entry(memory), PAUSE).ok());
    });
    // By then the entry may be that of another page.
    on_cleanup(stop_waiting);
}

fn of_entry() -> Option<Draft> {
    serde_json::from_str(&browser::entry_state()?).ok()
}

fn keep_in_entry(memory: StoredValue<Draft>) {
    if let Some(Ok(draft)) = memory.try_with_value(serde_json::to_string) {
        browser::set_entry_state(&draft);
    }
}
