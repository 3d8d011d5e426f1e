//! What follows after sending: the provider looks, decides, and the customer may withdraw before.

use api_tests::{App, Browser, NETWORK, User, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::requests::{RequestDetail, RequestDoer, RequestState};
use madoguchi_domain::requests::RequestState as State;
use madoguchi_entities::audit_events;
use madoguchi_entities::contracts::{self, ContractStatus};
use madoguchi_mail::Envelope;
use madoguchi_services::requests::by_provider;
use madoguchi_services::{Error, ProblemCode};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

on_both_engines!(
    the_provider_looks_and_completes,
    the_provider_rejects_with_a_reason,
    what_is_not_taken_says_why_and_does_nothing,
    the_customer_withdraws_while_nothing_was_decided,
    of_a_decision_and_a_withdrawal_at_once_one_holds,
    drafts_are_the_customers_alone,
);

async fn withdraw(browser: &Browser, detail: &RequestDetail, reason: &str) -> api_tests::Answer {
    browser.post(&format!("/requests/{}/withdrawal", detail.request.id), json!({ "reason": reason })).await
}

async fn read(browser: &Browser, detail: &RequestDetail) -> RequestDetail {
    browser.get(&format!("/requests/{}", detail.request.id)).await.expect(200).json()
}

async fn settled(app: &App, user: &User) -> Vec<Envelope> {
    let mails = app.mails_to(&user.row.mail_address).await;
    mails.into_iter().filter(|mail| !mail.content.subject.ends_with("ご契約完了通知")).collect()
}

async fn audited(app: &App, action: &str) -> u64 {
    let events = audit_events::Entity::find().filter(audit_events::Column::Action.eq(action));
    events.count(app.db()).await.unwrap()
}

async fn the_provider_looks_and_completes(app: App) {
    let (user, browser) = app.applicant().await;
    let sent = browser.apply("viewing").await;
    let (services, provider, number) = (app.services(), app.provider(NETWORK), sent.request.number.as_str());
    let waiting = by_provider::list(services, &provider, None).await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(
        (waiting[0].request.number.as_str(), waiting[0].customer_name.as_str()),
        (number, app.customer_name(&user).await.as_str())
    );
    let shown = by_provider::get(services, &provider, " ０００００１ ").await.unwrap();
    assert_eq!(shown.confirmation.sections.last().unwrap().form, "extended");
    by_provider::review(services, &provider, number).await.unwrap();
    let seen = read(&browser, &sent).await;
    assert!(seen.request.state == RequestState::InReview && seen.withdrawable);
    assert!(settled(&app, &user).await.is_empty(), "looking is no news");
    for _ in 0..2 {
        by_provider::complete(services, &provider, number, "書類は郵送します。").await.unwrap();
    }
    let seen = read(&browser, &sent).await;
    assert!(seen.request.state == RequestState::Completed && !seen.withdrawable);
    let last = seen.history.last().unwrap();
    assert_eq!(
        (last.doer, last.name.as_str(), last.reason.as_str()),
        (RequestDoer::Provider, "", "書類は郵送します。")
    );
    assert_eq!(seen.history.len(), 4);
    assert_eq!(seen.confirmation, sent.confirmation);
    let mails = settled(&app, &user).await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].content.subject.ends_with("お申し込みの手続き完了のお知らせ"), "{}", mails[0].content.subject);
    assert!(mails[0].content.text.contains("ご案内 : 書類は郵送します。"), "{}", mails[0].content.text);
    assert_eq!((audited(&app, "request.reviewed").await, audited(&app, "request.completed").await), (1, 1));
    let decided = by_provider::reject(services, &provider, number, "遅い").await.unwrap_err();
    assert!(matches!(decided, Error::Refused(ProblemCode::RequestDecided)), "{decided}");
    withdraw(&browser, &sent, "").await.refused(409, "request_decided");
    assert!(by_provider::list(services, &provider, None).await.unwrap().is_empty());
    assert_eq!(by_provider::list(services, &provider, Some(State::Completed)).await.unwrap().len(), 1);
}

async fn the_provider_rejects_with_a_reason(app: App) {
    let (user, browser) = app.applicant().await;
    let sent = browser.apply("viewing").await;
    let (services, provider, number) = (app.services(), app.provider(NETWORK), sent.request.number.as_str());
    assert!(matches!(by_provider::reject(services, &provider, number, " ").await, Err(Error::Invalid(_))));
    by_provider::reject(services, &provider, number, "連携先の確認が取れませんでした。").await.unwrap();
    let seen = read(&browser, &sent).await;
    assert_eq!(seen.history.last().unwrap().reason, "連携先の確認が取れませんでした。");
    let mails = settled(&app, &user).await;
    assert!(mails.len() == 1 && mails[0].content.text.contains("理由 : 連携先の確認が取れませんでした。"));
    assert!(matches!(by_provider::get(services, &provider, "999999").await, Err(Error::NotFound)));
    let elsewhere = app.provider("rental");
    assert!(matches!(by_provider::complete(services, &elsewhere, number, "").await, Err(Error::NotFound)));
}

