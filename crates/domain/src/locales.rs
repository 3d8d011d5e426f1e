//! The languages that the product speaks. Knows no text.

use crate::closed_sets::closed_sets;

closed_sets! {
    /// A language of screens and mails.
    pub enum Locale or Default {
        /// Japanese, the language of the documents and the one to start with.
        #[default]
        Ja = "ja",
        /// English.
        En = "en",
    }
}

impl Locale {
    /// Of what is said in each language, that of this one.
    #[must_use]
    pub fn pick<T>(self, ja: T, en: T) -> T {
        match self {
            Self::Ja => ja,
            Self::En => en,
        }
    }
}
