//! 承認: requests above a customer's limit wait for another person of the customer before they reach the provider.

mod deciding;
mod ending;
mod needing;
mod roles;
mod settings;

use api_tests::{Answer, App, Browser, User, item, order_answers};
use madoguchi_api_types::approvals::ApprovalSettings;
use madoguchi_api_types::requests::{RequestDetail, RequestState};
use madoguchi_domain::events::EventType;
use madoguchi_entities::users::UserRole;
use madoguchi_entities::{events, orders};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

const OTDR: &str = "DSX2-8000";
/// What [`goods`] are estimated at.
const PRICE: i64 = 235_200;

/// Goods for [`PRICE`].
fn goods() -> Value {
    order_answers(&[item(OTDR, "2027-12-28", "2028-01-29", 2)])
}

/// Two people of a company, of whom the second approves.
struct Company {
    requester: User,
    asking: Browser,
    approver: User,
    approving: Browser,
}

/// A company that has whatever costs more than `limit` approved by the second of its people.
async fn company(app: &App, limit: i64) -> Company {
    app.rentables(10).await;
    let (requester, asking) = app.renter().await;
    let approver = app.user_of(&requester, UserRole::General).await;
    let approving = app.signed_in(&approver).await;
    let _set = set(&asking, true, limit, &[&approver]).await.expect(200);
    Company { requester, asking, approver, approving }
}

async fn set(browser: &Browser, on: bool, limit: i64, approvers: &[&User]) -> Answer {
    let approvers: Vec<_> = approvers.iter().map(|user| user.row.id.0).collect();
    browser.put("/approval-settings", json!({ "on": on, "limit": limit, "approvers": approvers })).await
}

async fn settings(browser: &Browser) -> ApprovalSettings {
    browser.get("/approval-settings").await.expect(200).json()
}

async fn approve(browser: &Browser, request: &RequestDetail) -> Answer {
    browser.post(&format!("/requests/{}/approval", request.request.id), json!(null)).await
}

async fn refuse(browser: &Browser, request: &RequestDetail, reason: &str) -> Answer {
    browser.post(&format!("/requests/{}/approval-refusal", request.request.id), json!({ "reason": reason })).await
}

async fn read(browser: &Browser, request: &RequestDetail) -> RequestDetail {
    browser.get(&format!("/requests/{}", request.request.id)).await.expect(200).json()
}

/// How many orders there are, and how many requests other systems were told of.
async fn reached(app: &App) -> (u64, u64) {
    let told = events::Entity::find().filter(events::Column::Kind.eq(EventType::RequestSubmitted));
    (orders::Entity::find().count(app.db()).await.unwrap(), told.count(app.db()).await.unwrap())
}

/// Subjects of the mails to a user so far.
async fn subjects(app: &App, user: &User) -> Vec<String> {
    app.mails_to(&user.row.mail_address).await.into_iter().map(|mail| mail.content.subject).collect()
}

fn state(request: &RequestDetail) -> RequestState {
    request.request.state
}
