//! A change must come from our own pages: a header that other sites cannot set, and no foreign `Origin`.

use api_tests::{Answer, App, Browser, on_both_engines};
use madoguchi_entities::users;
use reqwest::Method;
use sea_orm::{EntityTrait, PaginatorTrait};

on_both_engines!(a_change_needs_our_header, a_change_from_a_foreign_origin_is_refused, every_change_is_guarded);

async fn log_out(browser: &Browser, headers: &[(&str, &str)]) -> Answer {
    let request = browser.request(Method::DELETE, "/session");
    headers.iter().fold(request, |request, (name, value)| request.header(name, value)).send().await
}

async fn a_change_needs_our_header(app: App) {
    let browser = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    log_out(&browser, &[]).await.refused(403, "request_not_from_site");
    log_out(&browser, &[("origin", "http://my.example.jp"), ("host", "my.example.jp")])
        .await
        .refused(403, "request_not_from_site");
    let _still_in = browser.get("/session").await.expect(200);
    let _out = log_out(&browser, &[("x-madoguchi", "1")]).await.expect(204);
}

async fn a_change_from_a_foreign_origin_is_refused(app: App) {
    let browser = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    let host = ("host", "my.example.jp");
    for origin in [
        "https://evil.example.com",
        "https://my.example.jp.evil.example.com",
        "https://evil.example.com/my.example.jp",
        "https://my.example.jp:8443",
        "null",
        "my.example.jp",
        "",
    ] {
        let answer = log_out(&browser, &[("x-madoguchi", "1"), host, ("origin", origin)]).await;
        answer.refused(403, "request_not_from_site");
    }
    let _still_in = browser.get("/session").await.expect(200);
    let own = [("x-madoguchi", "1"), host, ("origin", "https://my.example.jp")];
    let _out = log_out(&browser, &own).await.expect(204);
}

/// A path with an id for each parameter.
fn filled(path: &str) -> String {
    let fill = |part: &str| if part.starts_with('{') { uuid::Uuid::now_v7().to_string() } else { part.to_owned() };
    path.split('/').map(fill).collect::<Vec<_>>().join("/")
}

/// The guard stands before the operations: no change of the description can do without it, but for those of systems, which come
/// with no cookie (tests/clients.rs).
async fn every_change_is_guarded(app: App) {
    let description = serde_json::to_value(madoguchi_api::openapi::description()).unwrap();
    let mut changes = 0;
    let of_systems = |path: &&String| path.contains("{portal}/provider/") || path.contains("{portal}/oauth/");
    let paths = description["paths"].as_object().unwrap().iter();
    for (path, item) in paths.filter(|(path, _)| !of_systems(path)) {
        for method in item.as_object().unwrap().keys().filter(|method| *method != "get" && *method != "parameters") {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let path = filled(&path.replace("{portal}", "telecom"));
            let bare = app.browser();
            bare.request(method.clone(), &path)
                .json(&serde_json::json!({}))
                .send()
                .await
                .refused(403, "request_not_from_site");
            let foreign = app.browser();
            let request = foreign.change(method, &path).header("origin", "https://evil.example.com");
            request.send().await.refused(403, "request_not_from_site");
            changes += 1;
        }
    }
    assert!(changes >= 36, "{changes}");
    assert_eq!(users::Entity::find().count(app.db()).await.unwrap(), 0);
}
