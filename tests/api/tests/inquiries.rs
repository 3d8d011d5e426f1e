//! Inquiries (T12): sent with a receipt, answered in a thread, seen by who sent them and by administrators.

mod answers;
mod attachments;
mod forms;
mod lists;
mod scans;
mod uploads;
mod wishes;

use api_tests::{App, Browser, PORTAL, RENTAL, Subscriber, User, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::accounts::AccountEvent;
use madoguchi_api_types::inquiries::{Inquiry, InquiryDetail, InquiryForm, InquiryState};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::portals::{Module, Portal};
use madoguchi_entities::audit_events::{self, DoerKind};
use madoguchi_entities::users::UserRole;
use madoguchi_services::inquiries::by_provider;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

on_both_engines!(
    the_form_says_what_can_be_asked,
    an_inquiry_is_received_and_a_receipt_is_mailed,
    a_receipt_is_in_the_language_of_its_reader,
    numbers_count_for_each_day_and_portal,
    the_thread_goes_back_and_forth,
    what_happened_is_written_down,
    what_cannot_be_right_is_refused,
    an_empty_subject_is_that_of_the_kind,
    portals_without_inquiries_take_none,
);

/// Somebody who is no administrator.
async fn general(app: &App, subscriber: &Subscriber) -> User {
    app.user_with(&subscriber.group, |row| row.role = Set(UserRole::General)).await
}

async fn signed_in(app: &App) -> (Subscriber, User, Browser) {
    let subscriber = app.subscriber().await;
    let user = app.user(&subscriber.group).await;
    let browser = app.signed_in(&user).await;
    (subscriber, user, browser)
}

async fn answer(app: &App, number: &str, text: &str) {
    let provider = app.provider(PORTAL);
    by_provider::answer(app.services(), &provider, number, text).await.unwrap();
}

async fn close(app: &App, number: &str) {
    let provider = app.provider(PORTAL);
    by_provider::close(app.services(), &provider, number).await.unwrap();
}

async fn list(browser: &Browser) -> Vec<Inquiry> {
    let page: Page<Inquiry> = browser.get("/inquiries").await.expect(200).json();
    assert_eq!(page.total, Some(u64::try_from(page.items.len()).unwrap()));
    page.items
}

async fn the_form_says_what_can_be_asked(app: App) {
    let (_, _, browser) = signed_in(&app).await;
    let form: InquiryForm = browser.get("/inquiry-form").await.expect(200).json();
    let kinds: Vec<(&str, &str)> = form.kinds.iter().map(|kind| (kind.code.as_str(), kind.label.ja.as_str())).collect();
    let expected = [("call_records", "通話明細記録について"), ("invoice", "ご請求について"), ("other", "その他")];
    assert_eq!(kinds, expected);
    assert_eq!((form.attachment_bytes, form.attachments), (10 * 1024 * 1024, 5));
    assert!(form.attachment_types.contains(&"application/pdf".to_owned()));
    let portal: Portal = browser.get("").await.expect(200).json();
    assert!(portal.modules.contains(&Module::Inquiries) && portal.modules.contains(&Module::Switches));
}

async fn an_inquiry_is_received_and_a_receipt_is_mailed(app: App) {
    let (_, user, browser) = signed_in(&app).await;
    let text = "  10月分の請求について\r\n\r\nURL : https://thief.example.jp/\r\nご確認ください。 ";
    let body = json!({ "kind": "invoice", "subject": "　請求額の確認 ", "text": text });
    let sent: InquiryDetail = browser.post("/inquiries", body).await.expect(201).json();
    assert_eq!((sent.number.as_str(), sent.subject.as_str()), ("Q202611200001", "請求額の確認"));
    assert_eq!(
        (sent.kind.ja.as_str(), sent.state, sent.created_at),
        ("ご請求について", InquiryState::Received, app.now())
    );
    assert_eq!(sent.wish, None);
    let message = &sent.messages[0];
    assert_eq!((message.by_provider, message.author.as_str()), (false, "緑山 恵"));
    assert_eq!(message.text, "10月分の請求について\n\nURL : https://thief.example.jp/\nご確認ください。");
    let read: InquiryDetail = browser.get(&format!("/inquiries/{}", sent.id)).await.expect(200).json();
    assert_eq!(read, sent);
    let mail = app.mails_to(&user.row.mail_address).await.pop().unwrap();
    assert_eq!(mail.content.subject, "【あおばテレコム マイページ】お問い合わせ受付完了のお知らせ");
    let text = &mail.content.text;
    for line in [
        "受付番号 : Q202611200001",
        "種別 : ご請求について",
        "件名 : 請求額の確認",
        "> 10月分の請求について",
        "> URL : https://thief.example.jp/",
        &format!("URL : https://my.example.jp/telecom/inquiries/{}", sent.id),
    ] {
        assert!(text.lines().any(|own| own == line), "{line} is not in {text}");
    }
    assert!(text.contains("回答まで今しばらくお待ちください。") && !text.contains("適用開始"), "{text}");
}

async fn a_receipt_is_in_the_language_of_its_reader(app: App) {
    let (_, user, browser) = signed_in(&app).await;
    let _english = browser.patch("/account/profile", json!({ "locale": "en" })).await.expect(204);
    let sent = browser.wish("other", "開通案内の紙発送停止希望").await;
    let text = app.mails_to(&user.row.mail_address).await.pop().unwrap().content.text;
    assert!(text.contains("Kind: Other") && text.contains("Takes effect from: December 2026"), "{text}");
    answer(&app, &sent.number, "停止しました。").await;
    let read: InquiryDetail = browser.get(&format!("/inquiries/{}", sent.id)).await.expect(200).json();
    assert_eq!(read.messages[1].author, "Aoba Telecom, billing");
}

async fn numbers_count_for_each_day_and_portal(app: App) {
    let (subscriber, user, browser) = signed_in(&app).await;
    let mut numbers = Vec::new();
    numbers.push(browser.inquire("other", "一").await.number);
    numbers.push(browser.inquire("other", "二").await.number);
    let elsewhere = app.subscriber_at(api_tests::OTHER_PORTAL).await;
    let elsewhere = app.signed_in(&app.user(&elsewhere.group).await).await;
    numbers.push(elsewhere.inquire("other", "三").await.number);
    // 15:00 UTC: the next day in Japan.
    app.advance(TimeDelta::hours(12));
    numbers.push(app.signed_in(&user).await.inquire("other", "四").await.number);
    assert_eq!(numbers, ["Q202611200001", "Q202611200002", "Q202611200001", "Q202611210001"]);
    assert_eq!(subscriber.customer.portal, PORTAL);
}

async fn the_thread_goes_back_and_forth(app: App) {
    let (_, user, browser) = signed_in(&app).await;
    let sent = browser.inquire("other", "工事の日程").await;
    let path = format!("/inquiries/{}", sent.id);
    let read = async || browser.get(&path).await.expect(200).json::<InquiryDetail>();
    app.advance(TimeDelta::minutes(1));
    answer(&app, " q202611200001 ", "12月3日に伺います。\r\nお待ちください。").await;
    let answered = read().await;
    assert_eq!(answered.state, InquiryState::Answered);
    let reply = &answered.messages[1];
    assert_eq!((reply.by_provider, reply.author.as_str()), (true, "あおばテレコム 料金担当"));
    assert_eq!(reply.text, "12月3日に伺います。\nお待ちください。");
    let mail = app.mails_to(&user.row.mail_address).await.pop().unwrap();
    assert_eq!(mail.content.subject, "【あおばテレコム マイページ】お問い合わせへの回答のお知らせ");
    assert!(mail.content.text.contains("受付番号 : Q202611200001") && mail.content.text.contains("件名 : 工事の日程"));
    assert!(!mail.content.text.contains("12月3日") && !mail.content.html.contains("12月3日"));
    app.advance(TimeDelta::minutes(1));
    let more = browser.post(&format!("{path}/messages"), json!({ "text": "午前中は可能ですか。" })).await;
    assert_eq!(more.expect(201).json::<InquiryDetail>().state, InquiryState::Received);
    assert_eq!(list(&browser).await[0].updated_at, app.now());
    close(&app, &sent.number).await;
    close(&app, &sent.number).await;
    assert_eq!(read().await.state, InquiryState::Closed);
    let again = browser.post(&format!("{path}/messages"), json!({ "text": "もう一点あります。" })).await;
    let again: InquiryDetail = again.expect(201).json();
    assert_eq!(again.state, InquiryState::Received);
    let texts: Vec<&str> = again.messages.iter().map(|message| message.text.as_str()).collect();
    assert_eq!(texts.len(), 4);
    assert_eq!((texts[0], texts[3]), ("よろしくお願いいたします。", "もう一点あります。"));
}

async fn what_happened_is_written_down(app: App) {
    let (_, user, browser) = signed_in(&app).await;
    let sent = browser.inquire("other", "工事の日程").await;
    let body = json!({ "text": "急ぎます。" });
    let _more = browser.post(&format!("/inquiries/{}/messages", sent.id), body).await.expect(201);
    answer(&app, &sent.number, "承知しました。").await;
    close(&app, &sent.number).await;
    close(&app, &sent.number).await;
    let about = audit_events::Entity::find().filter(audit_events::Column::SubjectId.eq(sent.id));
    let events = about.order_by_asc(audit_events::Column::Id).all(app.db()).await.unwrap();
    // Whose account it is about, and who did it.
    assert!(events.iter().all(|event| event.user_id == Some(user.row.id)));
    let steps: Vec<_> = events.iter().map(|event| (event.action.as_str(), event.doer_kind)).collect();
    let [person, provider] = [DoerKind::User, DoerKind::Command].map(Some);
    let expected = [
        ("inquiry.created", person),
        ("inquiry.message_added", person),
        ("inquiry.answered", provider),
        ("inquiry.closed", provider),
    ];
    assert_eq!(steps, expected);
    // The words are the customer's: they stay out of the record.
    assert!(events.iter().all(|event| event.detail == json!({ "number": sent.number })));
    let own: Page<AccountEvent> = browser.get("/account/events").await.expect(200).json();
    assert!(own.items.iter().any(|event| event.action == "inquiry.created"));
}

async fn what_cannot_be_right_is_refused(app: App) {
    let (_, user, browser) = signed_in(&app).await;
    let refused = async |change: Value| {
        let mut body = json!({ "kind": "other", "subject": "件名", "text": "内容" });
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let fields = browser.post("/inquiries", body).await.refused_fields();
        fields.into_iter().map(|(field, code)| format!("{field} {code}")).collect::<Vec<_>>()
    };
    assert_eq!(refused(json!({ "kind": "new" })).await, ["kind unknown"]);
    assert_eq!(refused(json!({ "kind": "", "subject": "　", "text": "\r\n" })).await, ["kind unknown"]);
    assert_eq!(refused(json!({ "subject": "あ".repeat(201) })).await, ["subject too_long"]);
    assert_eq!(refused(json!({ "subject": "件\n名" })).await, ["subject invalid_characters"]);
    assert_eq!(refused(json!({ "text": "あ".repeat(10_001) })).await, ["text too_long"]);
    assert_eq!(refused(json!({ "text": "内\0容" })).await, ["text invalid_characters"]);
    assert!(list(&browser).await.is_empty());
    assert!(app.mails_to(&user.row.mail_address).await.iter().all(|mail| !mail.content.subject.contains("受付完了")));
    let most = json!({ "kind": "other", "subject": "あ".repeat(200), "text": "あ".repeat(10_000) });
    let sent: InquiryDetail = browser.post("/inquiries", most).await.expect(201).json();
    let path = format!("/inquiries/{}/messages", sent.id);
    let codes = async |text: String| browser.post(&path, json!({ "text": text })).await.refused_fields();
    assert_eq!(codes(" ".to_owned()).await, [("text".to_owned(), "required".to_owned())]);
    assert_eq!(codes("あ".repeat(10_001)).await, [("text".to_owned(), "too_long".to_owned())]);
}

/// 件名 and 内容 are optional in the guide (任意で件名、内容を入力します).
async fn an_empty_subject_is_that_of_the_kind(app: App) {
    let (_, user, browser) = signed_in(&app).await;
    let form: InquiryForm = browser.get("/inquiry-form").await.expect(200).json();
    assert!(!form.subject_required && !form.text_required);
    assert_eq!(form.text_note.map(|note| note.ja).as_deref(), Some("お客様名・担当者名をご記入願います。"));
    let sent: InquiryDetail = browser.post("/inquiries", json!({ "kind": "call_records" })).await.expect(201).json();
    assert_eq!((sent.subject.as_str(), sent.messages[0].text.as_str()), ("通話明細記録について", ""));
    app.deliver_mails().await;
    let mails = app.mails_to(&user.row.mail_address).await;
    let receipt = mails.iter().find(|mail| mail.content.subject.contains("受付完了")).unwrap();
    assert!(receipt.content.text.contains("件名 : 通話明細記録について"), "{}", receipt.content.text);
    assert!(receipt.content.text.contains("（記入なし）"), "{}", receipt.content.text);
}

async fn portals_without_inquiries_take_none(app: App) {
    let browser = app.signed_in(&app.person_at(RENTAL).await).await;
    for path in ["/inquiries", "/inquiry-form", "/switches"] {
        browser.get(path).await.refused(404, "not_found");
    }
    browser.upload("a.pdf", "%PDF-1.7").await.refused(404, "not_found");
}
