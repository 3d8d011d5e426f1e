//! What stands in the outbox: a mail goes with the transaction that causes it, sealed, in the customer's language.

use api_tests::{App, NETWORK, on_both_engines};
use madoguchi_entities::mails::{self, MailState};
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use serde_json::json;

on_both_engines!(
    a_mail_is_queued_with_its_cause,
    a_refused_registration_leaves_no_mail,
    what_fails_leaves_neither_user_nor_mail,
    stored_mails_are_sealed,
    mails_speak_the_chosen_language,
    languages_that_nobody_speaks_here_are_refused_at_their_field,
    mails_come_from_the_portal,
);

async fn a_mail_is_queued_with_its_cause(app: App) {
    let subscriber = app.subscriber().await;
    let _taken = app.browser().post("/registrations", subscriber.facts("midori@example.jp")).await.expect(202);
    let mail = mails::Entity::find().one(app.db()).await.unwrap().unwrap();
    assert_eq!((mail.state, mail.attempts, mail.sent_at), (MailState::Queued, 0, None));
    assert_eq!((mail.recipient.as_str(), mail.message.as_str()), ("midori@example.jp", "registration"));
    assert_eq!(mail.customer_id, subscriber.customer.id);
    assert_eq!(app.deliver_mails().await, 1);
    let mail = mails::Entity::find().one(app.db()).await.unwrap().unwrap();
    assert_eq!((mail.state, mail.attempts, mail.sent_at), (MailState::Sent, 1, Some(app.now())));
    assert_eq!(app.deliver_mails().await, 0);
}

async fn a_refused_registration_leaves_no_mail(app: App) {
    let subscriber = app.subscriber().await;
    let _user = app.user(&subscriber.group).await;
    let _refused = app.browser().post("/registrations", subscriber.facts("midori@example.jp")).await.expect(409);
    assert_eq!(mails::Entity::find().count(app.db()).await.unwrap(), 0);
    assert_eq!(app.deliver_mails().await, 0);
}

/// The mail's table is taken away: the registration must fail as a whole, and work again later.
async fn what_fails_leaves_neither_user_nor_mail(app: App) {
    let subscriber = app.subscriber().await;
    let rename = async |from: &str, to: &str| {
        app.db().execute_unprepared(&format!("ALTER TABLE {from} RENAME TO {to}")).await.unwrap();
    };
    for table in ["mails", "jobs", "audit_events"] {
        rename(table, "away").await;
        let answer = app.browser().post("/registrations", subscriber.facts("midori@example.jp")).await;
        let problem = answer.refused(500, "internal_error");
        assert_eq!(problem.detail, None, "what the database says stays in the log");
        rename("away", table).await;
        assert_eq!(madoguchi_entities::users::Entity::find().count(app.db()).await.unwrap(), 0, "{table}");
        assert_eq!(madoguchi_entities::one_time_links::Entity::find().count(app.db()).await.unwrap(), 0, "{table}");
        assert_eq!(mails::Entity::find().count(app.db()).await.unwrap(), 0, "{table}");
        assert_eq!(app.deliver_mails().await, 0, "{table}");
    }
    let _letter = app.browser().register(&subscriber, "midori@example.jp").await;
}

async fn stored_mails_are_sealed(app: App) {
    let _taken =
        app.browser().post("/registrations", app.subscriber().await.facts("midori@example.jp")).await.expect(202);
    let mail = mails::Entity::find().one(app.db()).await.unwrap().unwrap();
    let sealed = mail.sealed_content.unwrap();
    let letter = app.letter("midori@example.jp").await;
    let occurs = |text: &str| sealed.windows(text.len()).any(|part| part == text.as_bytes());
    for secret in [&letter.token, &letter.temporary_password, &letter.access_id, "subject"] {
        assert!(!occurs(secret));
    }
    let mail = mails::Entity::find().one(app.db()).await.unwrap().unwrap();
    assert_eq!(mail.sealed_content, None, "a delivered mail need not lie here");
}

async fn mails_speak_the_chosen_language(app: App) {
    for (locale, subject) in [(json!("ja"), "仮パスワード"), (json!("en"), "password"), (json!(null), "仮パスワード")]
    {
        let subscriber = app.subscriber().await;
        let mail_address = format!("{}@example.jp", subscriber.contract.number.to_lowercase());
        let mut facts = subscriber.facts(&mail_address);
        facts["locale"] = locale.clone();
        let _taken = app.browser().post("/registrations", facts).await.expect(202);
        let mails = app.mails_to(&mail_address).await;
        let content = &mails[0].content;
        assert!(content.text.to_lowercase().contains(subject), "{locale}: {}", content.text);
        assert_eq!(content.html.contains("lang=\"en\""), locale == "en", "{locale}");
    }
}

async fn languages_that_nobody_speaks_here_are_refused_at_their_field(app: App) {
    let (subscriber, unknown) = (app.subscriber().await, [("locale".to_owned(), "unknown".to_owned())]);
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let applicant = app.browser_at(NETWORK);
    for locale in ["fr", "", "EN", "en-GB", "../en"] {
        let mut facts = subscriber.facts("midori@example.jp");
        facts["locale"] = json!(locale);
        assert_eq!(app.browser().post("/registrations", facts).await.refused_fields(), unknown, "{locale}");
        let asked = json!({ "mail_address": "midori@example.jp", "locale": locale });
        assert_eq!(applicant.post("/contractors", asked).await.refused_fields(), unknown, "{locale}");
        let profile = browser.patch("/account/profile", json!({ "locale": locale })).await;
        assert_eq!(profile.refused_fields(), unknown, "{locale}");
    }
    assert_eq!(app.mails_to("midori@example.jp").await.len(), 0);
}

async fn mails_come_from_the_portal(app: App) {
    let letter = app.browser().register(&app.subscriber().await, "midori@example.jp").await;
    let mail = &app.mails_to("midori@example.jp").await[0];
    assert_eq!((mail.from.as_str(), mail.from_name.as_str()), ("contact@example.jp", "あおばテレコム"));
    let link = format!("https://my.example.jp/telecom/registration/complete#{}", letter.token);
    assert!(mail.content.text.contains(&link));
    assert!(mail.content.html.replace("&#x2f;", "/").contains(&format!("href=\"{link}\"")));
    assert!(mail.content.text.contains("10日"));
    assert!(!mail.content.subject.is_empty() && !mail.content.subject.contains(&letter.temporary_password));
}
