//! What was typed and not sent yet: in memory while one looks at other pages, and over a reload with the tab's history
//! entry, where browsers keep what was typed into plain forms too. Never passwords. Must not know which form it is.

use super::forms::Field;
use crate::browser;
use crate::visits::Draft;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

/// Typing pauses this long before it is kept with the entry: browsers limit how often that may be done, and a page that
/// is being left can do it no more.
const PAUSE: Duration = Duration::from_millis(300);

/// Not a field: names whose draft it is.
const OWNER: &str = "";

/// Puts back what was typed before, and keeps what is typed from now on. What was typed before a log-out is not put back:
/// at a counter, the next person presses Back.
pub fn keep(memory: StoredValue<Draft>, fields: Vec<Field>) {
    keep_for(browser::tab_mark(), memory, fields);
}

/// The same for what is the matter of one person: what somebody else left in the tab is not put back.
pub fn keep_for(owner: String, memory: StoredValue<Draft>, fields: Vec<Field>) {
    let before = own(&owner, memory.get_value()).or_else(|| own(&owner, of_entry()?));
    for (name, value) in before.unwrap_or_default() {
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
        let draft: Draft = fields.iter().map(typed).chain([(OWNER.to_owned(), owner.clone())]).collect();
        memory.set_value(draft);
        stop_waiting();
        waiting.set_value(set_timeout_with_handle(move || keep_in_entry(memory), PAUSE).ok());
    });
    // By then the entry may be that of another page.
    on_cleanup(stop_waiting);
}

/// A draft that is there and whose owner this is.
fn own(owner: &str, draft: Draft) -> Option<Draft> {
    let of = draft.iter().find(|pair| pair.0 == OWNER).map_or("", |pair| &pair.1);
    (!draft.is_empty() && of == owner).then_some(draft)
}

fn of_entry() -> Option<Draft> {
    serde_json::from_str(&browser::entry_state()?).ok()
}

fn keep_in_entry(memory: StoredValue<Draft>) {
    if let Some(Ok(draft)) = memory.try_with_value(serde_json::to_string) {
        browser::set_entry_state(&draft);
    }
}

#[cfg(test)]
mod tests {
    use super::{Draft, OWNER, own};

    #[test]
    fn a_draft_is_put_back_for_its_owner_only() {
        let draft = |owner: &str| -> Draft { vec![("text".into(), "typed".into()), (OWNER.into(), owner.into())] };
        assert_eq!(own("hanako", draft("hanako")), Some(draft("hanako")));
        assert_eq!(own("taro", draft("hanako")), None);
        assert_eq!(own("", draft("hanako")), None);
        assert_eq!(own("", vec![]), None);
        assert!(own("", vec![("text".into(), "typed".into())]).is_some());
    }
}
