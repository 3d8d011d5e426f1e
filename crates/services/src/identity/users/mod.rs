//! People who can log in: how they are named, found and made. Passwords are checked elsewhere.

pub(crate) mod credentials;
pub(crate) mod customers;
mod mail_addresses;
pub(crate) mod new;
mod told;

use std::collections::BTreeMap;

use madoguchi_domain::issued;
use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::policy::{Identifier, Portal};
use madoguchi_domain::text::trim_fold;
use madoguchi_entities::ids::UserId;
use madoguchi_entities::users;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use crate::database::Transaction;
use crate::{Error, FieldCode, FieldError, Services, keys};

pub(crate) use mail_addresses::{parse_mail_address, require_free};
pub(crate) use told::tell;

/// Joins the identifiers that a portal asks into the key that names one person, forgiving width and case.
///
/// # Errors
/// The identifiers that are missing.
pub(crate) fn sign_in_key(portal: &Portal, given: &BTreeMap<String, String>) -> Result<String, Error> {
    let mut missing = Vec::new();
    let mut parts = Vec::new();
    for identifier in &portal.sign_in.identifiers {
        let name = identifier.as_str();
        let value = given.get(name).map(|value| trim_fold(value)).unwrap_or_default();
        if value.is_empty() {
            missing.push(FieldError::new(name, FieldCode::Required));
        }
        parts.push(match identifier {
            Identifier::MailAddress => MailAddress::parse(&value).map_or(value, |mail| mail.key()),
            _ => value.to_lowercase(),
        });
    }
    if missing.is_empty() { Ok(parts.join("\n")) } else { Err(Error::Invalid(missing)) }
}

/// The key of a person whose identifiers are known.
pub(crate) fn key_of(portal: &Portal, sign_in_name: &str, mail: &MailAddress) -> String {
    let part = |identifier: &Identifier| match identifier {
        Identifier::MailAddress => mail.key(),
        _ => sign_in_name.to_lowercase(),
    };
    portal.sign_in.identifiers.iter().map(part).collect::<Vec<_>>().join("\n")
}

/// The row of a user of whom only the id is known, held until the end of the transaction.
pub(crate) async fn hold(tx: &Transaction, id: UserId) -> Result<users::Model, Error> {
    users::Entity::find_by_id(id).lock_exclusive().one(tx).await?.ok_or(Error::NotFound)
}

/// The person of a key.
pub(crate) async fn find_by_key(
    db: &impl ConnectionTrait,
    portal: &Portal,
    key: &str,
) -> Result<Option<users::Model>, Error> {
    let found = users::Entity::find()
        .filter(users::Column::Portal.eq(portal.key.as_str()))
        .filter(users::Column::SignInKey.eq(key))
        .one(db)
        .await?;
    Ok(found)
}

/// A new access ID that nobody has. The unique key decides should two be made at once.
pub(crate) async fn new_access_id(db: &impl ConnectionTrait, portal: &Portal) -> Result<String, Error> {
    loop {
        let id = issued::access_id(keys::random::<{ issued::ENOUGH_BYTES }>()?).map_err(Error::internal)?;
        let taken = users::Entity::find()
            .filter(users::Column::Portal.eq(portal.key.as_str()))
            .filter(users::Column::SignInKey.eq(id.as_str()))
            .count(db)
            .await?;
        if taken == 0 {
            return Ok(id);
        }
    }
}

/// A password that the portal issues, and its hash.
pub(crate) struct Issued {
    /// For the mail.
    pub password: String,
    /// For the row.
    pub hash: String,
}

pub(crate) async fn issue_password(services: &Services) -> Result<Issued, Error> {
    let password = issued::temporary_password(keys::random::<{ issued::ENOUGH_BYTES }>()?).map_err(Error::internal)?;
    Ok(Issued { hash: services.hasher.hash(&password).await?, password })
}
