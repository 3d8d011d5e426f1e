//! The robot check: an ALTCHA proof of work, made for one login attempt and kept with it, so that no solution
//! serves twice. Replaces the picture test of the document, which not everybody can do.

use altcha::{Challenge, CreateChallengeOptions, Solution, VerifySolutionOptions};

use crate::{Error, Keys, keys};

const ALGORITHM: &str = "PBKDF2/SHA-256";
/// Iterations of one derivation.
const COST: u32 = 1_000;
/// The browser derives so many keys until it finds the right one: a fraction of a second on a phone.
const COUNTER: std::ops::Range<u32> = 200..456;

/// A new challenge as JSON.
pub(crate) fn create(keys: &Keys) -> Result<serde_json::Value, Error> {
    let [random] = keys::random::<1>()?;
    let challenge = altcha::create_challenge(CreateChallengeOptions {
        algorithm: ALGORITHM.to_owned(),
        cost: COST,
        counter: Some(COUNTER.start + u32::from(random)),
        hmac_signature_secret: Some(keys.robot_checks()),
        hmac_key_signature_secret: Some(keys.robot_checks()),
        ..CreateChallengeOptions::default()
    })
    .map_err(Error::internal)?;
    serde_json::to_value(challenge).map_err(Error::internal)
}

/// Whether a solution solves a challenge that was made here. A missing or malformed one does not.
pub(crate) fn verify(
    keys: &Keys,
    challenge: serde_json::Value,
    solution: Option<serde_json::Value>,
) -> Result<bool, Error> {
    let challenge: Challenge = serde_json::from_value(challenge).map_err(Error::internal)?;
    let Some(solution) = solution.and_then(|s| serde_json::from_value::<Solution>(s).ok()) else {
        return Ok(false);
    };
    let secret = keys.robot_checks();
    let options = VerifySolutionOptions {
        hmac_key_signature_secret: Some(secret.clone()),
        ..VerifySolutionOptions::new(&challenge, &solution, &secret)
    };
    Ok(altcha::verify_solution(options).is_ok_and(|result| result.verified))
}
