//! A contractor ID from a mail address alone (N2): a customer that is named later, and a first password by mail. Nobody is
//! known here, so whoever asks shows that no machine does, and what was asked for and never used is given back.

use chrono::TimeDelta;
use madoguchi_domain::dates;
use madoguchi_domain::events::EventType;
use madoguchi_domain::locales::Locale;
use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::policy::{Portal, RegistrationStart};
use madoguchi_entities::users::{self as table, Column, UserRole, UserState};
use madoguchi_entities::{contracts, customers};
use madoguchi_mail::Message;
use sea_orm::sea_query::{BinOper, Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::actor::Actor;
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::idempotency::Once;
use crate::limits::{self, CONTRACTOR_ADDRESS, CONTRACTOR_MAIL, CONTRACTOR_PORTAL, Whose};
use crate::robot_checks::{self, Solved};
use crate::users::customers::{Names, insert_customer};
use crate::users::new::{self, NewUser};
use crate::users::{self, Issued, issue_password};
use crate::{Error, FieldCode, Origin, Services, mails, numberings};

/// What is numbered.
const NOUN: &str = "contractor";
/// IDs that are given back together.
const BATCH: u64 = 500;

/// Who asks for a contractor ID.
#[derive(Clone, Debug)]
pub struct NewContractor {
    /// Where ID and password go.
    pub mail_address: String,
    /// Language of the mail.
    pub locale: Locale,
    /// A solved robot check.
    pub robot_check: Option<Solved>,
}

/// Makes a contractor ID and mails it with its first password. Answers with the address, partly hidden.
///
/// # Errors
/// The address; `robot_check_failed` at `robot_solution`; too many tries; `numbers_exhausted`;
/// `idempotency_key_reused`; [`Error::NotFound`] where the portal registers in another way.
pub async fn create(
    services: &Services,
    portal: &Portal,
    asked: &NewContractor,
    origin: &Origin,
    once: &Once,
) -> Result<String, Error> {
    if portal.registration.start != RegistrationStart::MailAddress {
        return Err(Error::NotFound);
    }
    let mail = users::parse_mail_address(&asked.mail_address)?;
    if let Some(made) = once.made(services.db.read(), portal, None).await? {
        return Ok(made);
    }
    if !robot_checks::accept(services, portal, asked.robot_check.as_ref(), origin).await? {
        return Err(Error::invalid("robot_solution", FieldCode::RobotCheckFailed));
    }
    limits::hit_network(services, portal, CONTRACTOR_ADDRESS, origin).await?;
    limits::hit(services, portal, CONTRACTOR_MAIL, &Whose::named(mail.key(), origin)).await?;
    limits::hit(services, portal, CONTRACTOR_PORTAL, &Whose::named("", origin)).await?;
    let issued = issue_password(services).await?;
    services
        .db
        .transaction(async |tx| {
            if once.made::<String>(tx, portal, None).await?.is_none() {
                insert(tx, services, portal, (&mail, asked.locale), &issued, origin).await?;
                once.keep(tx, services, portal, None, &mail.masked()).await?;
            }
            Ok(())
        })
        .await?;
    Ok(mail.masked())
}

async fn insert(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    (mail, locale): (&MailAddress, Locale),
    issued: &Issued,
    origin: &Origin,
) -> Result<(), Error> {
    let (now, days) = (services.clock.now(), portal.issued_passwords.days);
    let contractor_id = numberings::next(tx, portal, NOUN, dates::jst_date(now)).await?;
    // Who it is, the contractor says after the first login.
    let names = Names { number: &contractor_id, name: "", kana: "" };
    let customer_id = insert_customer(tx, services, portal, &names).await?;
    let new = NewUser {
        customer_id,
        billing_group_id: None,
        sign_in_name: &contractor_id,
        mail_address: mail,
        name: "",
        role: UserRole::Administrator,
        mail_notice: true,
        locale,
        state: UserState::Active,
        password_hash: None,
        password_change_required: false,
        issued: Some((&issued.hash, now + TimeDelta::days(days.into()))),
    };
    let user = new::insert(tx, portal, &new, now).await?;
    let message = Message::ContractorId {
        contractor_id,
        issued_password: issued.password.clone(),
        issued_days: days,
        login_url: services.page(portal, "login"),
    };
    mails::to_user(tx, services, portal, &user, message).await?;
    users::tell(tx, services, EventType::UserAdded, &user).await?;
    let event = Event::about("contractor.created", customer_id, user.id);
    audit_events::record(tx, services, portal, &Actor::visitor(origin), event).await
}

/// Gives back the IDs that were mailed and not used before their first password ended: user and customer are closed,
/// nothing of the person is kept, and the number may be given out again. Customers that the provider knows stay.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn release_unused(services: &Services) -> Result<(), Error> {
    for portal in services.portals.all().filter(|p| p.registration.start == RegistrationStart::MailAddress) {
        while release_batch(services, portal).await? == BATCH {}
    }
    Ok(())
}

async fn release_batch(services: &Services, portal: &Portal) -> Result<u64, Error> {
    let now = services.clock.now();
    services
        .db
        .transaction(async |tx| {
            let known = Query::select().column(contracts::Column::CustomerId).from(contracts::Entity).to_owned();
            let unused: Vec<table::Model> = table::Entity::find()
                .filter(Column::Portal.eq(portal.key.as_str()))
                .filter(Column::State.eq(UserState::Active))
                .filter(Column::PasswordHash.is_null())
                .filter(Column::IssuedPasswordUsedAt.is_null())
                .filter(Column::IssuedPasswordExpiresAt.lt(now))
                .filter(Column::CustomerId.not_in_subquery(known))
                .order_by_asc(Column::Id)
                .limit(BATCH)
                .lock_exclusive()
                .all(tx)
                .await?;
            if unused.is_empty() {
                return Ok(0);
            }
            close(tx, &unused, &format!(" until {}", now.timestamp())).await?;
            let names = unused.iter().map(|user| user.sign_in_name.as_str());
            numberings::release(tx, portal, NOUN, names.clone(), now).await?;
            let detail = serde_json::json!({ "contractor_ids": names.collect::<Vec<_>>() });
            let event = Event::named("contractor.released").with(detail);
            audit_events::record(tx, services, portal, &Actor::system(), event).await?;
            Ok(u64::try_from(unused.len()).unwrap_or(BATCH))
        })
        .await
}

/// Names and keys make room for whoever gets the number next.
async fn close(tx: &Transaction, unused: &[table::Model], ended: &str) -> Result<(), Error> {
    let with_end = |column: SimpleExpr| column.binary(BinOper::Custom("||"), ended);
    table::Entity::update_many()
        .col_expr(Column::State, Expr::value(UserState::Closed))
        .col_expr(Column::SignInKey, with_end(Expr::col(Column::SignInKey)))
        .col_expr(Column::MailAddress, Expr::value(""))
        .col_expr(Column::IssuedPasswordHash, Expr::value(None::<String>))
        .filter(Column::Id.is_in(unused.iter().map(|user| user.id)))
        .exec(tx)
        .await?;
    customers::Entity::update_many()
        .col_expr(customers::Column::Number, with_end(Expr::col(customers::Column::Number)))
        .filter(customers::Column::Id.is_in(unused.iter().map(|user| user.customer_id)))
        .exec(tx)
        .await?;
    Ok(())
}
