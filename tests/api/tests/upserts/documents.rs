//! Documents that are delivered to contracts.

use api_tests::{App, NETWORK, PORTAL, on_both_engines};
use madoguchi_entities::contracts;
use reqwest::Method;
use sea_orm::EntityTrait;
use serde_json::{Value, json};

on_both_engines!(a_document_is_delivered_once_and_looked_at_first);

async fn a_document_is_delivered_once_and_looked_at_first(app: App) {
    let (user, applicant) = app.applicant().await;
    let id = applicant.apply("viewing").await.request.contract_id.unwrap();
    let contract = contracts::Entity::find_by_id(id).one(app.db()).await.unwrap().unwrap();
    let system = app.almighty_system(NETWORK).await;
    let path = format!("/provider/contracts/{}/documents/account_sheet?file_name=sheet.pdf", contract.number);
    let send = async |path: &str, content: &[u8]| system.change(Method::POST, path).body(content).send().await;
    let before = app.mails_to(&user.row.mail_address).await.len();
    let delivered: Value = send(&path, b"%PDF-1.7\n1\n").await.expect(201).json();
    assert_eq!((&delivered["status"], &delivered["mails"]), (&json!("stored"), &json!(1)));
    let again: Value = send(&path, b"%PDF-1.7\n1\n").await.expect(200).json();
    assert_eq!((&again["status"], &again["id"]), (&json!("unchanged"), &delivered["id"]));
    assert_eq!(app.mails_to(&user.row.mail_address).await.len(), before + 1);

    send(&path, b"MZ\0\0").await.refused(422, "attachment_type_refused");
    send(&path, b"").await.refused(422, "attachment_empty");
    send(&path, &vec![b'%'; 20 * 1024 * 1024 + 1]).await.refused(413, "attachment_too_large");
    let unknown = path.replace("account_sheet", "secret");
    assert_eq!(send(&unknown, b"%PDF-1.7\n").await.refused_fields(), [("kind".to_owned(), "unknown".to_owned())]);
    let elsewhere = app.almighty_system(PORTAL).await;
    elsewhere.change(Method::POST, &path).body(b"%PDF-1.7\n").send().await.refused(404, "not_found");
}
