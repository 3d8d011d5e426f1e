//! The first own password: each rule of the policy is kept, and what is stored is a hash.

use api_tests::{App, PASSWORD, on_both_engines};
use madoguchi_entities::users;
use sea_orm::EntityTrait;

on_both_engines!(each_rule_is_kept, words_of_the_own_account_are_common, the_longest_password_works, a_hash_is_stored);

async fn each_rule_is_kept(app: App) {
    let browser = app.browser();
    let letter = browser.register(&app.subscriber().await, "midori@example.jp").await;
    let ticket = browser.ticket(&letter).await;
    let too_long = format!("{}4", "kumoishi".repeat(4));
    for (password, codes) in [
        ("kumo4is", &["min_length"][..]),
        (too_long.as_str(), &["max_length"]),
        ("kumoishinuma", &["contains"]),
        ("4938271605", &["contains"]),
        ("Kumo4ishi7numa", &["allowed_characters"]),
        ("kumo4ishi!numa", &["allowed_characters"]),
        ("kumo4ishi7ぬま", &["allowed_characters"]),
        ("ABC", &["min_length", "allowed_characters", "contains", "contains"]),
        ("", &["min_length", "contains", "contains"]),
        ("password1", &["not_common"]),
        ("abcd1234", &["not_common"]),
    ] {
        let refused = browser.choose_password(&letter, &ticket, password).await.refused_fields();
        let expected: Vec<_> = codes.iter().map(|code| ("password".to_owned(), (*code).to_owned())).collect();
        assert_eq!(refused, expected, "{password}");
    }
    let _strong = browser.choose_password(&letter, &ticket, PASSWORD).await.expect(204);
}

async fn words_of_the_own_account_are_common(app: App) {
    let browser = app.browser();
    let letter = browser.register(&app.subscriber().await, "wakabayashi@example.jp").await;
    let ticket = browser.ticket(&letter).await;
    for password in ["wakabayashi1", "telecom2026"] {
        let refused = browser.choose_password(&letter, &ticket, password).await.refused_fields();
        assert_eq!(refused, [("password".to_owned(), "not_common".to_owned())], "{password}");
    }
}

async fn the_longest_password_works(app: App) {
    let longest = "kumo4ishi7numa2tori8yama5kaze3hi";
    assert_eq!(longest.len(), 32);
    let browser = app.browser();
    let letter = browser.register(&app.subscriber().await, "midori@example.jp").await;
    let ticket = browser.ticket(&letter).await;
    let _chosen = browser.choose_password(&letter, &ticket, longest).await.expect(204);
    browser.give_password(&letter.access_id, &longest[..31]).await.refused(401, "invalid_credentials");
    let _whole = browser.give_password(&letter.access_id, longest).await.expect(201);
}

async fn a_hash_is_stored(app: App) {
    let browser = app.browser();
    let letter = browser.register(&app.subscriber().await, "midori@example.jp").await;
    let ticket = browser.ticket(&letter).await;
    let pending = users::Entity::find().one(app.db()).await.unwrap().unwrap();
    let issued = pending.issued_password_hash.unwrap();
    assert!(issued.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{issued}");
    let _chosen = browser.choose_password(&letter, &ticket, PASSWORD).await.expect(204);
    let user = users::Entity::find().one(app.db()).await.unwrap().unwrap();
    let hash = user.password_hash.unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    assert_eq!(user.issued_password_used_at, Some(app.now()), "the temporary password must be used up");
}
