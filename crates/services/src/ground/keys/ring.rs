//! Several master keys, each with a short public id, and the keys derived from each. Knows text and bytes; no file.

use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::KeyInit;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::secrets::random;
use crate::Error;

/// Length of a master key in bytes.
pub const MASTER_KEY_BYTES: usize = 32;
/// How the key without an id is called: what names no key was made by it.
pub const FIRST: &str = "first";
/// Longest id.
const ID_MAX: usize = 16;
/// Word in the line of a key that can tell signatures of audit events, and nothing else.
const PROOFS: &str = "proofs";
/// Stands before the id in front of sealed or signed bytes.
pub(crate) const MARK: [u8; 4] = [0xC5, b'M', b'G', 0x01];

/// What a key of the ring is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Writes and reads.
    Newest,
    /// Reads what it wrote.
    Reads,
    /// Tells whether it signed an audit event. Its master key is gone.
    Retired,
}

/// What a signature is for: one cannot stand for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signs {
    /// The hash of an event and of all before it.
    Chain,
    Event,
    /// The end of a chain, kept outside of the database.
    Head,
    /// Where a chain was cut.
    Anchor,
}

/// A key that reads, and writes while it is the newest.
pub(crate) struct Key {
    /// As it stands before what the key made: empty for the first one.
    pub(crate) id: String,
    pub(crate) sessions: [u8; 32],
    pub(crate) access_tokens: [u8; 32],
    pub(crate) codes: [u8; 32],
    pub(crate) robot_checks: [u8; 32],
    pub(crate) contents: XChaCha20Poly1305,
    audit_chain: [u8; 32],
}

impl Key {
    fn derive(id: &str, master: &[u8; MASTER_KEY_BYTES]) -> Self {
        Self {
            id: id.to_owned(),
            sessions: derive(master, "sessions"),
            access_tokens: derive(master, "access tokens"),
            codes: derive(master, "codes"),
            robot_checks: derive(master, "robot checks"),
            contents: XChaCha20Poly1305::new(&derive(master, "contents").into()),
            audit_chain: derive(master, "audit chain"),
        }
    }

    pub(crate) fn sign(&self, signs: Signs, content: &[u8]) -> Vec<u8> {
        sign(&self.id, &self.audit_chain, signs, content)
    }
}

/// A key whose master key is gone: it tells whether it signed an audit event.
struct Retired {
    id: String,
    audit_chain: [u8; 32],
}

/// The keys, oldest first.
pub(crate) struct Ring {
    retired: Vec<Retired>,
    older: Vec<Arc<Key>>,
    newest: Arc<Key>,
}

impl Ring {
    pub(crate) fn of(master: &[u8; MASTER_KEY_BYTES]) -> Self {
        Self { retired: Vec::new(), older: Vec::new(), newest: Arc::new(Key::derive("", master)) }
    }

    /// Reads lines as [`super::Keys::fixed`] takes them.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let (mut retired, mut keys, mut ids) = (Vec::new(), Vec::new(), Vec::new());
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let refused = |reason: String| Error::internal(format!("key ring, line {number}: {reason}"));
            let (id, is_retired, bytes) = read_line(line).map_err(refused)?;
            if ids.contains(&id) {
                return Err(refused("an id that stands there before".to_owned()));
            }
            if is_retired {
                retired.push(Retired { id: id.clone(), audit_chain: bytes });
            } else {
                keys.push(Arc::new(Key::derive(&id, &bytes)));
            }
            ids.push(id);
        }
        let newest = keys.pop().ok_or_else(|| Error::internal("the key ring has no key that writes"))?;
        Ok(Self { retired, older: keys, newest })
    }

    pub(crate) fn newest(&self) -> Arc<Key> {
        self.newest.clone()
    }

    /// All that read, the newest first.
    pub(crate) fn newest_first(&self) -> impl Iterator<Item = &Arc<Key>> {
        std::iter::once(&self.newest).chain(self.older.iter().rev())
    }

    pub(crate) fn find(&self, id: &str) -> Option<Arc<Key>> {
        self.newest_first().find(|key| key.id == id).cloned()
    }

    /// Signs by the key of an id as that key did, to compare; none when the key is unknown.
    pub(crate) fn sign_as(&self, id: &str, signs: Signs, content: &[u8]) -> Option<Vec<u8>> {
        let retired = self.retired.iter().find(|key| key.id == id);
        let retired = retired.map(|key| sign(&key.id, &key.audit_chain, signs, content));
        self.find(id).map(|key| key.sign(signs, content)).or(retired)
    }

    /// Names and states, oldest first.
    pub(crate) fn list(&self) -> Vec<(String, State)> {
        let retired = self.retired.iter().map(|key| (name(&key.id).to_owned(), State::Retired));
        let older = self.older.iter().map(|key| (name(&key.id).to_owned(), State::Reads));
        let newest = (name(&self.newest.id).to_owned(), State::Newest);
        retired.chain(older).chain([newest]).collect()
    }
}

