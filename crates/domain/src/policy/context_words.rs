//! Knows which words everybody at a portal has before their eyes; must not know any password.

use super::Portal;

impl Portal {
    /// Words of provider and service that make a password easy to guess: names in every language, whole and each of their
    /// words, the portal's key, and what `passwords.context_words` lists (other spellings, products).
    #[must_use]
    pub fn context_words(&self) -> Vec<String> {
        let names = [&self.name, &self.brand.provider, &self.brand.service];
        let mut words: Vec<String> = names.into_iter().flat_map(|name| [name.ja.as_str(), name.en.as_str()]).fold(
            vec![self.key.clone()],
            |mut words, name| {
                let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
                words.extend(parts.clone().map(str::to_owned));
                words.push(parts.collect());
                words
            },
        );
        words.extend(self.passwords.context_words.iter().cloned());
        words.sort_unstable();
        words.dedup();
        words
    }
}
