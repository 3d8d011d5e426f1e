//! Random bytes, hashes and comparison: what is made without a key.

use sha2::{Digest, Sha256};

use crate::Error;

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
    Ok(hex::encode_upper(random::<16>()?))
}

/// Compares in constant time.
pub(crate) fn same(left: &[u8], right: &[u8]) -> bool {
    subtle::ConstantTimeEq::ct_eq(left, right).into()
}
