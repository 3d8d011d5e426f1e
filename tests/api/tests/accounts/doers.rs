//! Who did it: each kind of doer stands in the audit events, apart from the account that it was done to, and who is
//! affected reads in their own history what others did, and who they were.

use api_tests::{App, Browser, NETWORK, PORTAL, User, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::accounts::{AccountEvent, OtherDoer, OtherDoerKind};
use madoguchi_api_types::pages::Page;
use madoguchi_entities::audit_events::{self, DoerKind};
use madoguchi_entities::users::UserRole;
use madoguchi_services::Operator;
use madoguchi_services::user_administration::locks::{self, Named};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

on_both_engines!(
    each_kind_of_doer_stands_in_the_events,
    an_account_is_apart_from_who_changed_it,
    a_command_says_who_ran_it_for_every_portal,
    the_person_reads_who_did_it,
    events_that_tell_no_doer_are_read_as_before,
);

async fn event(app: &App, action: &str) -> audit_events::Model {
    let found = audit_events::Entity::find().filter(audit_events::Column::Action.eq(action));
    found.one(app.db()).await.unwrap().unwrap_or_else(|| panic!("no {action}"))
}

/// Kind, id and name of who did it.
async fn doer(app: &App, action: &str) -> (Option<DoerKind>, Option<uuid::Uuid>, Option<String>) {
    let event = event(app, action).await;
    (event.doer_kind, event.doer_id, event.doer_name)
}

fn named(user: &User) -> Named {
    Named { sign_in_name: user.row.sign_in_name.clone(), mail_address: None }
}

async fn end_sessions(app: &App, user: &User) {
    locks::end_sessions(app.services(), &app.provider(PORTAL), &named(user)).await.unwrap();
}

async fn history(browser: &Browser) -> Vec<AccountEvent> {
    browser.get("/account/events").await.expect(200).json::<Page<AccountEvent>>().items
}

async fn by(browser: &Browser, action: &str) -> Option<OtherDoer> {
    let found = history(browser).await.into_iter().find(|event| event.action == action);
    found.unwrap_or_else(|| panic!("no {action}")).by
}

fn by_user(name: &str) -> Option<OtherDoer> {
    Some(OtherDoer { kind: OtherDoerKind::User, name: Some(name.to_owned()) })
}

fn by_provider() -> Option<OtherDoer> {
    Some(OtherDoer { kind: OtherDoerKind::Provider, name: None })
}

async fn each_kind_of_doer_stands_in_the_events(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let id = Some(user.row.id.0);
    app.browser().give_own_password(&user, "wrong").await.refused(401, "invalid_credentials");
    let browser = app.signed_in(&user).await;
    let _named = browser.patch("/account/profile", json!({ "name": "翠" })).await.expect(204);
    end_sessions(&app, &user).await;
    let _asked = app.browser_at(NETWORK).ask_contractor_id("hoshi@example.jp").await.expect(202);
    app.advance(TimeDelta::days(40));
    assert!(madoguchi_services::housekeeping::once(app.services()).await.is_empty());

    assert_eq!(doer(&app, "sign_in.refused").await, (Some(DoerKind::Visitor), None, None));
    assert_eq!(doer(&app, "sign_in.password_accepted").await.0, Some(DoerKind::Visitor), "the second step is missing");
    assert_eq!(doer(&app, "sign_in.completed").await, (Some(DoerKind::User), id, None));
    assert_eq!(doer(&app, "profile.updated").await, (Some(DoerKind::User), id, None));
    assert_eq!(doer(&app, "user.sessions_ended").await, (Some(DoerKind::Command), None, Some("tester".to_owned())));
    assert_eq!(doer(&app, "contractor.released").await, (Some(DoerKind::System), None, None));
    for action in ["sign_in.refused", "sign_in.completed", "profile.updated", "user.sessions_ended"] {
        assert_eq!(event(&app, action).await.user_id, Some(user.row.id), "{action} concerns the account");
    }
}

async fn an_account_is_apart_from_who_changed_it(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.signed_in(&user).await;
    let other = app.user_of(&user, UserRole::General).await;
    let change = json!({ "mail_address": other.row.mail_address, "name": "葵", "role": "general" });
    let _changed = browser.patch(&format!("/users/{}", other.row.id), change).await.expect(200);
    let updated = event(&app, "user.updated").await;
    assert_eq!((updated.doer_id, updated.user_id, updated.subject_id), (Some(user.row.id.0), Some(other.row.id), None));
}

async fn a_command_says_who_ran_it_for_every_portal(app: App) {
    use madoguchi_services::{jobs, notices::publish};
    let operator = Operator::command("翠 (madoguchi)");
    let portal = app.services().portals.get(PORTAL).unwrap();
    let notice = publish::create(app.services(), &operator.at(&portal), &app.new_notice()).await.unwrap();
    let published = event(&app, "notice.published").await;
    assert_eq!((published.doer_name.as_deref(), published.subject_id), (Some("翠 (madoguchi)"), Some(notice.id.0)));
    assert_eq!((published.portal.as_str(), published.user_id), (PORTAL, None));
    let due = app.promise_job("unknown", app.now()).await;
    app.deliver_mails().await;
    assert_eq!(jobs::retry_failed(app.services(), &operator, Some(&due.to_string())).await.unwrap(), 1);
    let everywhere = audit_events::Entity::find().filter(audit_events::Column::Action.eq("jobs.queued_again"));
    let mut told: Vec<_> = everywhere.all(app.db()).await.unwrap().into_iter().map(|event| event.portal).collect();
    told.sort_unstable();
    let all: Vec<_> = app.services().portals.all().map(|portal| portal.key.clone()).collect();
    assert_eq!(told, all);
}

async fn the_person_reads_who_did_it(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.signed_in(&user).await;
    let other = app.user_of(&user, UserRole::General).await;
    end_sessions(&app, &other).await;
    app.browser().give_own_password(&other, "wrong").await.refused(401, "invalid_credentials");
    let change = json!({ "mail_address": other.row.mail_address, "name": "葵", "role": "general" });
    let _changed = browser.patch(&format!("/users/{}", other.row.id), change).await.expect(200);
    let theirs = app.signed_in(&other).await;
    assert_eq!(by(&theirs, "user.updated").await, by_user(&user.row.name));
    assert_eq!(by(&theirs, "user.sessions_ended").await, by_provider());
    assert_eq!(by(&theirs, "sign_in.refused").await, None, "nobody knows who it was");
    assert_eq!(by(&theirs, "sign_in.completed").await, None);
    for event in history(&theirs).await {
        assert_eq!(event.address.is_empty(), event.by.is_some(), "{}: where others were is not theirs", event.action);
    }
    // Who did it has it in the own history too.
    assert_eq!(by(&browser, "user.updated").await, None);
    let none = app.signed_in(&app.user_of(&user, UserRole::General).await).await;
    assert!(history(&none).await.iter().all(|event| event.action.starts_with("sign_in.")));
}

/// A version before wrote who did it, or whose account it was, into one column.
async fn events_that_tell_no_doer_are_read_as_before(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.signed_in(&user).await;
    let other = app.user_of(&user, UserRole::General).await;
    let change = json!({ "mail_address": other.row.mail_address, "name": "葵", "role": "general" });
    let _changed = browser.patch(&format!("/users/{}", other.row.id), change).await.expect(200);
    end_sessions(&app, &other).await;
    for (action, who) in [("user.updated", Some(user.row.id)), ("user.sessions_ended", None)] {
        let as_before = audit_events::Entity::update_many()
            .col_expr(audit_events::Column::UserId, Expr::value(who))
            .col_expr(audit_events::Column::SubjectId, Expr::value(other.row.id))
            .col_expr(audit_events::Column::DoerKind, Expr::value(None::<String>))
            .col_expr(audit_events::Column::DoerId, Expr::value(None::<uuid::Uuid>))
            .col_expr(audit_events::Column::DoerName, Expr::value(None::<String>));
        as_before.filter(audit_events::Column::Action.eq(action)).exec(app.db()).await.unwrap();
    }
    let theirs = app.signed_in(&other).await;
    assert_eq!(by(&theirs, "user.updated").await, by_user(&user.row.name));
    assert_eq!(by(&theirs, "user.sessions_ended").await, by_provider());
    assert_eq!(by(&browser, "user.updated").await, None);
}
