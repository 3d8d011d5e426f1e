//! Sending: once however often it is asked for, with the terms in force, and kept as it was.

use api_tests::{App, Browser, Draft, answers_for, on_both_engines};
use futures_util::future::join_all;
use madoguchi_api_types::requests::{RequestConfirmation, RequestDetail, RequestState};
use madoguchi_entities::{audit_events, consents, request_events, requests};
use madoguchi_services::Portals;
use reqwest::Method;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

on_both_engines!(
    pressed_twice_it_is_one,
    sent_again_after_a_lost_answer_it_is_one,
    back_after_completion_it_is_refused,
    terms_are_those_in_force,
    what_is_incomplete_is_not_sent,
    a_draft_that_changed_is_not_sent,
    what_was_sent_stays_as_it_was,
    strangers_find_nothing,
);

async fn submit(browser: &Browser, draft: &Draft, body: Value) -> api_tests::Answer {
    let path = format!("{}/submission", draft.path());
    browser.change(Method::POST, &path).header("if-match", &draft.tag).json(&body).send().await
}

/// Sent requests, events of sending, audit events, consents.
async fn counts(app: &App) -> [u64; 4] {
    use madoguchi_domain::requests::RequestState as State;
    let db = app.db();
    let sent = requests::Entity::find().filter(requests::Column::State.ne(State::Draft)).count(db).await.unwrap();
    let events = request_events::Entity::find().filter(request_events::Column::State.eq(State::Accepted));
    let audit = audit_events::Entity::find().filter(audit_events::Column::Action.eq("request.submitted"));
    let consents = consents::Entity::find().count(db).await.unwrap();
    [sent, events.count(db).await.unwrap(), audit.count(db).await.unwrap(), consents]
}

async fn mails(app: &App, address: &str) -> usize {
    let mails = app.mails_to(address).await;
    mails.iter().filter(|mail| mail.content.subject.ends_with("ご契約完了通知")).count()
}

