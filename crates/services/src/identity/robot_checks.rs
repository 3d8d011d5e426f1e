//! The robot check: an ALTCHA proof of work, made for one login attempt and kept with it, or standing alone and signed
//! with its portal and its end; no solution serves twice. Replaces the picture test of the document, which not everybody
//! can do.

use std::collections::BTreeMap;

use altcha::{Challenge, CreateChallengeOptions, Solution, VerifySolutionOptions};
use chrono::TimeDelta;
use madoguchi_domain::policy::Portal;
use serde_json::Value;

use crate::limits::{self, ROBOT_CHECK, Whose};
use crate::{Error, Keys, Origin, Services, keys};

const ALGORITHM: &str = "PBKDF2/SHA-256";
/// Iterations of one derivation.
const COST: u32 = 1_000;
/// The browser derives so many keys until it finds the right one: a fraction of a second on a phone.
const COUNTER: std::ops::Range<u32> = 200..456;
/// How long a check that stands alone may be solved: less than its use is remembered.
const LIFETIME: TimeDelta = TimeDelta::minutes(30);

/// A check that stands alone, as a browser gives it back.
#[derive(Clone, Debug)]
pub struct Solved {
    /// The challenge, as it was given.
    pub challenge: Value,
    pub solution: Value,
}

/// A challenge of a check that stands alone. Nothing is kept of it.
///
/// # Errors
/// When the system gives no random bytes.
pub fn ask(services: &Services, portal: &Portal) -> Result<Value, Error> {
    let until = services.clock.now() + LIFETIME;
    let data = [("portal", Value::from(portal.key.as_str())), ("until", Value::from(until.timestamp()))];
    challenge(&services.keys, Some(data.map(|(name, value)| (name.to_owned(), value)).into()))
}

/// Whether a check of this portal was solved in time and for the first time. With this it is used up.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn accept(
    services: &Services,
    portal: &Portal,
    solved: Option<&Solved>,
    origin: &Origin,
) -> Result<bool, Error> {
    let Some(solved) = solved else { return Ok(false) };
    let Ok(challenge) = serde_json::from_value::<Challenge>(solved.challenge.clone()) else { return Ok(false) };
    let data = challenge.parameters.data.clone().unwrap_or_default();
    let is_of_portal = data.get("portal").and_then(Value::as_str) == Some(portal.key.as_str());
    let until = data.get("until").and_then(Value::as_i64).unwrap_or_default();
    if !is_of_portal || until <= services.clock.now().timestamp() || !is_solved(&services.keys, &challenge, solved) {
        return Ok(false);
    }
    let once = Whose::named(challenge.parameters.nonce, origin);
    match limits::hit(services, portal, ROBOT_CHECK, &once).await {
        Err(Error::TooManyAttempts(_)) => Ok(false),
        outcome => outcome.map(|_| true),
    }
}

fn is_solved(keys: &Keys, challenge: &Challenge, solved: &Solved) -> bool {
    serde_json::from_value(solved.solution.clone()).is_ok_and(|solution| solves(keys, challenge, &solution))
}

/// A challenge that is kept with what it is for.
pub(crate) fn create(keys: &Keys) -> Result<Value, Error> {
    challenge(keys, None)
}

fn challenge(keys: &Keys, data: Option<BTreeMap<String, Value>>) -> Result<Value, Error> {
    let [random] = keys::random::<1>()?;
    let secret = keys.robot_checks().into_iter().next();
    let challenge = altcha::create_challenge(CreateChallengeOptions {
        algorithm: ALGORITHM.to_owned(),
        cost: COST,
        counter: Some(COUNTER.start + u32::from(random)),
        data,
        hmac_signature_secret: secret.clone(),
        hmac_key_signature_secret: secret,
        ..CreateChallengeOptions::default()
    })
    .map_err(Error::internal)?;
    serde_json::to_value(challenge).map_err(Error::internal)
}

/// Whether a solution solves a challenge that was kept here. A missing or malformed one does not.
pub(crate) fn verify(keys: &Keys, challenge: Value, solution: Option<Value>) -> Result<bool, Error> {
    let challenge: Challenge = serde_json::from_value(challenge).map_err(Error::internal)?;
    let solution = solution.and_then(|s| serde_json::from_value::<Solution>(s).ok());
    Ok(solution.is_some_and(|solution| solves(keys, &challenge, &solution)))
}

fn solves(keys: &Keys, challenge: &Challenge, solution: &Solution) -> bool {
    // By the key that was the newest when the challenge was made.
    keys.robot_checks().iter().any(|secret| {
        let options = VerifySolutionOptions {
            hmac_key_signature_secret: Some(secret.clone()),
            ..VerifySolutionOptions::new(challenge, solution, secret)
        };
        altcha::verify_solution(options).is_ok_and(|result| result.verified)
    })
}
