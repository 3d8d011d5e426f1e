//! What is written down of a customer's way: every step, by whom and from where, and no secret.

use api_tests::{App, PASSWORD, on_both_engines, one_time_password, solve};
use madoguchi_entities::{audit_events, consents, users};
use sea_orm::{EntityTrait, QueryOrder};

on_both_engines!(each_step_is_written_down, the_consent_is_kept);

async fn each_step_is_written_down(app: App) {
    let subscriber = app.subscriber().await;
    let browser = app.browser();
    browser.move_to("198.51.100.7");
    let letter = browser.register(&subscriber, "midori@example.jp").await;
    let ticket = browser.ticket(&letter).await;
    let _chosen = browser.choose_password(&letter, &ticket, PASSWORD).await.expect(204);
    let refused = browser.give_password(&letter.access_id, "mori9kawa2tani").await.expect(401);
    let attempt = browser.give_password(&letter.access_id, PASSWORD).await.expect(201).json();
    let code = one_time_password(app.mails_to("midori@example.jp").await.last().unwrap());
    let solution = solve(&attempt);
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let _refused = browser.complete(&attempt, wrong, &solution).await.expect(401);
    let _session = browser.complete(&attempt, &code, &solution).await.expect(201);
    let _out = browser.delete("/session").await.expect(204);

    let events = audit_events::Entity::find().order_by_asc(audit_events::Column::Id).all(app.db()).await.unwrap();
    let actions: Vec<&str> = events.iter().map(|event| event.action.as_str()).collect();
    assert_eq!(
        actions,
        [
            "registration.started",
            "registration.verified",
            "registration.completed",
            "sign_in.refused",
            "sign_in.password_accepted",
            "sign_in.second_step_refused",
            "sign_in.completed",
            "session.ended",
        ]
    );
    let user = users::Entity::find().one(app.db()).await.unwrap().unwrap();
    for event in &events {
        assert_eq!((event.portal.as_str(), event.address.as_str(), event.at), ("telecom", "198.51.100.7", app.now()));
        assert_eq!(event.user_id, Some(user.id), "{}", event.action);
        for secret in [&letter.token, &letter.temporary_password, &ticket, PASSWORD, &code] {
            assert!(!event.detail.to_string().contains(secret), "{}", event.action);
        }
    }
    assert_eq!(Some(events[3].request_id.as_str()), refused.header("x-request-id"));
}

async fn the_consent_is_kept(app: App) {
    let browser = app.browser();
    browser.move_to("198.51.100.7");
    let subscriber = app.subscriber().await;
    let _letter = browser.register(&subscriber, "midori@example.jp").await;
    let consent = consents::Entity::find().one(app.db()).await.unwrap().unwrap();
    assert_eq!((consent.kind.as_str(), consent.version.as_str()), ("terms", "2026-04-01"));
    assert_eq!((consent.customer_id, consent.agreed_at), (subscriber.customer.id, app.now()));
    assert_eq!(consent.address, "198.51.100.7");
}
