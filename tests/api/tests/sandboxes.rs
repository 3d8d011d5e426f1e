//! B15: a portal where nothing is real. Its mails reach nobody, and systems read them.

use api_tests::{App, NETWORK, SANDBOX, on_both_engines};
use madoguchi_api_types::portals::Portal;
use madoguchi_domain::api_clients::ApiScope;
use serde_json::{Value, json};

on_both_engines!(mails_of_a_sandbox_are_kept_and_reach_nobody, every_other_portal_shows_no_mail);

const MAIL: &str = "developer@example.jp";

async fn mails_of_a_sandbox_are_kept_and_reach_nobody(app: App) {
    let browser = app.browser_at(SANDBOX);
    assert!(browser.get("").await.expect(200).json::<Portal>().sandbox);
    let _asked = browser.ask_contractor_id(MAIL).await.expect(202);
    assert!(app.mails_to(MAIL).await.is_empty(), "nothing leaves");
    assert_eq!(app.queued_mails(MAIL).await, 0);

    let system = app.system(SANDBOX, &[ApiScope::MailsRead]).await;
    let read: Value = system.get(&format!("/provider/mails?to={MAIL}")).await.expect(200).json();
    let mails = read["mails"].as_array().unwrap();
    assert_eq!((mails.len(), &mails[0]["recipient"]), (1, &json!(MAIL)));
    let text = mails[0]["text"].as_str().unwrap();
    let (_, password) = text.split_once("初期パスワード : ").unwrap();
    let (_, id) = text.split_once("ご契約ID : ").unwrap();
    let [id, password] = [id, password].map(|rest| rest.lines().next().unwrap());
    let given = json!({ "identifiers": { "contractor_id": id }, "password": password });
    let _attempt = browser.post("/sign-in-attempts", given).await.expect(201);
    let nobody: Value = system.get("/provider/mails?to=other@example.jp").await.expect(200).json();
    assert_eq!(nobody, json!({ "mails": [] }));
}

async fn every_other_portal_shows_no_mail(app: App) {
    let browser = app.browser_at(NETWORK);
    assert!(!browser.get("").await.expect(200).json::<Portal>().sandbox);
    let _asked = browser.ask_contractor_id(MAIL).await.expect(202);
    assert_eq!(app.mails_to(MAIL).await.len(), 1, "it is sent");
    let system = app.system(NETWORK, &[ApiScope::MailsRead]).await;
    system.get("/provider/mails").await.refused(404, "not_found");
    // A sandbox shows its own only.
    let beside: Value =
        app.system(SANDBOX, &[ApiScope::MailsRead]).await.get("/provider/mails").await.expect(200).json();
    assert_eq!(beside, json!({ "mails": [] }));
}
