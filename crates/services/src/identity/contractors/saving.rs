//! What a contractor says of itself is kept, and its customer is called by it from then on. A new password may be chosen
//! with it: at the first login it must be, and then nothing else is left to do.

use std::fmt::Display;

use madoguchi_domain::events::EventType;
use madoguchi_domain::forms::{Object, Questionnaire};
use madoguchi_domain::policy::Portal;
use madoguchi_entities::contractors as table;
use madoguchi_entities::ids::CustomerId;
use madoguchi_entities::{customers, sessions, users};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel};
use sea_orm::{QueryFilter, QuerySelect, QueryTrait};

use super::{Contractor, named, questionnaire, read, revision};
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::revisions::{Expected, Revision};
use crate::{Error, FieldCode, FieldError, Origin, Scope, Services, events, passwords, users as people};

/// Where what is wrong with the new password is said.
const NEW_PASSWORD: &str = "new_password";

/// Keeps all answers, and a new password if there is one. Other sessions end with the old password.
///
/// # Errors
/// Every fault at the path of its field, and at `new_password`; `changed_meanwhile`; `reauthentication_required` for a
/// password; [`Error::NotFound`] where the portal asks nothing.
pub async fn save(
    services: &Services,
    scope: &Scope,
    (typed, password): (&Object, Option<&str>),
    expected: &Expected,
    origin: &Origin,
) -> Result<(Contractor, Revision), Error> {
    let asked = questionnaire(scope.portal())?;
    let hash = match check_password(services, scope, password).await {
        Ok(hash) => Ok(hash),
        Err(Error::Invalid(faults)) => Err(faults),
        Err(error) => return Err(error),
    };
    let (answers, hash) = match (asked.check(typed), hash) {
        (Ok(answers), Ok(hash)) => (answers, hash),
        (answers, hash) => {
            let of_answers = answers.err().unwrap_or_default().into_iter().map(FieldError::from);
            return Err(Error::Invalid(hash.err().unwrap_or_default().into_iter().chain(of_answers).collect()));
        }
    };
    services
        .db
        .transaction(async |tx| {
            // The user first, as everywhere; it also lets one change wait for the other.
            let user = people::hold(tx, scope.user_id()).await?;
            let row = super::of(scope.portal(), scope.customer_id()).lock_exclusive().one(tx).await?;
            expected.require(&revision(row.as_ref())?)?;
            let first = row.is_none();
            keep(tx, services, scope.portal(), (row, scope.customer_id()), &answers).await?;
            call(tx, services, (&asked, &answers), &user).await?;
            open_sessions(tx, scope.customer_id()).await?;
            if let Some(hash) = &hash {
                passwords::replace(tx, services, scope, hash, origin).await?;
            }
            let subjects: [(&str, &dyn Display); 2] = [("customer_id", &user.customer_id), ("user_id", &user.id)];
            let told = serde_json::json!({ "first": first });
            let portal = &scope.portal().key;
            events::record(tx, services, portal, EventType::ContractorChanged, &subjects, told).await?;
            let event = Event::of(scope, "contractor.updated").with(serde_json::json!({ "first": first }));
            audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await?;
            read(tx, scope).await
        })
        .await
}

/// The hash of the new password. One must be chosen by who came in with an issued one; anybody else gave theirs lately.
async fn check_password(services: &Services, scope: &Scope, password: Option<&str>) -> Result<Option<String>, Error> {
    let Some(password) = password.filter(|password| !password.is_empty()) else {
        let missing = || Error::invalid(NEW_PASSWORD, FieldCode::Required);
        return if scope.password_change_required() { Err(missing()) } else { Ok(None) };
    };
    if !scope.password_change_required() {
        passwords::require_recent(services, scope)?;
    }
    match passwords::hash_own(services, scope, password).await {
        Err(Error::Invalid(faults)) => {
            Err(Error::Invalid(faults.into_iter().map(|it| FieldError::new(NEW_PASSWORD, it.code)).collect()))
        }
        hash => hash.map(Some),
    }
}

async fn keep(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    (row, customer): (Option<table::Model>, CustomerId),
    answers: &Object,
) -> Result<(), Error> {
    let text = serde_json::to_string(answers).map_err(Error::internal)?;
    let Some(row) = row else { return insert(tx, services, portal, customer, text).await };
    let mut row = row.into_active_model();
    row.answers = Set(text);
    row.updated_at = Set(services.clock.now());
    row.update(tx).await?;
    Ok(())
}

/// A contractor whose answers were checked, as JSON.
async fn insert(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    customer: CustomerId,
    answers: String,
) -> Result<(), Error> {
    let now = services.clock.now();
    let row = table::ActiveModel {
        customer_id: Set(customer),
        portal: Set(portal.key.clone()),
        answers: Set(answers),
        created_at: Set(now),
        updated_at: Set(now),
    };
    row.insert(tx).await?;
    Ok(())
}

/// Keeps what a customer said elsewhere, unless it said something here.
pub(crate) async fn ensure(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    customer: CustomerId,
    said: &Object,
) -> Result<(), Error> {
    if super::of(portal, customer).one(tx).await?.is_some() {
        return Ok(());
    }
    let asked = questionnaire(portal)?;
    let answers = asked.check(said).map_err(|faults| Error::internal(format!("{faults:?}")))?;
    let row = customers::Entity::find_by_id(customer).one(tx).await?.ok_or(Error::NotFound)?;
    named::renamed(&asked, &answers, row).update(tx).await?;
    insert(tx, services, portal, customer, serde_json::to_string(&answers).map_err(Error::internal)?).await
}

/// Customer and person are called as they said. A person who was called otherwise before keeps that name.
async fn call(
    tx: &Transaction,
    services: &Services,
    (asked, answers): (&Questionnaire, &Object),
    user: &users::Model,
) -> Result<(), Error> {
    let now = services.clock.now();
    let customer = customers::Entity::find_by_id(user.customer_id).lock_exclusive().one(tx).await?;
    let mut row = named::renamed(asked, answers, customer.ok_or(Error::NotFound)?);
    row.updated_at = Set(now);
    row.update(tx).await?;
    if let Some(name) = named::person(asked, answers).filter(|_| user.name.is_empty()) {
        let mut row = user.clone().into_active_model();
        row.name = Set(name);
        row.updated_at = Set(now);
        row.update(tx).await?;
    }
    Ok(())
}

/// Every session of the customer that waited for the answers is open.
async fn open_sessions(tx: &Transaction, customer: CustomerId) -> Result<(), Error> {
    let people = users::Entity::find().select_only().column(users::Column::Id);
    let people = people.filter(users::Column::CustomerId.eq(customer)).into_query();
    sessions::Entity::update_many()
        .col_expr(sessions::Column::ContractorRequired, Expr::value(false))
        .filter(sessions::Column::UserId.in_subquery(people))
        .filter(sessions::Column::ContractorRequired.eq(true))
        .exec(tx)
        .await?;
    Ok(())
}
