//! Drafts: numbers, saving, two tabs, limits, discarding.

use api_tests::{App, Browser, Draft, NETWORK, answers_for, on_both_engines};
use chrono::TimeDelta;
use futures_util::future::join_all;
use madoguchi_api_types::requests::{Request, RequestConfirmation, RequestDetail, RequestState};
use madoguchi_domain::requests::RequestState as State;
use madoguchi_entities::{requests, throttles};
use madoguchi_services::limits;
use reqwest::Method;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, PaginatorTrait};
use serde_json::{Value, json};

on_both_engines!(
    a_draft_has_its_number_and_day_at_once,
    a_draft_lives_over_a_log_out,
    what_is_typed_is_kept_as_it_is,
    the_older_of_two_tabs_is_told,
    the_other_category_comes_back,
    a_draft_opened_again_is_one,
    an_untouched_draft_is_taken_up_again,
    two_hundred_at_once_have_numbers_of_their_own,
    a_customer_cannot_use_up_the_numbers,
    a_discarded_draft_leaves_its_number_taken,
    what_cannot_be_opened,
);

async fn tag(browser: &Browser, draft: &Draft, answers: &Value) -> String {
    browser.save_draft(draft, answers).await.expect(200).header("etag").unwrap().to_owned()
}

async fn a_draft_has_its_number_and_day_at_once(app: App) {
    let (_, browser) = app.applicant().await;
    let draft = browser.open_draft("viewing").await;
    let request = &draft.detail.request;
    assert_eq!((request.number.as_str(), request.state), ("000001", RequestState::Draft));
    assert_eq!(request.opened_on.to_string(), "2026-11-20");
    assert_eq!(request.draft_ends_on.unwrap().to_string(), "2027-02-18");
    assert_eq!(request.category_label.as_ref().unwrap().ja, "閲覧施設");
    assert!(!draft.detail.withdrawable && draft.detail.confirmation.is_none() && draft.detail.agreement.is_none());
    let form = draft.detail.form.as_ref().unwrap();
    let codes: Vec<_> = form.choices.iter().map(|choice| choice.code.as_deref().unwrap()).collect();
    assert_eq!(codes, ["disclosing", "viewing"]);
    assert!(form.confirm && form.choices[1].questionnaire.group("facility").is_some());
    assert_eq!(browser.open_draft("disclosing").await.detail.request.number, "000002");
}

async fn a_draft_lives_over_a_log_out(app: App) {
    let (user, browser) = app.applicant().await;
    let draft = browser.open_draft("viewing").await;
    let _saved = tag(&browser, &draft, &answers_for("viewing")).await;
    let _out = browser.delete("/session").await.expect(204);
    browser.get(&draft.path()).await.refused(401, "session_missing");
    let elsewhere = app.signed_in(&user).await;
    let read = elsewhere.read_draft(&draft).await;
    assert_eq!(json!(read.detail.form.unwrap().answers), answers_for("viewing"));
    assert_eq!(read.detail.request.title, "みどり野診療所");
}

async fn what_is_typed_is_kept_as_it_is(app: App) {
    let (_, browser) = app.applicant().await;
    let draft = browser.open_draft("viewing").await;
    let odd = json!({ "facility": { "facility_name": "　a\u{202E}b\u{0}\n ", "phone": "番号なし", "beds": "たくさん" }, "no_form": "x" });
    let tag = tag(&browser, &draft, &odd).await;
    let read = browser.read_draft(&draft).await;
    assert_eq!((json!(read.detail.form.unwrap().answers), read.tag), (odd, tag));
    assert_eq!(read.detail.request.title, "", "what no text may hold is in no list");
    let refused = browser.get(&format!("{}/confirmation", draft.path())).await.refused_fields();
    for wanted in [
        ("facility.facility_name", "invalid_characters"),
        ("facility.phone", "phone_not_digits"),
        ("facility.beds", "not_a_number"),
        ("facility.facility_kind", "required"),
        ("basic.viewing_kind", "required"),
        ("no_form", "unknown_field"),
    ] {
        let (field, code) = wanted;
        assert!(refused.contains(&(field.to_owned(), code.to_owned())), "no {wanted:?} in {refused:?}");
    }
    let large = json!({ "facility": { "facility_name": "あ".repeat(30_000) } });
    browser.save_draft(&browser.read_draft(&draft).await, &large).await.refused(413, "body_too_large");
    let path = format!("{}/answers", draft.path());
    browser.put(&path, json!({ "answers": { "facility": { "beds": 5 } } })).await.refused(400, "malformed_json");
    let refused = browser.put(&path, json!({ "category": "none", "answers": {} })).await.refused_fields();
    assert_eq!(refused, [("category".to_owned(), "unknown".to_owned())]);
}

