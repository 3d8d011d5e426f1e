//! A wish in an inquiry, worded as the provider's guide words it (chapters 10 and 11): done at once for who may switch
//! and consents.

use api_tests::{App, Browser, Subscriber, on_both_engines};
use chrono::NaiveDate;
use madoguchi_api_types::inquiries::{InquiryDetail, InquiryForm, InquiryState, InquiryWish};
use madoguchi_api_types::switches::{Switch, SwitchKind};
use madoguchi_entities::contracts::ContractStatus;
use madoguchi_entities::{audit_events, consents, contracts, switches};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{general, signed_in};

on_both_engines!(
    the_words_of_the_guide_switch,
    a_wish_is_recorded_with_inquiry_and_consent,
    without_consent_nothing_is_switched,
    the_form_offers_what_the_user_may_switch,
    who_may_not_switch_only_wishes,
    other_words_are_left_to_a_person,
    what_is_active_stays_as_it_is,
    three_hundred_contracts_are_switched_at_once,
    contracts_without_phone_are_left_to_a_person,
    terminated_contracts_stay_as_they_are,
);

fn december() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2026, 12, 1)
}

async fn turned_on(browser: &Browser) -> Vec<SwitchKind> {
    let all: Vec<Switch> = browser.get("/switches").await.expect(200).json();
    all.into_iter().filter(|switch| switch.on).map(|switch| switch.kind).collect()
}

/// A subscriber whose call records were never active.
async fn inactive(app: &App) -> Subscriber {
    let subscriber = app.subscriber().await;
    contracts::Entity::update_many()
        .col_expr(contracts::Column::CallRecordsFrom, sea_orm::sea_query::Expr::value(None::<NaiveDate>))
        .filter(contracts::Column::Id.eq(subscriber.contract.id))
        .exec(app.db())
        .await
        .unwrap();
    subscriber
}

async fn first_month(app: &App, contract: &contracts::Model) -> Option<NaiveDate> {
    contracts::Entity::find_by_id(contract.id).one(app.db()).await.unwrap().unwrap().call_records_from
}

async fn the_words_of_the_guide_switch(app: App) {
    let subscriber = inactive(&app).await;
    let user = app.user(&subscriber.group).await;
    let browser = app.signed_in(&user).await;
    let mut expected = Vec::new();
    for (kind, subject, switch, name) in [
        ("call_records", " 通話明細記録 の希望", SwitchKind::CallRecords, "通話明細記録の利用"),
        ("other", "開通案内の紙発送停止希望", SwitchKind::OpeningNoticePaperStop, "開通案内の紙発送停止"),
        (
            "other",
            "【連絡】口座振替案内書の紙発送停止希望の件",
            SwitchKind::DebitNoticePaperStop,
            "口座振替案内書の紙発送停止",
        ),
    ] {
        let sent = browser.wish(kind, subject).await;
        assert_eq!(sent.wish, Some(InquiryWish { kind: switch, effective_from: december() }));
        assert_eq!(sent.state, InquiryState::Received);
        let mail = app.mails_to(&user.row.mail_address).await.pop().unwrap().content;
        assert!(mail.subject.contains("お問い合わせ受付完了"), "{}", mail.subject);
        for line in [format!("お手続き : {name}"), "適用開始 : 2026年12月分".to_owned()] {
            assert!(mail.text.lines().any(|own| own == line), "{line} is not in {}", mail.text);
        }
        expected.push(switch);
        assert_eq!(turned_on(&browser).await, expected);
        let read: InquiryDetail = browser.get(&format!("/inquiries/{}", sent.id)).await.expect(200).json();
        assert_eq!(read.wish, sent.wish);
    }
    assert_eq!(first_month(&app, &subscriber.contract).await, december());
}

