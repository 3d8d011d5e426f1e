//! Texts as people and systems send them (B7, B8, B11): what has no shape is ignored where a text is read, what no text
//! may hold is named at its field, in every operation, and so are fields that nobody knows.

use api_tests::{App, Browser, PASSWORD, PORTAL, RENTAL, Request, System, on_both_engines, solve};
use madoguchi_api_types::registrations::Registration;
use reqwest::Method;
use serde_json::{Map, Value, json};

on_both_engines!(
    what_no_text_may_hold_is_named_in_every_field_of_every_operation,
    unknown_fields_are_named_in_every_operation,
    every_text_has_the_length_that_the_description_says,
    what_has_no_shape_is_ignored_where_a_text_is_read,
    a_query_has_no_control_characters,
);

/// Fields that are read and never kept: only controls are refused in them.
const READ: [&str; 15] = [
    "access_id",
    "contract_number",
    "contractor_id",
    "current_password",
    "customer_name",
    "login_id",
    "mail_address",
    "new_password",
    "one_time_password",
    "password",
    "phone",
    "postal_code",
    "sign_in_name",
    "temporary_password",
    "token",
];

/// Fields of several lines.
const LINES: [&str; 5] = ["answer", "answer_en", "body", "body_en", "text"];

/// Every operation that takes JSON, with the schema of its body.
fn operations() -> Vec<(Method, String, Value)> {
    let description = serde_json::to_value(madoguchi_api::openapi::description()).unwrap();
    let mut operations = Vec::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            if schema.is_object() {
                let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
                let path = path.replace("/api/v1/{portal}", "");
                let parts = path
                    .split('/')
                    .map(|part| if part.starts_with('{') { "0198c3f2-0000-7000-8000-000000000000" } else { part });
                operations.push((method, parts.collect::<Vec<_>>().join("/"), resolved(&description, schema)));
            }
        }
    }
    assert!(operations.len() >= 30, "{}", operations.len());
    operations
}

fn resolved(description: &Value, schema: &Value) -> Value {
    match schema["$ref"].as_str() {
        Some(reference) => description.pointer(reference.trim_start_matches('#')).unwrap().clone(),
        None => schema.clone(),
    }
}

/// Whether a property takes text.
fn is_text(property: &Value) -> bool {
    let kind = &property["type"];
    let plain = property["format"].is_null() && property["enum"].is_null();
    plain && (kind == "string" || kind.as_array().is_some_and(|kinds| kinds.contains(&json!("string"))))
}

async fn administrator(app: &App) -> Browser {
    let browser = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    let _recent = browser.post("/session/reauthentication", json!({ "password": PASSWORD })).await.expect(204);
    browser
}

/// Somebody who may, for each operation: what a portal does not have is not found there.
struct People {
    administrator: Browser,
    applicant: Browser,
    renter: Browser,
    system: System,
}

impl People {
    async fn new(app: &App) -> Self {
        let (_, applicant) = app.applicant().await;
        let renter = app.signed_in(&app.user(&app.subscriber_at(RENTAL).await.group).await).await;
        Self { administrator: administrator(app).await, applicant, renter, system: app.almighty_system(PORTAL).await }
    }

    fn request(&self, method: Method, path: &str) -> Request<'_> {
        if path.starts_with("/provider/") {
            return self.system.change(method, path);
        }
        let of_renters = ["/approval-", "/basket", "/delivery-templates", "/orders", "/quotes"];
        if of_renters.iter().any(|noun| path.starts_with(noun)) || path.contains("/approval") {
            return self.renter.change(method, path);
        }
        let of_applicants = path.starts_with("/request") || path == "/contractor";
        if of_applicants { self.applicant.change(method, path) } else { self.administrator.change(method, path) }
    }
}

async fn what_no_text_may_hold_is_named_in_every_field_of_every_operation(app: App) {
    let people = People::new(&app).await;
    let mut tried = 0;
    for (method, path, schema) in operations() {
        let properties = schema["properties"].as_object().cloned().unwrap_or_default();
        for field in properties.iter().filter(|(_, property)| is_text(property)).map(|(name, _)| name) {
            let mut texts = vec!["a\u{0}b", "a\u{1B}[2Jb"];
            if !LINES.contains(&field.as_str()) {
                texts.push("a\nb");
            }
            if !READ.contains(&field.as_str()) {
                texts.extend(["a\u{202E}b", "a\u{2066}b"]);
            }
            for text in texts {
                let body: Map<String, Value> = [(field.clone(), json!(text))].into_iter().collect();
                let answer = people.request(method.clone(), &path).json(&body).send().await;
                let refused = answer.refused_fields();
                assert_eq!(refused, [(field.clone(), "invalid_characters".to_owned())], "{method} {path} {text:?}");
                tried += 1;
            }
        }
    }
    assert!(tried > 150, "{tried}");
}

