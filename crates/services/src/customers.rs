//! Customers as the provider's core system names them: written in batches, read by the services of their contracts.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use madoguchi_domain::names::NameKey;
use madoguchi_domain::phones;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::postal_codes::PostalCode;
use madoguchi_domain::text::tidy_display_name;
use madoguchi_entities::customers::{self, Column};
use madoguchi_entities::ids::CustomerId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use crate::rows::{self, RowError, RowOutcome};
use crate::{Error, FieldCode, Provider};

pub use madoguchi_entities::customers::Model as Customer;

const PREFECTURE_MAX: usize = 16;

/// A customer as given. Postal code and phone may be written in any width and with hyphens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCustomer {
    /// The provider's number.
    pub number: String,
    pub name: String,
    /// Furigana.
    pub name_kana: String,
    pub postal_code: String,
    /// 都道府県.
    pub prefecture: String,
    /// Town.
    pub address1: String,
    /// Block and number.
    pub address2: String,
    /// Empty when unknown.
    pub phone: String,
}

/// Stores customers by number: new ones are added, changed ones written, equal ones left as they are. The answers
/// stand in the order of the rows; [`RowOutcome::Duplicate`] is never among them.
///
/// # Errors
/// Any error of the database; then nothing of the batch may be committed.
pub async fn upsert(
    tx: &impl ConnectionTrait,
    provider: &Provider,
    now: DateTime<Utc>,
    rows: &[NewCustomer],
) -> Result<Vec<Result<RowOutcome, RowError>>, Error> {
    let portal = provider.portal();
    let given: Vec<_> = rows.iter().map(|row| model(portal, now, row)).collect();
    let numbers = given.iter().flatten().map(|row| row.number.as_str());
    let mut known = by_number(tx, portal, numbers).await?;
    let mut changed = BTreeSet::new();
    let mut answers = Vec::with_capacity(rows.len());
    for row in given {
        answers.push(row.map(|row| merge(&mut known, &mut changed, row)));
    }
    let written = changed.iter().filter_map(|number| known.remove(number));
    rows::insert(tx, written.map(|row| row.into_active_model().reset_all()), Some(&on_conflict())).await?;
    Ok(answers)
}

/// Customers of a portal by their numbers.
pub(crate) async fn by_number(
    tx: &impl ConnectionTrait,
    portal: &Portal,
    numbers: impl Iterator<Item = &str>,
) -> Result<HashMap<String, Customer>, Error> {
    let numbers: Vec<&str> = numbers.collect::<BTreeSet<_>>().into_iter().collect();
    let mut known = HashMap::new();
    for numbers in numbers.chunks(rows::KEYS_MAX) {
        let found = customers::Entity::find()
            .filter(Column::Portal.eq(portal.key.as_str()))
            .filter(Column::Number.is_in(numbers.iter().copied()))
            .all(tx)
            .await?;
        known.extend(found.into_iter().map(|row| (row.number.clone(), row)));
    }
    Ok(known)
}

/// Numbers and names of customers by their ids: for lists of the provider.
pub(crate) async fn names(
    db: &impl ConnectionTrait,
    ids: impl Iterator<Item = CustomerId>,
) -> Result<HashMap<CustomerId, (String, String)>, Error> {
    let ids: BTreeSet<CustomerId> = ids.collect();
    let found = customers::Entity::find().filter(Column::Id.is_in(ids)).all(db).await?;
    Ok(found.into_iter().map(|customer| (customer.id, (customer.number, customer.name))).collect())
}

fn model(portal: &Portal, now: DateTime<Utc>, new: &NewCustomer) -> Result<Customer, RowError> {
    let name_kana = tidy_display_name(&rows::required("name_kana", &new.name_kana, rows::TEXT_MAX)?);
    let name_key = NameKey::of(&name_kana);
    if name_key.is_empty() {
        // A key of nothing would match nobody at registration.
        return Err(RowError::new("name_kana", FieldCode::Required, &new.name_kana));
    }
    Ok(Customer {
        id: CustomerId(Uuid::now_v7()),
        portal: portal.key.clone(),
        number: rows::required("number", &new.number, rows::SHORT_MAX)?,
        name: tidy_display_name(&rows::required("name", &new.name, rows::TEXT_MAX)?),
        name_kana,
        name_key: name_key.into(),
        postal_code: postal_code(&new.postal_code)?,
        prefecture: prefecture(&new.prefecture)?,
        address1: rows::text("address1", &new.address1, rows::TEXT_MAX)?,
        address2: rows::text("address2", &new.address2, rows::TEXT_MAX)?,
        phone: phone("phone", &new.phone)?,
        created_at: now,
        updated_at: now,
    })
}

/// Seven digits of a postal code in any spelling.
pub(crate) fn postal_code(typed: &str) -> Result<String, RowError> {
    PostalCode::parse(typed).map(String::from).map_err(|error| RowError::new("postal_code", error.code(), typed))
}

pub(crate) fn prefecture(typed: &str) -> Result<String, RowError> {
    rows::text("prefecture", typed, PREFECTURE_MAX)
}

/// Digits of a phone number, or nothing.
pub(crate) fn phone(field: &'static str, typed: &str) -> Result<String, RowError> {
    if typed.trim().is_empty() {
        return Ok(String::new());
    }
    phones::normalise(typed).map_err(|error| RowError::new(field, error.code(), &phones::mask_last4(typed)))
}

/// Puts a row among the known ones and says what that changed, as if rows were written one after the other.
fn merge(known: &mut HashMap<String, Customer>, changed: &mut BTreeSet<String>, row: Customer) -> RowOutcome {
    let (row, kept) = match known.get(&row.number) {
        None => (row, RowOutcome::Stored),
        Some(old) => {
            let same_row = Customer { id: old.id, created_at: old.created_at, ..row };
            if (Customer { updated_at: old.updated_at, ..same_row.clone() }) == *old {
                return RowOutcome::Unchanged;
            }
            (same_row, RowOutcome::Updated)
        }
    };
    changed.insert(row.number.clone());
    known.insert(row.number.clone(), row);
    kept
}

/// On the id alone: when somebody else stored the same number in between, the batch fails and is run again.
fn on_conflict() -> OnConflict {
    use Column::{Address1, Address2, Name, NameKana, NameKey, Phone, PostalCode, Prefecture, UpdatedAt};
    let columns = [Name, NameKana, NameKey, PostalCode, Prefecture, Address1, Address2, Phone, UpdatedAt];
    OnConflict::column(Column::Id).update_columns(columns).to_owned()
}