async fn pressed_twice_it_is_one(app: App) {
    let (user, browser) = app.applicant().await;
    let draft = browser.filled_draft("viewing").await;
    let answers = join_all((0..8).map(|_| browser.send_draft(&draft, "a"))).await;
    let texts: Vec<String> = answers.into_iter().map(|answer| answer.expect(200).text()).collect();
    assert!(texts.iter().all(|text| *text == texts[0]));
    assert_eq!(counts(&app).await, [1; 4]);
    assert_eq!(mails(&app, &user.row.mail_address).await, 1);
    // Under other names it is still one.
    let draft = browser.filled_draft("viewing").await;
    let names: Vec<String> = (0..8).map(|at| format!("b{at}")).collect();
    let answers = join_all(names.iter().map(|name| browser.send_draft(&draft, name))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert!(answers.iter().all(|answer| [200, 409, 412].contains(&answer.status)));
    assert_eq!(counts(&app).await, [2; 4]);
}

async fn sent_again_after_a_lost_answer_it_is_one(app: App) {
    let (user, browser) = app.applicant().await;
    let draft = browser.filled_draft("viewing").await;
    let first = browser.send_draft(&draft, "a").await.expect(200);
    let again = browser.send_draft(&draft, "a").await.expect(200);
    assert_eq!((first.text(), first.header("etag")), (again.text(), again.header("etag")));
    assert_eq!((counts(&app).await, mails(&app, &user.row.mail_address).await), ([1; 4], 1));
}

async fn back_after_completion_it_is_refused(app: App) {
    let (_, browser) = app.applicant().await;
    let draft = browser.filled_draft("viewing").await;
    let _sent = browser.send_draft(&draft, "a").await.expect(200);
    browser.send_draft(&draft, "b").await.refused(409, "request_not_draft");
    browser.save_draft(&draft, &answers_for("viewing")).await.refused(409, "request_not_draft");
    let read: RequestConfirmation = browser.get(&format!("{}/confirmation", draft.path())).await.expect(200).json();
    assert!(read.terms.is_none());
    assert_eq!(counts(&app).await, [1; 4]);
}

async fn terms_are_those_in_force(app: App) {
    let (_, browser) = app.applicant().await;
    let draft = browser.filled_draft("viewing").await;
    for (body, code) in [(json!({}), "terms_not_agreed"), (json!({ "terms_version": "1999-01-01" }), "terms_changed")] {
        let refused = submit(&browser, &draft, body).await.refused_fields();
        assert_eq!(refused, [("terms_version".to_owned(), code.to_owned())]);
    }
    assert_eq!(counts(&app).await, [0; 4]);
    let _sent = submit(&browser, &draft, json!({ "terms_version": app.terms_version() })).await.expect(200);
    let consent = consents::Entity::find().one(app.db()).await.unwrap().unwrap();
    assert_eq!((consent.kind.as_str(), consent.version), ("terms", app.terms_version()));
}

async fn what_is_incomplete_is_not_sent(app: App) {
    let (_, browser) = app.applicant().await;
    let draft = browser.open_draft("viewing").await;
    let mut answers = answers_for("viewing");
    answers["facility"]["phone"] = json!("12");
    answers["basic"]["sheets_by"] = json!("cd");
    let _saved = browser.save_draft(&draft, &answers).await.expect(200);
    let draft = browser.read_draft(&draft).await;
    let refused = browser.send_draft(&draft, "a").await.refused_fields();
    assert_eq!(refused[0], ("facility.phone".to_owned(), "phone_length".to_owned()));
    assert!(refused.contains(&("cd_destination.facility_name".to_owned(), "required".to_owned())), "{refused:?}");
    assert_eq!(counts(&app).await, [0; 4]);
    // What was refused may be mended, under the same name.
    let _saved = browser.save_draft(&draft, &answers_for("viewing")).await.expect(200);
    let _sent = browser.send_draft(&browser.read_draft(&draft).await, "a").await.expect(200);
}

async fn a_draft_that_changed_is_not_sent(app: App) {
    let (_, browser) = app.applicant().await;
    let draft = browser.filled_draft("viewing").await;
    let mut other = answers_for("viewing");
    other["facility"]["facility_name"] = json!("みどり野第二診療所");
    let _saved = browser.save_draft(&draft, &other).await.expect(200);
    browser.send_draft(&draft, "a").await.refused(412, "changed_meanwhile");
    assert_eq!(counts(&app).await, [0; 4]);
}

/// What was sent is kept in the words of its day, whatever the portal's file says later.
async fn what_was_sent_stays_as_it_was(app: App) {
    let (user, browser) = app.applicant().await;
    let sent = browser.apply("viewing").await;
    let draft = browser.filled_draft("viewing").await;
    let later = app.beside_with(|services| services.portals = later_portals());
    let browser = later.signed_in(&user).await;
    let path = format!("/requests/{}", sent.request.id);
    let read: RequestDetail = browser.get(&path).await.expect(200).json();
    assert_eq!(read, sent);
    let listed: madoguchi_api_types::pages::Page<madoguchi_api_types::requests::Request> =
        browser.get("/requests?state=accepted").await.expect(200).json();
    assert_eq!(listed.items[0].kind_label.ja, "新規");
    // The draft speaks the new words.
    let read: RequestDetail = browser.get(&draft.path()).await.expect(200).json();
    assert_eq!(read.request.kind_label.ja, "新しい申込");
    let old = submit(&browser, &draft, json!({ "terms_version": app.terms_version() })).await.refused_fields();
    assert_eq!(old, [("terms_version".to_owned(), "terms_changed".to_owned())]);
}

/// The preset of another day: other terms, other words for kind, questions and choices.
fn later_portals() -> Portals {
    let preset = include_str!("../../../../portals/network.toml");
    let changes = [
        ("[terms]\nversion = \"2026-04-01\"", "[terms]\nversion = \"2099-04-01\""),
        ("code = \"new\"\nlabel = { ja = \"新規\"", "code = \"new\"\nlabel = { ja = \"新しい申込\""),
        ("ja = \"施設種別\"", "ja = \"施設の種別\""),
        ("[\"clinic\", { ja = \"一般診療所\"", "[\"clinic\", { ja = \"医院\""),
    ];
    let text = changes.iter().fold(preset.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from} is not in the preset");
        text.replacen(from, to, 1)
    });
    let folder = std::env::temp_dir().join(format!("madoguchi-later-{}", uuid::Uuid::now_v7().simple()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("network.toml"), text).unwrap();
    let portals = Portals::directory(&folder).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    portals
}

async fn strangers_find_nothing(app: App) {
    let (user, browser) = app.applicant().await;
    let sent = browser.apply("viewing").await;
    let draft = browser.filled_draft("viewing").await;
    let (_, stranger) = app.applicant().await;
    let elsewhere = app.signed_in(&app.person_at("rental").await).await;
    for id in [sent.request.id, draft.detail.request.id, uuid::Uuid::now_v7()] {
        for browser in [&stranger, &elsewhere] {
            let path = format!("/requests/{id}");
            for (method, path, body) in [
                (Method::GET, path.clone(), Value::Null),
                (Method::PUT, format!("{path}/answers"), json!({ "answers": {} })),
                (Method::GET, format!("{path}/confirmation"), Value::Null),
                (Method::GET, format!("{path}/document"), Value::Null),
                (Method::POST, format!("{path}/submission"), json!({ "terms_version": app.terms_version() })),
                (Method::POST, format!("{path}/withdrawal"), json!({})),
                (Method::DELETE, path.clone(), Value::Null),
            ] {
                let request = browser.change(method, &path);
                let request = if body.is_null() { request } else { request.json(&body) };
                request.send().await.refused(404, "not_found");
            }
        }
    }
    let read = browser.read_draft(&draft).await;
    assert_eq!((&read.tag, read.detail.request.state), (&draft.tag, RequestState::Draft));
    // A colleague who is no administrator sees the own ones only.
    let general = app.user_of(&user, madoguchi_entities::users::UserRole::General).await;
    app.signed_in(&general).await.get(&draft.path()).await.refused(404, "not_found");
    let administrator = app.user_of(&user, madoguchi_entities::users::UserRole::Administrator).await;
    let _seen = app.signed_in(&administrator).await.get(&draft.path()).await.expect(200);
}
