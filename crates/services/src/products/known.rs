//! Products that others name: read at once, not one by one.

use std::collections::{BTreeSet, HashMap};

use madoguchi_domain::policy::Portal;
use madoguchi_domain::products::search_key;
use madoguchi_entities::ids::ProductId;
use madoguchi_entities::products::Column;
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter};

use super::finders::{Product, of_portal};
use crate::{Error, rows};

/// Products of a portal by their codes, as those are given: in any width, with hyphens or without. What is no longer offered is
/// found too (`withdrawn_at`); a code that names nothing is not there.
///
/// # Errors
/// Those of the database.
pub async fn by_codes(
    conn: &impl ConnectionTrait,
    portal: &Portal,
    codes: &[String],
) -> Result<HashMap<String, Product>, Error> {
    let keys: BTreeSet<String> = codes.iter().map(|code| search_key(code)).collect();
    let found = by_keys(conn, portal, keys).await?;
    let named = codes.iter().filter_map(|code| Some((code.clone(), found.get(&search_key(code))?.clone())));
    Ok(named.collect())
}

/// Products of a portal by the keys of their codes.
pub(super) async fn by_keys(
    conn: &impl ConnectionTrait,
    portal: &Portal,
    keys: BTreeSet<String>,
) -> Result<HashMap<String, Product>, Error> {
    let keys: Vec<String> = keys.into_iter().collect();
    let mut known = HashMap::new();
    for keys in keys.chunks(rows::KEYS_MAX) {
        let found = of_portal(portal).filter(Column::CodeKey.is_in(keys.iter().map(String::as_str))).all(conn).await?;
        known.extend(found.into_iter().map(|product| (product.code_key.clone(), product)));
    }
    Ok(known)
}

/// Products of a portal by their ids; what is no longer offered is found too.
///
/// # Errors
/// Those of the database.
pub async fn by_ids(
    conn: &impl ConnectionTrait,
    portal: &Portal,
    ids: impl Iterator<Item = ProductId>,
) -> Result<HashMap<ProductId, Product>, Error> {
    let ids: Vec<ProductId> = ids.collect::<BTreeSet<_>>().into_iter().collect();
    let mut known = HashMap::new();
    for ids in ids.chunks(rows::KEYS_MAX) {
        let found = of_portal(portal).filter(Column::Id.is_in(ids.iter().copied())).all(conn).await?;
        known.extend(found.into_iter().map(|product| (product.id, product)));
    }
    Ok(known)
}
