//! A system with a key: each assertion is good once, for this server, for minutes.

use api_tests::{Answer, App, OTHER_PORTAL, PORTAL, ask, on_both_engines};
use chrono::TimeDelta;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use madoguchi_api_types::oauth::{AccessToken, OAuthProblem};
use madoguchi_domain::api_clients::ApiScope;
use madoguchi_entities::api_client_assertions;
use madoguchi_services::api_clients::{self, NewApiClient};
use madoguchi_services::housekeeping;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use uuid::Uuid;

use super::GRANT;

on_both_engines!(
    a_signed_assertion_gets_a_token,
    an_assertion_is_good_once,
    of_one_sent_many_times_at_once_one_is_taken,
    what_is_not_right_about_an_assertion_is_refused,
    keys_are_exchanged_without_a_gap,
);

const TYPE: (&str, &str) = ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
/// What stands before the seed of an Ed25519 key in PKCS #8.
const PKCS8: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

/// A key pair of a client.
struct Pair(EncodingKey);

impl Pair {
    fn new(seed: u8) -> Self {
        Self(EncodingKey::from_ed_der(&[PKCS8.as_slice(), &[seed; 32]].concat()))
    }

    fn public(&self, kid: &str) -> String {
        let mut jwk = serde_json::to_value(Jwk::from_encoding_key(&self.0, Algorithm::EdDSA).unwrap()).unwrap();
        jwk["kid"] = kid.into();
        jwk.to_string()
    }

    fn sign(&self, kid: Option<&str>, claims: &Value) -> String {
        let header = Header { kid: kid.map(str::to_owned), ..Header::new(Algorithm::EdDSA) };
        jsonwebtoken::encode(&header, claims, &self.0).unwrap()
    }
}

/// A client with a key that is called `one`.
async fn client(app: &App, pair: &Pair) -> Uuid {
    let scopes = [ApiScope::RequestsRead].into();
    let new = NewApiClient { name: "電話交換機".to_owned(), scopes, public_key: Some(pair.public("one")) };
    let made = api_clients::create(app.services(), &app.provider(PORTAL), &new).await.unwrap();
    assert!(made.secret.is_none() && made.credential.key_id.as_deref() == Some("one"));
    made.client.id.0
}

fn claims(app: &App, client: Uuid) -> Value {
    json!({
        "iss": client, "sub": client, "aud": "https://my.example.jp/api/v1/telecom/oauth/token",
        "jti": Uuid::now_v7(), "iat": app.now().timestamp(), "exp": (app.now() + TimeDelta::minutes(5)).timestamp(),
    })
}

async fn show(app: &App, assertion: &str) -> Answer {
    ask(&app.browser(), &[GRANT, TYPE, ("client_assertion", assertion)]).await
}

async fn refused(app: &App, assertion: &str) {
    let problem: OAuthProblem = show(app, assertion).await.expect(401).json();
    assert_eq!(problem.error.as_str(), "invalid_client");
}

async fn a_signed_assertion_gets_a_token(app: App) {
    let pair = Pair::new(9);
    let client = client(&app, &pair).await;
    for (kid, aud) in [
        (Some("one"), json!("https://my.example.jp/api/v1/telecom/oauth/token")),
        (None, json!("https://my.example.jp")),
        (Some("one"), json!(["https://elsewhere.example", "https://my.example.jp/api/v1/telecom"])),
    ] {
        let mut told = claims(&app, client);
        told["aud"] = aud;
        let token: AccessToken = show(&app, &pair.sign(kid, &told)).await.expect(200).json();
        let request = app.browser();
        let request = request.request(reqwest::Method::GET, "/provider/requests");
        let _list = request.header("authorization", &format!("Bearer {}", token.access_token)).send().await.expect(200);
    }
}

