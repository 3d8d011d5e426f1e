//! Every operation for systems is tried without a token, with each token that is none, without its scope, and from another
//! portal. A new operation without a case here fails.

use api_tests::{
    Answer, App, Browser, NETWORK, OTHER_PORTAL, PORTAL, RENTAL, SANDBOX, System, item, on_both_engines, order_answers,
};
use chrono::TimeDelta;
use madoguchi_api_types::requests::Request;
use madoguchi_domain::api_clients::ApiScope;
use madoguchi_entities::contracts;
use madoguchi_services::api_clients;
use madoguchi_services::imports::uploads;
use madoguchi_services::request_parts::Answer as Answered;
use madoguchi_services::requests::by_provider;
use madoguchi_services::webhooks::{self, NewWebhook};
use reqwest::Method;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use uuid::Uuid;

use super::operations;

on_both_engines!(
    who_has_the_scope_reaches_everything,
    who_has_no_token_is_refused_whatever_is_sent,
    an_ended_token_is_worth_nothing,
    a_revoked_client_is_refused_at_once,
    a_token_is_for_one_portal,
    every_other_scope_is_not_enough,
    nothing_of_another_portal_is_found,
);

/// Where nobody is.
const WEBHOOK: &str = "http://127.0.0.1:18099/hook";

/// How an operation is tried.
#[derive(Clone, Copy, Debug)]
pub struct ClientCase {
    pub operation: &'static str,
    /// Where it is tried: a portal that has it.
    portal: &'static str,
    scope: ApiScope,
    /// Status with the scope.
    success: u16,
    /// What is sent.
    body: fn(&ClientTargets) -> Value,
}

const fn reads(operation: &'static str, portal: &'static str, scope: ApiScope) -> ClientCase {
    ClientCase { operation, portal, scope, success: 200, body: |_| Value::Null }
}

