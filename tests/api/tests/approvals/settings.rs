//! What a customer sets: checked, by whom, and by two at once.

use api_tests::{App, on_both_engines};
use madoguchi_entities::audit_events;
use madoguchi_entities::users::{UserRole, UserState};
use reqwest::Method;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

use super::{company, set, settings};

on_both_engines!(
    it_is_off_until_somebody_turns_it_on,
    what_cannot_be_is_refused_at_its_field,
    only_approvers_change_it_while_it_is_on,
    of_two_changes_the_second_hears_of_the_first,
);

async fn it_is_off_until_somebody_turns_it_on(app: App) {
    let (user, browser) = app.renter().await;
    let before = settings(&browser).await;
    assert!(!before.on && before.changeable && !before.approves);
    assert_eq!((before.limit, before.people.len(), before.people[0].approves), (0, 1, false));
    let _set = set(&browser, true, 50_000, &[&user]).await.expect(200);
    let after = settings(&browser).await;
    assert!(after.on && after.changeable && after.approves && after.people[0].approves);
    assert_eq!(after.limit, 50_000);
    let audited = audit_events::Entity::find().filter(audit_events::Column::Action.eq("approvals.updated"));
    assert_eq!(audited.count(app.db()).await.unwrap(), 1);
}

async fn what_cannot_be_is_refused_at_its_field(app: App) {
    let (user, browser) = app.renter().await;
    for limit in [-1, 1_000_000_000_000] {
        set(&browser, true, limit, &[&user]).await.refused_field("limit", "out_of_range");
    }
    set(&browser, true, 0, &[]).await.refused_field("approvers", "required");
    set(&browser, true, 0, &[&user, &user]).await.refused_field("approvers[1]", "duplicate");
    let (stranger, _) = app.renter().await;
    set(&browser, true, 0, &[&stranger]).await.refused_field("approvers[0]", "unknown");
    let many = vec![user.row.id.0; 51];
    let answer = browser.put("/approval-settings", json!({ "on": true, "limit": 0, "approvers": many })).await;
    answer.refused_field("approvers", "too_many");
    // Who has not chosen a password yet could not approve.
    let invited = app.user_of(&user, UserRole::General).await;
    let mut row: madoguchi_entities::users::ActiveModel = invited.row.clone().into();
    row.state = sea_orm::ActiveValue::Set(UserState::Pending);
    sea_orm::ActiveModelTrait::update(row, app.db()).await.unwrap();
    set(&browser, true, 0, &[&invited]).await.refused_field("approvers[0]", "unknown");
    assert!(!settings(&browser).await.on);
}

async fn only_approvers_change_it_while_it_is_on(app: App) {
    let company = company(&app, 0).await;
    let shown = settings(&company.asking).await;
    assert!(shown.on && !shown.changeable && shown.people.len() == 1 && shown.people[0].mail_address.is_none());
    set(&company.asking, false, 0, &[&company.approver]).await.refused(403, "not_approver");
    set(&company.asking, true, 900_000_000, &[&company.requester]).await.refused(403, "not_approver");
    assert!(settings(&company.approving).await.changeable);
    // Nor is the approver got rid of by those whom it restrains.
    let approver = format!("/users/{}", company.approver.row.id);
    company.asking.delete(&approver).await.refused(403, "not_approver");
    let renamed = json!({ "mail_address": company.approver.row.mail_address, "name": "別人", "mail_notice": false });
    company.asking.change(Method::PATCH, &approver).json(&renamed).send().await.refused(403, "not_approver");
    let _off = set(&company.approving, false, 0, &[&company.approver]).await.expect(200);
    let _again = set(&company.asking, true, 0, &[&company.requester]).await.expect(200);
    set(&company.approving, false, 0, &[]).await.refused(403, "not_approver");
}

async fn of_two_changes_the_second_hears_of_the_first(app: App) {
    let company = company(&app, 0).await;
    let read = company.approving.get("/approval-settings").await.expect(200);
    let tag = read.header("etag").unwrap().to_owned();
    let change = async |limit: i64, tag: &str| {
        let body = json!({ "on": true, "limit": limit, "approvers": [company.approver.row.id.0] });
        let request = company.approving.change(Method::PUT, "/approval-settings").header("if-match", tag);
        request.json(&body).send().await
    };
    let first = change(1, &tag).await.expect(200);
    change(2, &tag).await.refused(412, "changed_meanwhile");
    let _second = change(2, first.header("etag").unwrap()).await.expect(200);
}
