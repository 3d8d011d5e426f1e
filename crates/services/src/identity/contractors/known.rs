//! What is known of a contractor, read with its revision.

use madoguchi_domain::forms::{Object, Path, Questionnaire, Value};
use madoguchi_domain::policy::{FieldKind, Portal};
use madoguchi_entities::contractors::{self as table, Column};
use madoguchi_entities::customers;
use madoguchi_entities::ids::CustomerId;
use madoguchi_entities::users;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Select};

use super::named;
use crate::revisions::Revision;
use crate::{Error, Scope};

/// What is known of a contractor.
#[derive(Clone, Debug)]
pub struct Contractor {
    /// The provider's number of the customer: the contractor ID.
    pub number: String,
    /// Whether all answers are there that the portal wants now.
    pub complete: bool,
    /// What is asked.
    pub questionnaire: Questionnaire,
    /// What was answered; before that, what the provider knows of the customer. With what is changed elsewhere.
    pub answers: Object,
}

/// What a portal asks of a contractor.
///
/// # Errors
/// [`Error::NotFound`] where it asks nothing.
pub(crate) fn questionnaire(portal: &Portal) -> Result<Questionnaire, Error> {
    let asked = Questionnaire::of(portal, &portal.registration.forms, &[]);
    if asked.groups.is_empty() { Err(Error::NotFound) } else { Ok(asked) }
}

pub(super) async fn read(db: &impl ConnectionTrait, scope: &Scope) -> Result<(Contractor, Revision), Error> {
    let questionnaire = questionnaire(scope.portal())?;
    let row = of(scope.portal(), scope.customer_id()).one(db).await?;
    let revision = revision(row.as_ref())?;
    let customer = customers::Entity::find_by_id(scope.customer_id()).one(db).await?.ok_or(Error::NotFound)?;
    let user = users::Entity::find_by_id(scope.user_id()).one(db).await?.ok_or(Error::NotFound)?;
    let kept = row.map(|row| answers(&row)).transpose()?;
    let complete = kept.as_ref().is_some_and(|kept| questionnaire.check(kept).is_ok());
    let mut answers = kept.unwrap_or_else(|| named::known(&questionnaire, &customer));
    show_mail_address(&questionnaire, &user, &mut answers);
    Ok((Contractor { number: customer.number, complete, questionnaire, answers }, revision))
}

pub(super) fn of(portal: &Portal, customer: CustomerId) -> Select<table::Entity> {
    table::Entity::find_by_id(customer).filter(Column::Portal.eq(portal.key.as_str()))
}

pub(super) fn answers(row: &table::Model) -> Result<Object, Error> {
    serde_json::from_str(&row.answers).map_err(Error::internal)
}

pub(super) fn revision(row: Option<&table::Model>) -> Result<Revision, Error> {
    Revision::of(&row.map(|row| &row.answers))
}

/// The person's mail address stands in the forms, and is changed by a link that is mailed.
fn show_mail_address(questionnaire: &Questionnaire, user: &users::Model, answers: &mut Object) {
    let mut whole = Value::Object(std::mem::take(answers));
    for group in &questionnaire.groups {
        let shown = group.form.fields.iter().filter(|it| it.read_only && it.kind == FieldKind::MailAddress);
        for field in shown {
            let path: Path = group.path.name(&field.name);
            whole.put(path.steps(), Value::from(user.mail_address.clone()));
        }
    }
    if let Value::Object(shown) = whole {
        *answers = shown;
    }
}
