//! What stands before the look at a password: who guesses too much waits, or shows that no machine is asking. Must not
//! know whether the password is right.

use madoguchi_domain::policy::Portal;

use super::known_devices::LoginSource;
use crate::limits::{
    self, Limit, SIGN_IN_ACCOUNT, SIGN_IN_ACCOUNT_ADDRESS, SIGN_IN_ADDRESS, SIGN_IN_PORTAL, SIGN_IN_SITE, SITE_SHARE,
    UNDER_ATTACK, Whose, site_of,
};
use crate::robot_checks::{self, Solved};
use crate::{Error, Origin, ProblemCode, Services};

/// A try that was let through.
#[derive(Clone, Debug)]
pub(super) struct Try<'a> {
    key: &'a str,
    account_and_place: String,
    /// Whether the network's counter holds this try.
    counted_by_network: bool,
}

/// Lets a try at an account through, or not.
///
/// # Errors
/// [`Error::TooManyAttempts`]; `robot_check_required` where too many passwords from one network were wrong.
pub(super) async fn enter<'a>(
    services: &Services,
    portal: &Portal,
    key: &'a str,
    source: &LoginSource<'_>,
    solved: Option<&Solved>,
    origin: &Origin,
) -> Result<Try<'a>, Error> {
    let attacked = limits::count(services, portal, SIGN_IN_PORTAL, "").await? >= UNDER_ATTACK;
    let free = |limit: Limit, strict: u32| if attacked { limit.with_free(strict) } else { limit };
    let counted_by_network = match limits::hit_network(services, portal, free(SIGN_IN_ADDRESS, 10), origin).await {
        // Many may share the address: only a machine is stopped by what they do.
        Err(Error::TooManyAttempts(_)) => {
            if !source.is_known(services).await? && !robot_checks::accept(services, portal, solved, origin).await? {
                return Err(Error::Refused(ProblemCode::RobotCheckRequired));
            }
            false
        }
        outcome => outcome.map(|()| true)?,
    };
    let passed = Try { key, account_and_place: format!("{key}\n{}", source.name()), counted_by_network };
    let whose = Whose::named(passed.account_and_place.as_str(), origin);
    if let Err(refused) = limits::hit(services, portal, free(SIGN_IN_ACCOUNT_ADDRESS, 2), &whose).await {
        // No password is looked at, so it is no guess of the network.
        passed.release(services, portal, origin).await?;
        return Err(refused);
    }
    match limits::hit(services, portal, free(SIGN_IN_ACCOUNT, 20), &Whose::named(key, origin)).await {
        // Strangers may keep the whole account waiting, but not its owner at the usual place.
        Err(Error::TooManyAttempts(_)) if source.is_known(services).await? => {}
        outcome => drop(outcome?),
    }
    Ok(passed)
}

impl Try<'_> {
    /// The password was right: it was no guess.
    pub(super) async fn was_right(&self, services: &Services, portal: &Portal, origin: &Origin) -> Result<(), Error> {
        limits::clear(services, portal, SIGN_IN_ACCOUNT_ADDRESS, &self.account_and_place).await?;
        limits::clear(services, portal, SIGN_IN_ACCOUNT, self.key).await?;
        self.release(services, portal, origin).await
    }

    async fn release(&self, services: &Services, portal: &Portal, origin: &Origin) -> Result<(), Error> {
        if self.counted_by_network {
            limits::release_network(services, portal, SIGN_IN_ADDRESS, origin).await?;
        }
        Ok(())
    }
}

/// The password was wrong. The portal hears of so many of one site and no more.
pub(super) async fn was_wrong(services: &Services, portal: &Portal, origin: &Origin) -> Result<(), Error> {
    let site = Whose::named(site_of(&origin.address), origin);
    if limits::hit(services, portal, SIGN_IN_SITE, &site).await? <= SITE_SHARE {
        limits::hit(services, portal, SIGN_IN_PORTAL, &Whose::named("", origin)).await?;
    }
    Ok(())
}
