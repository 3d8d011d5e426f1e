//! Bodies, types and paths that cannot be read.

use api_tests::{App, on_both_engines};
use reqwest::Method;
use serde_json::json;

on_both_engines!(
    a_body_too_large_is_refused,
    another_content_type_is_refused,
    what_is_no_json_is_refused,
    fields_that_are_missing_or_of_another_type_are_refused,
    unknown_paths_are_problems,
    unknown_portals_are_problems,
);

async fn a_body_too_large_is_refused(app: App) {
    let browser = app.browser();
    let padded = |size: usize| format!("{{\"token\":\"{}\"}}", "a".repeat(size - 12));
    let send = async |body: String| {
        let request = browser.change(Method::POST, "/registrations/link");
        request.header("content-type", "application/json").body(body).send().await
    };
    send(padded(64 * 1024)).await.refused(404, "link_unknown");
    send(padded(64 * 1024 + 1)).await.refused(413, "body_too_large");
}

async fn another_content_type_is_refused(app: App) {
    let facts = app.subscriber().await.facts("midori@example.jp");
    let browser = app.browser();
    let post = || browser.change(Method::POST, "/registrations").body(facts.to_string());
    for content_type in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "rubbish"] {
        post().header("content-type", content_type).send().await.refused(415, "unsupported_media_type");
    }
    post().send().await.refused(415, "unsupported_media_type");
    let right = post().header("content-type", "application/json; charset=utf-8").send().await;
    let _taken = right.expect(202);
}

async fn what_is_no_json_is_refused(app: App) {
    let browser = app.browser();
    let many = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    for body in
        ["", "{", "{\"token\":}", "token=1", "\u{FEFF}{\"token\":\"a\"}", "{\"token\":\"\\ud800\"}", many.as_str()]
    {
        let request = browser.change(Method::POST, "/registrations/link").header("content-type", "application/json");
        request.body(body).send().await.refused(400, "malformed_json");
    }
    let request = browser.change(Method::POST, "/registrations/link").header("content-type", "application/json");
    request.body(b"{\"token\":\"\xFF\"}".to_vec()).send().await.refused(400, "malformed_json");
}

async fn fields_that_are_missing_or_of_another_type_are_refused(app: App) {
    let browser = app.browser();
    for body in [json!({}), json!({ "token": 1 }), json!({ "token": null }), json!({ "token": ["a"] }), json!([])] {
        browser.post("/registrations/link", body).await.refused(400, "malformed_json");
    }
    for identifiers in [json!("a"), json!({ "access_id": 1 }), json!(null)] {
        let body = json!({ "identifiers": identifiers, "password": "a" });
        browser.post("/sign-in-attempts", body).await.refused(400, "malformed_json");
    }
}

async fn unknown_paths_are_problems(app: App) {
    let browser = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    for path in [
        "/nothing",
        "/contracts/",
        "/contracts/1",
        "/contracts/%FF",
        "/contracts/%00",
        "/contracts/00000000-0000-0000-0000-000000000000/nothing",
        "/sign-in-attempts/1",
        "/api/v1/",
        "/api/v1/telecom/session/",
    ] {
        browser.get(path).await.refused(404, "not_found");
    }
    for method in [Method::PUT, Method::PATCH, Method::DELETE, Method::POST] {
        browser.change(method, "/contracts").send().await.refused(404, "not_found");
    }
}

async fn unknown_portals_are_problems(app: App) {
    for portal in ["nothing", "TELECOM", "telecom%00", "%FF", "<script>", "renta"] {
        let browser = app.browser_at(portal);
        for path in ["", "/session", "/contracts"] {
            browser.get(path).await.refused(404, "portal_not_found");
        }
        let post = browser.post("/sign-in-attempts", json!({ "identifiers": {}, "password": "a" })).await;
        post.refused(404, "portal_not_found");
    }
}
