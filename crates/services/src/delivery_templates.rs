//! お届け先テンプレート: delivery addresses that a customer keeps, so many at most as the portal says.

use madoguchi_domain::forms::{Object, Questionnaire};
use madoguchi_domain::policy::Portal;
use madoguchi_entities::customers;
use madoguchi_entities::delivery_templates::{self, Column};
use madoguchi_entities::ids::DeliveryTemplateId;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, ModelTrait,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::{Error, Origin, ProblemCode, Scope, Services};

pub use madoguchi_entities::delivery_templates::Model as DeliveryTemplate;

/// The form that asks for one.
pub const FORM: &str = "delivery_template";

/// A template with its answers.
#[derive(Clone, Debug)]
pub struct Kept {
    pub template: DeliveryTemplate,
    pub answers: Object,
}

/// How many a portal lets a customer keep; where it lets none be kept, they are not found.
///
/// # Errors
/// [`Error::NotFound`].
pub fn max(portal: &Portal) -> Result<u32, Error> {
    portal.delivery_templates_max.ok_or(Error::NotFound)
}

/// What is asked of one.
#[must_use]
pub fn questionnaire(portal: &Portal) -> Questionnaire {
    Questionnaire::of(portal, &[FORM.to_owned()], &[]).at_root()
}

fn seen_by(scope: &Scope) -> Select<delivery_templates::Entity> {
    scope.rows(delivery_templates::Entity, Column::Portal, [Column::CustomerId])
}

/// Those of the customer, in the order in which they were made.
///
/// # Errors
/// [`Error::NotFound`] where the portal has none.
pub async fn list(services: &Services, scope: &Scope) -> Result<Vec<Kept>, Error> {
    max(scope.portal())?;
    of(services.db.read(), scope).await
}

/// The same for any connection, where the portal has any or not.
pub(crate) async fn of(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<Kept>, Error> {
    let rows = seen_by(scope).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(db).await?;
    rows.into_iter().map(kept).collect()
}

/// Keeps one more.
///
/// # Errors
/// Every fault at its path; `delivery_template_limit_reached`.
pub async fn create(services: &Services, scope: &Scope, typed: &Object, origin: &Origin) -> Result<Kept, Error> {
    let max = max(scope.portal())?;
    let answers = questionnaire(scope.portal()).check(typed)?;
    services
        .db
        .transaction(async |tx| {
            // Held, so that two at once do not take the same last place.
            let customer = customers::Entity::find_by_id(scope.customer_id()).lock_exclusive().one(tx).await?;
            customer.ok_or(Error::NotFound)?;
            if seen_by(scope).count(tx).await? >= u64::from(max) {
                return Err(Error::Refused(ProblemCode::DeliveryTemplateLimitReached));
            }
            let now = services.clock.now();
            let row = DeliveryTemplate {
                customer_id: scope.customer_id(),
                id: DeliveryTemplateId(Uuid::now_v7()),
                portal: scope.portal().key.clone(),
                answers: written(&answers)?,
                created_at: now,
                updated_at: now,
            };
            let row = row.into_active_model().reset_all().insert(tx).await?;
            record(tx, services, scope, origin, ("delivery_template.created", row.id)).await?;
            kept(row)
        })
        .await
}

/// Changes one.
///
/// # Errors
/// [`Error::NotFound`]; every fault at its path.
pub async fn update(
    services: &Services,
    scope: &Scope,
    id: DeliveryTemplateId,
    typed: &Object,
    origin: &Origin,
) -> Result<Kept, Error> {
    max(scope.portal())?;
    let found = find(services, scope, id).await?;
    let answers = questionnaire(scope.portal()).check(typed)?;
    services
        .db
        .transaction(async |tx| {
            let mut row = found.clone().into_active_model();
            row.answers = Set(written(&answers)?);
            row.updated_at = Set(services.clock.now());
            let row = row.update(tx).await?;
            record(tx, services, scope, origin, ("delivery_template.updated", id)).await?;
            kept(row)
        })
        .await
}

/// Deletes one.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn delete(services: &Services, scope: &Scope, id: DeliveryTemplateId, origin: &Origin) -> Result<(), Error> {
    max(scope.portal())?;
    let found = find(services, scope, id).await?;
    services
        .db
        .transaction(async |tx| {
            found.clone().delete(tx).await?;
            record(tx, services, scope, origin, ("delivery_template.deleted", id)).await
        })
        .await
}

async fn find(services: &Services, scope: &Scope, id: DeliveryTemplateId) -> Result<DeliveryTemplate, Error> {
    seen_by(scope).filter(Column::Id.eq(id)).one(services.db.read()).await?.ok_or(Error::NotFound)
}

async fn record(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    origin: &Origin,
    (action, id): (&'static str, DeliveryTemplateId),
) -> Result<(), Error> {
    let event = Event::of(scope, action).to(id);
    audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await
}

fn written(answers: &Object) -> Result<String, Error> {
    serde_json::to_string(answers).map_err(Error::internal)
}

fn kept(template: DeliveryTemplate) -> Result<Kept, Error> {
    let answers = serde_json::from_str(&template.answers).map_err(Error::internal)?;
    Ok(Kept { template, answers })
}
