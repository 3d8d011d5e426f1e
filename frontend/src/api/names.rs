//! The name that a change keeps until the server has surely answered it: sent again after a lost answer, it is done once.
//! Must not know what is changed.

use super::errors::Error;
use leptos::prelude::*;

/// The change whose answer is not known, with its name.
#[derive(Clone, Copy)]
pub struct Names(StoredValue<Option<(String, String)>>);

impl Names {
    /// Nothing is under way.
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// The name of a change: that of the last try when this is the same change and its answer is not known.
    pub fn of(self, change: &str) -> Option<String> {
        let kept = self.0.try_with_value(|kept| kept.clone().filter(|kept| kept.0 == change)).flatten();
        if let Some((_, name)) = kept {
            return Some(name);
        }
        let name = random()?;
        self.0.try_set_value(Some((change.to_owned(), name.clone())));
        Some(name)
    }

    /// Forgets the name once the server has done the change, or surely not.
    pub fn settle<T>(self, outcome: &Result<T, Error>) {
        let unknown = match outcome {
            Err(Error::Offline | Error::Unreadable) => true,
            Err(Error::Problem(problem)) => problem.status >= 500,
            _ => false,
        };
        if !unknown {
            self.0.try_set_value(None);
        }
    }
}

/// 128 random bits; also where the page did not come over HTTPS.
pub fn random() -> Option<String> {
    let mut bytes = [0; 16];
    window().crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(hex::encode(bytes))
}
