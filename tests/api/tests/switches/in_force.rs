//! What counts in a month, as the provider's dispatch reads it: whose paper stops, and who consented to that.

use api_tests::{App, OTHER_PORTAL, PORTAL, RENTAL, on_both_engines};
use chrono::TimeDelta;
use madoguchi_domain::dates::Month;
use madoguchi_domain::switches::SwitchKind;
use madoguchi_entities::{audit_events, users};
use madoguchi_services::cursors::Part;
use madoguchi_services::switches::by_provider;
use madoguchi_services::switches::in_force::{self, InForce};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::{call_records, day, inactive, opening, switch};

on_both_engines!(
    paper_stops_from_its_month_on_until_it_comes_back,
    what_is_withdrawn_never_counts,
    a_whole_customer_has_no_group,
    call_records_are_listed_by_contract,
    each_portal_and_kind_for_itself,
    parts_join_to_the_whole_list,
    the_audit_event_names_the_billing_group,
);

async fn listed(app: &App, kind: SwitchKind, month: &str) -> Vec<InForce> {
    let provider = app.provider(PORTAL);
    let month = Month::parse(month).unwrap();
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        // So few that there are several parts.
        let asked = Part { cursor: cursor.as_deref(), limit: 2 };
        let part = in_force::list(app.services(), &provider, (kind, month), asked).await.unwrap();
        assert!(part.items.len() <= 2);
        all.extend(part.items);
        cursor = part.next_cursor;
        if cursor.is_none() {
            return all;
        }
    }
}

async fn opening_stops(app: &App, month: &str) -> Vec<InForce> {
    listed(app, SwitchKind::OpeningNoticePaperStop, month).await
}

async fn paper_stops_from_its_month_on_until_it_comes_back(app: App) {
    let (subscriber, user, browser) = inactive(&app).await;
    let at = app.now();
    let _on = switch(&browser, opening(true)).await;
    assert_eq!(opening_stops(&app, "2026-11").await, []);
    let expected = InForce {
        kind: SwitchKind::OpeningNoticePaperStop,
        customer_number: subscriber.customer.number.clone(),
        billing_group_number: Some(subscriber.group.number.clone()),
        contract_number: None,
        effective_from: day(2026, 12, 1),
        turned_on_at: Some(at),
        turned_on_by: Some(user.row.name.clone()),
    };
    for month in ["2026-12", "2027-06"] {
        assert_eq!(opening_stops(&app, month).await, std::slice::from_ref(&expected), "{month}");
    }
    app.advance(TimeDelta::days(20));
    let browser = app.signed_in(&user).await;
    let _off = switch(&browser, opening(false)).await;
    // December's dispatch is still without paper.
    assert_eq!(opening_stops(&app, "2026-12").await, [expected]);
    assert_eq!(opening_stops(&app, "2027-01").await, []);
}

async fn what_is_withdrawn_never_counts(app: App) {
    let (_, _, browser) = inactive(&app).await;
    let _on = switch(&browser, opening(true)).await;
    let _off = switch(&browser, opening(false)).await;
    assert_eq!(opening_stops(&app, "2026-12").await, []);
    let _on = switch(&browser, opening(true)).await;
    assert_eq!(opening_stops(&app, "2026-12").await.len(), 1);
}

async fn a_whole_customer_has_no_group(app: App) {
    let (subscriber, _, browser) = inactive(&app).await;
    let whole = app.user_with(&subscriber.group, |row| row.billing_group_id = Set(None)).await;
    let mut nameless = whole.row.clone().into_active_model();
    nameless.name = Set(String::new());
    let nameless: users::Model = nameless.update(app.db()).await.unwrap();
    let whole = app.signed_in(&whole).await;
    let _group = switch(&browser, opening(true)).await;
    let _all = switch(&whole, opening(true)).await;
    let groups = async || {
        let listed = opening_stops(&app, "2026-12").await;
        listed.into_iter().map(|one| (one.billing_group_number, one.turned_on_by)).collect::<Vec<_>>()
    };
    let group = (Some(subscriber.group.number.clone()), Some("緑山 恵".to_owned()));
    assert_eq!(groups().await, [(None, Some(nameless.mail_address)), group.clone()]);
    let _off = switch(&whole, opening(false)).await;
    assert_eq!(groups().await, [group]);
}

