//! Mail addresses of users: read as typed, and each once within a customer.

use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_entities::customers;
use madoguchi_entities::ids::CustomerId;
use madoguchi_entities::users::{self, UserState};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{Error, FieldCode};

pub(crate) fn parse_mail_address(typed: &str) -> Result<MailAddress, Error> {
    MailAddress::parse(typed).map_err(|error| Error::invalid("mail_address", error.code()))
}

/// Refuses an address that a user of the customer has. Holds the customer, so that two cannot take it at once.
pub(crate) async fn require_free(
    tx: &impl ConnectionTrait,
    customer: CustomerId,
    new: &MailAddress,
) -> Result<(), Error> {
    customers::Entity::find_by_id(customer).lock_exclusive().one(tx).await?;
    let taken = users::Entity::find()
        .filter(users::Column::CustomerId.eq(customer))
        .filter(users::Column::MailKey.eq(new.key()))
        .filter(users::Column::State.ne(UserState::Closed));
    if taken.one(tx).await?.is_some() {
        return Err(Error::invalid("mail_address", FieldCode::MailAddressTaken));
    }
    Ok(())
}
