//! The server's secrets: a ring of master keys, from which the key of each use is derived. What is sealed or signed
//! names its key, so all of the ring read and the newest writes. Knows no table.

pub(crate) mod ring;
mod secrets;
mod source;

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use crate::Error;
pub(crate) use ring::Signs;
pub use ring::{FIRST, MASTER_KEY_BYTES, State, new_line};
use ring::{Key, Ring, authenticate, tag, untag};
pub(crate) use secrets::{digest, digest_bytes, random, same, token};
use source::{Source, Stamp};

const NONCE_BYTES: usize = 24;
/// A process that nothing tells of a new key looks for one so often.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// The ring as it is now. `Debug` shows no key.
pub struct Keys {
    source: Source,
    read: RwLock<Read>,
}

/// What was read of the source, and when.
struct Read {
    ring: Arc<Ring>,
    stamp: Option<Stamp>,
    at: Instant,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// A ring of one key.
    #[must_use]
    pub fn derive(master: &[u8; MASTER_KEY_BYTES]) -> Self {
        Self::of(Source::Fixed, Ring::of(master), None)
    }

    /// A ring that stays as it is, from lines as in a key file.
    ///
    /// # Errors
    /// [`Error::Internal`] with the line that is wrong, never with the key.
    pub fn fixed(lines: &str) -> Result<Self, Error> {
        Ok(Self::of(Source::Fixed, Ring::parse(lines)?, None))
    }

    /// The ring of a key file, which is made with one key when it is absent. It is read again when it has changed.
    ///
    /// # Errors
    /// [`Error::Internal`] with file and reason.
    pub fn file(path: &Path) -> Result<Self, Error> {
        let source = Source::File(path.to_owned());
        source.make()?;
        let (text, stamp) = source.read()?;
        Ok(Self::of(source, Ring::parse(&text)?, stamp))
    }

    fn of(source: Source, ring: Ring, stamp: Option<Stamp>) -> Self {
        Self { source, read: RwLock::new(Read { ring: Arc::new(ring), stamp, at: Instant::now() }) }
    }