async fn what_is_not_taken_says_why_and_does_nothing(app: App) {
    let (user, browser) = app.applicant().await;
    let sent = browser.apply("viewing").await;
    let (services, provider, number) = (app.services(), app.provider(NETWORK), sent.request.number.as_str());
    assert!(matches!(by_provider::fail(services, &provider, number, " ").await, Err(Error::Invalid(_))));
    let reason = "医療機関コードをご確認のうえ、改めてお申し込みください。";
    app.advance(TimeDelta::minutes(5));
    for _ in 0..2 {
        by_provider::fail(services, &provider, number, reason).await.unwrap();
    }
    let seen = read(&browser, &sent).await;
    assert!(seen.request.state == RequestState::Failed && !seen.withdrawable);
    let last = seen.history.last().unwrap();
    assert_eq!((last.state, last.doer, last.reason.as_str()), (RequestState::Failed, RequestDoer::Provider, reason));
    assert_eq!(last.at, app.now());
    assert_eq!(seen.history.len(), 3);
    let mails = settled(&app, &user).await;
    assert_eq!(mails.len(), 1);
    let (subject, text) = (&mails[0].content.subject, &mails[0].content.text);
    assert!(subject.ends_with("お申し込みの受付失敗のお知らせ"), "{subject}");
    assert!(text.contains("受け付けることができませんでした") && text.contains(&format!("理由 : {reason}")), "{text}");
    assert!(!text.contains("取り消しました"), "{text}");
    // Nothing came of it: the contract that was applied for is none.
    let contract = contracts::Entity::find().one(app.db()).await.unwrap().unwrap();
    assert_eq!(contract.status, ContractStatus::Cancelled);
    assert_eq!(audited(&app, "request.failed").await, 1);
    let decided = by_provider::complete(services, &provider, number, "").await;
    assert!(matches!(decided, Err(Error::Refused(ProblemCode::RequestDecided))));
    withdraw(&browser, &sent, "").await.refused(409, "request_decided");
    // What somebody looks into was taken.
    let looked_at = browser.apply("viewing").await;
    let number = looked_at.request.number.as_str();
    by_provider::review(services, &provider, number).await.unwrap();
    let refused = by_provider::fail(services, &provider, number, reason).await;
    assert!(matches!(refused, Err(Error::Refused(ProblemCode::RequestDecided))));
}

async fn the_customer_withdraws_while_nothing_was_decided(app: App) {
    let (user, browser) = app.applicant().await;
    let draft = browser.open_draft("viewing").await.detail;
    withdraw(&browser, &draft, "").await.refused(409, "request_decided");
    let sent = browser.apply("viewing").await;
    let refused = withdraw(&browser, &sent, &"あ".repeat(201)).await.refused_fields();
    assert_eq!(refused, [("reason".to_owned(), "too_long".to_owned())]);
    for _ in 0..2 {
        let taken: RequestDetail = withdraw(&browser, &sent, "重複のため").await.expect(200).json();
        assert!(taken.request.state == RequestState::Withdrawn && !taken.withdrawable);
        let last = taken.history.last().unwrap();
        assert_eq!(
            (last.doer, last.name.as_str(), last.reason.as_str()),
            (RequestDoer::Customer, "緑山 恵", "重複のため")
        );
        assert_eq!(taken.history.len(), 3);
    }
    let mails = settled(&app, &user).await;
    assert!(mails.len() == 1 && mails[0].content.text.contains("理由 : 重複のため"));
    let decided = by_provider::complete(app.services(), &app.provider(NETWORK), &sent.request.number, "").await;
    assert!(matches!(decided, Err(Error::Refused(ProblemCode::RequestDecided))));
    assert_eq!(audited(&app, "request.withdrawn").await, 1);
}

async fn of_a_decision_and_a_withdrawal_at_once_one_holds(app: App) {
    for _ in 0..4 {
        let (_, browser) = app.applicant().await;
        let sent = browser.apply("viewing").await;
        let (services, provider) = (app.services(), app.provider(NETWORK));
        let decision = by_provider::complete(services, &provider, &sent.request.number, "");
        let (decided, taken) = futures_util::future::join(decision, withdraw(&browser, &sent, "")).await;
        assert_ne!(decided.is_ok(), taken.status == 200, "{decided:?} {}", taken.text());
        let seen = read(&browser, &sent).await;
        assert_eq!(seen.history.len(), 3, "{:?}", seen.history);
    }
}

async fn drafts_are_the_customers_alone(app: App) {
    let (_, browser) = app.applicant().await;
    let draft = browser.filled_draft("viewing").await;
    let (services, provider) = (app.services(), app.provider(NETWORK));
    let number = draft.detail.request.number.as_str();
    assert!(by_provider::list(services, &provider, Some(State::Draft)).await.unwrap().is_empty());
    assert!(matches!(by_provider::get(services, &provider, number).await, Err(Error::NotFound)));
    assert!(matches!(by_provider::complete(services, &provider, number, "").await, Err(Error::NotFound)));
}
