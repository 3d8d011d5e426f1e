//! Numbers that a portal gives out, without gaps for what was kept and never twice at a time.

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_domain::policy::{Numbering, Portal};
use madoguchi_entities::{numberings, released_numbers};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IntoActiveModel};
use sea_orm::{QueryFilter, QueryOrder, QuerySelect};

use crate::database::Transaction;
use crate::{Error, ProblemCode};

/// The next number of a noun, as `id000826`. Others wait until the caller's transaction ends. Digits that run over become
/// more; where they must not, numbers that were given back are given out again, the oldest first: as late as can be, so
/// that nobody's old mail names another's number.
///
/// # Errors
/// `numbers_exhausted`; a noun that the portal does not number.
pub(crate) async fn next(tx: &Transaction, portal: &Portal, noun: &str, today: NaiveDate) -> Result<String, Error> {
    let mut taken = take(tx, portal, noun, today, 1).await?;
    taken.pop().ok_or(Error::Refused(ProblemCode::NumbersExhausted))
}

/// The same for so many numbers at once, in their order.
///
/// # Errors
/// As [`next`].
pub(crate) async fn take(
    tx: &Transaction,
    portal: &Portal,
    noun: &str,
    today: NaiveDate,
    count: usize,
) -> Result<Vec<String>, Error> {
    let policy = policy(portal, noun)?;
    let day = day(policy, today);
    let mut numbers = count_on(tx, (portal, noun, policy), &day, count).await?;
    if numbers.len() < count {
        numbers.extend(take_released(tx, portal, noun, count - numbers.len()).await?);
    }
    Ok(numbers.into_iter().map(|number| write(policy, &day, number)).collect())
}

/// The same, of numbers that were never given out: of what must not be taken for something else of before.
///
/// # Errors
/// As [`next`].
pub(crate) async fn next_several(
    tx: &Transaction,
    portal: &Portal,
    noun: &str,
    today: NaiveDate,
    count: usize,
) -> Result<Vec<String>, Error> {
    let policy = policy(portal, noun)?;
    let day = day(policy, today);
    let numbers = count_on(tx, (portal, noun, policy), &day, count).await?;
    if numbers.len() < count {
        return Err(Error::Refused(ProblemCode::NumbersExhausted));
    }
    Ok(numbers.into_iter().map(|number| write(policy, &day, number)).collect())
}

/// Counts on in one statement however many: so many numbers, or as many as there are left. The row of the count is held from
/// now on.
async fn count_on(
    tx: &Transaction,
    (portal, noun, policy): (&Portal, &str, &Numbering),
    day: &str,
    count: usize,
) -> Result<Vec<i64>, Error> {
    let key = (portal.key.clone(), noun.to_owned(), day.to_owned());
    let row = numberings::Entity::find_by_id(key).lock_exclusive().one(tx).await?;
    let before = row.as_ref().map_or(0, |row| row.last);
    let wanted = i64::try_from(count).map_err(Error::internal)?;
    let room = if policy.fixed { 10_i64.pow(u32::from(policy.digits)) - 1 - before } else { i64::MAX };
    let last = before + wanted.min(room.max(0));
    match row {
        _ if last == before => {}
        Some(row) => {
            let mut row = row.into_active_model();
            row.last = Set(last);
            row.update(tx).await?;
        }
        // Should two be first at once, the key lets one through and the other transaction is run again.
        None => {
            let (portal, noun, day) = (portal.key.clone(), noun.to_owned(), day.to_owned());
            let first =
                numberings::ActiveModel { portal: Set(portal), noun: Set(noun), day: Set(day), last: Set(last) };
            first.insert(tx).await?;
        }
    }
    Ok((before + 1..=last).collect())
}

/// Gives numbers back that nobody used. What is no number of the noun is left alone.
///
/// # Errors
/// A noun that the portal does not number; any error of the database.
pub(crate) async fn release(
    tx: &Transaction,
    portal: &Portal,
    noun: &str,
    written: impl Iterator<Item = &str>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let policy = policy(portal, noun)?;
    let number = |written: &str| written.strip_prefix(&policy.prefix)?.parse::<i64>().ok();
    let rows: Vec<_> = written
        .filter_map(number)
        .map(|number| released_numbers::ActiveModel {
            portal: Set(portal.key.clone()),
            noun: Set(noun.to_owned()),
            number: Set(number),
            released_at: Set(now),
        })
        .collect();
    if !rows.is_empty() {
        released_numbers::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The row of the count is held, so nobody else takes the same.
async fn take_released(tx: &Transaction, portal: &Portal, noun: &str, count: usize) -> Result<Vec<i64>, Error> {
    use released_numbers::Column::{Noun, Number, Portal as OfPortal, ReleasedAt};
    let of_noun = Condition::all().add(OfPortal.eq(portal.key.as_str())).add(Noun.eq(noun));
    let oldest = released_numbers::Entity::find()
        .filter(of_noun.clone())
        .order_by_asc(ReleasedAt)
        .order_by_asc(Number)
        .limit(u64::try_from(count).map_err(Error::internal)?)
        .all(tx)
        .await?;
    if oldest.len() < count {
        return Err(Error::Refused(ProblemCode::NumbersExhausted));
    }
    let numbers: Vec<i64> = oldest.into_iter().map(|row| row.number).collect();
    let taken = Number.is_in(numbers.iter().copied());
    released_numbers::Entity::delete_many().filter(of_noun).filter(taken).exec(tx).await?;
    Ok(numbers)
}

fn policy<'a>(portal: &'a Portal, noun: &str) -> Result<&'a Numbering, Error> {
    portal.numbering.get(noun).ok_or_else(|| Error::internal(format!("numbering.{noun} is missing")))
}

/// The day that numbers are counted by, where they are.
fn day(policy: &Numbering, today: NaiveDate) -> String {
    if policy.dated { today.format("%Y%m%d").to_string() } else { String::new() }
}

fn write(policy: &Numbering, day: &str, number: i64) -> String {
    let digits = usize::from(policy.digits);
    format!("{}{day}{number:0digits$}", policy.prefix)
}
