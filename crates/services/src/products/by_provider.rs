//! What the provider does with one product: how many units there are, and whether it is offered.

use madoguchi_domain::policy::Portal;
use madoguchi_domain::products::search_key;
use madoguchi_entities::products::{ActiveModel, Column};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, IntoActiveModel, QueryFilter, QuerySelect,
};

use super::finders::{Product, allow, of_portal};
use super::store::STOCK_MAX;
use crate::audit_events::{self, Event};
use crate::{Error, FieldCode, Provider, Services};

/// Sets how many units of a product there are. What is promised stays promised, also where that is more.
///
/// # Errors
/// [`Error::NotFound`] for a code of no product of the portal; `out_of_range` at `stock`.
pub async fn set_stock(services: &Services, provider: &Provider, code: &str, stock: i32) -> Result<Product, Error> {
    if !(0..=STOCK_MAX).contains(&stock) {
        return Err(Error::invalid("stock", FieldCode::OutOfRange));
    }
    change(services, provider, (code, "product.counted"), |row| row.stock = Set(stock)).await
}

/// Takes a product out of the catalogue; what is reserved stays so, and an import does not bring it back.
///
/// # Errors
/// [`Error::NotFound`] for a code of no product of the portal.
pub async fn withdraw(services: &Services, provider: &Provider, code: &str) -> Result<Product, Error> {
    let now = services.clock.now();
    change(services, provider, (code, "product.withdrawn"), |row| row.withdrawn_at = Set(Some(now))).await
}

/// Offers a product again.
///
/// # Errors
/// [`Error::NotFound`] for a code of no product of the portal.
pub async fn offer(services: &Services, provider: &Provider, code: &str) -> Result<Product, Error> {
    change(services, provider, (code, "product.offered"), |row| row.withdrawn_at = Set(None)).await
}

/// A product of the portal, offered or not.
///
/// # Errors
/// [`Error::NotFound`] for a code of no product of the portal.
pub async fn get(services: &Services, provider: &Provider, code: &str) -> Result<Product, Error> {
    allow(provider.portal())?;
    let own = of_portal(provider.portal()).filter(Column::CodeKey.eq(search_key(code)));
    own.one(services.db.read()).await?.ok_or(Error::NotFound)
}

/// Whether the portal never had a product.
///
/// # Errors
/// Those of the database.
pub async fn is_empty(services: &Services, provider: &Provider) -> Result<bool, Error> {
    Ok(of_portal(provider.portal()).one(services.db.read()).await?.is_none())
}

async fn change(
    services: &Services,
    provider: &Provider,
    (code, action): (&str, &'static str),
    set: impl Fn(&mut ActiveModel),
) -> Result<Product, Error> {
    services
        .db
        .transaction(async |tx| {
            let mut row = held(tx, provider.portal(), code).await?.into_active_model();
            set(&mut row);
            row.updated_at = Set(services.clock.now());
            let product = row.update(tx).await?;
            let detail = serde_json::json!({ "code": product.code, "stock": product.stock });
            let event = Event::named(action).to(product.id).with(detail);
            audit_events::record(tx, services, provider.portal(), provider.actor(), event).await?;
            Ok(product)
        })
        .await
}

/// A product of the portal by its code, held until the transaction ends.
pub(super) async fn held(tx: &impl ConnectionTrait, portal: &Portal, code: &str) -> Result<Product, Error> {
    find_held(tx, portal, code).await?.ok_or(Error::NotFound)
}

/// The same; none for a code of no product.
///
/// # Errors
/// [`Error::NotFound`] where the portal offers no products.
pub(crate) async fn find_held(
    tx: &impl ConnectionTrait,
    portal: &Portal,
    code: &str,
) -> Result<Option<Product>, Error> {
    allow(portal)?;
    let own = of_portal(portal).filter(Column::CodeKey.eq(search_key(code)));
    Ok(own.lock_exclusive().one(tx).await?)
}
