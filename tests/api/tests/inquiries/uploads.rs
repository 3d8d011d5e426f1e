//! What may be uploaded: types by content, sizes, names, and how many files wait.

use std::io::{Cursor, Write};

use api_tests::{App, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::inquiries::Attachment;
use madoguchi_entities::inquiry_attachments;
use madoguchi_services::inquiries::attachments;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, PaginatorTrait};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{general, signed_in};

on_both_engines!(
    each_type_is_taken,
    other_content_is_refused,
    the_size_has_a_bound,
    names_are_made_safe,
    few_files_wait,
    a_file_is_taken_back_by_who_uploaded_it,
    what_was_taken_back_is_nobodys_even_while_its_file_is_there,
    what_is_not_sent_is_cleared_away,
);

const LARGEST: usize = 10 * 1024 * 1024;

/// An Office file as Office makes it: compressed, the list of types first.
fn office(part: &str) -> Vec<u8> {
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["[Content_Types].xml", "_rels/.rels", part] {
        file.start_file(name, SimpleFileOptions::default()).unwrap();
        file.write_all("<?xml version=\"1.0\"?>".repeat(20).as_bytes()).unwrap();
    }
    file.finish().unwrap().into_inner()
}

async fn each_type_is_taken(app: App) {
    let (_, _, browser) = signed_in(&app).await;
    let cp932 = encoding_rs::SHIFT_JIS.encode("氏名,電話\r\n緑山 恵,ｶﾅ\r\n").0.into_owned();
    for (name, content, media_type) in [
        ("請求書.pdf", b"%PDF-1.7\n".to_vec(), "application/pdf"),
        ("画面.PNG", b"\x89PNG\r\n\x1a\n\0".to_vec(), "image/png"),
        ("写真.jpeg", b"\xFF\xD8\xFF\xE0".to_vec(), "image/jpeg"),
        ("メモ.txt", "お世話になります。".into(), "text/plain"),
        ("一覧.csv", cp932, "text/csv"),
        ("一覧.xlsx", office("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (
            "依頼.docx",
            office("word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ] {
        let size = u64::try_from(content.len()).unwrap();
        let kept: Attachment = browser.upload(name, content).await.expect(201).json();
        assert_eq!((kept.file_name.as_str(), kept.media_type.as_str(), kept.size), (name, media_type, size));
    }
}

async fn other_content_is_refused(app: App) {
    let (_, _, browser) = signed_in(&app).await;
    for (name, content) in [
        ("a.pdf", b"MZ\x90\0".to_vec()),
        ("a.png", b"%PDF-1.7".to_vec()),
        ("a.exe", b"MZ\x90\0".to_vec()),
        ("a.html", b"<script>alert(1)</script>".to_vec()),
        ("a.svg", b"<svg/>".to_vec()),
        ("a.pdf\0.exe", b"%PDF-1.7".to_vec()),
        ("a.txt", b"a\0b".to_vec()),
        ("a.zip", office("xl/workbook.xml")),
        ("a.docx", office("xl/workbook.xml")),
        ("a.xlsx", office("other/part.xml")),
        ("a", b"%PDF-1.7".to_vec()),
        ("", b"%PDF-1.7".to_vec()),
    ] {
        browser.upload(name, content).await.refused(422, "attachment_type_refused");
    }
    browser.upload("a.pdf", "").await.refused(422, "attachment_empty");
    let unnamed = browser.change(reqwest::Method::POST, "/inquiry-attachments").body("%PDF-1.7").send().await;
    unnamed.refused(422, "attachment_type_refused");
    assert_eq!(inquiry_attachments::Entity::find().count(app.db()).await.unwrap(), 0);
}

async fn the_size_has_a_bound(app: App) {
    let (_, _, browser) = signed_in(&app).await;
    let pdf = |size: usize| [b"%PDF-1.7\n".to_vec(), vec![b'a'; size - 9]].concat();
    let kept: Attachment = browser.upload("a.pdf", pdf(LARGEST)).await.expect(201).json();
    assert_eq!(kept.size, u64::try_from(LARGEST).unwrap());
    for size in [LARGEST + 1, 3 * LARGEST] {
        browser.upload("a.pdf", pdf(size)).await.refused(413, "attachment_too_large");
    }
    assert_eq!(inquiry_attachments::Entity::find().count(app.db()).await.unwrap(), 1);
}

async fn names_are_made_safe(app: App) {
    let (_, _, browser) = signed_in(&app).await;
    for (given, safe) in [
        ("../../etc/明細.pdf", "明細.pdf".to_owned()),
        ("C:\\Users\\恵\\明細.pdf", "明細.pdf".to_owned()),
        ("fdp.\u{202E}cod\r\n.pdf", "fdp.cod.pdf".to_owned()),
        (&format!("{}.pdf", "あ".repeat(200)), format!("{}.pdf", "あ".repeat(116))),
    ] {
        let kept: Attachment = browser.upload(given, "%PDF-1.7").await.expect(201).json();
        assert_eq!(kept.file_name, safe, "{given:?}");
    }
}

async fn few_files_wait(app: App) {
    let (subscriber, _, browser) = signed_in(&app).await;
    let mut ids = Vec::new();
    for number in 0..20 {
        ids.push(browser.attach(&format!("{number}.pdf")).await);
    }
    browser.upload("a.pdf", "%PDF-1.7").await.refused(409, "too_many");
    let colleague = app.signed_in(&general(&app, &subscriber).await).await;
    let _own_room = colleague.attach("a.pdf").await;
    let _room = browser.delete(&format!("/inquiry-attachments/{}", ids[0])).await.expect(204);
    let _taken = browser.attach("a.pdf").await;
}

async fn a_file_is_taken_back_by_who_uploaded_it(app: App) {
    let (subscriber, _, browser) = signed_in(&app).await;
    let id = browser.attach("a.pdf").await;
    let path = format!("/inquiry-attachments/{id}");
    let colleague = app.signed_in(&app.user(&subscriber.group).await).await;
    colleague.delete(&path).await.refused(404, "not_found");
    let key = format!("inquiry-attachments/telecom/{id}");
    assert_eq!(app.services().files.get(&key).await.unwrap(), "%PDF-1.7\n見本");
    let _gone = browser.delete(&path).await.expect(204);
    browser.delete(&path).await.refused(404, "not_found");
    assert!(app.services().files.get(&key).await.is_err());
}

async fn what_was_taken_back_is_nobodys_even_while_its_file_is_there(app: App) {
    let (_, _, browser) = signed_in(&app).await;
    let id = browser.attach("a.pdf").await;
    // As when the store was away just then.
    let row = inquiry_attachments::Entity::find().one(app.db()).await.unwrap().unwrap();
    let mut row = row.into_active_model();
    row.created_at = Set(inquiry_attachments::TAKEN_BACK);
    row.update(app.db()).await.unwrap();
    let body = serde_json::json!({ "kind": "other", "subject": "件名", "text": "内容", "attachments": [id] });
    assert_eq!(
        browser.post("/inquiries", body).await.refused_fields(),
        [("attachments".to_owned(), "unknown".to_owned())]
    );
    browser.delete(&format!("/inquiry-attachments/{id}")).await.refused(404, "not_found");
    attachments::delete_unsent(app.services()).await.unwrap();
    assert!(app.services().files.get(&format!("inquiry-attachments/telecom/{id}")).await.is_err());
    assert_eq!(inquiry_attachments::Entity::find().count(app.db()).await.unwrap(), 0);
}

async fn what_is_not_sent_is_cleared_away(app: App) {
    let (_, _, browser) = signed_in(&app).await;
    let (sent, waiting) = (browser.attach("sent.pdf").await, browser.attach("waiting.pdf").await);
    let body = serde_json::json!({ "kind": "other", "subject": "件名", "text": "内容", "attachments": [sent] });
    let _inquiry = browser.post("/inquiries", body).await.expect(201);
    let left = async || {
        attachments::delete_unsent(app.services()).await.unwrap();
        let rows = inquiry_attachments::Entity::find().all(app.db()).await.unwrap();
        rows.into_iter().map(|row| row.id.0).collect::<Vec<_>>()
    };
    app.advance(TimeDelta::hours(24));
    assert_eq!(left().await.len(), 2);
    app.advance(TimeDelta::microseconds(1));
    assert_eq!(left().await, [sent]);
    let file = |id| format!("inquiry-attachments/telecom/{id}");
    assert!(app.services().files.get(&file(waiting)).await.is_err());
    assert!(app.services().files.get(&file(sent)).await.is_ok());
}
