//! Knows the language of the screens and every text in it; must not know what a page does with a text.

use leptos::prelude::*;
use madoguchi_api_types::portals::Text;
use std::sync::LazyLock;

use crate::browser;

pub use madoguchi_domain::locales::Locale;

/// A function for each group of texts, which gives them in the language of the screens.
pub mod groups {
    use super::fill;
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

/// Where the browser keeps the choice. It says nothing about a person.
const STORED_AS: &str = "locale";

static LOCALE: LazyLock<ArcRwSignal<Locale>> = LazyLock::new(|| {
    let stored = browser::stored(STORED_AS);
    ArcRwSignal::new(stored.as_deref().and_then(Locale::from_code).unwrap_or_default())
});

/// The language; whoever reads it in a view is drawn again when it changes.
pub fn locale() -> Locale {
    LOCALE.get()
}

/// Changes the language of everything on the screen and remembers it.
pub fn choose(locale: Locale) {
    LOCALE.set(locale);
    browser::store(STORED_AS, locale.as_str());
}

/// Of Japanese and English, the one on the screen.
fn in_language<T>([ja, en]: [&'static T; 2]) -> &'static T {
    locale().pick(ja, en)
}

/// A portal's own text in the language of the screens.
pub fn own(text: &Text) -> String {
    locale().pick(&text.ja, &text.en).clone()
}

/// Puts values in the places of their names.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(values.iter().find(|value| value.0 == name).map_or("", |value| value.1));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// The text of a key, now: `tr!(login.title)`, `tr!(login.hint, minutes)`. Arguments stand in the order of their names.
macro_rules! tr {
    ($group:ident . $key:ident) => {
        $crate::texts::groups::$group().$key
    };
    ($group:ident . $key:ident, $($argument:expr),+) => {
        $crate::texts::groups::$group().$key($(&$argument.to_string()),+)
    };
}
pub(crate) use tr;

/// The text of a key as a closure, for views and properties: drawn again when the language changes.
///
/// A function pointer, not a closure of its own type: the code that draws it is there once, not once for each text.
macro_rules! t {
    ($group:ident . $key:ident) => {
        (|| $crate::texts::tr!($group.$key)) as fn() -> &'static str
    };
}
pub(crate) use t;

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn values_stand_where_their_names_were() {
        assert_eq!(fill("全{all}件（{shown}件）", &[("all", "12"), ("shown", "5")]), "全12件（5件）");
        assert_eq!(fill("{a}{a}", &[("a", "{a}")]), "{a}{a}");
        assert_eq!(fill("nothing", &[]), "nothing");
    }
}