/// Id, whether it is retired, and the bytes of a line: `BASE64`, `ID:BASE64` or `ID:proofs:BASE64`.
fn read_line(line: &str) -> Result<(String, bool, [u8; MASTER_KEY_BYTES]), String> {
    let (id, rest) = line.split_once(':').unwrap_or((FIRST, line));
    let (is_retired, bytes) = match rest.split_once(':') {
        Some((PROOFS, bytes)) => (true, bytes),
        Some(_) => return Err("a word that is not known".to_owned()),
        None => (false, rest),
    };
    if id.is_empty() || id.len() > ID_MAX || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return Err("an id has 1 to 16 lower-case letters and digits".to_owned());
    }
    let bytes = BASE64_STANDARD.decode(bytes.trim()).map_err(|_| "not base64")?;
    let bytes = bytes.try_into().map_err(|bytes: Vec<u8>| format!("{} bytes instead of 32", bytes.len()))?;
    Ok((if id == FIRST { String::new() } else { id.to_owned() }, is_retired, bytes))
}

/// A line with a new random key.
///
/// # Errors
/// [`Error::Internal`] when the system gives no random bytes.
pub fn new_line(id: &str) -> Result<String, Error> {
    Ok(format!("{id}:{}", BASE64_STANDARD.encode(random::<MASTER_KEY_BYTES>()?)))
}

/// The lines with one key retired: what is left of it can tell signatures of audit events; with `forget` nothing is left.
pub(crate) fn retire(text: &str, retired: &str, forget: bool) -> Result<String, Error> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let read = read_line(line.trim()).ok().filter(|(id, ..)| name(id) == retired);
        match read {
            None => lines.push(line.to_owned()),
            Some(_) if forget => {}
            Some((_, true, _)) => lines.push(line.to_owned()),
            Some((id, false, master)) => {
                let left = BASE64_STANDARD.encode(derive(&master, "audit chain"));
                lines.push(format!("{}:{PROOFS}:{left}", name(&id)));
            }
        }
    }
    Ok(lines.join("\n") + "\n")
}

/// An id as people read it.
pub(crate) fn name(id: &str) -> &str {
    if id.is_empty() { FIRST } else { id }
}

/// An id as it is stored.
pub(crate) fn stored(name: &str) -> &str {
    if name == FIRST { "" } else { name }
}

/// What stands before bytes made by a key. Nothing for the first one: what there was before ids names none.
pub(crate) fn prefix(id: &str) -> Vec<u8> {
    match u8::try_from(id.len()) {
        Ok(length) if length > 0 => [MARK.as_slice(), &[length], id.as_bytes()].concat(),
        _ => Vec::new(),
    }
}

/// Names the key before bytes that it made.
pub(crate) fn tag(id: &str, bytes: &[u8]) -> Vec<u8> {
    [prefix(id).as_slice(), bytes].concat()
}

/// The id of the key that made bytes, and the bytes.
pub(crate) fn untag(tagged: &[u8]) -> (&str, &[u8]) {
    let named = || {
        let (length, rest) = tagged.strip_prefix(MARK.as_slice())?.split_first()?;
        let (id, bytes) = rest.split_at_checked(usize::from(*length))?;
        Some((std::str::from_utf8(id).ok()?, bytes))
    };
    named().unwrap_or(("", tagged))
}

fn sign(id: &str, audit_chain: &[u8; 32], signs: Signs, content: &[u8]) -> Vec<u8> {
    let made = match signs {
        Signs::Chain => authenticate(audit_chain, content),
        Signs::Event => authenticate(&derive(audit_chain, "audit event"), content),
        Signs::Head => authenticate(&derive(audit_chain, "audit head"), content),
        Signs::Anchor => authenticate(&derive(audit_chain, "audit anchor"), content),
    };
    tag(id, &made)
}

fn derive(master: &[u8; MASTER_KEY_BYTES], label: &str) -> [u8; 32] {
    authenticate(master, format!("madoguchi {label}").as_bytes())
}

pub(crate) fn authenticate(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    // HMAC pads its key to one block with zeros: doing it here leaves no length to be wrong.
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(message);
    mac.finalize().into_bytes().into()
}
