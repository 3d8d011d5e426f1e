//! The mailbox of a demo server; on any other there is none.

use api_tests::{App, on_both_engines};
use serde_json::Value;

on_both_engines!(a_server_that_is_no_demo_has_no_mailbox, a_demo_shows_its_mails, a_mail_in_the_mailbox_is_harmless);

async fn a_server_that_is_no_demo_has_no_mailbox(app: App) {
    let demo = app.demo();
    let _taken =
        demo.browser().post("/registrations", app.subscriber().await.facts("midori@example.jp")).await.expect(202);
    demo.deliver_mails().await;
    for path in ["/dev/mailbox", "/dev/mailbox/messages", "/dev/mailbox/messages?to=midori@example.jp"] {
        let answer = app.browser().get(path).await.expect(404);
        assert!(!answer.text().contains("midori"), "{path}");
    }
}

async fn a_demo_shows_its_mails(app: App) {
    let demo = app.demo();
    let browser = demo.browser();
    for mail_address in ["midori@example.jp", "hanako@example.jp"] {
        let _taken = browser.post("/registrations", app.subscriber().await.facts(mail_address)).await.expect(202);
        demo.deliver_mails().await;
    }
    let listed = async |query: &str| {
        let mails: Vec<Value> = browser.get(&format!("/dev/mailbox/messages{query}")).await.expect(200).json();
        mails.iter().map(|mail| mail["recipient"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(listed("").await, ["hanako@example.jp", "midori@example.jp"]);
    assert_eq!(listed("?to=midori@example.jp").await, ["midori@example.jp"]);
    assert!(listed("?to=nobody@example.jp").await.is_empty());
    let page = browser.get("/dev/mailbox").await.expect(200).text();
    assert!(
        page.contains("midori@example.jp") && page.contains("https://my.example.jp/telecom/registration/complete#")
    );
}

async fn a_mail_in_the_mailbox_is_harmless(app: App) {
    let demo = app.demo();
    let browser = demo.browser();
    let _taken = browser.post("/registrations", app.subscriber().await.facts("midori@example.jp")).await.expect(202);
    demo.deliver_mails().await;
    let mails: Vec<Value> = browser.get("/dev/mailbox/messages").await.expect(200).json();
    let path = format!("/dev/mailbox/messages/{}", mails[0]["id"].as_str().unwrap());
    let html = browser.get(&path).await.expect(200);
    let policy = html.header("content-security-policy").unwrap();
    assert!(
        policy.contains("default-src 'none'") && policy.contains("sandbox") && !policy.contains("script"),
        "{policy}"
    );
    let _absent = browser.get(&format!("/dev/mailbox/messages/{}", uuid::Uuid::now_v7())).await.expect(404);
}
