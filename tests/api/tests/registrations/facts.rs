//! T1: which spellings of the right facts are taken, and what wrong ones are told.

use api_tests::{App, Browser, OTHER_PORTAL, PASSWORD, Subscriber, full_width, on_both_engines};
use madoguchi_entities::audit_events;
use madoguchi_entities::users::{self, UserState};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

on_both_engines!(
    spellings_of_the_number_are_forgiven,
    spellings_of_the_postal_code_are_forgiven,
    spellings_of_the_name_are_forgiven,
    each_wrong_fact_gets_the_same_answer,
    a_near_miss_is_noted_for_the_operators,
    facts_of_another_portal_are_unknown,
    a_registered_contract_is_refused,
    guessing_is_slowed_by_address_and_by_contract,
    refused_fields_are_all_named,
    simultaneous_registrations_leave_one_usable_link,
);

/// The right facts with some of them replaced.
fn with(subscriber: &Subscriber, changes: &Value) -> Value {
    let mut facts = subscriber.facts("midori@example.jp");
    for (field, value) in changes.as_object().unwrap() {
        facts[field] = value.clone();
    }
    facts
}

/// Each try from another address, and for a contract of its own: tries of one are counted.
async fn all_taken(app: &App, tries: impl IntoIterator<Item = (Subscriber, Value)>) {
    for (index, (subscriber, changes)) in tries.into_iter().enumerate() {
        let browser = app.browser();
        browser.move_to(&format!("203.0.113.{index}"));
        let answer = browser.post("/registrations", with(&subscriber, &changes)).await;
        assert_eq!(answer.status, 202, "{changes}: {}", answer.text());
    }
}

async fn spellings_of_the_number_are_forgiven(app: App) {
    let spellings: [fn(&str) -> String; 6] = [
        full_width,
        |number| format!("2N{number}"),
        |number| full_width(&format!("2n{}", number.to_lowercase())),
        str::to_lowercase,
        |number| format!("{}-{}-{}", &number[..3], &number[3..7], &number[7..]),
        |number| format!(" {}　{}ー{} ", &number[..3], &number[3..7], &number[7..]),
    ];
    let mut tries = Vec::new();
    for spelling in spellings {
        let subscriber = app.subscriber().await;
        let changes = json!({ "contract_number": spelling(&subscriber.contract.number) });
        tries.push((subscriber, changes));
    }
    all_taken(&app, tries).await;
}

async fn spellings_of_the_postal_code_are_forgiven(app: App) {
    let mut tries = Vec::new();
    for spelling in ["108-8001", "〒108-8001", "１０８－８００１", "１０８８００１", " 〒 108ー8001 "]
    {
        tries.push((app.subscriber().await, json!({ "postal_code": spelling })));
    }
    all_taken(&app, tries).await;
}

async fn spellings_of_the_name_are_forgiven(app: App) {
    let mut tries = Vec::new();
    // The provider has カ)ヴェルデ2.
    for spelling in [
        "ヴェルデ2",
        "ｳﾞｪﾙﾃﾞ２",
        "ゔぇるで2",
        "株式会社ヴェルデ2",
        "ヴェルデ　２（カ",
        "㈱ヴエルデ2",
        "かぶしきがいしゃゔぇるで2",
    ] {
        tries.push((app.subscriber().await, json!({ "customer_name": spelling })));
    }
    all_taken(&app, tries).await;
}

async fn each_wrong_fact_gets_the_same_answer(app: App) {
    let subscriber = app.subscriber().await;
    let browser = app.browser();
    let mut essences = Vec::new();
    for wrong in [
        json!({ "contract_number": "CAF9999999999" }),
        json!({ "postal_code": "1088002" }),
        json!({ "customer_name": "ヴェルデ3" }),
    ] {
        let answer = browser.post("/registrations", with(&subscriber, &wrong)).await;
        // How many tries are left is counted alike, whatever was wrong.
        let left = answer.refused(404, "customer_not_found").tries_left;
        assert_eq!(left, Some(4 - u32::try_from(essences.len()).unwrap()));
        let (status, mut said) = answer.essence();
        said.as_object_mut().unwrap().remove("tries_left");
        essences.push((status, said));
    }
    let kanji = browser.post("/registrations", with(&subscriber, &json!({ "customer_name": "鈴木京子" }))).await;
    assert_eq!(kanji.refused_fields(), [("customer_name".to_owned(), "not_kana".to_owned())]);
    assert_eq!(essences[0], essences[1]);
    assert_eq!(essences[0], essences[2]);
    assert!(app.mails_to("midori@example.jp").await.is_empty());
    assert_eq!(users::Entity::find().count(app.db()).await.unwrap(), 0);
}