async fn the_older_of_two_tabs_is_told(app: App) {
    let (_, browser) = app.applicant().await;
    let older = browser.open_draft("viewing").await;
    let _newer = tag(&browser, &older, &answers_for("viewing")).await;
    let own = json!({ "facility": { "facility_name": "別のタブ" } });
    browser.save_draft(&older, &own).await.refused(412, "changed_meanwhile");
    browser.send_draft(&older, "a").await.refused(412, "changed_meanwhile");
    let theirs = browser.read_draft(&older).await;
    assert_eq!(theirs.detail.request.title, "みどり野診療所");
    let _taken = browser.save_draft(&theirs, &own).await.expect(200);
    assert_eq!(browser.read_draft(&older).await.detail.request.title, "別のタブ");
}

async fn the_other_category_comes_back(app: App) {
    let (_, browser) = app.applicant().await;
    let draft = browser.open_draft("viewing").await;
    let mut answers = answers_for("viewing");
    answers["facility"]["server_place"] = json!("本館 地下1階");
    let path = format!("{}/answers", draft.path());
    let saved = browser.put(&path, json!({ "category": "disclosing", "answers": answers })).await.expect(200);
    let saved: Request = saved.json();
    assert_eq!(saved.category.as_deref(), Some("disclosing"));
    let confirmation = format!("{}/confirmation", draft.path());
    let labels = async |browser: &Browser| {
        let read: RequestConfirmation = browser.get(&confirmation).await.expect(200).json();
        read.sections.into_iter().flat_map(|it| it.entries).map(|entry| entry.label.ja).collect::<Vec<_>>()
    };
    let disclosing = labels(&browser).await;
    assert!(disclosing.contains(&"公開用サーバー設置場所".to_owned()), "{disclosing:?}");
    assert!(!disclosing.contains(&"診療情報保管場所".to_owned()));
    let _back = browser.put(&path, json!({ "category": "viewing", "answers": answers })).await.expect(200);
    assert!(labels(&browser).await.contains(&"診療情報保管場所".to_owned()));
    let without = browser.put(&path, json!({ "answers": answers })).await.expect(200).json::<Request>();
    assert_eq!(without.category.as_deref(), Some("viewing"));
}

async fn a_draft_opened_again_is_one(app: App) {
    let (_, browser) = app.applicant().await;
    let body = json!({ "kind": "new", "category": "viewing" });
    let named = || browser.change(Method::POST, "/requests").header("idempotency-key", "a").json(&body).send();
    let answers = join_all((0..8).map(|_| named())).await;
    let texts: Vec<String> = answers.into_iter().map(|answer| answer.expect(201).text()).collect();
    assert!(texts.iter().all(|text| *text == texts[0]));
    assert_eq!(requests::Entity::find().count(app.db()).await.unwrap(), 1);
    let made: Request = serde_json::from_str(&texts[0]).map(|it: RequestDetail| it.request).unwrap();
    let _begun = browser.put(&format!("/requests/{}/answers", made.id), json!({ "answers": { "facility": {} } })).await;
    assert_eq!(begun(&browser).await.detail.request.number, "000002", "no number was lost");
}

/// A draft in which something was typed.
async fn begun(browser: &Browser) -> Draft {
    let draft = browser.open_draft("viewing").await;
    let typed = json!({ "facility": { "facility_name": draft.detail.request.number } });
    let _saved = browser.save_draft(&draft, &typed).await.expect(200);
    draft
}

/// Looking at a form, however often, makes one draft; what was begun is left.
async fn an_untouched_draft_is_taken_up_again(app: App) {
    let (user, browser) = app.applicant().await;
    let first = browser.open_draft("viewing").await;
    app.advance(TimeDelta::days(2));
    let browser = app.signed_in(&user).await;
    let again = browser.open_draft("viewing").await;
    assert_eq!(again.detail.request.id, first.detail.request.id);
    assert_eq!(again.detail.request.opened_on.to_string(), "2026-11-22", "it is opened today");
    let other = browser.open_draft("disclosing").await;
    assert_ne!(other.detail.request.id, first.detail.request.id);
    let _saved = browser.save_draft(&again, &json!({ "facility": { "facility_name": "★病院" } })).await.expect(200);
    let third = browser.open_draft("viewing").await;
    assert_ne!(third.detail.request.id, first.detail.request.id);
    assert_eq!(requests::Entity::find().count(app.db()).await.unwrap(), 3);
}

