//! Where every look at products starts: those of a portal, those that it offers, and one by its code.

use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::products::search_key;
use madoguchi_domain::rental_charges::RentalPrices;
use madoguchi_entities::products::Column;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Select};

pub use madoguchi_entities::products::Model as Product;

use crate::{Error, Scope, Services};

/// Products that a portal offers.
pub(crate) fn offered(portal: &Portal) -> Select<madoguchi_entities::products::Entity> {
    of_portal(portal).filter(Column::WithdrawnAt.is_null())
}

/// All products of a portal, those that are no longer offered too.
pub(crate) fn of_portal(portal: &Portal) -> Select<madoguchi_entities::products::Entity> {
    madoguchi_entities::products::Entity::find().filter(Column::Portal.eq(portal.key.as_str()))
}

/// What a product costs.
#[must_use]
pub fn prices(product: &Product) -> RentalPrices {
    RentalPrices { daily: Yen(product.daily_price), monthly: product.monthly_price.map(Yen) }
}

/// A product that is offered, by its code in any spelling.
///
/// # Errors
/// [`Error::NotFound`] where there is none, or the portal offers no products.
pub async fn get(services: &Services, scope: &Scope, code: &str) -> Result<Product, Error> {
    allow(scope.portal())?;
    by_code(services.db.read(), scope.portal(), code).await
}

/// The same for any connection.
pub(crate) async fn by_code(conn: &impl ConnectionTrait, portal: &Portal, code: &str) -> Result<Product, Error> {
    let own = offered(portal).filter(Column::CodeKey.eq(search_key(code)));
    own.one(conn).await?.ok_or(Error::NotFound)
}

/// Whether the portal has a catalogue.
pub(crate) fn allow(portal: &Portal) -> Result<(), Error> {
    portal.orders.is_some().then_some(()).ok_or(Error::NotFound)
}
