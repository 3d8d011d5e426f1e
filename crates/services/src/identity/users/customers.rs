//! The row of a customer who comes with a first user. What else is known of customers comes by imports.

use madoguchi_domain::names::NameKey;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::customers;
use madoguchi_entities::ids::CustomerId;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

use crate::database::Transaction;
use crate::{Error, Services};

/// What a customer is called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names<'a> {
    /// The provider's number.
    pub number: &'a str,
    /// Name; empty while it is not known.
    pub name: &'a str,
    /// The same in kana.
    pub kana: &'a str,
}

/// A customer of whom no address is known yet.
pub(crate) async fn insert_customer(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    names: &Names<'_>,
) -> Result<CustomerId, Error> {
    let (id, now) = (CustomerId(Uuid::now_v7()), services.clock.now());
    let unknown = || Set(String::new());
    let row = customers::ActiveModel {
        id: Set(id),
        portal: Set(portal.key.clone()),
        number: Set(names.number.to_owned()),
        name: Set(names.name.to_owned()),
        name_kana: Set(names.kana.to_owned()),
        name_key: Set(NameKey::of(names.kana).into()),
        postal_code: unknown(),
        prefecture: unknown(),
        address1: unknown(),
        address2: unknown(),
        phone: unknown(),
        created_at: Set(now),
        updated_at: Set(now),
    };
    row.insert(tx).await?;
    Ok(id)
}