const fn sends(
    operation: &'static str,
    (portal, scope): (&'static str, ApiScope),
    success: u16,
    body: fn(&ClientTargets) -> Value,
) -> ClientCase {
    ClientCase { operation, portal, scope, success, body }
}

/// Operations for systems, in the order in which they can all succeed.
pub const CLIENTS: &[ClientCase] = &[
    reads("get /api/v1/{portal}/provider/requests", NETWORK, ApiScope::RequestsRead),
    reads("get /api/v1/{portal}/provider/requests/{number}", NETWORK, ApiScope::RequestsRead),
    sends("post /api/v1/{portal}/provider/requests/{number}/review", (NETWORK, ApiScope::RequestsWrite), 200, |_| {
        Value::Null
    }),
    sends(
        "post /api/v1/{portal}/provider/requests/{number}/completion",
        (NETWORK, ApiScope::RequestsWrite),
        200,
        |_| json!({ "note": "書類は郵送します。" }),
    ),
    sends(
        "post /api/v1/{portal}/provider/requests/{number}/rejection",
        (NETWORK, ApiScope::RequestsWrite),
        200,
        |_| json!({ "reason": "確認が取れませんでした。" }),
    ),
    sends(
        "post /api/v1/{portal}/provider/requests/{number}/failure",
        (NETWORK, ApiScope::RequestsWrite),
        200,
        |_| json!({ "reason": "お申し込みの内容に誤りがあります。" }),
    ),
    sends(
        "post /api/v1/{portal}/provider/requests/{number}/quote",
        (RENTAL, ApiScope::RequestsWrite),
        200,
        |_| json!({ "valid_until": "2026-12-31" }),
    ),
    reads("get /api/v1/{portal}/provider/quotes", RENTAL, ApiScope::OrdersRead),
    reads("get /api/v1/{portal}/provider/quotes/{number}", RENTAL, ApiScope::OrdersRead),
    reads("get /api/v1/{portal}/provider/orders", RENTAL, ApiScope::OrdersRead),
    reads("get /api/v1/{portal}/provider/orders/{number}", RENTAL, ApiScope::OrdersRead),
    sends(
        "post /api/v1/{portal}/provider/orders/{number}/arrangement",
        (RENTAL, ApiScope::OrdersWrite),
        200,
        |_| json!({ "note": "前日に届きます。" }),
    ),
    sends(
        "post /api/v1/{portal}/provider/orders/{number}/refusal",
        (RENTAL, ApiScope::OrdersWrite),
        200,
        |_| json!({ "reason": "在庫がありません。" }),
    ),
    sends(
        "post /api/v1/{portal}/provider/orders/{number}/shipments",
        (RENTAL, ApiScope::OrdersWrite),
        200,
        |_| json!({ "note": "伝票番号 1234-5678" }),
    ),
    sends(
        "post /api/v1/{portal}/provider/orders/{number}/returns",
        (RENTAL, ApiScope::OrdersWrite),
        200,
        |_| json!({ "lines": [1] }),
    ),
    reads("get /api/v1/{portal}/provider/products/{code}", RENTAL, ApiScope::ProductsRead),
    sends(
        "put /api/v1/{portal}/provider/products/{code}",
        (RENTAL, ApiScope::ProductsWrite),
        200,
        |_| json!({ "name": "OTDR 光パルス試験器", "daily_price": 9_800, "stock": 12 }),
    ),
    sends(
        "post /api/v1/{portal}/provider/product-batches",
        (RENTAL, ApiScope::ProductsWrite),
        200,
        |_| json!({ "mode": "per_row", "rows": [] }),
    ),
    sends(
        "put /api/v1/{portal}/provider/faqs/{key}",
        (PORTAL, ApiScope::FaqsWrite),
        201,
        |targets| json!({ "category": targets.faq_category, "question": "いつですか。", "answer": "本日です。" }),
    ),
    reads("get /api/v1/{portal}/provider/faqs/{key}", PORTAL, ApiScope::FaqsRead),
    sends(
        "post /api/v1/{portal}/provider/faq-batches",
        (PORTAL, ApiScope::FaqsWrite),
        200,
        |_| json!({ "mode": "per_row", "rows": [] }),
    ),
    reads("get /api/v1/{portal}/provider/contracts/{number}/usages", NETWORK, ApiScope::UsagesRead),
    sends(
        "post /api/v1/{portal}/provider/usage-batches",
        (NETWORK, ApiScope::UsagesWrite),
        200,
        |_| json!({ "mode": "per_row", "rows": [] }),
    ),
    reads("get /api/v1/{portal}/provider/inquiries", PORTAL, ApiScope::InquiriesRead),
    reads("get /api/v1/{portal}/provider/inquiries/{number}", PORTAL, ApiScope::InquiriesRead),
    reads("get /api/v1/{portal}/provider/inquiries/{number}/attachments/{attachment}", PORTAL, ApiScope::InquiriesRead),
    sends(
        "post /api/v1/{portal}/provider/inquiries/{number}/answers",
        (PORTAL, ApiScope::InquiriesWrite),
        200,
        |_| json!({ "text": "お答えします。\n以上です。" }),
    ),
    sends("post /api/v1/{portal}/provider/inquiries/{number}/closure", (PORTAL, ApiScope::InquiriesWrite), 200, |_| {
        Value::Null
    }),
    sends(
        "post /api/v1/{portal}/provider/notices",
        (PORTAL, ApiScope::NoticesWrite),
        201,
        |_| json!({ "title": "お知らせ", "body": "本文\n\n続き" }),
    ),
    sends("post /api/v1/{portal}/provider/notices/{notice}/ending", (PORTAL, ApiScope::NoticesWrite), 200, |_| {
        Value::Null
    }),
    sends(
        "post /api/v1/{portal}/provider/users/ended-sessions",
        (PORTAL, ApiScope::UsersWrite),
        200,
        |targets| json!({ "sign_in_name": targets.sign_in_name }),
    ),
    sends(
        "post /api/v1/{portal}/provider/users/locks",
        (PORTAL, ApiScope::UsersWrite),
        204,
        |targets| json!({ "sign_in_name": targets.sign_in_name }),
    ),
    sends(
        "post /api/v1/{portal}/provider/users/unlocks",
        (PORTAL, ApiScope::UsersWrite),
        204,
        |targets| json!({ "sign_in_name": targets.sign_in_name }),
    ),
    reads("get /api/v1/{portal}/provider/events", PORTAL, ApiScope::EventsRead),
    reads("get /api/v1/{portal}/provider/events/acknowledgements", PORTAL, ApiScope::EventsRead),
    sends(
        "post /api/v1/{portal}/provider/events/acknowledgements",
        (PORTAL, ApiScope::EventsRead),
        200,
        |_| json!({ "cursor": "newest" }),
    ),
    reads("get /api/v1/{portal}/provider/webhooks", PORTAL, ApiScope::WebhooksRead),
    sends(
        "post /api/v1/{portal}/provider/webhooks",
        (PORTAL, ApiScope::WebhooksWrite),
        201,
        |_| json!({ "url": WEBHOOK, "event_types": ["request.submitted"] }),
    ),
    reads("get /api/v1/{portal}/provider/webhooks/{webhook}/deliveries", PORTAL, ApiScope::WebhooksRead),
    sends(
        "post /api/v1/{portal}/provider/webhooks/{webhook}/secrets",
        (PORTAL, ApiScope::WebhooksWrite),
        201,
        |_| json!({ "overlap_hours": 1 }),
    ),
    sends("post /api/v1/{portal}/provider/webhooks/{webhook}/tests", (PORTAL, ApiScope::WebhooksWrite), 201, |_| {
        Value::Null
    }),
    sends(
        "post /api/v1/{portal}/provider/webhooks/{webhook}/replays",
        (PORTAL, ApiScope::WebhooksWrite),
        200,
        |_| json!({ "from": "2026-01-01T00:00:00Z" }),
    ),
    sends(
        "post /api/v1/{portal}/provider/webhooks/{webhook}/disabling",
        (PORTAL, ApiScope::WebhooksWrite),
        200,
        |_| Value::Null,
    ),
    sends("post /api/v1/{portal}/provider/webhooks/{webhook}/enabling", (PORTAL, ApiScope::WebhooksWrite), 200, |_| {
        Value::Null
    }),
    sends(
        "put /api/v1/{portal}/provider/contracts/{number}/call-records",
        (PORTAL, ApiScope::CallRecordsWrite),
        200,
        |_| json!({ "active": true }),
    ),
    reads("get /api/v1/{portal}/provider/customers/{number}", PORTAL, ApiScope::CustomersRead),
    sends("put /api/v1/{portal}/provider/customers/{number}", (PORTAL, ApiScope::CustomersWrite), 200, |targets| {
        targets.customer_body()
    }),
    sends(
        "post /api/v1/{portal}/provider/customer-batches",
        (PORTAL, ApiScope::CustomersWrite),
        200,
        |_| json!({ "mode": "per_row", "rows": [] }),
    ),
    sends(
        "put /api/v1/{portal}/provider/customers/{number}/users/{mail_address}",
        (PORTAL, ApiScope::UsersWrite),
        201,
        |_| json!({ "name": "新井 空", "role": "general" }),
    ),
    reads("get /api/v1/{portal}/provider/customers/{number}/users/{mail_address}", PORTAL, ApiScope::UsersRead),
    reads("get /api/v1/{portal}/provider/contracts/{number}", PORTAL, ApiScope::ContractsRead),
    sends("put /api/v1/{portal}/provider/contracts/{number}", (PORTAL, ApiScope::ContractsWrite), 200, |targets| {
        targets.contract_body()
    }),
    sends(
        "post /api/v1/{portal}/provider/contract-batches",
        (PORTAL, ApiScope::ContractsWrite),
        200,
        |_| json!({ "mode": "per_row", "rows": [] }),
    ),
    sends("put /api/v1/{portal}/provider/invoices/{number}", (PORTAL, ApiScope::InvoicesWrite), 201, |targets| {
        targets.invoice_body()
    }),
    sends(
        "post /api/v1/{portal}/provider/invoice-batches",
        (PORTAL, ApiScope::InvoicesWrite),
        200,
        |_| json!({ "mode": "per_row", "rows": [] }),
    ),
    sends(
        "post /api/v1/{portal}/provider/contracts/{number}/documents/{kind}",
        (NETWORK, ApiScope::DocumentsWrite),
        201,
        |_| json!("%PDF-1.7\n"),
    ),
    sends(
        "put /api/v1/{portal}/provider/notices/{key}",
        (PORTAL, ApiScope::NoticesWrite),
        201,
        |_| json!({ "importance": "normal", "title": "お知らせ", "body": "本文" }),
    ),
    reads("get /api/v1/{portal}/provider/notices/{key}", PORTAL, ApiScope::NoticesRead),
    sends("delete /api/v1/{portal}/provider/notices/{key}", (PORTAL, ApiScope::NoticesWrite), 204, |_| Value::Null),
    sends("post /api/v1/{portal}/provider/call-records/imports", (PORTAL, ApiScope::CallRecordsWrite), 201, |_| {
        json!("contract,started_at,kind,caller,callee,duration,charge\n")
    }),
    reads("get /api/v1/{portal}/provider/mails", SANDBOX, ApiScope::MailsRead),
    reads("get /api/v1/{portal}/provider/call-records/imports", PORTAL, ApiScope::CallRecordsRead),
    reads("get /api/v1/{portal}/provider/call-records/imports/{import}", PORTAL, ApiScope::CallRecordsRead),
];

/// What a system stores under a number of its own: another portal's is another one.
const OWN_KEYS: [&str; 3] = [
    "put /api/v1/{portal}/provider/customers/{number}",
    "put /api/v1/{portal}/provider/faqs/{key}",
    "put /api/v1/{portal}/provider/notices/{key}",
];

/// Where the cases are tried.
const PORTALS: [&str; 4] = [PORTAL, NETWORK, RENTAL, SANDBOX];

/// What there is that the cases name.
#[derive(Debug, Default)]
pub struct ClientTargets {
    /// A request for each decision, in the order of the cases, and the one that is read.
    requests: [String; 4],
    inquiry: String,
    attachment: Uuid,
    notice: Uuid,
    webhook: Uuid,
    contract: String,
    sign_in_name: String,
    customer: String,
    group: String,
    /// A contract of [`NETWORK`] that runs.
    applied: String,
    import: Uuid,
    /// A request for a quote, and a quote that was answered.
    quotes: [String; 2],
    /// An order that is arranged, and one that is refused.
    orders: [String; 2],
    faq_category: String,
}

impl ClientTargets {
    async fn make(app: &App) -> Self {
        let (_, applicant) = app.applicant().await;
        let mut requests: [String; 4] = Default::default();
        for number in &mut requests {
            *number = applicant.apply("viewing").await.request.number;
        }
        app.rentables(10).await;
        let (_, renter) = app.renter().await;
        let owner = app.subscriber().await;
        let person = app.user(&owner.group).await;
        let browser = app.signed_in(&person).await;
        let attachment = browser.attach("owners-letter.pdf").await;
        let body = json!({ "kind": "other", "subject": "件名", "text": "内容", "attachments": [attachment] });
        let inquiry: Value = browser.post("/inquiries", body).await.expect(201).json();
        let new = NewWebhook { url: WEBHOOK.to_owned(), event_types: Vec::new() };
        let webhook = webhooks::add(app.services(), &app.provider(PORTAL), &new).await.unwrap().webhook;
        Self {
            requests,
            webhook: webhook.id.into(),
            inquiry: inquiry["number"].as_str().unwrap().to_owned(),
            attachment,
            notice: app.publish(&app.new_notice()).await.id.into(),
            contract: owner.contract.number,
            sign_in_name: person.row.sign_in_name,
            customer: owner.customer.number,
            group: owner.group.number,
            applied: applied(app, &applicant).await,
            import: import(app).await,
            quotes: [asked(&renter, "quote").await.number, quote(app, &renter).await],
            orders: [
                asked(&renter, "order").await.order_number.unwrap(),
                asked(&renter, "order").await.order_number.unwrap(),
            ],
            faq_category: app.provider(PORTAL).portal().faqs.as_ref().unwrap().categories[0].0.clone(),
        }
    }

    fn customer_body(&self) -> Value {
        json!({
            "name": "緑川 碧", "name_kana": "ミドリカワ アオイ", "postal_code": "1088001", "prefecture": "東京都",
            "address1": "港区芝",
        })
    }

    fn contract_body(&self) -> Value {
        json!({
            "customer": self.customer, "billing_group": self.group, "category": "line", "service_name": "ファミリー",
            "status": "active", "started_on": "2023-01-03", "postal_code": "1088001", "prefecture": "東京都",
            "address1": "港区芝",
        })
    }

    fn invoice_body(&self) -> Value {
        let line = json!({ "contract": self.contract, "item": "基本料", "amount": 100, "tax_rate": "standard_10" });
        json!({ "billing_group": self.group, "month": "2026-10", "lines": [line] })
    }

    /// The path of an operation below its portal, its parameters filled in.
    fn path(&self, case: &ClientCase) -> String {
        let (_, path) = case.operation.split_once("{portal}").unwrap();
        let number = match path.split('/').nth(2) {
            Some("requests") if path.ends_with("/quote") => &self.quotes[0],
            Some("quotes") => &self.quotes[1],
            Some("orders") => &self.orders[usize::from(path.ends_with("/refusal"))],
            Some("requests") => {
                let decisions = ["review", "completion", "rejection", "failure"];
                let which = decisions.iter().position(|decision| path.ends_with(decision)).unwrap_or_default();
                // The one that is looked into is completed too.
                &self.requests[which]
            }
            Some("inquiries") => &self.inquiry,
            Some("customers") => &self.customer,
            _ if path.contains("/documents/") || path.ends_with("/usages") => &self.applied,
            _ => &self.contract,
        };
        let path = path
            .replace("{number}", number)
            .replace("{attachment}", &self.attachment.to_string())
            .replace("{notice}", &self.notice.to_string())
            .replace("{webhook}", &self.webhook.to_string())
            .replace("{key}", "maintenance")
            .replace("{code}", "DSX2-8000")
            .replace("{mail_address}", "arai@example.jp")
            .replace("{kind}", "account_sheet")
            .replace("{import}", &self.import.to_string());
        assert!(!path.contains('{'), "{path} has a parameter that no target fills");
        path
    }

    async fn send(&self, system: &System, case: &ClientCase) -> Answer {
        let file = if case.operation.ends_with("{kind}") { "?file_name=sheet.pdf" } else { "" };
        let request = system.change(method(case), &format!("{}{file}", self.path(case)));
        match (case.body)(self) {
            Value::Null => request.send().await,
            Value::String(file) => request.header("content-type", "text/csv").body(file).send().await,
            body => request.json(&body).send().await,
        }
    }
}

/// The number of a contract that somebody applied for.
async fn applied(app: &App, applicant: &Browser) -> String {
    let id = applicant.apply("viewing").await.request.contract_id.unwrap();
    contracts::Entity::find_by_id(id).one(app.db()).await.unwrap().unwrap().number
}

/// What somebody who rents asked for.
async fn asked(renter: &Browser, kind: &str) -> Request {
    renter.ask_for(kind, &order_answers(&[item("DSX2-8000", "2026-11-20", "2027-01-31", 1)])).await.request
}

/// The number of a quote that was answered.
async fn quote(app: &App, renter: &Browser) -> String {
    let request = asked(renter, "quote").await;
    let answer = Answered { valid_until: Some("2026-12-31".parse().unwrap()), ..Answered::default() };
    let answered = by_provider::answer(app.services(), &app.provider(RENTAL), &request.number, answer).await.unwrap();
    answered.quote_number.unwrap()
}

/// An import of call records without any.
async fn import(app: &App) -> Uuid {
    let body = futures_util::stream::iter([]);
    let form = (uploads::Form::JsonLines, uploads::Packing::Plain);
    uploads::run(app.services(), &app.provider(PORTAL), form, body).await.unwrap().id.into()
}

fn method(case: &ClientCase) -> Method {
    let (method, _) = case.operation.split_once(' ').unwrap();
    Method::from_bytes(method.to_uppercase().as_bytes()).unwrap()
}

/// The scope of the description is the one that is asked for.
#[test]
fn the_description_names_the_scope() {
    let described = operations();
    for case in CLIENTS {
        let (_, operation) = described.iter().find(|(name, _)| name == case.operation).unwrap();
        assert_eq!(operation["security"], json!([{ "client": [case.scope] }]), "{}", case.operation);
        let headers = operation["parameters"].as_array().unwrap().iter();
        assert!(headers.clone().all(|it| it["name"] != "X-Madoguchi"), "{}", case.operation);
        assert!(case.operation.contains("{portal}/provider/"), "{} is not below provider", case.operation);
    }
    let by_client = |operation: &Value| {
        operation["security"].as_array().is_some_and(|it| it.iter().any(|it| it.get("client").is_some()))
    };
    assert_eq!(described.iter().filter(|(_, operation)| by_client(operation)).count(), CLIENTS.len());
}

async fn who_has_the_scope_reaches_everything(app: App) {
    let targets = ClientTargets::make(&app).await;
    for case in CLIENTS {
        let system = app.system(case.portal, &[case.scope]).await;
        let answer = targets.send(&system, case).await;
        assert_eq!(answer.status, case.success, "{}: {}", case.operation, answer.text());
        assert!(answer.header("ratelimit").is_some(), "{}", case.operation);
        assert_eq!(answer.header("set-cookie"), None, "{}", case.operation);
    }
}

/// Sends what cannot be read, with a header of access or without one.
async fn broken(app: &App, case: &ClientCase, path: &str, authorization: Option<&str>) -> Answer {
    let browser = app.browser_at(case.portal);
    let mut request = browser.request(method(case), &format!("{path}?limit=none&cursor=%00"));
    if let Some(authorization) = authorization {
        request = request.header("authorization", authorization);
    }
    if method(case) == Method::GET {
        return request.send().await;
    }
    request.header("content-type", "application/json").body("{").send().await
}

async fn who_has_no_token_is_refused_whatever_is_sent(app: App) {
    let targets = ClientTargets::make(&app).await;
    let person = app.user(&app.subscriber().await.group).await;
    let session = app.signed_in(&person).await;
    let cookie = session.cookie(&session.session_cookie()).unwrap();
    for case in CLIENTS {
        let path = targets.path(case);
        let answer = broken(&app, case, &path, None).await;
        answer.refused(401, "token_missing");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer realm=\"madoguchi\""));
        for other in ["Basic aTpz", "Bearer", "bearer"] {
            broken(&app, case, &path, Some(other)).await.refused(401, "token_missing");
        }
        for nonsense in ["Bearer x", "Bearer a.b.c", &format!("Bearer {cookie}")] {
            let answer = broken(&app, case, &path, Some(nonsense)).await;
            answer.refused(401, "token_invalid");
            assert!(answer.header("www-authenticate").unwrap().contains("error=\"invalid_token\""));
        }
        // Whoever has a session is nobody here.
        let browser = app.browser_at(case.portal);
        browser.set_cookie(&browser.session_cookie(), &cookie);
        browser.change(method(case), &path).send().await.refused(401, "token_missing");
    }
}

