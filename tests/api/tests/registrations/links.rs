//! T2: the mailed link works once, for its time, for its portal, and with what the mail says.

use api_tests::{App, Letter, OTHER_PORTAL, PASSWORD, on_both_engines};
use chrono::TimeDelta;
use madoguchi_entities::one_time_links;
use sea_orm::EntityTrait;
use serde_json::json;

on_both_engines!(
    an_unknown_link_is_refused_at_each_step,
    a_link_of_another_portal_is_unknown,
    a_link_ends_after_ten_days,
    a_link_works_once,
    a_newer_registration_closes_the_older_link,
    what_the_mail_says_is_needed,
    guessing_the_temporary_password_is_slowed,
    a_ticket_ends_after_thirty_minutes,
    a_link_makes_no_session_and_no_login,
    tokens_are_not_stored,
);

async fn refused_at_each_step(app: &App, portal: &str, letter: &Letter, status: u16, code: &str) {
    let browser = app.browser_at(portal);
    browser.post("/registrations/link", json!({ "token": letter.token })).await.refused(status, code);
    browser.verify(letter).await.refused(status, code);
    browser.choose_password(letter, "any", PASSWORD).await.refused(status, code);
}

async fn an_unknown_link_is_refused_at_each_step(app: App) {
    let subscriber = app.subscriber().await;
    let letter = app.browser().register(&subscriber, "midori@example.jp").await;
    let last = if letter.token.ends_with('0') { "1" } else { "0" };
    let altered = format!("{}{last}", &letter.token[..letter.token.len() - 1]);
    for token in [altered.as_str(), "", &letter.token.to_lowercase(), &letter.token[1..]] {
        if token == letter.token {
            continue;
        }
        let letter = Letter { token: token.to_owned(), ..letter.clone() };
        refused_at_each_step(&app, api_tests::PORTAL, &letter, 404, "link_unknown").await;
    }
    let _untouched = app.browser().ticket(&letter).await;
}

async fn a_link_of_another_portal_is_unknown(app: App) {
    let subscriber = app.subscriber().await;
    let letter = app.browser().register(&subscriber, "midori@example.jp").await;
    refused_at_each_step(&app, OTHER_PORTAL, &letter, 404, "link_unknown").await;
}

async fn a_link_ends_after_ten_days(app: App) {
    let subscriber = app.subscriber().await;
    let letter = app.browser().register(&subscriber, "midori@example.jp").await;
    app.advance(TimeDelta::days(10) - TimeDelta::seconds(1));
    let _in_time = app.browser().ticket(&letter).await;
    app.advance(TimeDelta::seconds(1));
    refused_at_each_step(&app, api_tests::PORTAL, &letter, 410, "link_expired").await;
    let _again = app.browser().register(&subscriber, "midori@example.jp").await;
}

async fn a_link_works_once(app: App) {
    let subscriber = app.subscriber().await;
    let browser = app.browser();
    let letter = browser.register(&subscriber, "midori@example.jp").await;
    let ticket = browser.ticket(&letter).await;
    let _chosen = browser.choose_password(&letter, &ticket, PASSWORD).await.expect(204);
    refused_at_each_step(&app, api_tests::PORTAL, &letter, 410, "link_used").await;
    browser.choose_password(&letter, &ticket, "mori9kawa2tani").await.refused(410, "link_used");
    let _first_password_counts = browser.give_password(&letter.access_id, PASSWORD).await.expect(201);
}

async fn a_newer_registration_closes_the_older_link(app: App) {
    let subscriber = app.subscriber().await;
    let browser = app.browser();
    let older = browser.register(&subscriber, "wrong@example.jp").await;
    let ticket = browser.ticket(&older).await;
    let newer = browser.register(&subscriber, "midori@example.jp").await;
    assert_ne!(older.access_id, newer.access_id);
    refused_at_each_step(&app, api_tests::PORTAL, &older, 410, "link_used").await;
    browser.choose_password(&older, &ticket, PASSWORD).await.refused(410, "link_used");
    let ticket = browser.ticket(&newer).await;
    let _chosen = browser.choose_password(&newer, &ticket, PASSWORD).await.expect(204);
}

