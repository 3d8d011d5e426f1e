//! Whoever can change the database alone is noticed: events inserted before and after they join the chain, the newest
//! removed and the end set back, proofs taken away, the beginning cut off; and a restored copy is the operator's word.

use api_tests::{App, PORTAL, on_both_engines};
use chrono::TimeDelta;
use madoguchi_entities::{audit_anchors, audit_events, audit_heads};
use madoguchi_services::audit_events::heads::{self, Head};
use madoguchi_services::audit_events::verify::{self, Verdict};
use madoguchi_services::audit_events::{chain, cuts};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

on_both_engines!(
    an_inserted_event_is_noticed_before_it_joins,
    an_inserted_event_is_noticed_after_it_joined,
    removed_ends_are_noticed_with_the_end_set_back,
    a_remembered_end_is_compared,
    a_chain_that_grew_over_a_removed_end_is_noticed,
    proofs_that_were_taken_away_are_noticed,
    events_of_the_version_before_stay_whole,
    an_end_that_was_lost_is_told,
    old_events_leave_and_the_rest_is_whole,
    a_cut_that_nobody_made_is_noticed,
    a_restored_copy_is_accepted_by_word,
);

async fn logins(app: &App, count: usize) {
    let user = app.user(&app.subscriber().await.group).await;
    for _ in 0..count {
        app.browser().give_own_password(&user, "wrong").await.refused(401, "invalid_credentials");
        app.advance(TimeDelta::hours(2));
    }
    chain::extend(app.services()).await.unwrap();
}

async fn verdict(app: &App) -> Verdict {
    verify::verify(app.services(), PORTAL).await.unwrap()
}

async fn events(app: &App) -> Vec<audit_events::Model> {
    let all = audit_events::Entity::find().filter(audit_events::Column::Portal.eq(PORTAL));
    all.order_by_asc(audit_events::Column::Sequence).all(app.db()).await.unwrap()
}

async fn head(app: &App) -> Head {
    heads::current(app.services(), PORTAL).await.unwrap().unwrap()
}

/// The last `count` events are removed, and the end is set to the one before them, hash and all.
async fn cut_the_end(app: &App, count: usize) {
    let all = events(app).await;
    let left = &all[all.len() - count - 1];
    let gone = audit_events::Entity::delete_many().filter(audit_events::Column::Sequence.gt(left.sequence));
    gone.filter(audit_events::Column::Portal.eq(PORTAL)).exec(app.db()).await.unwrap();
    let row = audit_heads::Entity::find_by_id(PORTAL).one(app.db()).await.unwrap().unwrap();
    let mut row = row.into_active_model();
    row.sequence = Set(left.sequence.unwrap());
    row.hash = Set(left.hash.clone().unwrap());
    row.update(app.db()).await.unwrap();
}

/// An event that looks like one of ours, without a place.
async fn insert(app: &App, proof: Option<Vec<u8>>) -> audit_events::Model {
    let like = events(app).await.remove(0);
    let row = audit_events::Model { id: Uuid::now_v7().into(), sequence: None, hash: None, proof, ..like };
    row.clone().into_active_model().reset_all().insert(app.db()).await.unwrap();
    row
}

async fn an_inserted_event_is_noticed_before_it_joins(app: App) {
    logins(&app, 3).await;
    let other = events(&app).await[1].proof.clone();
    for proof in [None, Some(vec![7; 32]), other] {
        let row = insert(&app, proof).await;
        assert_eq!(verdict(&app).await, Verdict::Forged(row.id));
        row.into_active_model().delete(app.db()).await.unwrap();
        assert!(matches!(verdict(&app).await, Verdict::Whole(_)));
    }
}

async fn an_inserted_event_is_noticed_after_it_joined(app: App) {
    logins(&app, 3).await;
    let Verdict::Whole(end) = verdict(&app).await else { panic!("broken") };
    insert(&app, None).await;
    chain::extend(app.services()).await.unwrap();
    assert_eq!(verdict(&app).await, Verdict::Broken(end + 1));
}

async fn removed_ends_are_noticed_with_the_end_set_back(app: App) {
    logins(&app, 5).await;
    let Verdict::Whole(end) = verdict(&app).await else { panic!("broken") };
    cut_the_end(&app, 2).await;
    assert_eq!(verdict(&app).await, Verdict::Shorter { remembered: end, end: end - 2 });
    // Neither the hour nor a new event makes up for it.
    assert!(madoguchi_services::housekeeping::once(app.services()).await.is_empty());
    assert_eq!(verdict(&app).await, Verdict::Shorter { remembered: end, end: end - 2 });
}

async fn a_chain_that_grew_over_a_removed_end_is_noticed(app: App) {
    logins(&app, 3).await;
    let Verdict::Whole(end) = verdict(&app).await else { panic!("broken") };
    cut_the_end(&app, 1).await;
    logins(&app, 4).await;
    assert_eq!(verdict(&app).await, Verdict::Other(end));
}

/// Who can change the files too is found by an end that was written down elsewhere.
async fn a_remembered_end_is_compared(app: App) {
    logins(&app, 3).await;
    let early: Head = head(&app).await.to_string().parse().unwrap();
    logins(&app, 3).await;
    let late = head(&app).await;
    let check = async |remembered: &Head| {
        verify::verify_against(app.services(), PORTAL, std::slice::from_ref(remembered)).await.unwrap()
    };
    assert_eq!(check(&early).await, Verdict::Whole(late.sequence));
    assert_eq!(check(&late).await, Verdict::Whole(late.sequence));
    cut_the_end(&app, 1).await;
    heads::accept(app.services(), &app.provider(PORTAL)).await.unwrap();
    assert_eq!(verdict(&app).await, Verdict::Whole(late.sequence - 1), "all that is here agrees");
    assert_eq!(check(&early).await, Verdict::Whole(late.sequence - 1));
    assert_eq!(check(&late).await, Verdict::Shorter { remembered: late.sequence, end: late.sequence - 1 });
    logins(&app, 2).await;
    assert_eq!(check(&late).await, Verdict::Other(late.sequence));
    let mut forged = late.clone();
    forged.sequence -= 1;
    assert_eq!(check(&forged).await, Verdict::ForeignHead);
    assert!("telecom/1/x".parse::<Head>().is_err());
}

