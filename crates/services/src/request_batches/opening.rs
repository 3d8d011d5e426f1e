//! A file of requests is begun: what is asked once for all of its rows, and which columns it may have.

use madoguchi_domain::forms::{Object, Questionnaire};
use madoguchi_domain::policy::{BatchPolicy, Localized, Portal};
use madoguchi_domain::requests::RequestBatchState;
use madoguchi_entities::ids::RequestBatchId;
use madoguchi_entities::request_batches;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use uuid::Uuid;

use super::kept::{Asked, policy};
use super::{Detail, uploads};
use crate::audit_events::{self, Event};
use crate::idempotency::Once;
use crate::requests::many;
use crate::{Error, FieldCode, Origin, Scope, Services, contractors};

/// What the page asks and tells before a file is sent.
#[derive(Clone, Debug)]
pub struct Offer {
    /// What the portal says of such files.
    pub policy: BatchPolicy,
    /// What is asked for each category.
    pub categories: Vec<OfferedCategory>,
    /// Answers that can be copied into forms, by the name of the form they come from.
    pub copyable: Object,
    /// Largest file, in bytes.
    pub bytes_max: usize,
}

/// What is asked for a category.
#[derive(Clone, Debug)]
pub struct OfferedCategory {
    /// Its code.
    pub code: String,
    /// Its label.
    pub label: Localized,
    /// What is asked once for all rows.
    pub questionnaire: Questionnaire,
    /// The columns that a file may have.
    pub columns: Vec<OfferedColumn>,
}

/// A column that a file may have.
#[derive(Clone, Debug)]
pub struct OfferedColumn {
    /// The header by which it is told.
    pub header: String,
    /// Label of the field that it answers.
    pub label: Localized,
    /// `form.field` that it answers.
    pub field: String,
    /// Whether a file must have it.
    pub required: bool,
}

/// A file that is begun.
#[derive(Clone, Debug)]
pub struct NewBatch {
    /// Code of the contract category; the first when absent.
    pub category: Option<String>,
    /// What is the same for all rows.
    pub answers: Object,
}

/// What is asked and told before a file is sent.
///
/// # Errors
/// [`Error::NotFound`] where the portal takes none.
pub async fn form(services: &Services, scope: &Scope) -> Result<Offer, Error> {
    let portal = scope.portal();
    let policy = policy(portal)?;
    let categories = portal.contracts.iter().flat_map(|contracts| &contracts.categories);
    let offered = categories.map(|category| {
        let asked = Asked::of(portal, &category.code)?;
        Ok(OfferedCategory {
            code: category.code.clone(),
            label: category.label.clone(),
            columns: columns(portal, &asked),
            questionnaire: asked.of_all,
        })
    });
    Ok(Offer {
        policy: policy.clone(),
        categories: offered.collect::<Result<_, Error>>()?,
        copyable: contractors::answered(services.db.read(), scope).await?.unwrap_or_default(),
        bytes_max: uploads::SIZE_MAX,
    })
}

fn columns(portal: &Portal, asked: &Asked<'_>) -> Vec<OfferedColumn> {
    let mut columns = Vec::new();
    for column in &asked.policy.columns {
        let Some(field) = column.field.parse().ok().and_then(|path| asked.of_row.field(&path)) else { continue };
        columns.push(OfferedColumn {
            header: column.header(portal),
            label: field.label.clone(),
            field: column.field.clone(),
            required: field.required && !column.shared,
        });
    }
    columns
}

/// Begins a file: what is the same for all rows is checked now, the rows with the file.
///
/// # Errors
/// `unknown` at `category`; every fault of the answers at its path; `idempotency_key_reused`.
pub async fn open(
    services: &Services,
    scope: &Scope,
    new: &NewBatch,
    (origin, once): (&Origin, &Once),
) -> Result<Detail, Error> {
    let (portal, who) = (scope.portal(), Some(scope.user_id()));
    let contracts = portal.contracts.as_ref().ok_or(Error::NotFound)?;
    let category = match &new.category {
        Some(code) => contracts.category(code),
        None => contracts.categories.first(),
    };
    let category = category.ok_or_else(|| Error::invalid("category", FieldCode::Unknown))?;
    let asked = Asked::of(portal, &category.code)?;
    let answers = asked.of_all.check(&new.answers)?;
    let id = services
        .db
        .transaction(async |tx| {
            if let Some(made) = once.made(tx, portal, who).await? {
                return Ok(made);
            }
            let now = services.clock.now();
            let row = request_batches::ActiveModel {
                customer_id: Set(scope.customer_id()),
                id: Set(RequestBatchId(Uuid::now_v7())),
                portal: Set(portal.key.clone()),
                billing_group_id: Set(scope.billing_group_id()),
                user_id: Set(scope.user_id()),
                kind: Set(asked.kind.code.clone()),
                category: Set(category.code.clone()),
                state: Set(RequestBatchState::Open),
                answers: Set(many::kept(&answers)?),
                file_name: Set(String::new()),
                file_digest: Set(String::new()),
                columns: Set(String::new()),
                row_count: Set(0),
                submitted_at: Set(None),
                created_at: Set(now),
                updated_at: Set(now),
            };
            let batch = row.insert(tx).await?;
            let event = Event::of(scope, "request_batch.opened").to(batch.id);
            audit_events::record(tx, services, portal, &scope.actor(origin), event).await?;
            once.keep(tx, services, portal, who, &batch.id).await?;
            Ok(batch.id)
        })
        .await?;
    super::get(services, scope, id).await
}