async fn call_records_are_listed_by_contract(app: App) {
    let subscriber = app.subscriber().await;
    let wanted = app.contract(&subscriber.group, |row| row.call_records_from = Set(None)).await;
    let by_phone = app.contract(&subscriber.group, |row| row.call_records_from = Set(None)).await;
    let user = app.user(&subscriber.group).await;
    let browser = app.signed_in(&user).await;
    for on in [true, false, true] {
        let _switched = switch(&browser, call_records(&wanted, on)).await;
    }
    let provider = app.provider(PORTAL);
    by_provider::set_call_records(app.services(), &provider, &by_phone.number, true).await.unwrap();
    let now = listed(&app, SwitchKind::CallRecords, "2026-11").await;
    let contracts: Vec<_> = now.iter().map(|one| one.contract_number.clone()).collect();
    assert_eq!(contracts, [Some(subscriber.contract.number.clone())]);
    // Nobody switched it here: the provider's export says it.
    assert_eq!((now[0].turned_on_at, &now[0].turned_on_by), (None, &None));
    let mut by_contract = listed(&app, SwitchKind::CallRecords, "2026-12").await;
    assert!(by_contract.is_sorted_by_key(|one| one.contract_number.clone()));
    assert!(by_contract.iter().all(|one| one.billing_group_number.as_ref() == Some(&subscriber.group.number)));
    by_contract.retain(|one| one.contract_number.as_ref() != Some(&subscriber.contract.number));
    let who = |number: &str| {
        let one = by_contract.iter().find(|one| one.contract_number.as_deref() == Some(number)).unwrap();
        (one.effective_from, one.turned_on_at, one.turned_on_by.clone())
    };
    let (december, at) = (day(2026, 12, 1), Some(app.now()));
    assert_eq!(by_contract.len(), 2);
    assert_eq!(who(&wanted.number), (december, at, Some(user.row.name.clone())));
    assert_eq!(who(&by_phone.number), (december, at, None));
}

async fn each_portal_and_kind_for_itself(app: App) {
    let (_, _, browser) = inactive(&app).await;
    let elsewhere = app.subscriber_at(OTHER_PORTAL).await;
    let elsewhere = app.signed_in(&app.user(&elsewhere.group).await).await;
    let _elsewhere = switch(&elsewhere, opening(true)).await;
    assert_eq!(opening_stops(&app, "2026-12").await, []);
    let _here = switch(&browser, opening(true)).await;
    assert_eq!(opening_stops(&app, "2026-12").await.len(), 1);
    assert_eq!(listed(&app, SwitchKind::DebitNoticePaperStop, "2026-12").await, []);
    let rental = app.provider(RENTAL);
    let of_month = (SwitchKind::CallRecords, Month::parse("2026-12").unwrap());
    assert!(in_force::list(app.services(), &rental, of_month, Part { cursor: None, limit: 2 }).await.is_err());
}

async fn parts_join_to_the_whole_list(app: App) {
    let mut numbers = Vec::new();
    for _ in 0..5 {
        let (subscriber, _, browser) = inactive(&app).await;
        let _on = switch(&browser, opening(true)).await;
        numbers.push(subscriber.customer.number);
    }
    numbers.sort();
    let listed = opening_stops(&app, "2026-12").await;
    assert_eq!(listed.into_iter().map(|one| one.customer_number).collect::<Vec<_>>(), numbers);
}

async fn the_audit_event_names_the_billing_group(app: App) {
    let (subscriber, _, browser) = inactive(&app).await;
    let _paper = switch(&browser, opening(true)).await;
    let _calls = switch(&browser, call_records(&subscriber.contract, true)).await;
    let events = audit_events::Entity::find().filter(audit_events::Column::Action.eq("switch.turned_on"));
    let events = events.all(app.db()).await.unwrap();
    assert_eq!(events.len(), 2);
    assert!(events.iter().all(|event| event.detail["billing_group_id"] == serde_json::json!(subscriber.group.id)));
}
