//! Categories of products with how many are offered in each.

use std::collections::HashMap;

use madoguchi_entities::product_categories::{self, Column};
use madoguchi_entities::products;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::finders::{allow, offered};
use crate::{Error, Scope, Services};

/// A category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// As the products name it.
    pub name: String,
    /// English; the Japanese where there is none.
    pub name_en: String,
    /// Products offered in it.
    pub products: i64,
}

/// Categories of the portal in their order, without those in which nothing is offered.
///
/// # Errors
/// [`Error::NotFound`] where the portal offers no products.
pub async fn categories(services: &Services, scope: &Scope) -> Result<Vec<Category>, Error> {
    allow(scope.portal())?;
    let conn = services.db.read();
    let counts: Vec<(String, i64)> = offered(scope.portal())
        .select_only()
        .column(products::Column::Category)
        .column_as(products::Column::Id.count().cast_as("bigint"), "products")
        .group_by(products::Column::Category)
        .into_tuple()
        .all(conn)
        .await?;
    let mut counts: HashMap<String, i64> = counts.into_iter().collect();
    let listed = product_categories::Entity::find()
        .filter(Column::Portal.eq(scope.portal().key.as_str()))
        .order_by_asc(Column::Position)
        .order_by_asc(Column::Name)
        .all(conn)
        .await?;
    let category = |row: product_categories::Model| {
        let products = counts.remove(&row.name)?;
        let name_en = if row.name_en.is_empty() { row.name.clone() } else { row.name_en };
        Some(Category { name: row.name, name_en, products })
    };
    Ok(listed.into_iter().filter_map(category).collect())
}
