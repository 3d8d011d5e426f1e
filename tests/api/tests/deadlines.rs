//! Deadlines (B11): what is to be paid and what starts, of what the user sees, from today on.

use api_tests::{App, PORTAL, on_both_engines};
use chrono::NaiveDate;
use madoguchi_api_types::deadlines::{Deadline, DeadlineKind};
use madoguchi_services::invoices::issue::{NewInvoice, Terms};
use sea_orm::ActiveValue::Set;

on_both_engines!(
    what_comes_next_is_listed_by_date,
    what_is_corrected_leaves_room_for_what_is_due,
    what_others_must_pay_is_not_seen,
);

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

async fn what_comes_next_is_listed_by_date(app: App) {
    let subscriber = app.subscriber().await;
    let own = [(&subscriber.contract, 3_300)];
    let wrong = app.new_invoice(&subscriber.group, &own);
    let terms = Terms { corrects: Some(wrong.number.clone()), ..Terms::default() };
    let right = NewInvoice { terms, ..app.new_invoice(&subscriber.group, &[(&subscriber.contract, 2_300)]) };
    let past = Terms { due_on: Some(day(2026, 11, 19)), ..Terms::default() };
    let past = NewInvoice { terms: past, ..app.new_invoice(&subscriber.group, &own) };
    let credit = app.new_invoice(&subscriber.group, &[(&subscriber.contract, -500)]);
    app.issue(PORTAL, &[wrong, past, credit]).await;
    app.issue(PORTAL, &[right]).await;
    let soon = app.contract(&subscriber.group, |row| row.started_on = Set(day(2026, 12, 15))).await;
    let later = app.contract(&subscriber.group, |row| row.call_records_from = Set(Some(day(2026, 12, 1)))).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let found: Vec<Deadline> = browser.get("/deadlines").await.expect(200).json();
    let facts: Vec<_> = found.iter().map(|deadline| (deadline.on, deadline.kind, deadline.amount)).collect();
    assert_eq!(
        facts,
        [
            (day(2026, 12, 1), DeadlineKind::CallRecordsStart, None),
            (day(2026, 12, 15), DeadlineKind::ServiceStart, None),
            // A correction is due after it was issued, and not what it corrects.
            (day(2026, 12, 28), DeadlineKind::Debit, Some(2_530)),
        ]
    );
    assert_eq!(found[0].contract_id, Some(later.id.into()));
    assert_eq!(found[1].contract_number.as_deref(), Some(soon.number.as_str()));
    assert_eq!(found[2].contract_number.as_deref(), Some(subscriber.contract.number.as_str()));
}

async fn what_is_corrected_leaves_room_for_what_is_due(app: App) {
    let subscriber = app.subscriber().await;
    let new = |terms: Terms| NewInvoice { terms, ..app.new_invoice(&subscriber.group, &[(&subscriber.contract, 100)]) };
    let due = |on: NaiveDate| Terms { due_on: Some(on), ..Terms::default() };
    let wrong: Vec<_> = (0..10).map(|_| new(due(day(2026, 11, 25)))).collect();
    let right: Vec<_> = wrong
        .iter()
        .map(|wrong| new(Terms { corrects: Some(wrong.number.clone()), ..due(day(2027, 1, 25)) }))
        .collect();
    app.issue(PORTAL, &wrong).await;
    app.issue(PORTAL, &right).await;
    app.issue(PORTAL, &[new(due(day(2026, 11, 30)))]).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let found: Vec<Deadline> = browser.get("/deadlines").await.expect(200).json();
    assert_eq!(found.len(), 10);
    assert_eq!(found[0].on, day(2026, 11, 30), "the ones that were corrected do not stand in its way");
}

async fn what_others_must_pay_is_not_seen(app: App) {
    let (one, other) = (app.subscriber().await, app.subscriber().await);
    let second_group = app.billing_group(&one.customer).await;
    let alone = app.contract(&second_group, |_| {}).await;
    app.issue(
        PORTAL,
        &[
            app.new_invoice(&other.group, &[(&other.contract, 1_000)]),
            app.new_invoice(&second_group, &[(&alone, 2_000)]),
        ],
    )
    .await;
    let browser = app.signed_in(&app.user(&one.group).await).await;
    assert!(browser.get("/deadlines").await.expect(200).json::<Vec<Deadline>>().is_empty());
}
