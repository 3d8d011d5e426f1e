//! Second factors that were shown to work, and the mail that tells of a change of them.

use madoguchi_entities::ids::UserId;
use madoguchi_entities::{authenticators, users};
use madoguchi_mail::Message;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{Authenticator, AuthenticatorKind};
use crate::database::Transaction;
use crate::{Error, Scope, Services, mails};

/// The second factors of a user that work, of one kind when asked.
pub(crate) async fn confirmed(
    db: &impl ConnectionTrait,
    user: UserId,
    kind: Option<AuthenticatorKind>,
) -> Result<Vec<Authenticator>, Error> {
    let mut select = authenticators::Entity::find()
        .filter(authenticators::Column::UserId.eq(user))
        .filter(authenticators::Column::ConfirmedAt.is_not_null());
    if let Some(kind) = kind {
        select = select.filter(authenticators::Column::Kind.eq(kind));
    }
    Ok(select.order_by_asc(authenticators::Column::CreatedAt).all(db).await?)
}

pub(super) async fn notify(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    user: &users::Model,
    change: String,
) -> Result<(), Error> {
    let at = mails::time(services.clock.now(), user.locale);
    mails::to_user(tx, services, scope.portal(), user, Message::SecondFactorChanged { change, at }).await
}