async fn an_assertion_is_good_once(app: App) {
    let pair = Pair::new(9);
    let assertion = pair.sign(Some("one"), &claims(&app, client(&app, &pair).await));
    let _token = show(&app, &assertion).await.expect(200);
    refused(&app, &assertion).await;
    app.advance(TimeDelta::minutes(5));
    refused(&app, &assertion).await;
    app.advance(TimeDelta::seconds(61));
    assert_eq!(housekeeping::once(app.services()).await, Vec::<&str>::new());
    assert_eq!(api_client_assertions::Entity::find().count(app.db()).await.unwrap(), 0, "it is over, and forgotten");
    refused(&app, &assertion).await;
}

async fn of_one_sent_many_times_at_once_one_is_taken(app: App) {
    let pair = Pair::new(9);
    let assertion = pair.sign(Some("one"), &claims(&app, client(&app, &pair).await));
    let answers = futures_util::future::join_all((0..8).map(|_| show(&app, &assertion))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 401, 401, 401, 401, 401, 401, 401]);
}

async fn what_is_not_right_about_an_assertion_is_refused(app: App) {
    let (pair, stranger) = (Pair::new(9), Pair::new(8));
    let client = client(&app, &pair).await;
    let changed = |field: &str, value: Value| {
        let mut told = claims(&app, client);
        told[field] = value;
        told
    };
    let at = |minutes: i64| json!((app.now() + TimeDelta::minutes(minutes)).timestamp());
    for told in [
        changed("iss", json!(Uuid::now_v7())),
        changed("sub", json!(Uuid::now_v7())),
        changed("aud", json!("https://my.example.jp/api/v1/second/oauth/token")),
        changed("aud", json!("https://elsewhere.example")),
        changed("exp", at(-2)),
        changed("exp", at(12)),
        changed("nbf", at(2)),
        changed("iat", at(2)),
        changed("jti", json!("")),
        changed("jti", json!("x".repeat(257))),
        changed("jti", Value::Null),
        changed("exp", Value::Null),
    ] {
        refused(&app, &pair.sign(Some("one"), &told)).await;
    }
    let right = claims(&app, client);
    refused(&app, &stranger.sign(Some("one"), &right)).await;
    refused(&app, &pair.sign(Some("other"), &right)).await;
    let public = pair.public("one");
    // The public key as a shared secret, and no signature at all.
    let confused = Header { kid: Some("one".to_owned()), ..Header::new(Algorithm::HS256) };
    let confused = jsonwebtoken::encode(&confused, &right, &EncodingKey::from_secret(public.as_bytes())).unwrap();
    refused(&app, &confused).await;
    let signed = pair.sign(Some("one"), &right);
    let (unsigned, _) = signed.rsplit_once('.').unwrap();
    refused(&app, &format!("{unsigned}.")).await;
    refused(&app, "a.b.c").await;
    let elsewhere = ask(&app.browser_at(OTHER_PORTAL), &[GRANT, TYPE, ("client_assertion", &signed)]).await;
    assert_eq!(elsewhere.status, 401);
    let id = Uuid::now_v7().to_string();
    let as_another = ask(&app.browser(), &[GRANT, TYPE, ("client_assertion", &signed), ("client_id", &id)]).await;
    assert_eq!(as_another.status, 401);
    let _right = show(&app, &signed).await.expect(200);
}

async fn keys_are_exchanged_without_a_gap(app: App) {
    let (old, new) = (Pair::new(9), Pair::new(8));
    let client = client(&app, &old).await;
    let (services, provider) = (app.services(), app.provider(PORTAL));
    let added = api_clients::add_key(services, &provider, client.into(), &new.public("two")).await.unwrap();
    let twice = api_clients::add_key(services, &provider, client.into(), &new.public("two")).await;
    assert!(twice.is_err(), "two keys of one name");
    for pair in [(&old, "one"), (&new, "two")] {
        let _token = show(&app, &pair.0.sign(Some(pair.1), &claims(&app, client))).await.expect(200);
    }
    let listed = api_clients::list(services, &provider).await.unwrap();
    let first = listed[0].credentials[0].id;
    assert_ne!(first, added.credential.id);
    api_clients::end_credential(services, &provider, client.into(), first).await.unwrap();
    refused(&app, &old.sign(Some("one"), &claims(&app, client))).await;
    let _token = show(&app, &new.sign(Some("two"), &claims(&app, client))).await.expect(200);
}
