//! よくあるご質問 (R15): set down by the provider, published, found by word and category.

use api_tests::{App, Browser, RENTAL, on_both_engines};
use madoguchi_api_types::faqs::Faq;
use madoguchi_api_types::pages::Page;
use madoguchi_services::faqs::by_provider::{self, NewFaq};
use madoguchi_services::rows::RowOutcome;

on_both_engines!(questions_are_shown_once_they_are_published, questions_are_found_by_word_and_category);

fn new(key: &str, category: &str, question: &str, answer: &str) -> NewFaq {
    NewFaq {
        key: key.to_owned(),
        category: category.to_owned(),
        question: question.to_owned(),
        question_en: String::new(),
        answer: answer.to_owned(),
        answer_en: String::new(),
    }
}

async fn questions(browser: &Browser, query: &str) -> Vec<String> {
    let page: Page<Faq> = browser.get(&format!("/faqs?{query}")).await.expect(200).json();
    page.items.into_iter().map(|faq| faq.question.ja).collect()
}

async fn questions_are_shown_once_they_are_published(app: App) {
    let (provider, services) = (app.provider(RENTAL), app.services());
    let browser = app.signed_in(&app.person_at(RENTAL).await).await;
    let list = [
        new("b", "order", "二番目ですか。", "はい。\n\nそうです。"),
        new("a", "rental", "三番目ですか。", "はい。"),
        new("c", "nothing", "分類がありますか。", "いいえ。"),
    ];
    let answers = by_provider::store(services, &provider, &list).await.unwrap();
    assert_eq!(answers[..2], [Ok(RowOutcome::Stored), Ok(RowOutcome::Stored)]);
    assert_eq!(answers[2].as_ref().unwrap_err().to_string(), "category: unknown \"nothing\"");
    assert!(questions(&browser, "").await.is_empty());
    assert_eq!(by_provider::publish(services, &provider, &["b".to_owned()]).await.unwrap(), 1);
    assert_eq!(questions(&browser, "").await, ["二番目ですか。"]);
    assert!(by_provider::publish(services, &provider, &["x".to_owned()]).await.is_err());
    assert_eq!(by_provider::publish(services, &provider, &[]).await.unwrap(), 1);
    // Again, in another order, and one of them changed: what is published stays so.
    let list = [list[1].clone(), new("b", "order", "最後ですか。", "はい。")];
    let again = by_provider::store(services, &provider, &list).await.unwrap();
    assert_eq!(again, [Ok(RowOutcome::Updated), Ok(RowOutcome::Updated)]);
    assert_eq!(questions(&browser, "").await, ["三番目ですか。", "最後ですか。"]);
    let same = by_provider::store(services, &provider, &list).await.unwrap();
    assert_eq!(same, [Ok(RowOutcome::Unchanged), Ok(RowOutcome::Unchanged)]);
    assert_eq!(by_provider::withdraw(services, &provider, &["a".to_owned()]).await.unwrap(), 1);
    assert_eq!(questions(&browser, "").await, ["最後ですか。"]);
    assert_eq!(by_provider::list(services, &provider).await.unwrap().len(), 2);
}

async fn questions_are_found_by_word_and_category(app: App) {
    let (provider, services) = (app.provider(RENTAL), app.services());
    let list = [
        new("days", "rental", "レンタル日数はどのように数えますか。", "開始日と終了日の両方を数えます。"),
        new("users", "account", "利用者を増やせますか。", "「利用者管理」で登録できます。"),
    ];
    by_provider::store(services, &provider, &list).await.unwrap();
    by_provider::publish(services, &provider, &[]).await.unwrap();
    let browser = app.signed_in(&app.person_at(RENTAL).await).await;
    assert_eq!(questions(&browser, "words=%E3%82%8C%E3%82%93%E3%81%9F%E3%82%8B").await.len(), 1, "れんたる");
    assert_eq!(questions(&browser, "words=%E9%96%8B%E5%A7%8B%E6%97%A5").await.len(), 1, "開始日, in the answer");
    assert_eq!(questions(&browser, "category=account").await, ["利用者を増やせますか。"]);
    assert!(questions(&browser, "category=account&words=%E9%96%8B%E5%A7%8B%E6%97%A5").await.is_empty());
}