async fn a_wish_is_recorded_with_inquiry_and_consent(app: App) {
    let (_, user, browser) = signed_in(&app).await;
    let sent = browser.wish("other", "開通案内の紙発送停止希望").await;
    let row = switches::Entity::find().one(app.db()).await.unwrap().unwrap();
    assert_eq!((row.kind.as_str(), row.turned_on), ("opening_notice_paper_stop", true));
    assert_eq!(row.inquiry_id.map(|id| id.0), Some(sent.id));
    assert_eq!((row.user_id, row.consent_version.as_deref()), (Some(user.row.id), Some("2026-04-01")));
    assert_eq!(row.billing_group_id, user.row.billing_group_id);
    let consent = consents::Entity::find().one(app.db()).await.unwrap().unwrap();
    assert_eq!((consent.kind.as_str(), consent.version.as_str()), ("switch.opening_notice_paper_stop", "2026-04-01"));
    assert_eq!((consent.user_id, consent.address.as_str()), (user.row.id, "203.0.113.1"));
    // The receipt says it all: no second mail.
    assert!(
        !app.mails_to(&user.row.mail_address).await.iter().any(|mail| mail.content.subject.contains("お手続き完了"))
    );
}

async fn without_consent_nothing_is_switched(app: App) {
    let subscriber = inactive(&app).await;
    let user = app.user(&subscriber.group).await;
    let browser = app.signed_in(&user).await;
    for (kind, subject, switch) in [
        ("call_records", "通話明細記録の希望", SwitchKind::CallRecords),
        ("other", "開通案内の紙発送停止希望", SwitchKind::OpeningNoticePaperStop),
        ("other", "口座振替案内書の紙発送停止希望", SwitchKind::DebitNoticePaperStop),
    ] {
        let sent = browser.inquire(kind, subject).await;
        assert_eq!(sent.wish, Some(InquiryWish { kind: switch, effective_from: None }));
        assert_eq!(sent.state, InquiryState::Received);
    }
    let mail = app.mails_to(&user.row.mail_address).await.pop().unwrap().content;
    assert!(mail.subject.contains("お問い合わせ受付完了") && !mail.text.contains("適用開始"), "{}", mail.text);
    assert!(turned_on(&browser).await.is_empty());
    assert_eq!(first_month(&app, &subscriber.contract).await, None);
    assert_eq!(switches::Entity::find().count(app.db()).await.unwrap(), 0);
    assert_eq!(consents::Entity::find().count(app.db()).await.unwrap(), 0);
    // Consent to nothing is none.
    assert_eq!(browser.wish("other", "工事の日程").await.wish, None);
    assert_eq!(consents::Entity::find().count(app.db()).await.unwrap(), 0);
}

async fn the_form_offers_what_the_user_may_switch(app: App) {
    let (subscriber, _, browser) = signed_in(&app).await;
    let form: InquiryForm = browser.get("/inquiry-form").await.expect(200).json();
    let offered: Vec<_> =
        form.wishes.iter().map(|wish| (wish.switch, wish.kind.as_str(), wish.subject.as_str())).collect();
    let expected = [
        (SwitchKind::CallRecords, "call_records", "通話明細記録の希望"),
        (SwitchKind::OpeningNoticePaperStop, "other", "開通案内の紙発送停止希望"),
        (SwitchKind::DebitNoticePaperStop, "other", "口座振替案内書の紙発送停止希望"),
    ];
    assert_eq!(offered, expected);
    let general = app.signed_in(&general(&app, &subscriber).await).await;
    let form: InquiryForm = general.get("/inquiry-form").await.expect(200).json();
    assert!(form.wishes.is_empty());
}

async fn who_may_not_switch_only_wishes(app: App) {
    let subscriber = inactive(&app).await;
    let user = general(&app, &subscriber).await;
    let browser = app.signed_in(&user).await;
    for (kind, subject, switch) in [
        ("call_records", "通話明細記録の希望", SwitchKind::CallRecords),
        ("other", "開通案内の紙発送停止希望", SwitchKind::OpeningNoticePaperStop),
    ] {
        let sent = browser.wish(kind, subject).await;
        assert_eq!(sent.wish, Some(InquiryWish { kind: switch, effective_from: None }));
    }
    let mail = app.mails_to(&user.row.mail_address).await.pop().unwrap().content;
    assert!(
        !mail.text.contains("適用開始") && mail.text.contains("回答まで今しばらくお待ちください。"),
        "{}",
        mail.text
    );
    assert!(turned_on(&browser).await.is_empty());
    assert_eq!(switches::Entity::find().count(app.db()).await.unwrap(), 0);
    assert_eq!(consents::Entity::find().count(app.db()).await.unwrap(), 0);
}