async fn an_ended_token_is_worth_nothing(app: App) {
    let targets = ClientTargets::make(&app).await;
    let mut systems = Vec::new();
    for portal in PORTALS {
        systems.push((portal, app.almighty_system(portal).await));
    }
    app.advance(TimeDelta::minutes(10));
    for case in CLIENTS {
        let (_, system) = systems.iter().find(|(portal, _)| *portal == case.portal).unwrap();
        targets.send(system, case).await.refused(401, "token_expired");
    }
}

async fn a_revoked_client_is_refused_at_once(app: App) {
    let targets = ClientTargets::make(&app).await;
    for portal in PORTALS {
        let system = app.almighty_system(portal).await;
        api_clients::revoke(app.services(), &app.provider(portal), system.id()).await.unwrap();
        for case in CLIENTS.iter().filter(|case| case.portal == portal) {
            targets.send(&system, case).await.refused(401, "client_revoked");
        }
    }
}

async fn a_token_is_for_one_portal(app: App) {
    let targets = ClientTargets::make(&app).await;
    let elsewhere = app.almighty_system(OTHER_PORTAL).await.token();
    for case in CLIENTS {
        let path = targets.path(case);
        broken(&app, case, &path, Some(&format!("Bearer {elsewhere}"))).await.refused(401, "token_invalid");
    }
}

