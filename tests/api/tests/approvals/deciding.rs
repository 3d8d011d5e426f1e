//! What an approver decides: once, and never on what they asked for themselves.

use api_tests::{App, RENTAL, on_both_engines};
use futures_util::future::join;
use madoguchi_api_types::requests::{RequestDetail, RequestState};
use madoguchi_entities::users::UserRole;
use madoguchi_entities::{audit_events, orders};
use madoguchi_services::requests::by_provider;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{PRICE, approve, company, goods, reached, read, refuse, set, state, subjects};

on_both_engines!(
    what_is_approved_is_sent_in_the_name_of_who_asked,
    what_is_refused_says_why_and_ends_there,
    two_at_once_make_one_decision,
    who_is_no_approver_decides_nothing,
    strangers_find_nothing,
);

async fn audited(app: &App, action: &str) -> Vec<audit_events::Model> {
    let events = audit_events::Entity::find().filter(audit_events::Column::Action.eq(action));
    events.all(app.db()).await.unwrap()
}

async fn what_is_approved_is_sent_in_the_name_of_who_asked(app: App) {
    let company = company(&app, PRICE - 1).await;
    let sent = company.asking.ask_for("order", &goods()).await;
    app.advance(chrono::TimeDelta::minutes(5));
    for _ in 0..2 {
        // Asked twice, it is done once.
        let approved: RequestDetail = approve(&company.approving, &sent).await.expect(200).json();
        assert_eq!(state(&approved), RequestState::Accepted);
        assert_eq!(approved.request.submitted_at, Some(app.now()));
        let states: Vec<_> = approved.history.iter().map(|it| (it.state, it.name.clone())).collect();
        let (asked, by) = (company.requester.row.shown_name(), company.approver.row.shown_name());
        let expected = [
            (RequestState::Draft, asked.to_owned()),
            (RequestState::InApproval, asked.to_owned()),
            (RequestState::Accepted, by.to_owned()),
        ];
        assert_eq!(states, expected);
    }
    assert_eq!(reached(&app).await, (1, 1));
    let order = orders::Entity::find().one(app.db()).await.unwrap().unwrap();
    assert_eq!(order.user_id, Some(company.requester.row.id));
    // Both are what the approver did.
    for action in ["request.approved", "order.ordered"] {
        let events = audited(&app, action).await;
        assert_eq!(events.len(), 1, "{action}");
        assert_eq!(events[0].doer_id, Some(company.approver.row.id.0), "{action}");
    }
    let subjects = subjects(&app, &company.requester).await;
    for wanted in ["お申し込みの承認のお知らせ", "お申し込みを受け付けました"] {
        assert_eq!(subjects.iter().filter(|subject| subject.contains(wanted)).count(), 1, "{subjects:?}");
    }
    let provider = app.provider(RENTAL);
    assert_eq!(by_provider::list(app.services(), &provider, None).await.unwrap().len(), 1);
    app.complete_request(&sent.request.number).await.unwrap();
    refuse(&company.approving, &sent, "やはり").await.refused(409, "request_not_waiting");
}

async fn what_is_refused_says_why_and_ends_there(app: App) {
    let company = company(&app, PRICE - 1).await;
    let sent = company.asking.ask_for("order", &goods()).await;
    refuse(&company.approving, &sent, " 　").await.refused_field("reason", "required");
    refuse(&company.approving, &sent, &"長".repeat(201)).await.refused_field("reason", "too_long");
    for _ in 0..2 {
        let refused: RequestDetail = refuse(&company.approving, &sent, "来月にしてください").await.expect(200).json();
        assert_eq!(state(&refused), RequestState::NotApproved);
        let last = refused.history.last().unwrap();
        assert_eq!((last.state, last.reason.as_str()), (RequestState::NotApproved, "来月にしてください"));
        assert!(!refused.withdrawable && refused.request.reception.is_none());
    }
    let mails = app.mails_to(&company.requester.row.mail_address).await;
    let told: Vec<_> = mails.iter().filter(|mail| mail.content.subject.contains("否認のお知らせ")).collect();
    assert!(told.len() == 1 && told[0].content.text.contains("来月にしてください"), "{told:?}");
    assert_eq!(reached(&app).await, (0, 0));
    approve(&company.approving, &sent).await.refused(409, "request_not_waiting");
    let path = format!("/requests/{}/withdrawal", sent.request.id);
    let withdrawal = serde_json::json!({ "reason": "" });
    company.asking.post(&path, withdrawal).await.refused(409, "request_decided");
    let found = by_provider::get(app.services(), &app.provider(RENTAL), &sent.request.number).await;
    assert!(matches!(found, Err(madoguchi_services::Error::NotFound)));
}

async fn two_at_once_make_one_decision(app: App) {
    let company = company(&app, PRICE - 1).await;
    let second = app.user_of(&company.requester, UserRole::General).await;
    let deciding = app.signed_in(&second).await;
    let _both = set(&company.approving, true, PRICE - 1, &[&company.approver, &second]).await.expect(200);
    for round in 0..6 {
        let sent = company.asking.ask_for("order", &goods()).await;
        let (one, other) = if round % 2 == 0 {
            join(approve(&company.approving, &sent), approve(&deciding, &sent)).await
        } else {
            join(approve(&company.approving, &sent), refuse(&deciding, &sent, "いいえ")).await
        };
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{} {}", one.text(), other.text());
        let refused = if one.status == 409 { &one } else { &other };
        refused.refused(409, "request_not_waiting");
        let events = read(&company.asking, &sent).await.history;
        assert_eq!(events.len(), 3, "{events:?}");
    }
    let approved = audited(&app, "request.approved").await.len();
    assert_eq!(orders::Entity::find().count(app.db()).await.unwrap(), u64::try_from(approved).unwrap());
    assert_eq!(approved + audited(&app, "request.not_approved").await.len(), 6);
}

async fn who_is_no_approver_decides_nothing(app: App) {
    let company = company(&app, PRICE - 1).await;
    let bystander = app.signed_in(&app.user_of(&company.requester, UserRole::General).await).await;
    let sent = company.asking.ask_for("order", &goods()).await;
    approve(&bystander, &sent).await.refused(403, "not_approver");
    refuse(&bystander, &sent, "いいえ").await.refused(403, "not_approver");
    // Also of what never waited.
    let quote = company.asking.ask_for("quote", &goods()).await;
    approve(&company.approving, &quote).await.refused(409, "request_not_waiting");
    let draft = company.asking.draft_of("order", &goods()).await;
    approve(&company.approving, &draft.detail).await.refused(409, "request_not_waiting");
    assert_eq!(state(&read(&company.asking, &sent).await), RequestState::InApproval);
}

async fn strangers_find_nothing(app: App) {
    let company = company(&app, PRICE - 1).await;
    let sent = company.asking.ask_for("order", &goods()).await;
    // An approver of another company.
    let (stranger, browser) = app.renter().await;
    let _named = set(&browser, true, 0, &[&stranger]).await.expect(200);
    approve(&browser, &sent).await.refused(404, "not_found");
    refuse(&browser, &sent, "").await.refused(404, "not_found");
    let listed = browser.get("/approvals").await.expect(200).text();
    assert!(listed.contains("\"total\":0"));
    let telecom = app.signed_in(&app.person_at(api_tests::PORTAL).await).await;
    for path in ["/approval-settings", "/approvals"] {
        telecom.get(path).await.refused(404, "not_found");
    }
    approve(&telecom, &sent).await.refused(404, "not_found");
    let cannot_name = set(&browser, true, 0, &[&stranger, &company.approver]).await;
    cannot_name.refused_field("approvers[1]", "unknown");
}
