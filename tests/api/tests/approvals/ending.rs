//! What ends the waiting otherwise, and what it outlives: settings that change, approvers who leave, prices and days that move.

use api_tests::{App, on_both_engines};
use madoguchi_api_types::requests::{RequestDetail, RequestState};
use madoguchi_entities::events;
use madoguchi_entities::users::{self, UserRole, UserState};
use madoguchi_services::products::store::NewProduct;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use serde_json::json;

use super::{OTDR, PRICE, approve, company, goods, reached, read, refuse, set, settings, state};

on_both_engines!(
    who_asked_takes_it_back,
    what_waits_outlives_changed_settings,
    who_left_approves_no_more,
    who_is_locked_approves_no_more,
    what_changed_meanwhile_is_not_sent,
);

async fn who_asked_takes_it_back(app: App) {
    let company = company(&app, PRICE - 1).await;
    let sent = company.asking.ask_for("order", &goods()).await;
    assert!(sent.withdrawable);
    let told = events::Entity::find().all(app.db()).await.unwrap().len();
    let path = format!("/requests/{}/withdrawal", sent.request.id);
    let taken: RequestDetail = company.asking.post(&path, json!({ "reason": "不要" })).await.expect(200).json();
    assert_eq!((state(&taken), taken.request.reception), (RequestState::Withdrawn, None));
    approve(&company.approving, &sent).await.refused(409, "request_not_waiting");
    refuse(&company.approving, &sent, "いいえ").await.refused(409, "request_not_waiting");
    assert_eq!(reached(&app).await, (0, 0));
    assert_eq!(events::Entity::find().all(app.db()).await.unwrap().len(), told, "other systems never heard of it");
}

async fn what_waits_outlives_changed_settings(app: App) {
    let company = company(&app, PRICE - 1).await;
    let second = app.user_of(&company.requester, UserRole::General).await;
    let deciding = app.signed_in(&second).await;
    let (one, two) = (company.asking.ask_for("order", &goods()).await, company.asking.ask_for("order", &goods()).await);
    approve(&deciding, &one).await.refused(403, "not_approver");
    // Another limit and another approver: who approves now decides, and nobody else.
    let _set = set(&company.approving, true, PRICE * 2, &[&second]).await.expect(200);
    assert_eq!(state(&read(&company.asking, &one).await), RequestState::InApproval);
    approve(&company.approving, &one).await.refused(403, "not_approver");
    let _approved = approve(&deciding, &one).await.expect(200);
    // Turned off, what waits still waits for them.
    let _off = set(&deciding, false, PRICE * 2, &[&second]).await.expect(200);
    let waiting = deciding.get("/approvals").await.expect(200).text();
    assert!(waiting.contains(&two.request.number), "{waiting}");
    let _refused = refuse(&deciding, &two, "見送ります").await.expect(200);
    assert_eq!(reached(&app).await, (1, 1));
}

async fn who_left_approves_no_more(app: App) {
    let company = company(&app, PRICE - 1).await;
    let sent = company.asking.ask_for("order", &goods()).await;
    let path = format!("/users/{}", company.approver.row.id);
    let _gone = company.approving.delete(&path).await.expect(204);
    assert_eq!(approve(&company.approving, &sent).await.status, 401);
    // Nobody is left who approves: the others see so, and set it up anew.
    let left = settings(&company.asking).await;
    assert!(left.on && left.changeable && left.people.iter().all(|person| !person.approves));
    let draft = company.asking.draft_of("order", &goods()).await;
    company.asking.submit_draft(&draft).await.refused(409, "approver_missing");
    let successor = app.user_of(&company.requester, UserRole::General).await;
    let _named = set(&company.asking, true, PRICE - 1, &[&successor]).await.expect(200);
    let _approved = approve(&app.signed_in(&successor).await, &sent).await.expect(200);
    assert_eq!(reached(&app).await, (1, 1));
}

async fn who_is_locked_approves_no_more(app: App) {
    let company = company(&app, PRICE - 1).await;
    let sent = company.asking.ask_for("order", &goods()).await;
    let row = users::ActiveModel { state: Set(UserState::Locked), ..company.approver.row.clone().into() };
    row.update(app.db()).await.unwrap();
    assert_eq!(approve(&company.approving, &sent).await.status, 401);
    assert!(settings(&company.asking).await.people.iter().all(|person| !person.approves));
    assert_eq!(state(&read(&company.asking, &sent).await), RequestState::InApproval);
    let row = users::ActiveModel { state: Set(UserState::Active), ..company.approver.row.clone().into() };
    row.update(app.db()).await.unwrap();
    let _approved = approve(&app.signed_in(&company.approver).await, &sent).await.expect(200);
}

async fn what_changed_meanwhile_is_not_sent(app: App) {
    let company = company(&app, PRICE - 1).await;
    let dearer = company.asking.ask_for("order", &goods()).await;
    app.products(&[NewProduct {
        code: OTDR.to_owned(),
        name: "OTDR 光パルス試験器".to_owned(),
        category: "測定器".to_owned(),
        daily_price: "9900".to_owned(),
        monthly_price: "99000".to_owned(),
        stock: "10".to_owned(),
        note: String::new(),
    }])
    .await;
    approve(&company.approving, &dearer).await.refused(409, "request_outdated");
    // Asked at the price of now, it goes through, as long as its days lie ahead.
    let (one, two) = (company.asking.ask_for("order", &goods()).await, company.asking.ask_for("order", &goods()).await);
    assert_eq!(one.approval.clone().unwrap().amount, 237_600);
    let _approved = approve(&company.approving, &one).await.expect(200);
    app.advance(chrono::TimeDelta::days(500));
    let approving = app.signed_in(&company.approver).await;
    approve(&approving, &two).await.refused(409, "request_outdated");
    assert_eq!(reached(&app).await, (1, 1));
    let _refused = refuse(&approving, &two, "期間が過ぎました").await.expect(200);
}