async fn unknown_fields_are_named_in_every_operation(app: App) {
    let people = People::new(&app).await;
    for (method, path, schema) in operations() {
        assert_eq!(schema["additionalProperties"], json!(false), "{method} {path}");
        let answer = people.request(method.clone(), &path).json(&json!({ "nobody_knows": 1 })).send().await;
        assert_eq!(
            answer.refused_fields(),
            [("nobody_knows".to_owned(), "unknown_field".to_owned())],
            "{method} {path}"
        );
    }
}

async fn every_text_has_the_length_that_the_description_says(app: App) {
    let people = People::new(&app).await;
    for (method, path, schema) in operations() {
        for (field, property) in schema["properties"].as_object().into_iter().flatten().filter(|(_, it)| is_text(it)) {
            let longest =
                property["maxLength"].as_u64().unwrap_or_else(|| panic!("{method} {path} {field}: no length"));
            let text = "a".repeat(usize::try_from(longest).unwrap() + 1);
            let body: Map<String, Value> = [(field.clone(), json!(text))].into_iter().collect();
            let refused = people.request(method.clone(), &path).json(&body).send().await.refused_fields();
            assert_eq!(refused, [(field.clone(), "too_long".to_owned())], "{method} {path}");
        }
    }
}

async fn what_has_no_shape_is_ignored_where_a_text_is_read(app: App) {
    let subscriber = app.subscriber().await;
    let hidden = |text: &str| format!("\u{FEFF}\u{202D}{}\u{200B}\u{2060}{}\u{AD}\u{202C}", &text[..1], &text[1..]);
    let facts = subscriber.facts("midori@example.jp");
    let spelled = |field: &str| hidden(facts[field].as_str().unwrap());
    let digits = facts["postal_code"].as_str().unwrap().replace('-', "");
    for hyphen in ['─', '━', '‐', '–', '—', '―', '−', 'ー', 'ｰ', '－', '\u{2011}'] {
        let mut facts = facts.clone();
        facts["postal_code"] = json!(format!("{}{hyphen}{}", &digits[..3], &digits[3..]));
        facts["mail_address"] = json!("nobody");
        let refused = app.browser().post("/registrations", &facts).await.refused_fields();
        assert_eq!(refused.len(), 1, "only the address is wrong: {hyphen:?} {refused:?}");
    }
    let mut typed = facts.clone();
    for field in ["mail_address", "contract_number", "postal_code"] {
        typed[field] = json!(spelled(field));
    }
    typed["customer_name"] = json!(format!("\u{200B}{}\u{202C}", facts["customer_name"].as_str().unwrap()));
    let taken: Registration = app.browser().post("/registrations", &typed).await.expect(202).json();
    assert!(taken.mail_address.ends_with("@example.jp"));
    assert_eq!(app.mails_to("midori@example.jp").await.len(), 1);

    // A login with an ID and a one-time password that came by copying.
    let user = app.user(&subscriber.group).await;
    let browser = app.browser();
    let identifiers = json!({ "access_id": hidden(&user.row.sign_in_name) });
    let body = json!({ "identifiers": identifiers, "password": PASSWORD });
    let attempt = browser.post("/sign-in-attempts", body).await.expect(201).json();
    let code = hidden(&browser.mailed_code(&user).await);
    let body = json!({ "one_time_password": code, "robot_solution": solve(&attempt) });
    let _in = browser.post(&format!("/sign-in-attempts/{}/session", attempt.id), body).await.expect(201);
    let name = json!({ "name": "\u{200B}青山\u{FEFF} 葵" });
    let _named = browser.patch("/account/profile", name).await.expect(204);
    let session: Value = browser.get("/session").await.expect(200).json();
    assert_eq!(session["user"]["name"], "青山 葵");
}

async fn a_query_has_no_control_characters(app: App) {
    let browser = administrator(&app).await;
    for (path, field) in [
        ("/contracts?category=a%00b", "category"),
        ("/notices?cursor=%00", "cursor"),
        ("/inquiries?limit=%1B1", "limit"),
    ] {
        let refused = browser.get(path).await.refused_fields();
        assert_eq!(refused, [(field.to_owned(), "invalid_characters".to_owned())], "{path}");
    }
}
