//! A notice whose period is over is neither published nor mailed, and a wrong one is ended by the provider.

use api_tests::{App, OTHER_PORTAL, PORTAL, on_both_engines};
use chrono::TimeDelta;
use madoguchi_entities::{audit_events, notices};
use madoguchi_services::Error;
use madoguchi_services::notices::publish::{self, NewNotice};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{mails, titles};

on_both_engines!(
    a_period_that_is_over_is_refused,
    a_notice_that_is_over_is_not_mailed,
    a_wrong_notice_is_ended,
    one_that_was_to_appear_never_does,
);

async fn end(app: &App, portal: &str, id: &str) -> Result<notices::Model, Error> {
    let provider = app.provider(portal);
    publish::end(app.services(), &provider, id).await
}

async fn a_period_that_is_over_is_refused(app: App) {
    let provider = app.provider(PORTAL);
    let (from, until) = (app.now() - TimeDelta::days(3), app.now() - TimeDelta::days(1));
    let over = NewNotice { published_from: Some(from), published_until: Some(until), ..app.new_notice() };
    let Err(Error::Invalid(fields)) = publish::create(app.services(), &provider, &over).await else {
        panic!("it was published");
    };
    assert_eq!((&*fields[0].field, fields[0].code.as_str(), fields.len()), ("published_until", "out_of_range", 1));
    let begun = NewNotice { published_until: Some(app.now() + TimeDelta::minutes(1)), ..over };
    assert!(publish::create(app.services(), &provider, &begun).await.is_ok());
}

async fn a_notice_that_is_over_is_not_mailed(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let until = Some(app.now() + TimeDelta::hours(1));
    app.publish(&NewNotice { published_until: until, ..app.new_notice() }).await;
    // No worker ran in its period.
    app.advance(TimeDelta::hours(1));
    assert_eq!(mails(&app, &user).await, 0);
    app.publish(&NewNotice { published_until: Some(app.now() + TimeDelta::hours(1)), ..app.new_notice() }).await;
    assert_eq!(mails(&app, &user).await, 1);
}

async fn a_wrong_notice_is_ended(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.signed_in(&user).await;
    let notice = app.publish(&app.new_notice()).await;
    let id = notice.id.to_string();
    for (portal, id) in [(OTHER_PORTAL, id.as_str()), (PORTAL, "0190a000-0000-7000-8000-000000000000"), (PORTAL, "x")] {
        assert!(matches!(end(&app, portal, id).await, Err(Error::NotFound)), "{portal} {id}");
    }
    assert_eq!(titles(&browser).await.len(), 1);
    let (ended, at) = (end(&app, PORTAL, &id).await.unwrap(), app.now());
    assert_eq!((ended.id, ended.published_until), (notice.id, Some(at)));
    assert!(titles(&browser).await.is_empty());
    browser.get(&format!("/notices/{id}")).await.refused(404, "not_found");
    assert_eq!(mails(&app, &user).await, 0);
    // Again: it is over since then.
    app.advance(TimeDelta::minutes(1));
    assert_eq!(end(&app, PORTAL, &id).await.unwrap().published_until, Some(at));
    let about = audit_events::Entity::find().filter(audit_events::Column::SubjectId.eq(notice.id));
    let events = about.all(app.db()).await.unwrap();
    let mut actions: Vec<&str> = events.iter().map(|event| event.action.as_str()).collect();
    actions.sort_unstable();
    assert_eq!(actions, ["notice.ended", "notice.published"]);
}

async fn one_that_was_to_appear_never_does(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let from = Some(app.now() + TimeDelta::minutes(5));
    let notice = app.publish(&NewNotice { published_from: from, ..app.new_notice() }).await;
    end(&app, PORTAL, &notice.id.to_string()).await.unwrap();
    app.advance(TimeDelta::minutes(6));
    assert!(titles(&app.signed_in(&user).await).await.is_empty());
    assert_eq!(mails(&app, &user).await, 0);
}
