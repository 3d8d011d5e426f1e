//! Numbers that a portal gives out, without gaps for what was kept and never twice.

use chrono::NaiveDate;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::numberings;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseTransaction, EntityTrait, IntoActiveModel, QuerySelect};

use crate::Error;

/// The next number of a noun, as `id000826`. Others wait until the caller's transaction ends.
///
/// # Errors
/// A noun that the portal does not number; numbers that are used up.
pub(crate) async fn next(
    tx: &DatabaseTransaction,
    portal: &Portal,
    noun: &str,
    today: NaiveDate,
) -> Result<String, Error> {
    let policy = portal.numbering.get(noun).ok_or_else(|| Error::internal(format!("numbering.{noun} is missing")))?;
    let day = if policy.dated { today.format("%Y%m%d").to_string() } else { String::new() };
    let key = (portal.key.clone(), noun.to_owned(), day.clone());
    let last = match numberings::Entity::find_by_id(key).lock_exclusive().one(tx).await? {
        Some(row) => {
            let last = row.last + 1;
            let mut row = row.into_active_model();
            row.last = Set(last);
            row.update(tx).await?;
            last
        }
        // Should two be first at once, the key lets one through and the other transaction is run again.
        None => {
            let (portal, noun, day) = (portal.key.clone(), noun.to_owned(), day.clone());
            let first = numberings::ActiveModel { portal: Set(portal), noun: Set(noun), day: Set(day), last: Set(1) };
            first.insert(tx).await?;
            1
        }
    };
    let digits = usize::from(policy.digits);
    let number = format!("{last:0digits$}");
    if number.len() > digits {
        return Err(Error::internal(format!("numbering.{noun} is used up")));
    }
    Ok(format!("{}{day}{number}", policy.prefix))
}
