//! The server's secrets, all derived from one master key: signatures, one-way codes and sealed content.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::Error;

/// Length of the master key in bytes.
pub const MASTER_KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

/// Keys for each use. `Debug` shows none of them.
pub struct Keys {
    sessions: [u8; 32],
    codes: [u8; 32],
    robot_checks: [u8; 32],
    audit_chain: [u8; 32],
    contents: XChaCha20Poly1305,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// Derives all keys. Each use has its own, so that one cannot stand for another.
    #[must_use]
    pub fn derive(master: &[u8; MASTER_KEY_BYTES]) -> Self {
        Self {
            sessions: derive(master, "sessions"),
            codes: derive(master, "codes"),
            robot_checks: derive(master, "robot checks"),
            audit_chain: derive(master, "audit chain"),
            contents: XChaCha20Poly1305::new(&derive(master, "contents").into()),
        }
    }

    /// Key of session tokens.
    pub(crate) fn sessions(&self) -> &[u8; 32] {
        &self.sessions
    }

    /// Secret of the robot check, as text.
    pub(crate) fn robot_checks(&self) -> String {
        hex(&self.robot_checks)
    }

    /// One-way code of a short secret within a context: without the key it cannot be guessed through.
    pub(crate) fn code(&self, context: &[u8], secret: &str) -> Vec<u8> {
        authenticate(&self.codes, &[context, secret.as_bytes()].concat()).to_vec()
    }

    /// The next hash of the chain of audit events.
    pub(crate) fn chain(&self, before: &[u8], content: &[u8]) -> Vec<u8> {
        authenticate(&self.audit_chain, &[before, content].concat()).to_vec()
    }

    /// Encrypts content that is stored; `context` must be given again to open it.
    pub(crate) fn seal(&self, context: &[u8], content: &[u8]) -> Result<Vec<u8>, Error> {
        let nonce: [u8; NONCE_BYTES] = random()?;
        let payload = Payload { msg: content, aad: context };
        let sealed = self.contents.encrypt(&XNonce::from(nonce), payload).map_err(Error::internal)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens sealed content.
    pub(crate) fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let (nonce, sealed) =
            sealed.split_first_chunk::<NONCE_BYTES>().ok_or_else(|| Error::internal("sealed content is cut"))?;
        let payload = Payload { msg: sealed, aad: context };
        self.contents.decrypt(&XNonce::from(*nonce), payload).map_err(Error::internal)
    }
}

/// SHA-256, for long random tokens that need no key.
pub(crate) fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// SHA-256 of bytes that are no secret.
pub(crate) fn digest_bytes(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// Random bytes of the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(Error::internal)?;
    Ok(bytes)
}

/// A token of 128 random bits, fit for a URL.
pub(crate) fn token() -> Result<String, Error> {
    Ok(hex(&random::<16>()?))
}

/// Upper-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02X}");
        text
    })
}

/// Compares in constant time.
pub(crate) fn same(left: &[u8], right: &[u8]) -> bool {
    subtle::ConstantTimeEq::ct_eq(left, right).into()
}

fn derive(master: &[u8; MASTER_KEY_BYTES], label: &str) -> [u8; 32] {
    authenticate(master, format!("madoguchi {label}").as_bytes())
}

fn authenticate(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    // HMAC pads its key to one block with zeros: doing it here leaves no length to be wrong.
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(message);
    mac.finalize().into_bytes().into()
}
