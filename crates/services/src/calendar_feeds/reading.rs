//! What a calendar program reads: the deadlines of the user whose address it has. The scope that is made for it stays in
//! this file, so nothing else can be read with an address.

use std::sync::Arc;

use chrono::TimeDelta;
use madoguchi_documents::calendars::{Calendar, CalendarDay};
use madoguchi_domain::policy::Portal;
use madoguchi_entities::calendar_feeds::{self, Column, Model};
use madoguchi_entities::users::{self, UserState};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationDef};

use super::words;
use crate::deadlines::{self, Deadline, Kind};
use crate::limits::{self, CALENDAR_FEED, CALENDAR_FEED_UNKNOWN, Whose};
use crate::{Error, Origin, Scope, Services, keys};

/// How long a program may show what it read before it reads again.
const REFRESH_HOURS: u32 = 12;
/// The last reading is written when it is older than this: one write a while, not one a reading.
const TOUCH_AFTER: TimeDelta = TimeDelta::seconds(30);

/// The calendar of an address, as a file.
///
/// # Errors
/// [`Error::NotFound`] for one that is not in force: unknown, revoked, replaced, or of an account that has changed since; too
/// many tries.
pub async fn read(services: &Services, portal: &Arc<Portal>, secret: &str, origin: &Origin) -> Result<String, Error> {
    let Some((feed, user)) = find(services, portal, secret).await? else {
        // Programs read from networks that many people share: what one of them gets wrong refuses nobody else's address.
        limits::hit_network(services, portal, CALENDAR_FEED_UNKNOWN, origin).await?;
        return Err(Error::NotFound);
    };
    limits::hit(services, portal, CALENDAR_FEED, &Whose::user(&user, origin)).await?;
    let scope = Scope::of_calendar_feed(portal.clone(), &user);
    let found = deadlines::list(services, &scope).await?;
    touch(services, &feed).await?;
    Ok(calendar(services, portal, &user, found).write())
}

async fn find(services: &Services, portal: &Portal, secret: &str) -> Result<Option<(Model, users::Model)>, Error> {
    let found = calendar_feeds::Entity::find()
        .filter(Column::Portal.eq(portal.key.as_str()))
        .filter(Column::SecretHash.eq(keys::digest(secret)))
        .join(JoinType::InnerJoin, user_of_feed())
        .select_also(users::Entity)
        .one(services.db.read())
        .await?;
    let found = found.and_then(|(feed, user)| Some((feed, user?)));
    Ok(found
        .filter(|(feed, user)| user.state == UserState::Active && user.credentials_version == feed.credentials_version))
}

fn user_of_feed() -> RelationDef {
    calendar_feeds::Entity::belongs_to(users::Entity).from(Column::UserId).to(users::Column::Id).into()
}

async fn touch(services: &Services, feed: &Model) -> Result<(), Error> {
    let now = services.clock.now();
    if feed.last_read_at.is_some_and(|at| now - at < TOUCH_AFTER) {
        return Ok(());
    }
    calendar_feeds::Entity::update_many()
        .col_expr(Column::LastReadAt, Expr::value(now))
        .filter(Column::Portal.eq(feed.portal.as_str()))
        .filter(Column::UserId.eq(feed.user_id))
        // One that took its place meanwhile was not read.
        .filter(Column::SecretHash.eq(feed.secret_hash.clone()))
        .exec(services.db.single())
        .await?;
    Ok(())
}

fn calendar(services: &Services, portal: &Portal, user: &users::Model, found: Vec<Deadline>) -> Calendar {
    let day = |deadline: Deadline| CalendarDay {
        uid: uid(services, user, &deadline),
        on: deadline.on,
        title: words::title(&deadline.kind, user.locale),
        note: words::note(portal, &deadline, user.locale),
        url: page(services, portal, &deadline),
    };
    Calendar {
        name: words::name(portal, user.locale),
        written_at: services.clock.now(),
        refresh_hours: REFRESH_HOURS,
        days: found.into_iter().map(day).collect(),
    }
}

/// The same for the same thing, however often it is read: a day that moves does not stand twice. Contracts that share a
/// day are one thing, however many they are; whose they are keeps two people's apart in one program.
fn uid(services: &Services, user: &users::Model, deadline: &Deadline) -> String {
    let shared = |what: &str| format!("{what}-{}-{}", deadline.on.format("%Y%m%d"), user.id);
    let of_contract = |what: &str| {
        let contract = deadline.contract.as_ref().map(|(id, _)| format!("{what}-{id}"));
        contract.unwrap_or_else(|| shared(what))
    };
    let name = match &deadline.kind {
        Kind::Payment { invoice, .. } => format!("payment-{invoice}"),
        Kind::ServiceStart => of_contract("service-start"),
        Kind::CallRecordsStart => of_contract("call-records-start"),
        Kind::Notice => shared("notice"),
        Kind::Renewal => shared("renewal"),
        Kind::End => shared("end"),
    };
    let host = services.base_url.split_once("://").map_or(services.base_url.as_str(), |(_, host)| host);
    format!("{name}@{host}")
}

/// The page that says more; who opens it logs in first.
fn page(services: &Services, portal: &Portal, deadline: &Deadline) -> String {
    match (&deadline.kind, &deadline.contract) {
        (Kind::Payment { invoice, .. }, Some((contract, _))) => {
            services.page(portal, &format!("contracts/{contract}/invoices?invoice={invoice}"))
        }
        (Kind::Payment { invoice, .. }, None) => services.page(portal, &format!("invoices/{invoice}")),
        (_, Some((contract, _))) => services.page(portal, &format!("contracts/{contract}")),
        (_, None) => services.page(portal, "contracts"),
    }
}