async fn other_words_are_left_to_a_person(app: App) {
    let subscriber = inactive(&app).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    for (kind, subject) in [
        ("call_records", "通話明細について"),
        ("call_records", "通話明細記録の希望の取消"),
        ("other", "通話明細記録の希望"),
        ("call_records", "開通案内の紙発送停止希望"),
    ] {
        assert_eq!(browser.wish(kind, subject).await.wish, None, "{kind} {subject}");
    }
    assert_eq!(switches::Entity::find().count(app.db()).await.unwrap(), 0);
}

async fn what_is_active_stays_as_it_is(app: App) {
    let (subscriber, _, browser) = signed_in(&app).await;
    let sent = browser.wish("call_records", "通話明細記録の希望").await;
    assert_eq!(sent.wish.unwrap().effective_from, NaiveDate::from_ymd_opt(2026, 1, 1));
    assert_eq!(first_month(&app, &subscriber.contract).await, NaiveDate::from_ymd_opt(2026, 1, 1));
    for _ in 0..2 {
        let sent = browser.wish("other", "開通案内の紙発送停止希望").await;
        assert_eq!(sent.wish.unwrap().effective_from, december());
    }
    assert_eq!(switches::Entity::find().count(app.db()).await.unwrap(), 1);
    assert_eq!(consents::Entity::find().count(app.db()).await.unwrap(), 1);
}

async fn three_hundred_contracts_are_switched_at_once(app: App) {
    let subscriber = app.subscriber().await;
    for _ in 0..300 {
        app.contract(&subscriber.group, |row| row.call_records_from = Set(None)).await;
    }
    let other_group = app.billing_group(&subscriber.customer).await;
    let beside = app.contract(&other_group, |row| row.call_records_from = Set(None)).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let sent = browser.wish("call_records", "通話明細記録の希望").await;
    assert_eq!(sent.wish.unwrap().effective_from, december());
    let all: Vec<Switch> = browser.get("/switches").await.expect(200).json();
    let from = |day| all.iter().filter(|switch| switch.contract_id.is_some() && switch.effective_from == day).count();
    assert_eq!((from(december()), from(NaiveDate::from_ymd_opt(2026, 1, 1))), (300, 1));
    assert_eq!(first_month(&app, &beside).await, None);
    assert_eq!(switches::Entity::find().count(app.db()).await.unwrap(), 300);
    // One act of one person.
    assert_eq!(consents::Entity::find().count(app.db()).await.unwrap(), 1);
    let events = audit_events::Entity::find().filter(audit_events::Column::Action.eq("switch.turned_on"));
    let event = events.one(app.db()).await.unwrap().unwrap();
    assert_eq!(event.detail["contracts"].as_array().unwrap().len(), 300);
    assert_eq!(event.detail["inquiry"], serde_json::json!(sent.id));
}

async fn contracts_without_phone_are_left_to_a_person(app: App) {
    let customer = app.customer(api_tests::PORTAL, "アオバ").await;
    let group = app.billing_group(&customer).await;
    let silent = |row: &mut contracts::ActiveModel| {
        row.phone_service_name = Set(String::new());
        row.call_records_from = Set(None);
    };
    let contract = app.contract(&group, silent).await;
    let browser = app.signed_in(&app.user(&group).await).await;
    let sent = browser.wish("call_records", "通話明細記録の希望").await;
    assert_eq!(sent.wish, Some(InquiryWish { kind: SwitchKind::CallRecords, effective_from: None }));
    assert_eq!(first_month(&app, &contract).await, None);
}

async fn terminated_contracts_stay_as_they_are(app: App) {
    let subscriber = inactive(&app).await;
    let ended = |row: &mut contracts::ActiveModel| {
        row.status = Set(ContractStatus::Terminated);
        row.call_records_from = Set(None);
    };
    let terminated = app.contract(&subscriber.group, ended).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    assert_eq!(browser.wish("call_records", "通話明細記録の希望").await.wish.unwrap().effective_from, december());
    assert_eq!(first_month(&app, &subscriber.contract).await, december());
    assert_eq!(first_month(&app, &terminated).await, None);
    // With nothing but what has ended, a person answers.
    let only_ended = app.billing_group(&subscriber.customer).await;
    let terminated = app.contract(&only_ended, ended).await;
    let browser = app.signed_in(&app.user(&only_ended).await).await;
    assert_eq!(browser.wish("call_records", "通話明細記録の希望").await.wish.unwrap().effective_from, None);
    assert_eq!(first_month(&app, &terminated).await, None);
}