/// Of many customers at once, on both engines.
async fn two_hundred_at_once_have_numbers_of_their_own(app: App) {
    let mut people = Vec::new();
    for _ in 0..50 {
        people.push(app.applicant().await.1);
    }
    let numbers = join_all(people.iter().map(|browser| async move {
        let mut own: Vec<String> = Vec::new();
        for _ in 0..4 {
            let number = begun(browser).await.detail.request.number;
            assert!(own.last().is_none_or(|last| number > *last), "numbers rise");
            own.push(number);
        }
        own
    }))
    .await;
    let mut numbers: Vec<String> = numbers.into_iter().flatten().collect();
    numbers.sort();
    let expected: Vec<String> = (1..=200).map(|number| format!("{number:06}")).collect();
    assert_eq!(numbers, expected);
}

async fn a_customer_cannot_use_up_the_numbers(app: App) {
    let (user, browser) = app.applicant().await;
    let max = app.services().portals.get(NETWORK).unwrap().requests.as_ref().unwrap().drafts_max;
    let first = begun(&browser).await;
    let row = requests::Entity::find().one(app.db()).await.unwrap().unwrap();
    let copies = (1..max).map(|at| {
        let mut copy = row.clone().into_active_model();
        copy.id = Set(uuid::Uuid::now_v7().into());
        copy.number = Set(format!("x{at}"));
        copy.reset_all()
    });
    requests::Entity::insert_many(copies).exec_without_returning(app.db()).await.unwrap();
    let body = json!({ "kind": "new", "category": "viewing" });
    browser.post("/requests", &body).await.refused(409, "request_draft_limit_reached");
    let _gone = browser.delete(&first.path()).await.expect(204);
    let _room = begun(&browser).await;

    // However often drafts are discarded, there are so many a day.
    let (free, person) = (limits::REQUEST_DRAFT.free_at(&app.services().portals.get(NETWORK).unwrap()), user.row.id);
    let throttle = throttles::Entity::find().all(app.db()).await.unwrap();
    let throttle = throttle.into_iter().find(|row| row.kind == "request_draft").unwrap();
    let mut row = throttle.into_active_model();
    row.count = Set(i32::try_from(free).unwrap() - 1);
    row.update(app.db()).await.unwrap();
    let rest =
        requests::Entity::find().all(app.db()).await.unwrap().into_iter().find(|row| row.number == "x1").unwrap();
    assert_eq!(rest.user_id, person);
    let _gone = browser.delete(&format!("/requests/{}", rest.id)).await.expect(204);
    let _last = begun(&browser).await;
    browser.post("/requests", &body).await.refused(429, "too_many_attempts");
    let _others = app.applicant().await.1.open_draft("viewing").await;
    app.advance(TimeDelta::hours(24));
    let browser = app.signed_in(&user).await;
    browser.post("/requests", &body).await.refused(409, "request_draft_limit_reached");
}

async fn a_discarded_draft_leaves_its_number_taken(app: App) {
    let (_, browser) = app.applicant().await;
    let draft = browser.open_draft("viewing").await;
    let _gone = browser.delete(&draft.path()).await.expect(204);
    browser.get(&draft.path()).await.refused(404, "not_found");
    browser.delete(&draft.path()).await.refused(404, "not_found");
    assert_eq!(begun(&browser).await.detail.request.number, "000002");
    let sent = browser.apply("viewing").await;
    browser.delete(&format!("/requests/{}", sent.request.id)).await.refused(409, "request_not_draft");
    let stored = requests::Entity::find().all(app.db()).await.unwrap();
    assert_eq!(stored.iter().filter(|row| row.state == State::Draft).count(), 1);
}

async fn what_cannot_be_opened(app: App) {
    let (_, browser) = app.applicant().await;
    for (body, field) in
        [(json!({ "kind": "none" }), "kind"), (json!({ "kind": "new", "category": "none" }), "category")]
    {
        let refused = browser.post("/requests", body).await.refused_fields();
        assert_eq!(refused, [(field.to_owned(), "unknown".to_owned())]);
    }
    // A portal that keeps no requests has none.
    let browser = app.signed_in(&app.person_at("telecom").await).await;
    browser.get("/requests").await.refused(404, "not_found");
    browser.post("/requests", json!({ "kind": "other" })).await.refused(404, "not_found");
}
