//! The facts of a contract that prove whose it is (T1): read with all forgiveness, compared as keys.

use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::names::{NameKey, is_kana_name};
use madoguchi_domain::policy::Portal;
use madoguchi_domain::postal_codes::PostalCode;
use madoguchi_entities::{contracts, customers};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::database::Transaction;
use crate::{Error, FieldCode, FieldError};

/// Longest text taken for a name, in characters.
const NAME_MAX: usize = 200;

/// The facts as typed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Typed<'a> {
    pub mail_address: &'a str,
    pub contract_number: &'a str,
    /// Postal code of the contract.
    pub postal_code: &'a str,
    /// Customer's name in kana.
    pub customer_name: &'a str,
}

/// The same facts, normalised.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub mail: MailAddress,
    /// Contract number in its one spelling.
    pub contract_number: String,
    pub postal_code: PostalCode,
    /// Match key of the name.
    pub name: NameKey,
}

/// What the facts lead to.
pub(crate) enum Found {
    /// A contract and its customer.
    Match(Box<(contracts::Model, customers::Model)>),
    /// The contract is there, but another fact does not match.
    NearMiss,
    /// No such contract.
    Nothing,
}

/// Reads the facts; every field that is wrong is named.
pub(crate) fn check(portal: &Portal, typed: &Typed<'_>) -> Result<Facts, Error> {
    let mut errors = Vec::new();
    let mut refused = |field, code| errors.push(FieldError::new(field, code));
    let mail = MailAddress::parse(typed.mail_address).map_err(|e| refused("mail_address", e.code())).ok();
    let numbers = portal.contracts.as_ref().map(|contracts| &contracts.numbers).ok_or(Error::NotFound)?;
    let number = numbers.parse(typed.contract_number).map_err(|e| refused("contract_number", e.code())).ok();
    let postal_code = PostalCode::parse(typed.postal_code).map_err(|e| refused("postal_code", e.code())).ok();
    let name = NameKey::of(typed.customer_name);
    if typed.customer_name.chars().count() > NAME_MAX {
        refused("customer_name", FieldCode::TooLong);
    } else if name.is_empty() {
        refused("customer_name", FieldCode::Required);
    } else if !is_kana_name(typed.customer_name) {
        // It matches nobody, and is no try: whoever typed it did not guess.
        refused("customer_name", FieldCode::NotKana);
    }
    match (mail, number, postal_code) {
        (Some(mail), Some(contract_number), Some(postal_code)) if errors.is_empty() => {
            Ok(Facts { mail, contract_number, postal_code, name })
        }
        _ => Err(Error::Invalid(errors)),
    }
}

/// Looks for the contract that all facts match.
pub(crate) async fn find(tx: &Transaction, portal: &Portal, facts: &Facts) -> Result<Found, Error> {
    let contract = contracts::Entity::find()
        .filter(contracts::Column::Portal.eq(portal.key.as_str()))
        .filter(contracts::Column::Number.eq(facts.contract_number.as_str()))
        .one(tx)
        .await?;
    let Some(contract) = contract else { return Ok(Found::Nothing) };
    let customer = customers::Entity::find_by_id(contract.customer_id).one(tx).await?;
    let customer = customer.ok_or_else(|| Error::internal("a contract has no customer"))?;
    let matches = contract.postal_code == facts.postal_code.digits() && customer.name_key == facts.name.as_str();
    Ok(if matches { Found::Match(Box::new((contract, customer))) } else { Found::NearMiss })
}
