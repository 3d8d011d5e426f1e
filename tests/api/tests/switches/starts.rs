//! From when a change counts, and what it does to the call records.

use api_tests::{App, Browser, Call, PORTAL, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::call_records::CallRecord;
use madoguchi_api_types::contracts::ContractDetail;
use madoguchi_api_types::pages::Page;
use madoguchi_entities::contracts;
use madoguchi_services::switches::by_provider::{self, Switched};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use serde_json::json;

use super::{call_records, count, day, inactive, list, opening, switch};

on_both_engines!(
    turning_on_counts_from_the_next_month,
    paper_comes_back_with_the_next_month,
    what_does_not_count_yet_is_withdrawn,
    call_records_are_read_from_the_next_month_on,
    call_records_end_at_once,
    the_provider_switches_by_the_same_rules,
);

async fn turning_on_counts_from_the_next_month(app: App) {
    let (subscriber, user, browser) = inactive(&app).await;
    let on = switch(&browser, opening(true)).await;
    assert_eq!((on.on, on.effective_from), (true, Some(day(2026, 12, 1))));
    assert_eq!((on.changed_at, on.changed_by.as_deref()), (Some(app.now()), Some("緑山 恵")));
    assert_eq!(on.contract_id, None);
    // Ten days and eleven hours later it is 23:00 on 30 November in Japan, then December.
    app.advance(TimeDelta::days(10) + TimeDelta::hours(11));
    let browser = app.signed_in(&user).await;
    assert_eq!(list(&browser).await.last().unwrap().next_effective_from, day(2026, 12, 1));
    app.advance(TimeDelta::hours(1));
    let browser = app.signed_in(&user).await;
    let debit = json!({ "kind": "debit_notice_paper_stop", "on": true, "consent": true });
    assert_eq!(switch(&browser, debit).await.effective_from, Some(day(2027, 1, 1)));
    let calls = switch(&browser, call_records(&subscriber.contract, true)).await;
    assert_eq!((calls.on, calls.effective_from), (true, Some(day(2027, 1, 1))));
    assert_eq!(calls.contract_number, Some(subscriber.contract.number));
}

async fn paper_comes_back_with_the_next_month(app: App) {
    let (_, user, browser) = inactive(&app).await;
    let _on = switch(&browser, opening(true)).await;
    app.advance(TimeDelta::days(20));
    let browser = app.signed_in(&user).await;
    let off = switch(&browser, opening(false)).await;
    assert_eq!((off.on, off.effective_from), (false, Some(day(2027, 1, 1))));
    let text = app.mails_to(&user.row.mail_address).await.pop().unwrap().content.text;
    assert!(text.contains("内容 : 終了\n適用開始 : 2027年1月分"), "{text}");
}

async fn what_does_not_count_yet_is_withdrawn(app: App) {
    let (subscriber, _, browser) = inactive(&app).await;
    let _on = switch(&browser, opening(true)).await;
    let off = switch(&browser, opening(false)).await;
    assert_eq!((off.on, off.effective_from), (false, Some(day(2026, 11, 20))));
    assert_eq!(switch(&browser, opening(true)).await.effective_from, Some(day(2026, 12, 1)));
    let _on = switch(&browser, call_records(&subscriber.contract, true)).await;
    let off = switch(&browser, call_records(&subscriber.contract, false)).await;
    assert_eq!((off.on, off.effective_from), (false, Some(day(2026, 11, 20))));
    let contract = contracts::Entity::find_by_id(subscriber.contract.id).one(app.db()).await.unwrap().unwrap();
    assert_eq!(contract.call_records_from, None);
}

async fn call_records_are_read_from_the_next_month_on(app: App) {
    let (subscriber, user, browser) = inactive(&app).await;
    let call = |at: &str| Call { started_at: at.parse().unwrap(), ..Call::default() };
    let december = call("2026-11-30T15:00:00Z");
    app.calls(&subscriber.contract, &[call("2026-11-30T14:59:59Z"), december.clone()]).await;
    let path = |month: &str| format!("/contracts/{}/call-records?month={month}", subscriber.contract.id);
    for month in ["2026-11", "2026-12"] {
        browser.get(&path(month)).await.refused(403, "call_records_inactive");
    }
    let contract = async |browser: &Browser| {
        let answer = browser.get(&format!("/contracts/{}", subscriber.contract.id)).await.expect(200);
        answer.json::<ContractDetail>()
    };
    assert!(!contract(&browser).await.call_records);
    let _on = switch(&browser, call_records(&subscriber.contract, true)).await;
    for month in ["", "2026-11", "2026-12"] {
        browser.get(&path(month)).await.refused(403, "call_records_not_started");
    }
    let coming = contract(&browser).await;
    assert_eq!((coming.call_records, coming.call_records_from), (false, Some(day(2026, 12, 1))));
    app.advance(TimeDelta::days(12));
    let browser = app.signed_in(&user).await;
    assert!(contract(&browser).await.call_records);
    browser.get(&path("2026-11")).await.refused(403, "call_records_not_started");
    let page: Page<CallRecord> = browser.get(&path("2026-12")).await.expect(200).json();
    assert_eq!(page.items.iter().map(|record| record.started_at).collect::<Vec<_>>(), [december.started_at]);
}

async fn call_records_end_at_once(app: App) {
    let subscriber = app.subscriber().await;
    app.calls(&subscriber.contract, &[Call::default()]).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let path = format!("/contracts/{}/call-records?month=2026-11", subscriber.contract.id);
    let _read = browser.get(&path).await.expect(200);
    let off = switch(&browser, call_records(&subscriber.contract, false)).await;
    assert_eq!(
        (off.on, off.effective_from, off.next_effective_from),
        (false, Some(day(2026, 11, 20)), day(2026, 12, 1))
    );
    browser.get(&path).await.refused(403, "call_records_inactive");
}

async fn the_provider_switches_by_the_same_rules(app: App) {
    let (subscriber, _, browser) = inactive(&app).await;
    let provider = app.provider(PORTAL);
    // As it stands in a letter.
    let number = format!("2N{}", subscriber.contract.number.to_lowercase());
    let set = async |on| by_provider::set_call_records(app.services(), &provider, &number, on).await.unwrap();
    let december = Some(day(2026, 12, 1));
    assert_eq!(set(true).await, Switched { changed: true, call_records_from: december });
    assert_eq!(set(true).await, Switched { changed: false, call_records_from: december });
    let listed = list(&browser).await.remove(0);
    assert_eq!((listed.on, listed.effective_from, listed.changed_by), (true, december, None));
    assert_eq!(listed.changed_at, Some(app.now()));
    assert_eq!(set(false).await, Switched { changed: true, call_records_from: None });
    assert_eq!(set(false).await, Switched { changed: false, call_records_from: None });
    // Nobody consented: it was no person here.
    assert_eq!(count(&app).await, (2, 0));
    assert!(by_provider::set_call_records(app.services(), &provider, "CAF9999999999", true).await.is_err());
    let silent = app.contract(&subscriber.group, |row| row.phone_service_name = Set(String::new())).await;
    assert!(by_provider::set_call_records(app.services(), &provider, &silent.number, true).await.is_err());
}
