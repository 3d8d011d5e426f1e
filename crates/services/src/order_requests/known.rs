//! What a request about orders names and what is known of it: products, the own order, the own quote, the customer. Each that is
//! not there, or somebody else's, is refused at its field.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use madoguchi_domain::forms::Object;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::products::search_key;
use madoguchi_domain::rentals::RentalClass;
use madoguchi_entities::customers;
use sea_orm::{ConnectionTrait, EntityTrait};

use super::answers::{self, Item};
use crate::baskets;
use crate::error::FieldError;
use crate::products::{self, Product};
use crate::rental_orders::new::NewLine;
use crate::rental_orders::{WholeOrder, finders};
use crate::{Error, FieldCode, Scope};

/// Refuses all faults at once.
pub(super) fn refuse(faults: Vec<FieldError>) -> Result<(), Error> {
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

/// The customer of the scope.
pub(super) async fn customer(db: &impl ConnectionTrait, scope: &Scope) -> Result<customers::Model, Error> {
    customers::Entity::find_by_id(scope.customer_id()).one(db).await?.ok_or(Error::NotFound)
}

/// What is not found is unknown at its field.
fn at(field: &'static str) -> impl Fn(Error) -> Error {
    move |error| match error {
        Error::NotFound => Error::invalid(field, FieldCode::Unknown),
        other => other,
    }
}

/// The order that a request names.
pub(super) async fn order(db: &impl ConnectionTrait, scope: &Scope, given: &Object) -> Result<WholeOrder, Error> {
    let number = answers::order_number(given).unwrap_or_default();
    finders::find(db, scope, number).await.map_err(at(answers::ORDER_NUMBER))
}

/// The same, held until the end of the transaction.
pub(super) async fn held_order(
    tx: &crate::database::Transaction,
    scope: &Scope,
    given: &Object,
) -> Result<WholeOrder, Error> {
    let number = answers::order_number(given).unwrap_or_default();
    finders::hold(tx, scope, number).await.map_err(at(answers::ORDER_NUMBER))
}

/// The products that items name, by what was typed.
pub(super) async fn products(
    db: &impl ConnectionTrait,
    portal: &Portal,
    codes: impl Iterator<Item = String>,
) -> Result<HashMap<String, Product>, Error> {
    let codes: Vec<String> = codes.collect();
    products::by_codes(db, portal, &codes).await
}

/// What products are called, by their codes.
pub(super) fn names(products: &HashMap<String, Product>) -> BTreeMap<String, String> {
    products.values().map(|product| (product.code.clone(), product.name.clone())).collect()
}

/// The lines that items ask for, at the prices of the catalogue.
///
/// # Errors
/// `unknown` at `items[…].product`, `out_of_range` at `items[…].quantity`.
pub(super) fn lines(
    items: &[Item],
    products: &HashMap<String, Product>,
    class: RentalClass,
) -> Result<Vec<NewLine>, Error> {
    let line = |(at, item): (usize, &Item)| {
        let fault = |field, code| Error::invalid(format!("items[{at}].{field}"), code);
        let product = products.get(&item.product).ok_or_else(|| fault("product", FieldCode::Unknown))?;
        Ok(NewLine {
            product_code: product.code.clone(),
            product_name: product.name.clone(),
            class,
            quantity: item.quantity,
            first_on: item.first,
            last_on: item.last,
            prices: products::prices(product),
            delivery: i32::try_from(item.delivery.unwrap_or(1)).unwrap_or(1),
        })
    };
    items.iter().enumerate().map(line).collect()
}

/// Empties the basket once all that lies in it was asked for.
pub(super) async fn empty_basket(
    tx: &crate::database::Transaction,
    scope: &Scope,
    given: &Object,
) -> Result<(), Error> {
    let asked: BTreeSet<String> = answers::items(given).iter().map(|item| search_key(&item.product)).collect();
    let lines = baskets::lines(tx, scope).await?;
    if lines.iter().all(|line| asked.contains(&line.product.code_key)) {
        baskets::empty(tx, scope).await?;
    }
    Ok(())
}
