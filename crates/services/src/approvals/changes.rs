//! Changing what a customer set about approval. What waits already goes on waiting: approvers of then may decide.

use std::collections::{BTreeMap, BTreeSet};

use madoguchi_entities::approvers::{self as named_approvers, Column};
use madoguchi_entities::ids::UserId;
use madoguchi_entities::{approval_settings, customers, users};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::offered::{APPROVERS_MAX, LIMIT_MAX, policy};
use super::settings::{self, Settings};
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::revisions::Expected;
use crate::{Error, FieldCode, FieldError, Origin, ProblemCode, Scope, Services, rows};

/// What is asked of it.
#[derive(Clone, Debug)]
pub struct Typed {
    /// Whether requests above the limit wait for an approver.
    pub is_on: bool,
    /// Yen before tax that a request may come to without approval.
    pub limit: i64,
    /// Who approves.
    pub approvers: Vec<UserId>,
}

/// Sets it.
///
/// # Errors
/// [`Error::NotFound`] where the portal offers no approval; `permission_missing`, `not_approver`; `changed_meanwhile`;
/// `out_of_range` at `limit`; `required`, `too_many` at `approvers`; `unknown`, `duplicate` at `approvers[…]`.
pub async fn update(
    services: &Services,
    scope: &Scope,
    typed: &Typed,
    (expected, origin): (&Expected, &Origin),
) -> Result<Settings, Error> {
    policy(scope.portal())?;
    if !scope.manages_approvals() {
        return Err(Error::Refused(ProblemCode::PermissionMissing));
    }
    services
        .db
        .transaction(async |tx| {
            // The customer first, as everywhere: there may be no settings to hold yet.
            customers::Entity::find_by_id(scope.customer_id()).lock_exclusive().one(tx).await?;
            settings::hold(tx, scope).await?;
            let before = settings::read(tx, scope).await?;
            if !before.changeable {
                return Err(Error::Refused(ProblemCode::NotApprover));
            }
            expected.require(&before.revision()?)?;
            let named = check(&before, typed)?;
            write(tx, services, scope, typed, &named).await?;
            let detail = serde_json::json!({ "before": facts(&before), "after": {
                "on": typed.is_on, "limit": typed.limit, "approvers": named,
            } });
            let event = Event::of(scope, "approvals.updated").with(detail);
            audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await?;
            settings::read(tx, scope).await
        })
        .await
}

/// Whom it names, when it can be set like that; every field that is wrong is named.
fn check(before: &Settings, typed: &Typed) -> Result<BTreeSet<UserId>, Error> {
    let eligible: BTreeMap<UserId, &users::Model> =
        before.people.iter().map(|person| (person.user.id, &person.user)).collect();
    let (mut faults, mut named) = (Vec::new(), BTreeSet::new());
    if !(0..=LIMIT_MAX).contains(&typed.limit) {
        faults.push(FieldError::new("limit", FieldCode::OutOfRange));
    }
    if typed.is_on && typed.approvers.is_empty() {
        faults.push(FieldError::new("approvers", FieldCode::Required));
    }
    if typed.approvers.len() > APPROVERS_MAX {
        return Err(Error::invalid("approvers", FieldCode::TooMany));
    }
    for (at, id) in typed.approvers.iter().enumerate() {
        if !eligible.contains_key(id) {
            faults.push(FieldError::new(format!("approvers[{at}]"), FieldCode::Unknown));
        } else if !named.insert(*id) {
            faults.push(FieldError::new(format!("approvers[{at}]"), FieldCode::Duplicate));
        }
    }
    if faults.is_empty() { Ok(named) } else { Err(Error::Invalid(faults)) }
}

async fn write(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    typed: &Typed,
    named: &BTreeSet<UserId>,
) -> Result<(), Error> {
    use approval_settings::Column as Kept;
    let (customer, portal, now) = (scope.customer_id(), &scope.portal().key, services.clock.now());
    let row = approval_settings::ActiveModel {
        customer_id: Set(customer),
        portal: Set(portal.clone()),
        is_on: Set(typed.is_on),
        limit_yen: Set(typed.limit),
        updated_at: Set(now),
    };
    let change =
        OnConflict::column(Kept::CustomerId).update_columns([Kept::IsOn, Kept::LimitYen, Kept::UpdatedAt]).to_owned();
    approval_settings::Entity::insert(row).on_conflict(change).exec_without_returning(tx).await?;
    named_approvers::Entity::delete_many().filter(Column::CustomerId.eq(customer)).exec(tx).await?;
    let rows = named.iter().map(|user| named_approvers::ActiveModel {
        customer_id: Set(customer),
        user_id: Set(*user),
        portal: Set(portal.clone()),
        created_at: Set(now),
    });
    rows::insert(tx, rows, None).await
}

/// What an audit event keeps of it.
fn facts(settings: &Settings) -> serde_json::Value {
    let named: Vec<UserId> = settings.people.iter().filter(|it| it.approves).map(|it| it.user.id).collect();
    serde_json::json!({ "on": settings.is_on, "limit": settings.limit, "approvers": named })
}
