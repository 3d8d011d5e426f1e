//! Opening notices (T9, T14): as the contract stood, one a day, first opened once.

use api_tests::{App, PORTAL, RENTAL, Subscriber, on_both_engines};
use chrono::NaiveDate;
use madoguchi_api_types::opening_notices::OpeningNotice;
use madoguchi_entities::{audit_events, contracts, documents};
use madoguchi_services::opening_notices::deliver;
use madoguchi_services::rows::RowOutcome;
use madoguchi_services::{Error, ProblemCode};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

on_both_engines!(
    a_notice_is_delivered_rendered_and_opened,
    a_notice_says_what_was_true_when_it_was_delivered,
    a_notice_is_read_by_its_own_customer_only,
    another_notice_of_the_same_day_is_refused,
    people_are_mailed_once_for_many_notices,
);

async fn deliver(app: &App, numbers: &[&str], day: u32) -> Result<Vec<RowOutcome>, Error> {
    let provider = app.provider(PORTAL);
    let numbers: Vec<String> = numbers.iter().map(|number| (*number).to_owned()).collect();
    let issued_on = NaiveDate::from_ymd_opt(2026, 11, day);
    deliver::deliver(app.services(), &provider, &numbers, issued_on, true).await
}

fn path(subscriber: &Subscriber) -> String {
    format!("/contracts/{}/opening-notices", subscriber.contract.id)
}

async fn a_notice_is_delivered_rendered_and_opened(app: App) {
    let subscriber = app.subscriber().await;
    let number = subscriber.contract.number.as_str();
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let list = async || browser.get(&path(&subscriber)).await.expect(200).json::<Vec<OpeningNotice>>();
    assert!(list().await.is_empty());
    assert_eq!(deliver(&app, &[number], 1).await.unwrap(), [RowOutcome::Stored]);
    assert_eq!(deliver(&app, &[&format!("2N{number}")], 20).await.unwrap(), [RowOutcome::Stored]);
    assert_eq!(deliver(&app, &[number], 20).await.unwrap(), [RowOutcome::Unchanged], "one a day");
    let notices = list().await;
    let days: Vec<_> = notices.iter().map(|notice| notice.issued_on.to_string()).collect();
    assert_eq!(days, ["2026-11-20", "2026-11-01"]);
    let file = format!("{}/{}/file", path(&subscriber), notices[0].id);
    let early = format!("{}/{}/file", path(&subscriber), notices[1].id);
    assert!(browser.get(&early).await.expect(200).body.starts_with(b"%PDF-"), "who is early need not wait for the job");
    app.deliver_mails().await;
    assert!(list().await[0].first_opened_at.is_none());
    let first = browser.get(&file).await.expect(200);
    assert!(first.body.starts_with(b"%PDF-"));
    let opened = list().await[0].first_opened_at;
    assert_eq!(opened, Some(app.now()));
    app.advance(chrono::TimeDelta::minutes(3));
    assert_eq!(browser.get(&file).await.expect(200).body, first.body);
    assert_eq!(list().await[0].first_opened_at, opened);
    assert!(list().await[1].first_opened_at.is_some());
    let events = audit_events::Entity::find().filter(audit_events::Column::Action.eq("opening_notice.opened"));
    assert_eq!(events.count(app.db()).await.unwrap(), 2, "one for each notice");
}

async fn a_notice_says_what_was_true_when_it_was_delivered(app: App) {
    let subscriber = app.subscriber().await;
    app.options(&subscriber.contract, &["リモートサポート", "セキュリティ"]).await;
    deliver(&app, &[&subscriber.contract.number], 20).await.unwrap();
    let mut contract: contracts::ActiveModel = subscriber.contract.clone().into();
    contract.service_name = Set("別のサービス".to_owned());
    contract.update(app.db()).await.unwrap();
    let content = documents::Entity::find().one(app.db()).await.unwrap().unwrap().content.unwrap().to_string();
    let customer = subscriber.customer.name.as_str();
    for said in ["あおばひかり ファミリー", "KEY1234", "シー・エー・エフ", customer, "みなとビル5階", "セキュリティ"]
    {
        assert!(content.contains(said), "{said} is not in {content}");
    }
    // The words of the page.
    for label in
        [r#""title":"ひかり電話""#, r#"["サービス名①","リモートサポート"]"#, r#"["サービス名②","セキュリティ"]"#]
    {
        assert!(content.contains(label), "{label} is not in {content}");
    }
    assert!(!content.contains("別のサービス"));
}

async fn a_notice_is_read_by_its_own_customer_only(app: App) {
    let (subscriber, stranger) = (app.subscriber().await, app.subscriber().await);
    deliver(&app, &[&subscriber.contract.number], 20).await.unwrap();
    app.deliver_mails().await;
    let own = app.signed_in(&app.user(&subscriber.group).await).await;
    let notice = own.get(&path(&subscriber)).await.json::<Vec<OpeningNotice>>()[0].id;
    let foreign = app.signed_in(&app.user(&stranger.group).await).await;
    foreign.get(&path(&subscriber)).await.refused(404, "not_found");
    foreign.get(&format!("{}/{notice}/file", path(&subscriber))).await.refused(404, "not_found");
    foreign.get(&format!("{}/{notice}/file", path(&stranger))).await.refused(404, "not_found");
    let unknown = deliver(&app, &[&subscriber.contract.number, "CAF9999999999"], 21).await;
    assert!(matches!(unknown, Err(Error::Invalid(_))));
    assert_eq!(documents::Entity::find().count(app.db()).await.unwrap(), 1, "none is delivered where one is wrong");
    let rental = app.provider(RENTAL);
    assert!(matches!(deliver::deliver(app.services(), &rental, &[], None, true).await, Err(Error::NotFound)));
}

async fn another_notice_of_the_same_day_is_refused(app: App) {
    let subscriber = app.subscriber().await;
    let number = subscriber.contract.number.as_str();
    deliver(&app, &[number], 20).await.unwrap();
    let mut contract: contracts::ActiveModel = subscriber.contract.clone().into();
    contract.service_name = Set("別のサービス".to_owned());
    contract.update(app.db()).await.unwrap();
    let differs = deliver(&app, &[number], 20).await;
    assert!(matches!(differs, Err(Error::Refused(ProblemCode::OpeningNoticeDiffers))), "{differs:?}");
    assert_eq!(deliver(&app, &[number], 21).await.unwrap(), [RowOutcome::Stored]);
}

async fn people_are_mailed_once_for_many_notices(app: App) {
    let subscriber = app.subscriber().await;
    let second = app.contract(&subscriber.group, |_| {}).await;
    let user = app.user(&subscriber.group).await;
    deliver(&app, &[&subscriber.contract.number, &second.number], 20).await.unwrap();
    deliver(&app, &[&subscriber.contract.number, &second.number], 20).await.unwrap();
    let mails = app.mails_to(&user.row.mail_address).await;
    assert_eq!(mails.iter().filter(|mail| mail.content.subject.contains("開通案内")).count(), 1);
}
