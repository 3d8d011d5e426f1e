//! Public keys of clients, as JWK or PEM: which are taken, and what may be signed with each. Knows no client.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey};
use pkcs1::RsaPublicKey;
use serde_json::{Value, json};
use spki::der::Document;
use spki::{ObjectIdentifier, SubjectPublicKeyInfoRef};

use crate::{Error, FieldCode};

/// Smallest RSA key, in bytes of its modulus.
const RSA_LEAST: usize = 256;
/// Longest id of a key.
const KEY_ID_MAX: usize = 128;
/// Members of a JWK that only a private or a symmetric key has (RFC 7518, 6).
const PRIVATE: [&str; 3] = ["d", "p", "k"];

const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// A key that is taken.
pub(super) struct PublicKey {
    /// Its own `kid`, or its thumbprint (RFC 7638).
    pub key_id: String,
    jwk: Jwk,
}

impl PublicKey {
    /// Reads a key that an operator gives.
    pub(super) fn read(text: &str) -> Result<Self, Error> {
        let refused = || Error::invalid("public_key", FieldCode::Malformed);
        let text = text.trim();
        let members = if text.starts_with("-----") { of_pem(text) } else { serde_json::from_str(text).ok() };
        let members = members.filter(|it| !PRIVATE.iter().any(|name| it.get(name).is_some())).ok_or_else(refused)?;
        let key = Self::of(members).filter(|key| !key.algorithms().is_empty()).ok_or_else(refused)?;
        // What cannot be read as a key would refuse every assertion later.
        DecodingKey::from_jwk(&key.jwk).map_err(|_| refused())?;
        Ok(key)
    }

    /// Reads a key that is stored.
    pub(super) fn stored(text: &str) -> Option<Self> {
        Self::of(serde_json::from_str(text).ok()?)
    }

    fn of(members: Value) -> Option<Self> {
        let jwk: Jwk = serde_json::from_value(members).ok()?;
        let own = jwk.common.key_id.clone().filter(|id| !id.is_empty() && id.len() <= KEY_ID_MAX);
        let key_id = own.or_else(|| jwk.thumbprint(ThumbprintHash::SHA256).ok())?;
        Some(Self { key_id, jwk })
    }

    /// As it is stored.
    pub(super) fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string(&self.jwk).map_err(Error::internal)
    }

    /// What may be signed with it. Never more than its kind allows, whatever a token says of itself.
    pub(super) fn algorithms(&self) -> &'static [Algorithm] {
        match &self.jwk.algorithm {
            AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => &[Algorithm::ES256],
            AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P384 => &[Algorithm::ES384],
            AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => &[Algorithm::EdDSA],
            AlgorithmParameters::RSA(key) => {
                let modulus = BASE64_URL_SAFE_NO_PAD.decode(&key.n).unwrap_or_default();
                if modulus.len() >= RSA_LEAST { &[Algorithm::PS256, Algorithm::RS256] } else { &[] }
            }
            _ => &[],
        }
    }

    pub(super) fn decoding_key(&self) -> Result<DecodingKey, Error> {
        DecodingKey::from_jwk(&self.jwk).map_err(Error::internal)
    }
}

/// A `PUBLIC KEY` of PEM (RFC 7468) as the members of a JWK.
fn of_pem(text: &str) -> Option<Value> {
    let (label, document) = Document::from_pem(text).ok()?;
    if label != "PUBLIC KEY" {
        return None;
    }
    let info = SubjectPublicKeyInfoRef::try_from(document.as_bytes()).ok()?;
    let bytes = info.subject_public_key.as_bytes()?;
    let text = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
    match info.algorithm.oid {
        EC => {
            let (curve, length) = match info.algorithm.parameters_oid().ok()? {
                P256 => ("P-256", 32),
                P384 => ("P-384", 48),
                _ => return None,
            };
            // An uncompressed point: 4, then both coordinates.
            let (x, y) = bytes.strip_prefix(&[4])?.split_at_checked(length).filter(|(_, y)| y.len() == length)?;
            Some(json!({ "kty": "EC", "crv": curve, "x": text(x), "y": text(y) }))
        }
        ED25519 => Some(json!({ "kty": "OKP", "crv": "Ed25519", "x": text(bytes) })),
        RSA => {
            let key = RsaPublicKey::try_from(bytes).ok()?;
            let (n, e) = (key.modulus.as_bytes(), key.public_exponent.as_bytes());
            Some(json!({ "kty": "RSA", "n": text(n), "e": text(e) }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
