//! Systems of third parties: how they get tokens, and how long these are good.

mod assertions;
mod limits;
mod orders;
mod quotes;
mod requests;
mod rotations;
mod states;

use api_tests::{App, OTHER_PORTAL, PORTAL, System, ask, on_both_engines};
use madoguchi_api_types::oauth::{AccessToken, OAuthProblem};
use madoguchi_domain::api_clients::ApiScope;
use madoguchi_entities::audit_events::{self, DoerKind};
use madoguchi_entities::{api_client_credentials, api_clients};
use reqwest::Method;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

on_both_engines!(
    a_secret_is_shown_in_the_header_or_in_the_form,
    a_token_is_for_what_was_asked_and_no_more,
    who_does_not_show_who_it_is_gets_nothing,
    what_oauth_does_not_know_is_refused_in_its_words,
    nothing_of_a_secret_is_kept,
    a_client_is_who_did_it,
    the_protections_of_browsers_are_not_asked_of_systems,
);

const GRANT: (&str, &str) = ("grant_type", "client_credentials");

/// What is in a token, unverified.
fn claims(token: &str) -> serde_json::Value {
    use base64::Engine;
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

async fn refused(system: &System, form: &[(&str, &str)], status: u16, error: &str) {
    let answer = system.ask(form).await.expect(status);
    let problem: OAuthProblem = answer.json();
    assert_eq!(problem.error.as_str(), error, "{}", problem.error_description);
    assert_eq!(answer.header("www-authenticate").is_some(), status == 401);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

async fn a_secret_is_shown_in_the_header_or_in_the_form(app: App) {
    use base64::Engine;
    let system = app.system(PORTAL, &[ApiScope::RequestsRead]).await;
    let pair = base64::prelude::BASE64_STANDARD.encode(format!("{}:{}", system.id(), system.secret()));
    let browser = app.browser();
    let request = browser.request(Method::POST, "/oauth/token").header("authorization", &format!("Basic {pair}"));
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let answer = request.body("grant_type=client_credentials").send().await.expect(200);
    assert_eq!((answer.header("cache-control"), answer.header("pragma")), (Some("no-store"), Some("no-cache")));
    let token: AccessToken = answer.json();
    assert_eq!((token.token_type.as_str(), token.expires_in, token.scope.as_str()), ("Bearer", 600, "requests:read"));
    let told = claims(&token.access_token);
    assert_eq!(told["iss"], "https://my.example.jp");
    assert_eq!(told["aud"], "https://my.example.jp/api/v1/telecom");
    assert_eq!((&told["portal"], &told["scope"]), (&"telecom".into(), &"requests:read".into()));
    assert_eq!((&told["sub"], &told["client_id"]), (&told["client_id"], &system.id().to_string().into()));
    system.use_token(&token.access_token);
    let _list = system.get("/provider/requests").await.expect(200);
}

async fn a_token_is_for_what_was_asked_and_no_more(app: App) {
    let system = app.system(PORTAL, &[ApiScope::RequestsRead, ApiScope::InquiriesRead]).await;
    let (id, secret) = (system.id().to_string(), system.secret());
    let own = [GRANT, ("client_id", &id), ("client_secret", &secret)];
    let narrow = system.ask(&[&own[..], &[("scope", "inquiries:read")]].concat()).await.expect(200);
    system.use_token(&narrow.json::<AccessToken>().access_token);
    let _list = system.get("/provider/inquiries").await.expect(200);
    system.get("/provider/requests").await.refused(403, "scope_missing");
    for wide in ["inquiries:read inquiries:write", "everything"] {
        refused(&system, &[&own[..], &[("scope", wide)]].concat(), 400, "invalid_scope").await;
    }
}

async fn who_does_not_show_who_it_is_gets_nothing(app: App) {
    let system = app.almighty_system(PORTAL).await;
    let elsewhere = app.almighty_system(OTHER_PORTAL).await;
    let (id, secret) = (system.id().to_string(), system.secret());
    let (other_id, other_secret) = (elsewhere.id().to_string(), elsewhere.secret());
    let wrong = format!("{}x", &secret[..secret.len() - 1]);
    let pairs = [
        (id.as_str(), wrong.as_str()),
        (&id, &other_secret),
        (&other_id, &other_secret),
        ("nobody", &secret),
        (&id, ""),
    ];
    for (id, secret) in pairs {
        refused(&system, &[GRANT, ("client_id", id), ("client_secret", secret)], 401, "invalid_client").await;
    }
    refused(&system, &[GRANT, ("client_secret", &secret)], 401, "invalid_client").await;
    refused(&system, &[GRANT, ("client_id", &id)], 401, "invalid_client").await;
    madoguchi_services::api_clients::revoke(app.services(), &app.provider(PORTAL), system.id()).await.unwrap();
    refused(&system, &[GRANT, ("client_id", &id), ("client_secret", &secret)], 401, "invalid_client").await;
}

async fn what_oauth_does_not_know_is_refused_in_its_words(app: App) {
    let system = app.almighty_system(PORTAL).await;
    let (id, secret) = (system.id().to_string(), system.secret());
    let own = [("client_id", id.as_str()), ("client_secret", secret.as_str())];
    refused(&system, &own, 400, "invalid_request").await;
    refused(&system, &[&[GRANT, GRANT][..], &own].concat(), 400, "invalid_request").await;
    refused(&system, &[&[("grant_type", "password")][..], &own].concat(), 400, "unsupported_grant_type").await;
    let unknown_is_left_alone = system.ask(&[&[GRANT, ("resource", "x")][..], &own].concat()).await;
    let _token = unknown_is_left_alone.expect(200);
    let browser = app.browser();
    let json = browser.request(Method::POST, "/oauth/token").json(&serde_json::json!({ "grant_type": GRANT.1 }));
    let problem: OAuthProblem = json.send().await.expect(400).json();
    assert_eq!(problem.error.as_str(), "invalid_request");
    let long = "x".repeat(24_000);
    system.ask(&[GRANT, ("client_secret", &long)]).await.refused(413, "body_too_large");
    ask(&app.browser_at("nothing"), &[GRANT]).await.refused(404, "portal_not_found");
}

async fn nothing_of_a_secret_is_kept(app: App) {
    let system = app.almighty_system(PORTAL).await;
    let secret = system.secret();
    assert!(secret.starts_with("mgc_") && secret.len() > 40, "{secret}");
    let client = api_clients::Entity::find_by_id(system.id()).one(app.db()).await.unwrap().unwrap();
    let own = api_client_credentials::Column::ClientId.eq(system.id());
    let credential = api_client_credentials::Entity::find().filter(own).one(app.db()).await.unwrap().unwrap();
    assert_eq!(credential.secret_hash.as_ref().map(Vec::len), Some(32));
    assert_eq!(credential.last_used_at, Some(app.now()));
    assert_eq!(client.last_used_at, None, "it has asked for nothing yet");
    let _list = system.get("/provider/requests").await.expect(200);
    let client = api_clients::Entity::find_by_id(system.id()).one(app.db()).await.unwrap().unwrap();
    assert_eq!(client.last_used_at, Some(app.now()));
    let events = audit_events::Entity::find().all(app.db()).await.unwrap();
    let told = events.iter().map(|event| event.detail.to_string()).collect::<String>();
    assert!(!told.contains(&secret) && !told.contains(&system.token()));
}

async fn a_client_is_who_did_it(app: App) {
    let system = app.almighty_system(PORTAL).await;
    let body = serde_json::json!({ "title": "お知らせ", "body": "本文" });
    let _published = system.post("/provider/notices", body).await.expect(201);
    for action in ["client.token_issued", "notice.published"] {
        let event = audit_events::Entity::find().filter(audit_events::Column::Action.eq(action));
        let event = event.one(app.db()).await.unwrap().unwrap();
        let doer = (event.doer_kind, event.doer_id, event.doer_name.as_deref());
        assert_eq!(doer, (Some(DoerKind::Client), Some(system.id().0), Some("会計システム")), "{action}");
        assert_eq!(event.address, "203.0.113.1", "{action}");
    }
}

async fn the_protections_of_browsers_are_not_asked_of_systems(app: App) {
    let system = app.almighty_system(PORTAL).await;
    let body = serde_json::json!({ "title": "お知らせ", "body": "本文" });
    let request = system.change(Method::POST, "/provider/notices").header("origin", "https://elsewhere.example");
    let _published = request.json(&body).send().await.expect(201);
    // And what is a browser's is not opened by a token.
    system.get("/session").await.refused(401, "session_missing");
    system.change(Method::DELETE, "/session").send().await.refused(403, "request_not_from_site");
}