async fn every_other_scope_is_not_enough(app: App) {
    let targets = ClientTargets::make(&app).await;
    for case in CLIENTS {
        let others: Vec<ApiScope> = ApiScope::ALL.iter().copied().filter(|scope| *scope != case.scope).collect();
        let system = app.system(case.portal, &others).await;
        let answer = broken(&app, case, &targets.path(case), Some(&format!("Bearer {}", system.token()))).await;
        answer.refused(403, "scope_missing");
        let challenge = answer.header("www-authenticate").unwrap();
        assert!(challenge.contains(&format!("scope=\"{}\"", case.scope)), "{challenge}");
    }
}

/// A system of another portal names what this one has, and finds what is not there.
async fn nothing_of_another_portal_is_found(app: App) {
    let targets = ClientTargets::make(&app).await;
    let strangers = [app.almighty_system(RENTAL).await, app.almighty_system(NETWORK).await];
    let names_something = |case: &&ClientCase| {
        let names = case.operation.matches('{').count() > 1 || case.operation.contains("/users/");
        names && !OWN_KEYS.contains(&case.operation)
    };
    for case in CLIENTS.iter().filter(names_something) {
        let stranger = &strangers[usize::from(case.portal == RENTAL)];
        let answer = targets.send(stranger, case).await;
        assert_eq!(answer.status, 404, "{}: {}", case.operation, answer.text());
    }
}
