//! How much a system may ask for, and how it is told.

use api_tests::{App, PORTAL, ask, on_both_engines};
use chrono::TimeDelta;
use madoguchi_domain::api_clients::ApiScope;
use madoguchi_entities::{audit_events, throttles};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::GRANT;

on_both_engines!(
    each_answer_tells_what_is_left,
    who_asks_too_often_waits_until_the_next_minute,
    two_at_once_count_as_two,
    who_gets_no_token_too_often_waits,
);

async fn set_count(app: &App, kind: &str, count: i32) {
    throttles::Entity::update_many()
        .col_expr(throttles::Column::Count, Expr::value(count))
        .filter(throttles::Column::Kind.eq(kind))
        .exec(app.db())
        .await
        .unwrap();
}

async fn each_answer_tells_what_is_left(app: App) {
    let system = app.system(PORTAL, &[ApiScope::RequestsRead]).await;
    let first = system.get("/provider/requests").await.expect(200);
    assert_eq!(first.header("ratelimit-policy"), Some("\"client\";q=6000;w=60"));
    assert_eq!(first.header("ratelimit"), Some("\"client\";r=5999;t=60"));
    app.advance(TimeDelta::seconds(20));
    let refused = system.get("/provider/inquiries").await;
    refused.refused(403, "scope_missing");
    assert_eq!(refused.header("ratelimit"), Some("\"client\";r=5998;t=40"), "a refused one counts");
    app.advance(TimeDelta::seconds(40));
    let next = system.get("/provider/requests").await.expect(200);
    assert_eq!(next.header("ratelimit"), Some("\"client\";r=5999;t=60"));
}

async fn who_asks_too_often_waits_until_the_next_minute(app: App) {
    let system = app.system(PORTAL, &[ApiScope::RequestsRead]).await;
    let other = app.system(PORTAL, &[ApiScope::RequestsRead]).await;
    let _first = system.get("/provider/requests").await.expect(200);
    set_count(&app, "api_client", 5_999).await;
    let last = system.get("/provider/requests").await.expect(200);
    assert_eq!(last.header("ratelimit"), Some("\"client\";r=0;t=60"));
    for _ in 0..3 {
        let refused = system.get("/provider/requests").await;
        let problem = refused.refused(429, "too_many_attempts");
        assert_eq!(problem.retry_at, Some(app.now() + TimeDelta::minutes(1)));
        assert_eq!(refused.retry_after(), problem.retry_at);
        assert_eq!(refused.header("ratelimit"), Some("\"client\";r=0;t=60"));
    }
    let reached = audit_events::Entity::find().filter(audit_events::Column::Action.eq("limit.reached"));
    assert_eq!(reached.count(app.db()).await.unwrap(), 1);
    let _unhindered = other.get("/provider/requests").await.expect(200);
    app.advance(TimeDelta::minutes(1));
    let _again = system.get("/provider/requests").await.expect(200);
}

async fn two_at_once_count_as_two(app: App) {
    let system = app.system(PORTAL, &[ApiScope::RequestsRead]).await;
    let all = futures_util::future::join_all((0..20).map(|_| system.get("/provider/requests"))).await;
    assert!(all.iter().all(|answer| answer.status == 200));
    let next = system.get("/provider/requests").await.expect(200);
    assert_eq!(next.header("ratelimit"), Some("\"client\";r=5979;t=60"));
}

async fn who_gets_no_token_too_often_waits(app: App) {
    let browser = app.browser();
    let nobody = [GRANT, ("client_id", "nobody"), ("client_secret", "x")];
    let _refused = ask(&browser, &nobody).await.expect(401);
    set_count(&app, "api_token_refused", 299).await;
    let _last = ask(&browser, &nobody).await.expect(401);
    ask(&browser, &nobody).await.refused(429, "too_many_attempts");
    // Who shows who it is comes in from there all the same.
    let system = app.system(PORTAL, &[ApiScope::RequestsRead]).await;
    set_count(&app, "api_token", 599).await;
    let (id, secret) = (system.id().to_string(), system.secret());
    let own = [GRANT, ("client_id", id.as_str()), ("client_secret", secret.as_str())];
    let _last = system.ask(&own).await.expect(200);
    system.ask(&own).await.refused(429, "too_many_attempts");
}
