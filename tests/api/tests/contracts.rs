//! Contracts of the own billing group: list, pages, categories, detail.

use api_tests::{App, Browser, on_both_engines};
use madoguchi_api_types::contracts::{Contract, ContractDetail, ContractStatus};
use madoguchi_api_types::pages::Page;
use madoguchi_entities::contracts;
use sea_orm::ActiveValue::Set;

on_both_engines!(
    contracts_billed_together_are_listed_by_number,
    a_user_of_the_whole_customer_sees_every_group,
    one_category_is_listed_when_asked,
    pages_join_to_the_whole_list,
    cursors_are_for_their_own_list,
    limits_have_bounds,
    a_contract_is_read_in_full,
    a_contract_without_phone_says_so,
);

async fn numbers(browser: &Browser, query: &str) -> Vec<String> {
    let page: Page<Contract> = browser.get(&format!("/contracts{query}")).await.expect(200).json();
    page.items.into_iter().map(|contract| contract.number).collect()
}

fn numbered(number: &str) -> impl FnOnce(&mut contracts::ActiveModel) {
    let number = number.to_owned();
    |row| row.number = Set(number)
}

async fn contracts_billed_together_are_listed_by_number(app: App) {
    let customer = app.customer("telecom", "アオバ").await;
    let (group, other) = (app.billing_group(&customer).await, app.billing_group(&customer).await);
    for number in ["COP00000590", "CAF0000000010", "300000520"] {
        app.contract(&group, numbered(number)).await;
    }
    app.contract(&other, numbered("CAF0000000011")).await;
    let browser = app.signed_in(&app.user(&group).await).await;
    assert_eq!(numbers(&browser, "").await, ["300000520", "CAF0000000010", "COP00000590"]);
}

async fn a_user_of_the_whole_customer_sees_every_group(app: App) {
    let subscriber = app.subscriber().await;
    let other_group = app.billing_group(&subscriber.customer).await;
    let other = app.contract(&other_group, |_| {}).await;
    let stranger = app.subscriber().await;
    let user = app.user_with(&subscriber.group, |row| row.billing_group_id = Set(None)).await;
    let browser = app.signed_in(&user).await;
    assert_eq!(numbers(&browser, "").await, [subscriber.contract.number, other.number.clone()]);
    let _other_group = browser.get(&format!("/contracts/{}", other.id)).await.expect(200);
    browser.get(&format!("/contracts/{}", stranger.contract.id)).await.refused(404, "not_found");
}

async fn one_category_is_listed_when_asked(app: App) {
    let subscriber = app.subscriber().await;
    let cloud = app.contract(&subscriber.group, |row| row.category = Set("other".to_owned())).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    assert_eq!(numbers(&browser, "?category=line").await, [subscriber.contract.number]);
    assert_eq!(numbers(&browser, "?category=other").await, [cloud.number]);
    let unknown = browser.get("/contracts?category=cloud").await.refused_fields();
    assert_eq!(unknown, [("category".to_owned(), "unknown".to_owned())]);
}

async fn pages_join_to_the_whole_list(app: App) {
    let subscriber = app.subscriber().await;
    for _ in 0..6 {
        app.contract(&subscriber.group, |_| {}).await;
    }
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let whole = numbers(&browser, "").await;
    assert_eq!(whole.len(), 7);
    let first: Page<Contract> = browser.get("/contracts?limit=2").await.expect(200).json();
    assert_eq!((first.items.len(), first.total), (2, Some(7)));
    for limit in 1..=8 {
        let (mut joined, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/contracts?limit={limit}{cursor}");
            let page: Page<Contract> = browser.get(&path).await.expect(200).json();
            assert!(page.items.len() <= limit && !page.items.is_empty());
            joined.extend(page.items.into_iter().map(|contract| contract.number));
            let Some(next) = page.next_cursor else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(joined, whole, "pages of {limit}");
    }
}

async fn cursors_are_for_their_own_list(app: App) {
    let subscriber = app.subscriber().await;
    app.contract(&subscriber.group, |_| {}).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let page: Page<Contract> = browser.get("/contracts?limit=1").await.expect(200).json();
    let cursor = page.next_cursor.unwrap();
    let invalid = [("cursor".to_owned(), "invalid_cursor".to_owned())];
    for query in [
        "?cursor=rubbish".to_owned(),
        "?cursor=".to_owned(),
        format!("?cursor={}", &cursor[1..]),
        format!("?category=line&cursor={cursor}"),
    ] {
        assert_eq!(browser.get(&format!("/contracts{query}")).await.refused_fields(), invalid, "{query}");
    }
    let records = browser.get(&format!("/contracts/{}/call-records?cursor={cursor}", subscriber.contract.id)).await;
    assert_eq!(records.refused_fields(), invalid);
}

async fn limits_have_bounds(app: App) {
    let browser = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    for limit in ["0", "201"] {
        let refused = browser.get(&format!("/contracts?limit={limit}")).await.refused_fields();
        assert_eq!(refused, [("limit".to_owned(), "out_of_range".to_owned())]);
    }
    for limit in ["-1", "many", "", "99999999999999999999"] {
        browser.get(&format!("/contracts?limit={limit}")).await.refused(400, "malformed_query");
    }
    let _most = browser.get("/contracts?limit=200").await.expect(200);
}

async fn a_contract_is_read_in_full(app: App) {
    let subscriber = app.subscriber().await;
    let html = "<script>alert(1)</script>'; DROP TABLE contracts; --";
    app.options(&subscriber.contract, &["リモートサポート", html, "セキュリティ"]).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let answer = browser.get(&format!("/contracts/{}", subscriber.contract.id)).await.expect(200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let detail: ContractDetail = answer.json();
    assert_eq!(detail.options, ["リモートサポート", html, "セキュリティ"]);
    assert_eq!(detail.status, ContractStatus::Active);
    assert_eq!(detail.customer_name_kana, "カ)ヴェルデ2");
    assert_eq!((detail.place.postal_code.as_str(), detail.place.building.as_str()), ("1088001", "みなとビル5階"));
    let phone = detail.phone.unwrap();
    assert_eq!((phone.service_name.as_str(), phone.number.as_str()), ("ひかり電話", "0312345678"));
}

async fn a_contract_without_phone_says_so(app: App) {
    let subscriber = app.subscriber().await;
    let contract = app
        .contract(&subscriber.group, |row| {
            row.phone_service_name = Set(String::new());
            row.phone_number = Set(String::new());
            row.call_records_from = Set(None);
            row.status = Set(contracts::ContractStatus::Preparing);
        })
        .await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let detail: ContractDetail = browser.get(&format!("/contracts/{}", contract.id)).await.expect(200).json();
    assert_eq!((detail.phone, detail.call_records_from), (None, None));
    assert_eq!(detail.status, ContractStatus::Preparing);
}
