//! People who can log in: how they are named and found. Passwords are checked elsewhere.

use std::collections::BTreeMap;

use madoguchi_domain::issued;
use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::policy::{Identifier, Portal};
use madoguchi_domain::text::trim_fold;
use madoguchi_entities::users;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::{Error, FieldError, keys};

/// Name of an identifier in requests and in portal files.
#[must_use]
pub fn identifier_name(identifier: Identifier) -> &'static str {
    match identifier {
        Identifier::AccessId => "access_id",
        Identifier::ContractorId => "contractor_id",
        Identifier::LoginId => "login_id",
        Identifier::MailAddress => "mail_address",
    }
}

/// Joins the identifiers that a portal asks into the key that names one person, forgiving width and case.
///
/// # Errors
/// The identifiers that are missing.
pub(crate) fn sign_in_key(portal: &Portal, given: &BTreeMap<String, String>) -> Result<String, Error> {
    let mut missing = Vec::new();
    let mut parts = Vec::new();
    for identifier in &portal.sign_in.identifiers {
        let name = identifier_name(*identifier);
        let value = given.get(name).map(|value| trim_fold(value)).unwrap_or_default();
        if value.is_empty() {
            missing.push(FieldError::new(name, "required"));
        }
        parts.push(match identifier {
            Identifier::MailAddress => MailAddress::parse(&value).map_or(value, |mail| mail.key()),
            _ => value.to_lowercase(),
        });
    }
    if missing.is_empty() { Ok(parts.join("\n")) } else { Err(Error::Invalid(missing)) }
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

/// A new temporary password.
pub(crate) fn new_temporary_password() -> Result<String, Error> {
    issued::temporary_password(keys::random::<{ issued::ENOUGH_BYTES }>()?).map_err(Error::internal)
}
