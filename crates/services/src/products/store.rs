//! Storing products by their code: what is new is added, what differs replaces what was there, and what is not named stays.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::products::{grams, search_key, search_text};
use madoguchi_domain::text::tidy_display_name;
use madoguchi_entities::ids::ProductId;
use madoguchi_entities::products::Column;
use madoguchi_entities::{product_categories, product_grams};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::finders::{Product, allow};
use super::known::by_keys;
use crate::rows::{self, RowError, RowOutcome, SHORT_MAX, TEXT_MAX};
use crate::{Error, FieldCode, Provider};

/// Most units of a product.
pub(super) const STOCK_MAX: i32 = 1_000_000;

/// A product as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProduct {
    /// By which it is known again, in any width, with hyphens or without.
    pub code: String,
    pub name: String,
    /// Name of its category; may be empty.
    pub category: String,
    /// Yen before tax for a day.
    pub daily_price: String,
    /// Yen before tax for a month; empty: only by the day.
    pub monthly_price: String,
    /// Units there are, out or not.
    pub stock: String,
    pub note: String,
}

/// Stores products. Categories that are new come after the others. The answers stand in the order of the rows.
///
/// # Errors
/// [`Error::NotFound`] when the portal offers no products; any error of the database: then nothing of the batch may be
/// committed.
pub async fn store(
    tx: &impl ConnectionTrait,
    provider: &Provider,
    now: DateTime<Utc>,
    rows: &[NewProduct],
) -> Result<Vec<Result<RowOutcome, RowError>>, Error> {
    let portal = provider.portal();
    allow(portal)?;
    let given: Vec<Result<Product, RowError>> = rows.iter().map(|new| product(portal, now, new)).collect();
    let keys: BTreeSet<String> = given.iter().flatten().map(|product| product.code_key.clone()).collect();
    let mut batch = Batch {
        known: by_keys(tx, portal, keys).await?,
        new: HashSet::new(),
        changed: HashSet::new(),
        found_anew: HashSet::new(),
    };
    let answers = given.into_iter().map(|row| row.map(|row| batch.take(row))).collect();
    batch.write(tx, portal).await?;
    Ok(answers)
}

fn product(portal: &Portal, now: DateTime<Utc>, new: &NewProduct) -> Result<Product, RowError> {
    let code = rows::required("code", &new.code, SHORT_MAX)?;
    let code_key = search_key(&code);
    if code_key.is_empty() {
        return Err(RowError::new("code", FieldCode::Malformed, &new.code));
    }
    let name = tidy_display_name(&rows::required("name", &new.name, TEXT_MAX)?);
    let category = tidy_display_name(&rows::text("category", &new.category, SHORT_MAX)?);
    let monthly = new.monthly_price.trim();
    let monthly_price = if monthly.is_empty() { None } else { Some(price("monthly_price", monthly)?) };
    Ok(Product {
        id: ProductId(Uuid::now_v7()),
        portal: portal.key.clone(),
        search_text: search_text(&code, &name, &category),
        code,
        code_key,
        name,
        category,
        daily_price: price("daily_price", &new.daily_price)?,
        monthly_price,
        stock: units(&new.stock)?,
        note: tidy_display_name(&rows::text("note", &new.note, TEXT_MAX)?),
        picture_key: None,
        picture_type: None,
        withdrawn_at: None,
        created_at: now,
        updated_at: now,
    })
}

fn price(field: &'static str, value: &str) -> Result<i64, RowError> {
    match Yen::parse(value) {
        Ok(Yen(yen)) if yen >= 0 => Ok(yen),
        Ok(_) => Err(RowError::new(field, FieldCode::OutOfRange, value)),
        Err(error) => Err(RowError::new(field, error.code(), value)),
    }
}

/// Read as amounts are: with grouping, in any width, and with the sign that makes it too small.
fn units(value: &str) -> Result<i32, RowError> {
    let Yen(units) = Yen::parse(value).map_err(|_| RowError::new("stock", FieldCode::NotANumber, value))?;
    let units = i32::try_from(units).ok().filter(|units| (0..=STOCK_MAX).contains(units));
    units.ok_or_else(|| RowError::new("stock", FieldCode::OutOfRange, value))
}

