//! The people of a customer, by mail address.

use api_tests::{App, NETWORK, PORTAL, RENTAL, on_both_engines};
use reqwest::Method;
use serde_json::{Value, json};

use super::customer;

on_both_engines!(
    a_person_is_invited_as_the_portal_says,
    people_of_one_login_id_are_told_apart_by_their_address,
    who_may_not_be_there_is_refused,
);

async fn a_person_is_invited_as_the_portal_says(app: App) {
    let subscriber = app.subscriber().await;
    let system = app.almighty_system(PORTAL).await;
    let path = format!("/provider/customers/{}/users/arai@example.jp", subscriber.customer.number);
    let body =
        json!({ "name": "新井 空", "role": "general", "mail_notice": true, "billing_group": subscriber.group.number });
    let answer = system.put(&path, &body).await.expect(201);
    let added: Value = answer.json();
    assert_eq!((&added["status"], &added["person"]["state"]), (&json!("stored"), &json!("pending")));
    let mails = app.mails_to("arai@example.jp").await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].content.text.contains(added["person"]["sign_in_name"].as_str().unwrap()));

    let again: Value = system.put(&path, &body).await.expect(200).json();
    assert_eq!((&again["status"], &again["person"]["id"]), (&json!("unchanged"), &added["person"]["id"]));
    let tag = answer.header("etag").unwrap().to_owned();
    let mut other = body.clone();
    other["name"] = json!("新井 空子");
    let changed = system.change(Method::PUT, &path).header("if-match", &tag).json(&other).send().await.expect(200);
    assert_eq!(changed.json::<Value>()["status"], "updated");
    let read = system.get(&path).await.expect(200);
    assert_eq!(read.header("etag"), changed.header("etag"));
    assert_eq!(read.json::<Value>()["name"], other["name"]);
    let nobody = format!("/provider/customers/{}/users/nobody@example.jp", subscriber.customer.number);
    system.get(&nobody).await.refused(404, "not_found");
    system
        .change(Method::PUT, &path)
        .header("if-match", &tag)
        .json(&body)
        .send()
        .await
        .refused(412, "changed_meanwhile");
    assert_eq!(app.mails_to("arai@example.jp").await.len(), 1, "nobody is invited twice");
}

async fn people_of_one_login_id_are_told_apart_by_their_address(app: App) {
    let system = app.almighty_system(RENTAL).await;
    let _done = system.put("/provider/customers/K1", customer("青空商事")).await.expect(201);
    let person = |address: &str| format!("/provider/customers/K1/users/{address}");
    let refused = system.put(&person("a@example.jp"), json!({ "name": "甲" })).await.refused_fields();
    assert_eq!(refused, [("login_id".to_owned(), "required".to_owned())]);
    let first = system.put(&person("a@example.jp"), json!({ "name": "甲", "login_id": "rec00001" })).await.expect(201);
    let second = system.put(&person("b@example.jp"), json!({ "name": "乙" })).await.expect(201);
    for answer in [first, second] {
        assert_eq!(answer.json::<Value>()["person"]["sign_in_name"], "rec00001");
    }
    for at in 2..10 {
        let _done = system.put(&person(&format!("c{at}@example.jp")), json!({ "name": "丙" })).await.expect(201);
    }
    system.put(&person("d@example.jp"), json!({ "name": "丁" })).await.refused(409, "user_limit_reached");
}

async fn who_may_not_be_there_is_refused(app: App) {
    let subscriber = app.subscriber().await;
    let system = app.almighty_system(PORTAL).await;
    let number = &subscriber.customer.number;
    let body = json!({ "name": "新井", "role": "general" });
    system.put("/provider/customers/C999/users/a@example.jp", &body).await.refused(404, "not_found");
    let refused = system.put(&format!("/provider/customers/{number}/users/nobody"), &body).await.refused_fields();
    assert_eq!(refused, [("mail_address".to_owned(), "mail_address_malformed".to_owned())]);
    let mut foreign = body.clone();
    foreign["billing_group"] = json!("G999");
    let refused =
        system.put(&format!("/provider/customers/{number}/users/a@example.jp"), &foreign).await.refused_fields();
    assert_eq!(refused, [("billing_group".to_owned(), "billing_group_unknown".to_owned())]);
    // Customers of this portal have no people of their own: who applies is the contractor.
    let network = app.almighty_system(NETWORK).await;
    let _done = network.put("/provider/customers/F1", customer("青葉薬局")).await.expect(201);
    network.put("/provider/customers/F1/users/a@example.jp", &body).await.refused(404, "not_found");
}
