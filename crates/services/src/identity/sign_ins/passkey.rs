//! Login with a passkey alone: it names the person and is both factors, so nothing else is asked.

use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::PasskeyChallengeId;
use madoguchi_entities::users::UserState;
use serde_json::{Value, json};

use super::completion::begin_session;
use crate::authenticators::passkeys::{self, Challenge};
use crate::limits::{self, PASSKEY_SIGN_IN};
use crate::sessions::{First, NewSession};
use crate::{Error, Origin, ProblemCode, Services, contractors, keys};

/// Asks the browser for a passkey; the secret goes into its cookie.
///
/// # Errors
/// [`Error::NotFound`] where the portal has no passkeys; too many tries.
pub async fn start(services: &Services, portal: &Portal, origin: &Origin) -> Result<(Challenge, String), Error> {
    limits::hit_network(services, portal, PASSKEY_SIGN_IN, origin).await?;
    let secret = keys::token()?;
    Ok((passkeys::begin_sign_in(services, portal, &secret).await?, secret))
}

/// The browser's answer becomes a session.
///
/// # Errors
/// `passkey_refused` whatever was wrong; `passkey_challenge_expired`.
pub async fn complete(
    services: &Services,
    portal: &Portal,
    secret: &str,
    challenge: PasskeyChallengeId,
    credential: Value,
    origin: &Origin,
) -> Result<NewSession, Error> {
    // A wrong answer uses the challenge up too: so the transaction itself succeeds.
    let session = services
        .db
        .transaction(async |tx| {
            let user = match passkeys::identify(tx, services, portal, secret, challenge, credential.clone()).await {
                Ok(user) if user.state == UserState::Active => user,
                Ok(_) => return Ok(Err(Error::Refused(ProblemCode::PasskeyRefused))),
                Err(refused @ Error::Refused(..)) => return Ok(Err(refused)),
                Err(error) => return Err(error),
            };
            let contractor = contractors::is_asked(tx, portal, user.customer_id).await?;
            let first = First { password_change: user.password_change_required, enrolment: false, contractor };
            let detail = json!({ "method": "passkey" });
            Ok(Ok(begin_session(tx, services, portal, &user, origin, first, detail).await?))
        })
        .await??;
    Ok(session)
}
