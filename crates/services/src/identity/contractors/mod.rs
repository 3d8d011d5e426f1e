//! The contractor (ご契約者) and its contact (ご担当者・窓口), as the portal's forms ask for them at the first login. Which
//! forms these are stands in the policy (`registration.forms`); must not know what they ask.

mod known;
mod named;
mod saving;

use madoguchi_domain::forms::Object;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::CustomerId;
use sea_orm::ConnectionTrait;

use crate::revisions::Revision;
use crate::{Error, Scope, Services};

pub use known::Contractor;
pub(crate) use known::questionnaire;
use known::{answers, of, read, revision};
pub(crate) use saving::ensure;
pub use saving::save;

/// Whether a customer has to say who it is before anything else: the portal asks, and not all answers are there that it
/// wants now.
pub(crate) async fn is_asked(db: &impl ConnectionTrait, portal: &Portal, customer: CustomerId) -> Result<bool, Error> {
    let Ok(questionnaire) = questionnaire(portal) else { return Ok(false) };
    let row = of(portal, customer).one(db).await?;
    let answers = row.map(|row| answers(&row)).transpose()?;
    Ok(answers.is_none_or(|answers| questionnaire.check(&answers).is_err()))
}

/// What was answered, if anything: for forms that take it over (登録内容を引用する).
///
/// # Errors
/// Any error of the database.
pub async fn answered(db: &impl ConnectionTrait, scope: &Scope) -> Result<Option<Object>, Error> {
    let row = of(scope.portal(), scope.customer_id()).one(db).await?;
    row.map(|row| answers(&row)).transpose()
}

/// The contractor of who is logged in, and its revision.
///
/// # Errors
/// [`Error::NotFound`] where the portal asks nothing.
pub async fn get(services: &Services, scope: &Scope) -> Result<(Contractor, Revision), Error> {
    read(services.db.read(), scope).await
}
