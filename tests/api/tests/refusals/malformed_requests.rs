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
    other_methods_of_known_paths_are_told,
    what_can_be_read_can_be_asked_for_without_its_body,
    unknown_portals_are_problems,
    days_that_no_database_holds_are_refused,
);

async fn a_body_too_large_is_refused(app: App) {
    let browser = app.browser();
    let padded = |size: usize| format!("{{\"token\":\"{}\"}}", "a".repeat(size - 12));
    let send = async |body: String| {
        let request = browser.change(Method::POST, "/registrations/link");
        request.header("content-type", "application/json").body(body).send().await
    };
    let too_long = send(padded(64 * 1024)).await.refused_fields();
    assert_eq!(too_long, [("token".to_owned(), "too_long".to_owned())], "read to its end");
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
    // A list is no object, though it holds what the fields would hold.
    let body = json!(["a"]);
    browser.post("/registrations/link", body).await.refused(400, "malformed_json");
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
}

/// Every path of the description answers each method that it has not with those that it has.
async fn other_methods_of_known_paths_are_told(app: App) {
    let browser = app.browser();
    let description = serde_json::to_value(madoguchi_api::openapi::description()).unwrap();
    for (path, item) in description["paths"].as_object().unwrap() {
        let has = |method: &Method| item[method.as_str().to_lowercase()].is_object();
        let known = path.replace("{portal}", "telecom");
        // What stands behind a parameter belongs to the path: `{secret}.ics`.
        let part = |part: &str| match part.split_once('}') {
            Some((_, rest)) => format!("1{rest}"),
            None => part.to_owned(),
        };
        let known = known.split('/').map(part).collect::<Vec<_>>().join("/");
        let methods = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
        let allowed: Vec<&Method> = methods.iter().filter(|method| has(method)).collect();
        for method in methods.iter().filter(|method| !has(method)).chain([&Method::OPTIONS, &Method::TRACE]) {
            let answer = browser.change(method.clone(), &known).send().await;
            answer.refused(405, "method_not_allowed");
            let told = answer.header("allow").unwrap();
            assert!(allowed.iter().all(|method| told.contains(method.as_str())), "{method} {path}: {told}");
            assert_eq!(told.contains("HEAD"), has(&Method::GET));
            assert!(!told.split(", ").any(|told| told == method.as_str()), "{method} {path}: {told}");
        }
    }
}

async fn what_can_be_read_can_be_asked_for_without_its_body(app: App) {
    let subscriber = app.subscriber().await;
    app.issue("telecom", &[app.new_invoice(&subscriber.group, &[(&subscriber.contract, 3_300)])]).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let contract = subscriber.contract.id;
    let year: madoguchi_api_types::invoices::InvoiceYear =
        browser.get(&format!("/contracts/{contract}/invoices")).await.expect(200).json();
    let pdf = format!("/contracts/{contract}/invoices/{}/files/pdf", year.invoices[0].id);
    for path in ["/session", "/contracts", "/healthz", "/openapi.json", pdf.as_str()] {
        let plain = |method| browser.request(method, path).header("accept-encoding", "identity").send();
        let whole = plain(Method::GET).await.expect(200);
        let head = plain(Method::HEAD).await.expect(200);
        assert!(head.body.is_empty(), "{path}");
        for name in ["content-type", "content-length", "content-encoding", "content-disposition"] {
            assert_eq!(head.header(name), whole.header(name), "{path} {name}");
        }
        assert_eq!(whole.header("content-encoding"), None, "{path}");
    }
    // The client unpacks what it got, and so loses the length and the name of the packing.
    let packed = browser.get("/openapi.json").await.expect(200);
    assert_eq!((packed.header("vary"), packed.header("content-length")), (Some("accept-encoding"), None));
    let _nothing = browser.request(Method::HEAD, "/nothing").send().await.expect(404);
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

async fn days_that_no_database_holds_are_refused(app: App) {
    let (_, contractor) = app.applicant().await;
    let subscriber = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    for day in ["-262143-01-01", "%2B262142-12-31", "-4714-01-01", "0000-01-01"] {
        for (browser, path, field) in [
            (&contractor, "/requests", "from"),
            (&contractor, "/requests", "until"),
            (&subscriber, "/invoices", "issued_from"),
            (&subscriber, "/invoices/overview", "issued_until"),
        ] {
            let refused = browser.get(&format!("{path}?{field}={day}")).await.refused_fields();
            assert_eq!(refused, [(field.to_owned(), "out_of_range".to_owned())], "{path} {day}");
        }
    }
    let near = contractor.get("/requests?from=0001-01-01&until=9999-12-31").await;
    let _none = near.expect(200);
}
