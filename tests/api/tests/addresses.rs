//! 住所検索: whoever asks gets the addresses of a code, as often as a person types them.

use api_tests::{App, NETWORK, OTHER_PORTAL, PORTAL, on_both_engines};
use madoguchi_api_types::addresses::{Address, Addresses};
use madoguchi_entities::throttles;
use reqwest::Method;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

on_both_engines!(
    a_code_is_found_however_it_is_typed,
    a_code_of_several_towns_gives_all,
    what_is_no_code_is_said_at_the_field,
    an_answer_is_kept_by_the_browser,
    nobody_copies_the_table,
);

async fn a_code_is_found_however_it_is_typed(app: App) {
    let browser = app.browser_at(NETWORK);
    for typed in ["1088001", "108-8001", "１０８－８００１", "〒108-8001", " 108ー8001 "] {
        let answer = browser.get(&format!("/addresses?postal_code={}", escape(typed))).await.expect(200);
        let found: Addresses = answer.json();
        let office = Address {
            prefecture: "東京都".to_owned(),
            town: "港区芝".to_owned(),
            town_kana: "ミナトクシバ".to_owned(),
            office: Some("日本電気　株式会社".to_owned()),
            street: "5丁目7-1NEC本社ビル".to_owned(),
        };
        assert_eq!((found.postal_code.as_str(), found.addresses), ("1088001", vec![office]), "{typed}");
    }
    // At any portal, and for who is logged in too.
    let person = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    let found: Addresses = person.get("/addresses?postal_code=1050011").await.expect(200).json();
    assert_eq!(found.addresses[0].town, "港区芝公園");
    let _elsewhere = app.browser_at(OTHER_PORTAL).get("/addresses?postal_code=1050011").await.expect(200);
}

async fn a_code_of_several_towns_gives_all(app: App) {
    let browser = app.browser();
    let found: Addresses = browser.get("/addresses?postal_code=6180000").await.expect(200).json();
    let towns: Vec<_> = found.addresses.iter().map(|it| format!("{}{}", it.prefecture, it.town)).collect();
    assert_eq!(towns, ["京都府乙訓郡大山崎町", "大阪府三島郡島本町"]);
    let found: Addresses = browser.get("/addresses?postal_code=452-0961").await.expect(200).json();
    assert_eq!(found.addresses.len(), 66);
    let found: Addresses = browser.get("/addresses?postal_code=0000000").await.expect(200).json();
    assert_eq!((found.postal_code.as_str(), found.addresses), ("0000000", vec![]));
}

async fn what_is_no_code_is_said_at_the_field(app: App) {
    let expected = vec![("postal_code".to_owned(), "postal_code_not_seven_digits".to_owned())];
    for typed in ["", "108800", "10880011", "abcdefg"] {
        let answer = app.browser().get(&format!("/addresses?postal_code={typed}")).await;
        assert_eq!(answer.refused_fields(), expected, "{typed}");
    }
    app.browser().get("/addresses").await.refused(400, "malformed_query");
}

async fn an_answer_is_kept_by_the_browser(app: App) {
    let browser = app.browser();
    let first = browser.get("/addresses?postal_code=1050011").await.expect(200);
    assert_eq!(first.header("cache-control"), Some("public, max-age=86400"));
    let tag = first.header("etag").unwrap();
    let again = |tag: &str| browser.request(Method::GET, "/addresses?postal_code=1050011").header("if-none-match", tag);
    let unchanged = again(tag).send().await.expect(304);
    assert!(unchanged.body.is_empty() && unchanged.header("etag") == Some(tag));
    let _other = again("\"other\"").send().await.expect(200);
    // Everything else is still kept by nobody.
    assert_eq!(browser.get("").await.header("cache-control"), Some("no-store"));
}

async fn nobody_copies_the_table(app: App) {
    let browser = app.browser();
    let _first = browser.get("/addresses?postal_code=1050011").await.expect(200);
    let counted = throttles::Entity::update_many()
        .col_expr(throttles::Column::Count, Expr::value(599))
        .filter(throttles::Column::Kind.eq("address_search"))
        .exec(app.db())
        .await
        .unwrap();
    assert_eq!(counted.rows_affected, 1);
    let _last = browser.get("/addresses?postal_code=1050011").await.expect(200);
    browser.get("/addresses?postal_code=1050011").await.refused(429, "too_many_attempts");
    let elsewhere = app.browser_at(PORTAL);
    elsewhere.move_to("198.51.100.9");
    let _others = elsewhere.get("/addresses?postal_code=1050011").await.expect(200);
}

fn escape(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
