//! Lists of inquiries: of who asks, and of the provider.

use api_tests::{App, Browser, PORTAL, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::inquiries::{Inquiry, InquiryDetail};
use madoguchi_api_types::pages::Page;
use madoguchi_services::inquiries::by_provider;
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::{answer, general, list, signed_in};

on_both_engines!(
    who_sent_it_and_administrators_see_it,
    pages_join_to_the_whole_list,
    the_provider_sees_who_waits_longest_first,
);

async fn who_sent_it_and_administrators_see_it(app: App) {
    let (subscriber, _, administrator) = signed_in(&app).await;
    let writer = app.signed_in(&general(&app, &subscriber).await).await;
    let sent = writer.inquire("other", "一般の質問").await;
    let own = administrator.inquire("other", "管理者の質問").await;
    let colleague = app.signed_in(&general(&app, &subscriber).await).await;
    let other_group = app.billing_group(&subscriber.customer).await;
    let beside = app.signed_in(&app.user(&other_group).await).await;
    let stranger = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    let whole = app.user_with(&subscriber.group, |row| row.billing_group_id = Set(None)).await;
    let whole = app.signed_in(&whole).await;
    let subjects =
        async |browser: &Browser| list(browser).await.into_iter().map(|inquiry| inquiry.subject).collect::<Vec<_>>();
    assert_eq!(subjects(&writer).await, ["一般の質問"]);
    for sees_both in [&administrator, &whole] {
        assert_eq!(subjects(sees_both).await, ["管理者の質問", "一般の質問"]);
        let _read = sees_both.get(&format!("/inquiries/{}", sent.id)).await.expect(200);
    }
    for sees_none in [&colleague, &beside, &stranger] {
        assert!(subjects(sees_none).await.is_empty());
        sees_none.get(&format!("/inquiries/{}", sent.id)).await.refused(404, "not_found");
        let path = format!("/inquiries/{}/messages", sent.id);
        sees_none.post(&path, json!({ "text": "便乗します。" })).await.refused(404, "not_found");
    }
    writer.get(&format!("/inquiries/{}", own.id)).await.refused(404, "not_found");
    let read: InquiryDetail = writer.get(&format!("/inquiries/{}", sent.id)).await.expect(200).json();
    assert_eq!(read.messages.len(), 1);
}

async fn pages_join_to_the_whole_list(app: App) {
    let (_, _, browser) = signed_in(&app).await;
    for number in 1..=5 {
        let _sent = browser.inquire("other", &format!("第{number}件")).await;
    }
    let whole: Vec<String> = list(&browser).await.into_iter().map(|inquiry| inquiry.number).collect();
    assert_eq!(whole.first().unwrap(), "Q202611200005");
    let (mut joined, mut cursor) = (Vec::new(), String::new());
    loop {
        let page: Page<Inquiry> = browser.get(&format!("/inquiries?limit=2{cursor}")).await.expect(200).json();
        assert_eq!(page.total, Some(5));
        joined.extend(page.items.into_iter().map(|inquiry| inquiry.number));
        let Some(next) = page.next_cursor else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(joined, whole);
    assert_eq!(browser.get("/inquiries?cursor=x").await.refused_fields()[0].1, "invalid_cursor");
    assert_eq!(browser.get("/inquiries?limit=0").await.refused_fields()[0].1, "out_of_range");
}

async fn the_provider_sees_who_waits_longest_first(app: App) {
    let (subscriber, _, browser) = signed_in(&app).await;
    let first = browser.inquire("other", "先の質問").await;
    app.advance(TimeDelta::minutes(1));
    let second = browser.inquire("other", "後の質問").await;
    let provider = app.provider(PORTAL);
    let waiting = async |state| {
        let waiting = by_provider::list_open(app.services(), &provider, state).await.unwrap();
        waiting.into_iter().map(|waiting| (waiting.inquiry.number, waiting.customer_number)).collect::<Vec<_>>()
    };
    let customer = subscriber.customer.number;
    assert_eq!(waiting(None).await, [(first.number.clone(), customer.clone()), (second.number, customer.clone())]);
    answer(&app, &first.number, "回答です。").await;
    assert_eq!(waiting(None).await.len(), 1);
    let answered = waiting(Some(madoguchi_services::inquiries::InquiryState::Answered)).await;
    assert_eq!(answered, [(first.number.clone(), customer)]);
    let found = by_provider::get(app.services(), &provider, &first.number).await.unwrap();
    assert_eq!(found.messages[1].author, "あおばテレコム 料金担当");
    let elsewhere = app.provider(api_tests::OTHER_PORTAL);
    assert!(by_provider::get(app.services(), &elsewhere, &first.number).await.is_err());
    assert!(by_provider::answer(app.services(), &provider, &first.number, " ").await.is_err());
}