async fn a_near_miss_is_noted_for_the_operators(app: App) {
    let subscriber = app.subscriber().await;
    let actions = async |wrong: Value| {
        let _refused = app.browser().post("/registrations", with(&subscriber, &wrong)).await.expect(404);
        let events = audit_events::Entity::find().all(app.db()).await.unwrap();
        events.into_iter().map(|event| (event.action, event.detail, event.address)).collect::<Vec<_>>()
    };
    let noted = |action: &str, number: &str| {
        (action.to_owned(), json!({ "contract_number": number }), "203.0.113.1".to_owned())
    };
    let near = noted("registration.near_miss", &subscriber.contract.number);
    assert_eq!(actions(json!({ "customer_name": "ヴェルデ3" })).await, std::slice::from_ref(&near));
    let events = actions(json!({ "contract_number": "CAF9999999999" })).await;
    assert!(events.contains(&near) && events.contains(&noted("registration.refused", "CAF9999999999")), "{events:?}");
}

async fn facts_of_another_portal_are_unknown(app: App) {
    let elsewhere = app.subscriber_at(OTHER_PORTAL).await;
    let answer = app.browser().post("/registrations", elsewhere.facts("midori@example.jp")).await;
    answer.refused(404, "customer_not_found");
    let answer = app.browser_at(OTHER_PORTAL).post("/registrations", elsewhere.facts("midori@example.jp")).await;
    let _taken = answer.expect(202);
}

async fn a_registered_contract_is_refused(app: App) {
    let subscriber = app.subscriber().await;
    let neighbour = app.contract(&subscriber.group, |_| {}).await;
    let other_group = app.billing_group(&subscriber.customer).await;
    let elsewhere = app.contract(&other_group, |_| {}).await;
    let _user = app.user(&subscriber.group).await;
    let claim = async |number: &str| {
        app.browser().post("/registrations", with(&subscriber, &json!({ "contract_number": number }))).await
    };
    claim(&subscriber.contract.number).await.refused(409, "contract_already_registered");
    claim(&neighbour.number).await.refused(409, "contract_already_registered");
    let _of_its_own = claim(&elsewhere.number).await.expect(202);
}

async fn guessing_is_slowed_by_address_and_by_contract(app: App) {
    let subscriber = app.subscriber().await;
    let wrong = with(&subscriber, &json!({ "customer_name": "ヴェルデ3" }));
    let browser = app.browser();
    for _ in 0..5 {
        browser.post("/registrations", &wrong).await.refused(404, "customer_not_found");
    }
    let other = app.subscriber().await;
    let from_here = browser.post("/registrations", other.facts("midori@example.jp")).await;
    let until = from_here.refused(429, "too_many_attempts").retry_at.unwrap();
    assert_eq!(until, app.now() + chrono::TimeDelta::hours(1));
    assert_eq!(from_here.header("retry-after"), Some("Fri, 20 Nov 2026 04:00:00 GMT"));
    browser.move_to("203.0.113.2");
    let of_contract = browser.post("/registrations", subscriber.facts("midori@example.jp")).await;
    of_contract.refused(429, "too_many_attempts");
    let _other_contract = browser.post("/registrations", other.facts("midori@example.jp")).await.expect(202);
    app.advance(chrono::TimeDelta::hours(1));
    let _after_the_wait = browser.post("/registrations", subscriber.facts("midori@example.jp")).await.expect(202);
}

async fn refused_fields_are_all_named(app: App) {
    let wrong = json!({
        "mail_address": "no address", "contract_number": "123", "postal_code": "12",
        "customer_name": " 　", "terms_version": "1999-01-01",
    });
    let refused = app.browser().post("/registrations", wrong).await.refused_fields();
    let fields: Vec<_> = refused.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["mail_address", "contract_number", "postal_code", "customer_name", "terms_version"]);
    assert!(refused.contains(&("customer_name".to_owned(), "required".to_owned())), "{refused:?}");
}

async fn simultaneous_registrations_leave_one_usable_link(app: App) {
    let subscriber = app.subscriber().await;
    let browsers: Vec<Browser> = (1..=4).map(|_| app.browser()).collect();
    let tries = browsers.iter().enumerate().map(async |(index, browser)| {
        browser.move_to(&format!("203.0.113.{index}"));
        let _taken =
            browser.post("/registrations", subscriber.facts(&format!("m{index}@example.jp"))).await.expect(202);
    });
    futures_util::future::join_all(tries).await;
    let mut registered = 0;
    for (index, browser) in browsers.iter().enumerate() {
        let letter = app.letter(&format!("m{index}@example.jp")).await;
        let verified = browser.verify(&letter).await;
        if verified.status == 200 {
            let ticket: Value = verified.json();
            let chosen = browser.choose_password(&letter, ticket["ticket"].as_str().unwrap(), PASSWORD).await;
            registered += i32::from(chosen.expect(204).status == 204);
        } else {
            verified.refused(410, "link_used");
        }
    }
    assert_eq!(registered, 1);
    let active = users::Entity::find().filter(users::Column::State.eq(UserState::Active));
    assert_eq!(active.count(app.db()).await.unwrap(), 1);
}
