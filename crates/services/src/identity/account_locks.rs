//! Closing an account by a change of its owner or of the provider: sessions end, second factors go, the password is worth
//! nothing. Must not know who asks for it.

use madoguchi_domain::policy::Portal;
use madoguchi_entities::users;
use madoguchi_mail::Message;

use crate::database::Transaction;
use crate::users::credentials::{self, Change};
use crate::{Error, Services, authenticators, mails, sessions};

/// Locks a user by one of the owner's changes, and tells how to go on.
pub(crate) async fn lock(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    user: users::Model,
    change: Change<'_>,
) -> Result<users::Model, Error> {
    let user = close(tx, services, portal, user, change).await?;
    let recovery_url = services.page(portal, "recovery");
    let message = Message::SignInStopped { at: mails::time(services.clock.now(), user.locale), recovery_url };
    mails::to_user(tx, services, portal, &user, message).await?;
    Ok(user)
}

/// Makes a change that locks: every session ends, and with it goes what an intruder may have added to come back with.
pub(crate) async fn close(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    user: users::Model,
    change: Change<'_>,
) -> Result<users::Model, Error> {
    let now = services.clock.now();
    sessions::end_all(tx, user.id, None, now).await?;
    authenticators::remove_all(tx, user.id).await?;
    credentials::change(tx, portal, user, change, now).await
}