async fn proofs_that_were_taken_away_are_noticed(app: App) {
    logins(&app, 3).await;
    let all = events(&app).await;
    let last = all.last().unwrap();
    let none = audit_events::Entity::update_many().col_expr(audit_events::Column::Proof, Expr::value(None::<Vec<u8>>));
    none.filter(audit_events::Column::Id.eq(last.id)).exec(app.db()).await.unwrap();
    assert_eq!(verdict(&app).await, Verdict::Broken(last.sequence.unwrap()));
    // As if there had never been any.
    let none = audit_events::Entity::update_many().col_expr(audit_events::Column::Proof, Expr::value(None::<Vec<u8>>));
    none.exec(app.db()).await.unwrap();
    let never = audit_heads::Entity::update_many().col_expr(audit_heads::Column::ProvedFrom, Expr::value(None::<i64>));
    never.exec(app.db()).await.unwrap();
    assert_eq!(verdict(&app).await, Verdict::Broken(1));
}

/// An early version wrote no proofs and no doers, and kept no end outside.
async fn events_of_the_version_before_stay_whole(app: App) {
    logins(&app, 3).await;
    let none = audit_events::Entity::update_many()
        .col_expr(audit_events::Column::Proof, Expr::value(None::<Vec<u8>>))
        .col_expr(audit_events::Column::DoerKind, Expr::value(None::<String>))
        .col_expr(audit_events::Column::DoerId, Expr::value(None::<Uuid>));
    none.exec(app.db()).await.unwrap();
    let never = audit_heads::Entity::update_many().col_expr(audit_heads::Column::ProvedFrom, Expr::value(None::<i64>));
    never.exec(app.db()).await.unwrap();
    app.services().files.delete(&format!("audit/{PORTAL}/head.json")).await.unwrap();
    let old = i64::try_from(events(&app).await.len()).unwrap();
    assert_eq!(verdict(&app).await, Verdict::NoHead(old));
    logins(&app, 2).await;
    let all = i64::try_from(events(&app).await.len()).unwrap();
    assert_eq!(verdict(&app).await, Verdict::Whole(all));
    assert_eq!(head(&app).await.proved_from, Some(old + 1));
}

async fn an_end_that_was_lost_is_told(app: App) {
    logins(&app, 3).await;
    let Verdict::Whole(end) = verdict(&app).await else { panic!("broken") };
    app.services().files.delete(&format!("audit/{PORTAL}/head.json")).await.unwrap();
    assert_eq!(verdict(&app).await, Verdict::NoHead(end));
    assert!(madoguchi_services::housekeeping::once(app.services()).await.is_empty());
    assert_eq!(verdict(&app).await, Verdict::Whole(end));
}

async fn old_events_leave_and_the_rest_is_whole(app: App) {
    logins(&app, 4).await;
    let early = head(&app).await;
    app.advance(TimeDelta::days(30));
    logins(&app, 4).await;
    let late = head(&app).await;
    cuts::delete_before(app.services(), app.now() - TimeDelta::days(20)).await.unwrap();
    let left = events(&app).await;
    assert_eq!(left[0].sequence, Some(early.sequence + 1));
    let check = async |remembered: &Head| {
        verify::verify_against(app.services(), PORTAL, std::slice::from_ref(remembered)).await.unwrap()
    };
    assert_eq!(check(&early).await, Verdict::Whole(late.sequence));
    assert_eq!(check(&late).await, Verdict::Whole(late.sequence));
    // All of them: the chain goes on from the cut.
    app.advance(TimeDelta::days(60));
    cuts::delete_before(app.services(), app.now()).await.unwrap();
    assert!(events(&app).await.is_empty());
    assert_eq!(check(&late).await, Verdict::Whole(late.sequence));
    logins(&app, 2).await;
    assert!(matches!(check(&late).await, Verdict::Whole(end) if end > late.sequence));
}

async fn a_cut_that_nobody_made_is_noticed(app: App) {
    logins(&app, 4).await;
    let second = events(&app).await.remove(1);
    let anchor = audit_anchors::Model {
        portal: PORTAL.to_owned(),
        sequence: 2,
        hash: second.hash.clone().unwrap(),
        signature: second.hash.unwrap(),
        cut_at: app.now(),
    };
    let gone = audit_events::Entity::delete_many().filter(audit_events::Column::Sequence.lte(2_i64));
    gone.filter(audit_events::Column::Portal.eq(PORTAL)).exec(app.db()).await.unwrap();
    assert_eq!(verdict(&app).await, Verdict::Broken(1));
    anchor.into_active_model().reset_all().insert(app.db()).await.unwrap();
    assert_eq!(verdict(&app).await, Verdict::ForeignCut);
}

async fn a_restored_copy_is_accepted_by_word(app: App) {
    logins(&app, 4).await;
    cut_the_end(&app, 2).await;
    assert!(matches!(verdict(&app).await, Verdict::Shorter { .. }));
    let accepted = heads::accept(app.services(), &app.provider(PORTAL)).await.unwrap().unwrap();
    assert_eq!(verdict(&app).await, Verdict::Whole(accepted.sequence));
}