async fn what_the_mail_says_is_needed(app: App) {
    let browser = app.browser();
    let letter = browser.register(&app.subscriber().await, "midori@example.jp").await;
    let other = browser.register(&app.subscriber().await, "hanako@example.jp").await;
    for wrong in [
        Letter { access_id: other.access_id.clone(), ..letter.clone() },
        Letter { temporary_password: other.temporary_password.clone(), ..letter.clone() },
        Letter { token: letter.token.clone(), ..other.clone() },
        Letter { temporary_password: String::new(), ..letter.clone() },
    ] {
        browser.verify(&wrong).await.refused(401, "invalid_credentials");
    }
    browser.choose_password(&letter, "", PASSWORD).await.refused(410, "ticket_expired");
    let foreign = browser.ticket(&other).await;
    browser.choose_password(&letter, &foreign, PASSWORD).await.refused(410, "ticket_expired");
    let spelled = Letter { access_id: format!(" {}", letter.access_id.to_uppercase()), ..letter };
    let _forgiven = browser.ticket(&spelled).await;
}

async fn guessing_the_temporary_password_is_slowed(app: App) {
    let browser = app.browser();
    let letter = browser.register(&app.subscriber().await, "midori@example.jp").await;
    let wrong = Letter { temporary_password: "wrong234".to_owned(), ..letter.clone() };
    for _ in 0..5 {
        browser.verify(&wrong).await.refused(401, "invalid_credentials");
    }
    let refused = browser.verify(&letter).await.refused(429, "too_many_attempts");
    assert_eq!(refused.retry_at, Some(app.now() + TimeDelta::minutes(1)));
    app.advance(TimeDelta::minutes(1));
    let _right = browser.ticket(&letter).await;
}

async fn a_ticket_ends_after_thirty_minutes(app: App) {
    let browser = app.browser();
    let letter = browser.register(&app.subscriber().await, "midori@example.jp").await;
    let older = browser.ticket(&letter).await;
    let ticket = browser.ticket(&letter).await;
    browser.choose_password(&letter, &older, PASSWORD).await.refused(410, "ticket_expired");
    app.advance(TimeDelta::minutes(30));
    browser.choose_password(&letter, &ticket, PASSWORD).await.refused(410, "ticket_expired");
    let ticket = browser.ticket(&letter).await;
    app.advance(TimeDelta::minutes(30) - TimeDelta::seconds(1));
    let _in_time = browser.choose_password(&letter, &ticket, PASSWORD).await.expect(204);
}

async fn a_link_makes_no_session_and_no_login(app: App) {
    let browser = app.browser();
    let letter = browser.register(&app.subscriber().await, "midori@example.jp").await;
    let answer = browser.verify(&letter).await.expect(200);
    assert_eq!(answer.header("set-cookie"), None);
    let refused = browser.give_password(&letter.access_id, &letter.temporary_password).await;
    refused.refused(401, "invalid_credentials");
    let ticket = browser.ticket(&letter).await;
    let answer = browser.choose_password(&letter, &ticket, PASSWORD).await.expect(204);
    assert_eq!(answer.header("set-cookie"), None);
    let refused = browser.give_password(&letter.access_id, &letter.temporary_password).await;
    refused.refused(401, "invalid_credentials");
}

async fn tokens_are_not_stored(app: App) {
    let browser = app.browser();
    let letter = browser.register(&app.subscriber().await, "midori@example.jp").await;
    let ticket = browser.ticket(&letter).await;
    let link = one_time_links::Entity::find().one(app.db()).await.unwrap().unwrap();
    for secret in [letter.token.as_bytes(), ticket.as_bytes()] {
        assert_ne!(link.token_hash, secret);
        assert_ne!(link.ticket_hash.as_deref(), Some(secret));
    }
    assert_eq!((link.token_hash.len(), link.ticket_hash.map(|hash| hash.len())), (32, Some(32)));
}