    /// Whether keys can be added here, and where.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &self.source {
            Source::Fixed => None,
            Source::File(path) => Some(path),
        }
    }

    /// The keys by id with what each is good for, the newest last.
    #[must_use]
    pub fn list(&self) -> Vec<(String, State)> {
        self.ring().list()
    }

    /// Id of the key that writes.
    #[must_use]
    pub fn newest(&self) -> String {
        ring::name(&self.ring().newest().id).to_owned()
    }

    /// The same, as it stands before what is stored.
    pub(crate) fn newest_id(&self) -> String {
        self.ring().newest().id.clone()
    }

    /// Session key of the newest key, with its id for the token's header.
    pub(crate) fn newest_sessions(&self) -> (Option<String>, [u8; 32]) {
        let key = self.ring().newest();
        (Some(key.id.clone()).filter(|id| !id.is_empty()), key.sessions)
    }

    /// Session key of the key that a token names; of the first one, when it names none.
    pub(crate) fn sessions(&self, id: Option<&str>) -> Option<[u8; 32]> {
        self.find(id.unwrap_or_default()).map(|key| key.sessions)
    }

    /// Key for access tokens of the newest key, with its name for the token's header.
    pub(crate) fn newest_access_tokens(&self) -> (String, [u8; 32]) {
        let key = self.ring().newest();
        (ring::name(&key.id).to_owned(), key.access_tokens)
    }

    /// Key for access tokens of the key that a token names.
    pub(crate) fn access_tokens(&self, name: &str) -> Option<[u8; 32]> {
        self.find(ring::stored(name)).map(|key| key.access_tokens)
    }

    /// Secrets of the robot check as text, the newest first.
    pub(crate) fn robot_checks(&self) -> Vec<String> {
        self.ring().newest_first().map(|key| hex::encode_upper(key.robot_checks)).collect()
    }

    /// One-way code of a short secret within a context, to be stored: without the key it cannot be guessed through.
    pub(crate) fn code(&self, context: &[u8], secret: &str) -> Vec<u8> {
        code(&self.ring().newest(), context, secret)
    }

    /// The codes that may be stored for a secret, one for each key.
    pub(crate) fn codes(&self, context: &[u8], secret: &str) -> Vec<Vec<u8>> {
        self.ring().newest_first().map(|key| code(key, context, secret)).collect()
    }

    /// Whether a stored code stands for this secret.
    pub(crate) fn is_code(&self, stored: &[u8], context: &[u8], secret: &str) -> bool {
        self.find(untag(stored).0).is_some_and(|key| same(stored, &code(&key, context, secret)))
    }

    /// A name for something that does not tell it: the same until a key is added.
    pub(crate) fn pseudonym(&self, context: &[u8], name: &str) -> [u8; 32] {
        authenticate(&self.ring().newest().codes, &[context, name.as_bytes()].concat())
    }

    /// Signs what tells of audit events, for one use.
    pub(crate) fn sign(&self, signs: Signs, content: &[u8]) -> Vec<u8> {
        self.ring().newest().sign(signs, content)
    }

    /// Whether a signature was made by a key of the ring. Keys that are retired can still tell.
    pub(crate) fn is_signed(&self, signs: Signs, content: &[u8], signature: &[u8]) -> bool {
        let by = |ring: &Ring| ring.sign_as(untag(signature).0, signs, content);
        self.look(by).is_some_and(|made| same(signature, &made))
    }

    /// Whether the newest key made these bytes.
    pub(crate) fn is_by_newest(&self, tagged: &[u8]) -> bool {
        untag(tagged).0 == self.newest_id()
    }

    /// Encrypts content that is stored; `context` must be given again to open it.
    pub(crate) fn seal(&self, context: &[u8], content: &[u8]) -> Result<Vec<u8>, Error> {
        let nonce: [u8; NONCE_BYTES] = random()?;
        let key = self.ring().newest();
        let payload = Payload { msg: content, aad: context };
        let sealed = key.contents.encrypt(&XNonce::from(nonce), payload).map_err(Error::internal)?;
        Ok(tag(&key.id, &[nonce.as_slice(), &sealed].concat()))
    }

    /// Opens sealed content, by whichever key it was sealed.
    pub(crate) fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let (id, content) = untag(sealed);
        let opened = match self.find(id) {
            Some(key) => decrypt(&key.contents, context, content),
            None => Err(Error::internal(format!("sealed with the key `{}`, which is not in the ring", ring::name(id)))),
        };
        match opened {
            // A nonce of the first key, which names itself nowhere, may look like a name.
            Err(error) if !id.is_empty() => match self.find("") {
                Some(first) => decrypt(&first.contents, context, sealed).map_err(|_| error),
                None => Err(error),
            },
            opened => opened,
        }
    }

    /// Reads the source again when it has changed. Cheap when it has not.
    ///
    /// # Errors
    /// [`Error::Internal`]: the ring stays as it was.
    pub fn refresh(&self) -> Result<(), Error> {
        let stamp = self.source.stamp();
        let mut read = self.read.write().unwrap_or_else(PoisonError::into_inner);
        read.at = Instant::now();
        if stamp == read.stamp {
            return Ok(());
        }
        let (text, stamp) = self.source.read()?;
        read.ring = Arc::new(Ring::parse(&text)?);
        read.stamp = stamp;
        tracing::info!(newest = ring::name(&read.ring.newest().id), "key ring read again");
        Ok(())
    }

    /// Rewrites the key file and takes the result.
    pub(crate) fn rewrite(&self, change: impl FnOnce(&str) -> Result<String, Error>) -> Result<(), Error> {
        let (text, _) = self.source.read()?;
        let changed = change(&text)?;
        Ring::parse(&changed)?;
        self.source.write(&changed)?;
        self.refresh()
    }

    /// The ring; a process that nobody told of a new key hears of it here, after a while.
    fn ring(&self) -> Arc<Ring> {
        let (ring, at) = {
            let read = self.read.read().unwrap_or_else(PoisonError::into_inner);
            (read.ring.clone(), read.at)
        };
        if !self.source.can_change() || at.elapsed() < LOOK_AGAIN {
            return ring;
        }
        self.refresh_or_tell();
        self.read.read().unwrap_or_else(PoisonError::into_inner).ring.clone()
    }

    /// A key by its id.
    fn find(&self, id: &str) -> Option<Arc<Key>> {
        self.look(|ring| ring.find(id))
    }

    /// Looks something up in the ring. What is not known may have been added by another process.
    fn look<T>(&self, look: impl Fn(&Ring) -> Option<T>) -> Option<T> {
        let found = look(&self.ring());
        if found.is_some() || !self.source.can_change() {
            return found;
        }
        self.refresh_or_tell();
        look(&self.ring())
    }

    fn refresh_or_tell(&self) {
        if let Err(error) = self.refresh() {
            tracing::error!(%error, "the key ring cannot be read again; it stays as it was");
        }
    }
}

fn code(key: &Key, context: &[u8], secret: &str) -> Vec<u8> {
    tag(&key.id, &authenticate(&key.codes, &[context, secret.as_bytes()].concat()))
}

fn decrypt(cipher: &XChaCha20Poly1305, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Error> {
    let (nonce, sealed) =
        sealed.split_first_chunk::<NONCE_BYTES>().ok_or_else(|| Error::internal("sealed content is cut"))?;
    cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: context }).map_err(Error::internal)
}
