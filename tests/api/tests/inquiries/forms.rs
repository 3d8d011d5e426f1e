//! Forms of a portal's file: what they ask beside subject, text and files is checked at its path, and read by a person.

use api_tests::{App, Browser, OTHER_PORTAL, on_both_engines};
use madoguchi_api_types::inquiries::{InquiryDetail, InquiryForm};
use serde_json::{Value, json};

on_both_engines!(what_a_form_asks_is_checked_and_told, what_is_not_asked_is_not_kept, faults_are_at_their_paths,);

/// Somebody at the portal whose inquiries of the kind `other` ask for a phone number and for days of a visit.
async fn asker(app: &App) -> (String, Browser) {
    let subscriber = app.subscriber_at(OTHER_PORTAL).await;
    let user = app.user(&subscriber.group).await;
    (user.row.mail_address.clone(), app.signed_in(&user).await)
}

fn body(kind: &str, answers: Value) -> Value {
    json!({ "kind": kind, "subject": "工事", "text": "よろしくお願いします。", "answers": answers })
}

async fn what_a_form_asks_is_checked_and_told(app: App) {
    let (mail, browser) = asker(&app).await;
    let form: InquiryForm = browser.get("/inquiry-form").await.expect(200).json();
    let other = &form.kinds.iter().find(|kind| kind.code == "other").unwrap().questionnaire;
    assert_eq!(other.groups.iter().map(|group| group.name.as_str()).collect::<Vec<_>>(), ["inquiry", "visit"]);
    let days = json!([{ "day": "2026/12/3", "note": "午前中\r\nでお願いします" }, { "day": "令和8年12月4日" }]);
    let answers = json!({ "phone": "０３（３７９８）６７５６", "visits": "true", "visit": days });
    let sent: InquiryDetail = browser.post("/inquiries", body("other", answers)).await.expect(201).json();
    let text = "よろしくお願いします。\n\n\
                ■お問い合わせ\nご連絡先 : 03-3798-6756\n訪問を希望する : あり\n\
                ■訪問希望日1\n日にち : 2026/12/03\n備考 :\n午前中\nでお願いします\n\
                ■訪問希望日2\n日にち : 2026/12/04";
    assert_eq!(sent.messages[0].text, text);
    app.deliver_mails().await;
    let mails = app.mails_to(&mail).await;
    let receipt = mails.iter().find(|mail| mail.content.subject.contains("受付完了")).unwrap();
    assert!(receipt.content.text.contains("> ご連絡先 : 03-3798-6756"), "{}", receipt.content.text);
    assert!(receipt.content.text.contains("> ■訪問希望日2"), "{}", receipt.content.text);
}

async fn what_is_not_asked_is_not_kept(app: App) {
    let (_, browser) = asker(&app).await;
    // Without a wish for a visit its days are not asked, so they may be anything.
    let answers = json!({ "visits": "false", "visit": [{ "day": "soon" }] });
    let sent: InquiryDetail = browser.post("/inquiries", body("other", answers)).await.expect(201).json();
    let text = "よろしくお願いします。\n\n■お問い合わせ\n訪問を希望する : なし";
    assert_eq!(sent.messages[0].text, text);
    // Another kind asks for none of it.
    let answers = json!({ "phone": "x", "visits": "true" });
    let sent: InquiryDetail = browser.post("/inquiries", body("invoice", answers)).await.expect(201).json();
    assert_eq!(sent.messages[0].text, "よろしくお願いします。");
}

async fn faults_are_at_their_paths(app: App) {
    let (_, browser) = asker(&app).await;
    let refused = async |answers: Value| {
        let fields = browser.post("/inquiries", body("other", answers)).await.refused_fields();
        fields.into_iter().map(|(field, code)| format!("{field} {code}")).collect::<Vec<_>>()
    };
    let wrong =
        json!({ "phone": "x", "visits": "true", "visit": [{ "day": "2026-12-03" }, { "day": "", "note": "a\0b" }] });
    let faults = ["phone phone_not_digits", "visit[1].day required", "visit[1].note invalid_characters"];
    assert_eq!(refused(wrong).await, faults);
    assert_eq!(refused(json!({ "visits": "true" })).await, ["visit[0].day required"]);
    let many = json!({ "visits": "true", "visit": [{ "day": "2026-12-03" }, { "day": "2026-12-03" }, {}] });
    assert_eq!(refused(many).await, ["visit too_many"]);
    assert_eq!(refused(json!({ "fax": "0337986756" })).await, ["fax unknown_field"]);
    assert_eq!(refused(json!({ "phone": ["0337986756"] })).await, ["phone malformed"]);
    let numbers = browser.post("/inquiries", body("other", json!({ "phone": 337_986_756 }))).await;
    numbers.refused(400, "malformed_json");
    let twice = json!({ "kind": "other", "subject": "a", "answers": { "subject": "b" } });
    let sent: InquiryDetail = browser.post("/inquiries", twice).await.expect(201).json();
    assert_eq!(sent.subject, "a");
}
