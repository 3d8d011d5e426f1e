//! Frequently asked questions by the sender's own keys.

use sea_orm::QuerySelect;
use serde_json::json;

use super::{Answers, Basis, Given, How, many, one, record};
use crate::database::Transaction;
use crate::faqs::Faq;
use crate::faqs::puts::{self, PutFaq};
use crate::revisions::Revision;
use crate::rows::RowOutcome;
use crate::{Error, Provider, Services};

const ACTION: &str = "faqs.written";

/// Stores many questions.
///
/// # Errors
/// [`Error::NotFound`] when the portal answers none; fields, where all must be right; any error of the database.
pub async fn put_all(
    services: &Services,
    provider: &Provider,
    how: How,
    rows: Given<PutFaq>,
) -> Result<Answers<RowOutcome>, Error> {
    many(services, how, rows, async |tx, rows| store(tx, services, provider, rows).await).await
}

/// Stores one.
///
/// # Errors
/// [`Error::NotFound`] when the portal answers none; fields; `changed_meanwhile`; any error of the database.
pub async fn put(
    services: &Services,
    provider: &Provider,
    basis: Basis<'_>,
    put: &PutFaq,
) -> Result<(Faq, RowOutcome), Error> {
    let find = async |tx: &Transaction| {
        let found = puts::of_key(provider, &put.new.key)?.lock_exclusive();
        Ok::<_, Error>(found.one(tx).await?)
    };
    let store = async |tx: &Transaction| store(tx, services, provider, std::slice::from_ref(put)).await;
    one(services, basis, find, revision, store).await
}

/// The question of a key, published or not.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(services: &Services, provider: &Provider, key: &str) -> Result<Faq, Error> {
    puts::of_key(provider, key)?.one(services.db.read()).await?.ok_or(Error::NotFound)
}

/// The revision of a question: of all that is written.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn revision(row: &Faq) -> Result<Revision, Error> {
    let Faq { category, question, question_en, answer, answer_en, position, published_at, .. } = row;
    Revision::of(&json!([category, question, question_en, answer, answer_en, position, published_at.is_some()]))
}

async fn store(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    rows: &[PutFaq],
) -> Result<Answers<RowOutcome>, Error> {
    let answers = puts::store(tx, services, provider, rows).await?;
    record(tx, services, provider, ACTION, rows.iter().map(|row| row.new.key.as_str()).zip(&answers)).await?;
    Ok(answers)
}
