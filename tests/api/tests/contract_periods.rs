//! Renewal: by a job that may run twice, by several at once, and after a year of standing still.

use api_tests::{App, Browser, NETWORK, on_both_engines};
use chrono::{NaiveDate, TimeDelta};
use madoguchi_api_types::contracts::{ContractDetail, ContractEventKind, ContractStatus, RequestDoer};
use madoguchi_entities::{contract_events, contracts};
use madoguchi_services::contracts::renewals;
use sea_orm::{ActiveValue::Set, EntityTrait, PaginatorTrait};

on_both_engines!(
    a_period_that_ran_out_is_renewed_once,
    after_years_of_standing_still_it_is_renewed_as_often_as_needed,
    several_at_once_renew_once,
    what_is_over_or_has_no_period_stays,
);

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A contract of a network customer whose period ends on a day.
async fn contract(app: &App, ends_on: Option<NaiveDate>, status: ContractStatus) -> (Browser, contracts::Model) {
    let customer = app.customer(NETWORK, "ミドリノシンリョウジョ").await;
    let group = app.billing_group(&customer).await;
    let contract = app
        .contract(&group, |row| {
            row.category = Set("viewing".to_owned());
            row.ends_on = Set(ends_on);
            row.status = Set(status);
        })
        .await;
    let user = app.colleague(&customer, &format!("holder{}", contract.number.to_lowercase())).await;
    (app.signed_in(&user).await, contract)
}

async fn read(browser: &Browser, contract: &contracts::Model) -> ContractDetail {
    browser.get(&format!("/contracts/{}", contract.id)).await.expect(200).json()
}

async fn now(app: &App, contract: &contracts::Model) -> contracts::Model {
    contracts::Entity::find_by_id(contract.id).one(app.db()).await.unwrap().unwrap()
}

async fn a_period_that_ran_out_is_renewed_once(app: App) {
    // The clock stands on 2026-11-20 in Japan.
    let (_, last_day) = contract(&app, Some(day(2026, 11, 20)), ContractStatus::Active).await;
    let (browser, over) = contract(&app, Some(day(2026, 11, 19)), ContractStatus::Active).await;
    for _ in 0..3 {
        renewals::renew(app.services()).await.unwrap();
    }
    assert_eq!(now(&app, &last_day).await.ends_on, Some(day(2026, 11, 20)));
    let detail = read(&browser, &over).await;
    assert_eq!(detail.period.unwrap().ends_on, day(2027, 3, 31));
    let history: Vec<_> = detail.history.iter().map(|event| (event.kind, event.ends_on, event.doer)).collect();
    assert_eq!(history, [(ContractEventKind::Renewed, Some(day(2027, 3, 31)), RequestDoer::System)]);
}

async fn after_years_of_standing_still_it_is_renewed_as_often_as_needed(app: App) {
    let (_, contract) = contract(&app, Some(day(2027, 3, 31)), ContractStatus::Applied).await;
    app.advance(TimeDelta::days(3 * 366));
    renewals::renew(app.services()).await.unwrap();
    assert_eq!(now(&app, &contract).await.ends_on, Some(day(2030, 3, 31)));
    let events = contract_events::Entity::find().all(app.db()).await.unwrap();
    let mut ends: Vec<_> = events.iter().map(|event| event.ends_on.unwrap()).collect();
    ends.sort();
    assert_eq!(ends, [day(2028, 3, 31), day(2029, 3, 31), day(2030, 3, 31)]);
}

async fn several_at_once_renew_once(app: App) {
    let (_, contract) = contract(&app, Some(day(2026, 3, 31)), ContractStatus::Active).await;
    let services = app.services();
    let done = futures_util::future::join_all((0..6).map(|_| renewals::renew(services))).await;
    assert!(done.iter().all(Result::is_ok), "{done:?}");
    assert_eq!(now(&app, &contract).await.ends_on, Some(day(2027, 3, 31)));
    assert_eq!(contract_events::Entity::find().count(app.db()).await.unwrap(), 1);
}

async fn what_is_over_or_has_no_period_stays(app: App) {
    let over = Some(day(2026, 3, 31));
    let (_, terminated) = contract(&app, over, ContractStatus::Terminated).await;
    let (_, cancelled) = contract(&app, over, ContractStatus::Cancelled).await;
    let (_, without) = contract(&app, None, ContractStatus::Active).await;
    renewals::renew(app.services()).await.unwrap();
    for contract in [terminated, cancelled, without] {
        assert_eq!(now(&app, &contract).await, contract);
    }
}
