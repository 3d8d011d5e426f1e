//! Files of messages: sent once by who uploaded them, read by who sees the inquiry and through it alone.

use api_tests::{App, on_both_engines};
use madoguchi_api_types::inquiries::InquiryDetail;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{general, signed_in};

on_both_engines!(
    files_are_sent_with_a_message,
    a_file_is_downloaded_and_never_shown,
    only_own_files_that_wait_are_sent,
    a_message_has_few_files,
    a_file_is_read_through_its_inquiry_only,
);

fn with(attachments: &[Uuid]) -> Value {
    json!({ "kind": "other", "subject": "件名", "text": "内容", "attachments": attachments })
}

async fn files_are_sent_with_a_message(app: App) {
    let (_, _, browser) = signed_in(&app).await;
    let first = [browser.attach("一.pdf").await, browser.attach("二.pdf").await];
    // Named twice, it is still one file.
    let body = with(&[first[1], first[0], first[1]]);
    let sent: InquiryDetail = browser.post("/inquiries", body).await.expect(201).json();
    let later = browser.attach("三.pdf").await;
    let path = format!("/inquiries/{}/messages", sent.id);
    let read = browser.post(&path, json!({ "text": "追加です。", "attachments": [later] })).await;
    let read: InquiryDetail = read.expect(201).json();
    let names: Vec<Vec<&str>> = read
        .messages
        .iter()
        .map(|message| message.attachments.iter().map(|file| file.file_name.as_str()).collect())
        .collect();
    assert_eq!(names, [vec!["一.pdf", "二.pdf"], vec!["三.pdf"]]);
    browser.delete(&format!("/inquiry-attachments/{later}")).await.refused(404, "not_found");
}

async fn a_file_is_downloaded_and_never_shown(app: App) {
    let (_, _, browser) = signed_in(&app).await;
    let id = browser.attach("明細 10月.pdf").await;
    let sent: InquiryDetail = browser.post("/inquiries", with(&[id])).await.expect(201).json();
    let file = browser.get(&format!("/inquiries/{}/attachments/{id}", sent.id)).await.expect(200);
    assert_eq!(file.text(), "%PDF-1.7\n見本");
    assert_eq!(file.header("content-type"), Some("application/pdf"));
    assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    assert!(file.header("cache-control").unwrap().contains("no-store"));
    let disposition = file.header("content-disposition").unwrap();
    assert!(disposition.starts_with("attachment; filename=\""), "{disposition}");
    assert!(disposition.ends_with("filename*=UTF-8''%E6%98%8E%E7%B4%B0%2010%E6%9C%88.pdf"), "{disposition}");
}

async fn only_own_files_that_wait_are_sent(app: App) {
    let (subscriber, _, browser) = signed_in(&app).await;
    let colleague = app.signed_in(&general(&app, &subscriber).await).await;
    let elsewhere = app.subscriber_at(api_tests::OTHER_PORTAL).await;
    let elsewhere = app.signed_in(&app.user(&elsewhere.group).await).await;
    let (own, foreign) = (browser.attach("a.pdf").await, colleague.attach("b.pdf").await);
    let unknown = [("attachments".to_owned(), "unknown".to_owned())];
    for id in [foreign, elsewhere.attach("c.pdf").await, Uuid::now_v7()] {
        assert_eq!(browser.post("/inquiries", with(&[own, id])).await.refused_fields(), unknown);
    }
    // Nothing of a refused inquiry stays: the file can still be sent, once.
    let sent: InquiryDetail = browser.post("/inquiries", with(&[own])).await.expect(201).json();
    assert_eq!(sent.number, "Q202611200001");
    assert_eq!(browser.post("/inquiries", with(&[own])).await.refused_fields(), unknown);
    let path = format!("/inquiries/{}/messages", sent.id);
    let again = browser.post(&path, json!({ "text": "再送です。", "attachments": [own] })).await;
    assert_eq!(again.refused_fields(), unknown);
    let _theirs = colleague.post("/inquiries", with(&[foreign])).await.expect(201);
}

async fn a_message_has_few_files(app: App) {
    let (_, _, browser) = signed_in(&app).await;
    let mut ids = Vec::new();
    for number in 0..6 {
        ids.push(browser.attach(&format!("{number}.pdf")).await);
    }
    let refused = browser.post("/inquiries", with(&ids)).await.refused_fields();
    assert_eq!(refused, [("attachments".to_owned(), "too_many".to_owned())]);
    let sent: InquiryDetail = browser.post("/inquiries", with(&ids[..5])).await.expect(201).json();
    assert_eq!(sent.messages[0].attachments.len(), 5);
}

async fn a_file_is_read_through_its_inquiry_only(app: App) {
    let (subscriber, _, administrator) = signed_in(&app).await;
    let writer = app.signed_in(&general(&app, &subscriber).await).await;
    let id = writer.attach("a.pdf").await;
    let sent: InquiryDetail = writer.post("/inquiries", with(&[id])).await.expect(201).json();
    let other = writer.inquire("other", "別の件").await;
    let waiting = writer.attach("b.pdf").await;
    let path = format!("/inquiries/{}/attachments/{id}", sent.id);
    for reader in [&writer, &administrator] {
        let _read = reader.get(&path).await.expect(200);
    }
    let colleague = app.signed_in(&general(&app, &subscriber).await).await;
    let own = colleague.inquire("other", "自分の件").await;
    colleague.get(&path).await.refused(404, "not_found");
    colleague.get(&format!("/inquiries/{}/attachments/{id}", own.id)).await.refused(404, "not_found");
    writer.get(&format!("/inquiries/{}/attachments/{id}", other.id)).await.refused(404, "not_found");
    writer.get(&format!("/inquiries/{}/attachments/{waiting}", sent.id)).await.refused(404, "not_found");
}
