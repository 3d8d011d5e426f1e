//! The chain of audit events: whole when untouched, broken by any change; and what a person reads of the own account.

use std::time::Duration;

use api_tests::{App, PORTAL, RENTAL, on_both_engines};
use madoguchi_api_types::accounts::AccountEvent;
use madoguchi_api_types::pages::Page;
use madoguchi_entities::{audit_events, audit_heads};
use madoguchi_services::audit_events::chain;
use madoguchi_services::audit_events::verify::{self, Verdict};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, TransactionTrait,
};
use serde_json::json;

on_both_engines!(
    every_event_joins_the_chain,
    a_changed_event_breaks_it,
    a_removed_event_breaks_it,
    a_cut_end_breaks_it,
    two_processes_make_one_chain,
    a_person_reads_the_own_events_only,
);

/// Some logins at two portals.
async fn history(app: &App) {
    for portal in [PORTAL, RENTAL] {
        let user =
            if portal == PORTAL { app.user(&app.subscriber().await.group).await } else { app.person_at(portal).await };
        let browser = app.signed_in(&user).await;
        let _ended = browser.delete("/session").await.expect(204);
        app.browser_at(portal).give_own_password(&user, "wrong").await.refused(401, "invalid_credentials");
    }
}

async fn verdict(app: &App) -> Verdict {
    verify::verify(app.services(), PORTAL).await.unwrap()
}

async fn every_event_joins_the_chain(app: App) {
    assert_eq!(verdict(&app).await, Verdict::Whole(0));
    history(&app).await;
    let all = audit_events::Entity::find().count(app.db()).await.unwrap();
    assert_eq!(chain::extend(app.services()).await.unwrap(), all);
    assert_eq!(chain::extend(app.services()).await.unwrap(), 0);
    let here = audit_events::Entity::find().filter(audit_events::Column::Portal.eq(PORTAL));
    let here = i64::try_from(here.count(app.db()).await.unwrap()).unwrap();
    assert_eq!(verdict(&app).await, Verdict::Whole(here));
    history(&app).await;
    chain::extend(app.services()).await.unwrap();
    assert_eq!(verdict(&app).await, Verdict::Whole(2 * here));
}

async fn a_changed_event_breaks_it(app: App) {
    history(&app).await;
    chain::extend(app.services()).await.unwrap();
    for (column, value) in [
        (audit_events::Column::Action, Expr::value("sign_in.denied")),
        (audit_events::Column::Address, Expr::value("192.0.2.1")),
        (audit_events::Column::Detail, Expr::value(json!({ "a": 1 }))),
        (audit_events::Column::UserId, Expr::value(None::<uuid::Uuid>)),
        (audit_events::Column::DoerKind, Expr::value("system")),
        (audit_events::Column::DoerKind, Expr::value(None::<String>)),
        (audit_events::Column::DoerId, Expr::value(uuid::Uuid::now_v7())),
        (audit_events::Column::DoerName, Expr::value("somebody else")),
    ] {
        let third = audit_events::Entity::find()
            .filter(audit_events::Column::Portal.eq(PORTAL))
            .filter(audit_events::Column::Sequence.eq(3_i64));
        let before = third.one(app.db()).await.unwrap().unwrap();
        let change = audit_events::Entity::update_many().col_expr(column, value);
        change.filter(audit_events::Column::Id.eq(before.id)).exec(app.db()).await.unwrap();
        assert_eq!(verdict(&app).await, Verdict::Broken(3), "{column:?}");
        before.into_active_model().reset_all().update(app.db()).await.unwrap();
        assert!(matches!(verdict(&app).await, Verdict::Whole(_)), "{column:?}");
    }
}

async fn a_removed_event_breaks_it(app: App) {
    history(&app).await;
    chain::extend(app.services()).await.unwrap();
    let gone = audit_events::Entity::delete_many().filter(audit_events::Column::Sequence.eq(2_i64));
    gone.exec(app.db()).await.unwrap();
    assert_eq!(verdict(&app).await, Verdict::Broken(2));
}

async fn a_cut_end_breaks_it(app: App) {
    history(&app).await;
    chain::extend(app.services()).await.unwrap();
    let Verdict::Whole(last) = verdict(&app).await else { panic!("broken") };
    let cut = audit_events::Entity::delete_many().filter(audit_events::Column::Sequence.eq(last));
    cut.exec(app.db()).await.unwrap();
    assert_eq!(verdict(&app).await, Verdict::Broken(last));
    // Nor does it help to move the end: its hash is made with a key that is not in the database.
    let moved = audit_heads::Entity::update_many()
        .col_expr(audit_heads::Column::Sequence, Expr::value(last - 1))
        .filter(audit_heads::Column::Portal.eq(PORTAL));
    moved.exec(app.db()).await.unwrap();
    assert_eq!(verdict(&app).await, Verdict::Broken(last));
}

async fn two_processes_make_one_chain(app: App) {
    for _ in 0..3 {
        history(&app).await;
    }
    let other = app.other_process().await;
    let runs = (0..8).map(|run| chain::extend(if run % 2 == 0 { app.services() } else { &other }));
    for run in futures_util::future::join_all(runs).await {
        run.unwrap();
    }
    assert!(matches!(verdict(&app).await, Verdict::Whole(last) if last > 9));
    // What keeps them apart is in the database: while the other one has the end, this one waits.
    history(&app).await;
    let held = other.db.write().begin().await.unwrap();
    let end = audit_heads::Entity::update_many()
        .col_expr(audit_heads::Column::Sequence, Expr::col(audit_heads::Column::Sequence))
        .filter(audit_heads::Column::Portal.eq(PORTAL));
    assert_eq!(end.exec(&held).await.unwrap().rows_affected, 1);
    let mut run = std::pin::pin!(chain::extend(app.services()));
    assert!(tokio::time::timeout(Duration::from_millis(300), &mut run).await.is_err(), "it did not wait");
    held.commit().await.unwrap();
    assert!(run.await.unwrap() > 0);
    assert!(matches!(verdict(&app).await, Verdict::Whole(last) if last > 12));
    other.db.close().await.unwrap();
}

async fn a_person_reads_the_own_events_only(app: App) {
    let subscriber = app.subscriber().await;
    let (user, colleague) = (app.user(&subscriber.group).await, app.user(&subscriber.group).await);
    app.browser().give_own_password(&user, "wrong").await.refused(401, "invalid_credentials");
    let _theirs = app.signed_in(&colleague).await;
    let browser = app.signed_in(&user).await;
    let _named = browser.patch("/account/profile", json!({ "name": "翠" })).await.expect(204);
    let events = async |query: &str| {
        let page: Page<AccountEvent> = browser.get(&format!("/account/events{query}")).await.expect(200).json();
        page.items.into_iter().map(|event| event.action).collect::<Vec<_>>()
    };
    let sign_ins = ["sign_in.completed", "sign_in.password_accepted", "sign_in.refused"];
    assert_eq!(events("?kind=sign_in").await, sign_ins);
    assert_eq!(events("").await, [["profile.updated"].as_slice(), &sign_ins].concat());
    let first: Page<AccountEvent> = browser.get("/account/events?limit=2").await.expect(200).json();
    let rest = events(&format!("?limit=2&cursor={}", first.next_cursor.unwrap())).await;
    assert_eq!(rest, ["sign_in.password_accepted", "sign_in.refused"]);
    assert_eq!(browser.get("/account/events?kind=x").await.refused_fields()[0].0, "kind");
}
