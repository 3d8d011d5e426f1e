//! Requests of the demo about orders, from a list whose days are filled in: made the way that a person makes them, and decided the
//! way that the provider does; then set back by so many days.

use chrono::{NaiveDate, TimeDelta};
use madoguchi_domain::dates::jst_date;
use madoguchi_domain::forms::Object;
use madoguchi_domain::money::Yen;
use madoguchi_domain::requests::RequestState;
use madoguchi_entities::ids::{RequestId, SessionId};
use madoguchi_entities::{request_events, requests, sessions, users};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::idempotency::Once;
use crate::request_parts::{Answer, LinePrice};
use crate::requests::{NewDraft, Submission, Typed, by_provider};
use crate::revisions::Expected;
use crate::{Error, Origin, Provider, Scope, Services, approvals};

/// The list, as `requests.toml` in a portal's folder of demo data.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    /// What customers set about approval, before the requests are made.
    #[serde(default)]
    approvals: Vec<Approval>,
    requests: Vec<Given>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Approval {
    /// Mail address of the person who set it.
    mail_address: String,
    /// Yen before tax that needs no approval.
    limit: i64,
    /// Mail addresses of those who approve.
    approvers: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    /// Mail address of the person who asked.
    mail_address: String,
    kind: String,
    /// The order that it is about, whose goods stand in it at first.
    #[serde(default)]
    order: Option<String>,
    /// Days ago on which it was sent.
    #[serde(default)]
    days_ago: i64,
    becomes: Becomes,
    /// What is said when it is decided.
    #[serde(default)]
    note: String,
    /// Until when a quote holds.
    #[serde(default)]
    valid_until: Option<NaiveDate>,
    /// Price of the first line of a quote for a day and for a month.
    #[serde(default)]
    price: Option<[i64; 2]>,
    /// Answers in place of those it is opened with.
    #[serde(default)]
    answers: Object,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Becomes {
    Draft,
    Sent,
    InReview,
    Completed,
    Failed,
    Rejected,
}

/// Makes the requests of the list, unless the portal has requests already.
///
/// # Errors
/// A list that cannot be read, answers that the portal does not take; any error of the database.
pub async fn ensure_requested(services: &Services, provider: &Provider, list: &str) -> Result<(), Error> {
    let list: List = toml::from_str(list).map_err(Error::internal)?;
    let key = provider.portal().key.as_str();
    let known = requests::Entity::find().filter(requests::Column::Portal.eq(key));
    if known.count(services.db.read()).await? > 0 {
        return Ok(());
    }
    for approval in &list.approvals {
        let scope = scope(services, provider, &approval.mail_address).await?;
        set_approval(services, provider, &scope, approval).await?;
    }
    for given in &list.requests {
        let scope = scope(services, provider, &given.mail_address).await?;
        make(services, provider, &scope, given).await?;
    }
    Ok(())
}

async fn person(services: &Services, provider: &Provider, mail_address: &str) -> Result<users::Model, Error> {
    let person = users::Entity::find()
        .filter(users::Column::Portal.eq(provider.portal().key.as_str()))
        .filter(users::Column::MailAddress.eq(mail_address))
        .one(services.db.read())
        .await?;
    person.ok_or_else(|| Error::internal(format!("nobody has {mail_address}")))
}

async fn set_approval(
    services: &Services,
    provider: &Provider,
    scope: &Scope,
    approval: &Approval,
) -> Result<(), Error> {
    let mut approvers = Vec::new();
    for mail_address in &approval.approvers {
        approvers.push(person(services, provider, mail_address).await?.id);
    }
    let typed = approvals::Typed { is_on: true, limit: approval.limit, approvers };
    approvals::update(services, scope, &typed, (&Expected::Any, &Origin::default())).await?;
    Ok(())
}

/// A person of the list, as a session of theirs would be.
async fn scope(services: &Services, provider: &Provider, mail_address: &str) -> Result<Scope, Error> {
    let portal = services.portals.get(&provider.portal().key)?;
    let person = person(services, provider, mail_address).await?;
    let now = services.clock.now();
    let session = sessions::Model {
        id: SessionId(Uuid::now_v7()),
        portal: portal.key.clone(),
        user_id: person.id,
        created_at: now,
        last_used_at: now,
        expires_at: now,
        ended_at: None,
        reauthenticated_at: None,
        password_change_required: false,
        enrolment_required: false,
        contractor_required: false,
        token_version: 0,
        user_agent: String::new(),
        address: String::new(),
    };
    Ok(Scope::of_session(portal, &session, &person))
}

async fn make(services: &Services, provider: &Provider, scope: &Scope, given: &Given) -> Result<(), Error> {
    let (origin, once) = (Origin::default(), Once::default());
    let new = NewDraft {
        kind: given.kind.clone(),
        category: None,
        contract_id: None,
        order_number: given.order.clone(),
        quote_number: None,
    };
    let opened = crate::requests::open(services, scope, &new, &origin, &once).await?;
    let (id, number) = (opened.row.request.id, opened.row.request.number.clone());
    let mut answers = opened.form.map(|form| form.answers).unwrap_or_default();
    answers.extend(given.answers.clone());
    let typed = Typed { category: None, answers };
    crate::requests::save(services, scope, (id, &Expected::Any), &typed).await?;
    if given.becomes != Becomes::Draft {
        let expected = Expected::Any;
        let submission = Submission { id, expected: &expected, terms_version: None };
        crate::requests::submit(services, scope, &submission, (&origin, &once)).await?;
    }
    let price =
        given.price.map(|[daily, monthly]| LinePrice { line: 1, daily: Yen(daily), monthly: Some(Yen(monthly)) });
    let answer =
        Answer { note: given.note.clone(), valid_until: given.valid_until, prices: price.into_iter().collect() };
    match given.becomes {
        Becomes::Draft | Becomes::Sent => {}
        Becomes::InReview => drop(by_provider::review(services, provider, &number).await?),
        Becomes::Completed if answer.valid_until.is_some() || !answer.prices.is_empty() => {
            drop(by_provider::answer(services, provider, &number, answer).await?);
        }
        Becomes::Completed => drop(by_provider::complete(services, provider, &number, &given.note).await?),
        Becomes::Failed => drop(by_provider::fail(services, provider, &number, &given.note).await?),
        Becomes::Rejected => drop(by_provider::reject(services, provider, &number, &given.note).await?),
    }
    set_back(services, scope, id, given.days_ago).await
}

/// Sets a request and what happened to it back by so many days.
async fn set_back(services: &Services, scope: &Scope, id: RequestId, days: i64) -> Result<(), Error> {
    if days == 0 {
        return Ok(());
    }
    services
        .db
        .transaction(async |tx| {
            let found = requests::Entity::find_by_id((scope.customer_id(), id)).one(tx).await?;
            let found = found.ok_or(Error::NotFound)?;
            let at = found.created_at - TimeDelta::days(days);
            let (sent, state) = (found.submitted_at.is_some(), found.state);
            let mut row = found.into_active_model();
            row.created_at = Set(at);
            row.opened_on = Set(jst_date(at));
            row.submitted_at = Set(sent.then_some(at));
            if state != RequestState::Draft {
                row.updated_at = Set(at);
            }
            row.update(tx).await?;
            request_events::Entity::update_many()
                .col_expr(request_events::Column::At, Expr::value(at))
                .filter(request_events::Column::CustomerId.eq(scope.customer_id()))
                .filter(request_events::Column::RequestId.eq(id))
                .exec(tx)
                .await?;
            Ok(())
        })
        .await
}
