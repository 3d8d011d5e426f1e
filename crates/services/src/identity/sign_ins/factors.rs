//! What a login asks after the password, and whether an answer to it is right.

use madoguchi_domain::policy::{Portal, SecondFactorMethod, SecondFactorMode};
use madoguchi_domain::second_factors::SecondFactor;
use madoguchi_domain::text;
use madoguchi_entities::authenticators::AuthenticatorKind;
use madoguchi_entities::ids::PasskeyChallengeId;
use madoguchi_entities::sign_in_attempts::Model as Attempt;
use madoguchi_entities::users;
use sea_orm::ConnectionTrait;
use serde_json::Value;

use crate::authenticators::{self, passkeys, recovery_codes, totp};
use crate::database::Transaction;
use crate::{Error, FieldCode, ProblemCode, Services};

/// The second factor as given.
#[derive(Clone, Debug, Default)]
pub struct Factor {
    /// Which way.
    pub method: SecondFactor,
    /// What was typed, for all ways but a passkey.
    pub code: String,
    /// The browser's answer to a passkey challenge.
    pub passkey: Option<(PasskeyChallengeId, Value)>,
}

/// Whether a second factor is asked of a user.
pub(super) fn is_asked(portal: &Portal, user: &users::Model) -> bool {
    match portal.sign_in.second_factor.mode {
        SecondFactorMode::Never => false,
        SecondFactorMode::ByChoice => user.uses_second_factor,
        SecondFactorMode::Always => true,
    }
}

/// The ways that are open to a user, the strongest first.
pub(super) async fn open_to(
    db: &impl ConnectionTrait,
    services: &Services,
    portal: &Portal,
    user: &users::Model,
) -> Result<Vec<SecondFactor>, Error> {
    if !is_asked(portal, user) {
        return Ok(Vec::new());
    }
    let owned = authenticators::confirmed(db, user.id, None).await?;
    let has = |kind| owned.iter().any(|it| it.kind == kind);
    let offers = |method| portal.sign_in.second_factor.methods.contains(&method);
    let ways = [
        (SecondFactor::Passkey, has(AuthenticatorKind::Passkey) && passkeys::are_offered(services, portal)),
        (SecondFactor::Totp, has(AuthenticatorKind::Totp) && offers(SecondFactorMethod::Totp)),
        (SecondFactor::Mail, offers(SecondFactorMethod::Mail)),
        (SecondFactor::RecoveryCode, recovery_codes::left(db, user.id).await? > 0),
    ];
    Ok(ways.into_iter().filter(|way| way.1).map(|way| way.0).collect())
}

/// Whether a second factor is asked of a user who has none to give: the session may then add one and nothing else.
pub(super) async fn must_enrol(
    db: &impl ConnectionTrait,
    services: &Services,
    portal: &Portal,
    user: &users::Model,
) -> Result<bool, Error> {
    Ok(is_asked(portal, user) && open_to(db, services, portal, user).await?.is_empty())
}

/// Checks the second factor of an attempt that needs one.
///
/// # Errors
/// `required` where nothing was given, which costs no try; `invalid_one_time_password`.
pub(super) async fn check(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    (attempt, user): (&Attempt, &users::Model),
    factor: &Factor,
) -> Result<(), Error> {
    let typed = text::fold_digits(&factor.code);
    if factor.method != SecondFactor::Passkey && typed.is_empty() {
        return Err(Error::invalid("one_time_password", FieldCode::Required));
    }
    let is_right = match factor.method {
        _ if !open_to(tx, services, portal, user).await?.contains(&factor.method) => false,
        SecondFactor::Mail => {
            let hash = attempt.one_time_password_hash.as_deref();
            hash.is_some_and(|hash| services.keys.is_code(hash, attempt.id.0.as_bytes(), &typed))
        }
        SecondFactor::Totp => totp::redeem(tx, services, user.id, &typed).await?,
        SecondFactor::RecoveryCode => recovery_codes::redeem(tx, services, user.id, &typed).await?,
        SecondFactor::Passkey => {
            let Some((challenge, credential)) = factor.passkey.clone() else {
                return Err(Error::invalid("passkey", FieldCode::Required));
            };
            passkeys::redeem(tx, services, portal, (user.id, attempt.id), challenge, credential).await?
        }
    };
    if is_right { Ok(()) } else { Err(Error::Refused(ProblemCode::InvalidOneTimePassword)) }
}