/// What is there of a batch by the keys of codes, with the batch merged into it row by row.
struct Batch {
    known: HashMap<String, Product>,
    new: HashSet<String>,
    changed: HashSet<String>,
    /// Those that are found by other words than before.
    found_anew: HashSet<String>,
}

impl Batch {
    /// Merges one row, as if rows were written one after the other.
    fn take(&mut self, row: Product) -> RowOutcome {
        let key = row.code_key.clone();
        let Some(known) = self.known.get_mut(&key) else {
            self.new.insert(key.clone());
            self.found_anew.insert(key.clone());
            self.known.insert(key, row);
            return RowOutcome::Stored;
        };
        // What no row says stays: who it is, its picture, whether it is offered, since when it is there.
        let merged = Product {
            id: known.id,
            picture_key: known.picture_key.clone(),
            picture_type: known.picture_type.clone(),
            withdrawn_at: known.withdrawn_at,
            created_at: known.created_at,
            updated_at: known.updated_at,
            ..row
        };
        if *known == merged {
            let is_of_batch = self.new.contains(&key) || self.changed.contains(&key);
            return if is_of_batch { RowOutcome::Duplicate } else { RowOutcome::Unchanged };
        }
        if known.search_text != merged.search_text {
            self.found_anew.insert(key.clone());
        }
        *known = Product { updated_at: row.updated_at, ..merged };
        if !self.new.contains(&key) {
            self.changed.insert(key);
        }
        RowOutcome::Updated
    }

    async fn write(self, tx: &impl ConnectionTrait, portal: &Portal) -> Result<(), Error> {
        let of = |keys: &HashSet<String>| -> Vec<&Product> {
            let mut products: Vec<&Product> = keys.iter().filter_map(|key| self.known.get(key)).collect();
            products.sort_by_key(|product| product.id);
            products
        };
        let (new, changed, found_anew) = (of(&self.new), of(&self.changed), of(&self.found_anew));
        let model = |product: &&Product| (*product).clone().into_active_model().reset_all();
        rows::insert(tx, new.iter().map(model), None).await?;
        rows::insert(tx, changed.iter().map(model), Some(&replacing())).await?;
        add_categories(tx, portal, new.iter().chain(&changed).map(|product| product.category.as_str())).await?;
        let gram = |product: &&Product| {
            let (portal, product_id) = (portal.key.clone(), product.id);
            let row = move |gram| product_grams::Model { portal: portal.clone(), gram, product_id };
            grams(&product.search_text).into_iter().map(move |gram| row(gram).into_active_model().reset_all())
        };
        let known = OnConflict::columns([
            product_grams::Column::Portal,
            product_grams::Column::Gram,
            product_grams::Column::ProductId,
        ]);
        rows::insert(tx, found_anew.iter().flat_map(gram), Some(&known.to_owned().do_nothing().to_owned())).await
    }
}

fn replacing() -> OnConflict {
    let columns = [
        Column::Code,
        Column::Name,
        Column::Category,
        Column::DailyPrice,
        Column::MonthlyPrice,
        Column::Stock,
        Column::Note,
        Column::SearchText,
        Column::UpdatedAt,
    ];
    OnConflict::column(Column::Id).update_columns(columns).to_owned()
}

/// Adds the categories that are not there yet behind the others.
async fn add_categories(
    tx: &impl ConnectionTrait,
    portal: &Portal,
    named: impl Iterator<Item = &str>,
) -> Result<(), Error> {
    use product_categories::{Column, Entity, Model};
    let mut missing = Vec::new();
    for name in named.filter(|name| !name.is_empty()) {
        if !missing.contains(&name) {
            missing.push(name);
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let of_portal = Entity::find().filter(Column::Portal.eq(portal.key.as_str()));
    let known = of_portal.all(tx).await?;
    let after = known.iter().map(|row| row.position + 1).max().unwrap_or(0);
    missing.retain(|name| known.iter().all(|row| row.name != *name));
    let row = |(position, name): (i32, &str)| Model {
        portal: portal.key.clone(),
        name: name.to_owned(),
        name_en: String::new(),
        position,
    };
    let keep = OnConflict::columns([Column::Portal, Column::Name]).do_nothing().to_owned();
    rows::insert(tx, (after..).zip(missing).map(|row_of| row(row_of).into_active_model().reset_all()), Some(&keep))
        .await
}
