//! The people of a customer as the provider's systems name them: by mail address. Who is new is invited as the portal's policy
//! says; who is there keeps the password.

use madoguchi_domain::locales::Locale;
use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::{BillingGroupId, CustomerId};
use madoguchi_entities::users::{self, Column, UserRole, UserState};
use madoguchi_entities::{billing_groups, customers};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
};
use serde_json::json;

use super::invitations;
use super::typed::{self, Typed};
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::revisions::{Expected, Revision};
use crate::rows::RowOutcome;
use crate::users::new::{self, NewUser};
use crate::users::{self as people, issue_password};
use crate::{Error, FieldCode, ProblemCode, Provider, Services};

pub use madoguchi_entities::users::Model as User;

/// A person of a customer.
#[derive(Clone, Debug)]
pub struct Person {
    /// The provider's number of the customer, who must be there already.
    pub customer: String,
    /// Address, name, role, and whether news are mailed.
    pub typed: Typed,
    /// Number of the billing group whose contracts the person sees. Absent: all of the customer's, or as it was.
    pub billing_group: Option<String>,
    /// Login ID, where one is shared by all people of a customer and nobody has it yet.
    pub login_id: Option<String>,
    /// Language of mails.
    pub locale: Locale,
}

/// Adds a person and mails the invitation, or changes who is there. The same again changes nothing and mails nobody.
///
/// # Errors
/// [`Error::NotFound`] for an unknown customer, or where the portal's customers have no people of their own; fields;
/// `changed_meanwhile`; `user_limit_reached`.
pub async fn put(
    services: &Services,
    provider: &Provider,
    expected: &Expected,
    person: &Person,
) -> Result<(User, RowOutcome), Error> {
    let portal = provider.portal();
    if portal.users.managed_by.is_empty() {
        return Err(Error::NotFound);
    }
    let checked = typed::check_at(portal, &person.typed)?;
    let issued = issue_password(services).await?;
    services
        .db
        .transaction(async |tx| {
            let customer_id = customer(tx, portal, &person.customer).await?;
            let group = group(tx, portal, customer_id, person.billing_group.as_deref()).await?;
            if let Some(user) = of_address(customer_id, &checked.mail).lock_exclusive().one(tx).await? {
                expected.require(&revision(&user)?)?;
                return update(tx, services, provider, user, (person, &checked, group)).await;
            }
            if *expected != Expected::Any {
                return Err(Error::Refused(ProblemCode::ChangedMeanwhile));
            }
            require_room(tx, portal, customer_id).await?;
            let new = NewUser {
                customer_id,
                billing_group_id: group,
                sign_in_name: &sign_in_name(tx, portal, customer_id, person).await?,
                mail_address: &checked.mail,
                name: &checked.name,
                role: checked.role,
                mail_notice: person.typed.mail_notice,
                locale: person.locale,
                state: UserState::Pending,
                password_hash: None,
                password_change_required: false,
                issued: None,
            };
            let user = new::insert(tx, portal, &new, services.clock.now()).await?;
            let user = invitations::send(tx, services, portal, user, &issued).await?;
            let event = Event::about("user.provided", customer_id, user.id).with(json!({ "after": facts(&user) }));
            audit_events::record(tx, services, portal, provider.actor(), event).await?;
            Ok((user, RowOutcome::Stored))
        })
        .await
}

/// A person of a customer, by the customer's number and mail address.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(services: &Services, provider: &Provider, number: &str, mail_address: &str) -> Result<User, Error> {
    let db = services.db.read();
    let mail = MailAddress::parse(mail_address).map_err(|_| Error::NotFound)?;
    let customer = of_number(provider.portal(), number).one(db).await?.ok_or(Error::NotFound)?;
    of_address(customer.id, &mail).one(db).await?.ok_or(Error::NotFound)
}

/// The revision of a person: of all that is written, and of the state.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn revision(user: &User) -> Result<Revision, Error> {
    Revision::of(&json!([facts(user), user.billing_group_id.map(|group| group.0), user.state]))
}

async fn update(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    before: User,
    (person, checked, group): (&Person, &typed::Checked, Option<BillingGroupId>),
) -> Result<(User, RowOutcome), Error> {
    let written = User {
        name: checked.name.clone(),
        role: checked.role,
        mail_notice: person.typed.mail_notice,
        // Who is not said to see less goes on seeing the same.
        billing_group_id: group.or(before.billing_group_id),
        ..before.clone()
    };
    if written == before {
        return Ok((before, RowOutcome::Unchanged));
    }
    if is_lost(provider.portal(), before.role, checked.role) {
        require_successor(tx, provider.portal(), &before).await?;
    }
    let mut row = before.clone().into_active_model();
    row.name = Set(written.name);
    row.role = Set(written.role);
    row.mail_notice = Set(written.mail_notice);
    row.billing_group_id = Set(written.billing_group_id);
    row.updated_at = Set(services.clock.now());
    let user = row.update(tx).await?;
    let detail = json!({ "before": facts(&before), "after": facts(&user) });
    let event = Event::about("user.updated", user.customer_id, user.id).with(detail);
    audit_events::record(tx, services, provider.portal(), provider.actor(), event).await?;
    Ok((user, RowOutcome::Updated))
}

/// Whether somebody would manage the users no more.
fn is_lost(portal: &Portal, before: UserRole, after: UserRole) -> bool {
    portal.users.managed_by.contains(&before) && !portal.users.managed_by.contains(&after)
}

/// Somebody else who can log in must be left to manage the users.
async fn require_successor(tx: &Transaction, portal: &Portal, leaving: &User) -> Result<(), Error> {
    let others = of_customer(leaving.customer_id)
        .filter(Column::Id.ne(leaving.id))
        .filter(Column::State.eq(UserState::Active))
        .filter(Column::Role.is_in(portal.users.managed_by.iter().copied()));
    if others.count(tx).await? > 0 { Ok(()) } else { Err(Error::Refused(ProblemCode::LastAdministrator)) }
}

/// The customer of a number, held: two people added at once are counted one after the other.
async fn customer(tx: &Transaction, portal: &Portal, number: &str) -> Result<CustomerId, Error> {
    let found = of_number(portal, number).lock_exclusive();
    Ok(found.one(tx).await?.ok_or(Error::NotFound)?.id)
}

fn of_number(portal: &Portal, number: &str) -> Select<customers::Entity> {
    let own = customers::Entity::find().filter(customers::Column::Portal.eq(portal.key.as_str()));
    own.filter(customers::Column::Number.eq(number.trim()))
}

async fn group(
    tx: &Transaction,
    portal: &Portal,
    customer: CustomerId,
    number: Option<&str>,
) -> Result<Option<BillingGroupId>, Error> {
    let Some(number) = number else { return Ok(None) };
    let found = billing_groups::Entity::find()
        .filter(billing_groups::Column::Portal.eq(portal.key.as_str()))
        .filter(billing_groups::Column::CustomerId.eq(customer))
        .filter(billing_groups::Column::Number.eq(number.trim()));
    let unknown = || Error::invalid("billing_group", FieldCode::BillingGroupUnknown);
    Ok(Some(found.one(tx).await?.ok_or_else(unknown)?.id))
}

/// One name for the whole customer where the mail address tells its people apart; else one for each.
async fn sign_in_name(
    tx: &Transaction,
    portal: &Portal,
    customer: CustomerId,
    person: &Person,
) -> Result<String, Error> {
    if !portal.names_persons_by_mail() {
        return people::new_access_id(tx, portal).await;
    }
    if let Some(known) = of_customer(customer).order_by_asc(Column::Id).one(tx).await? {
        return Ok(known.sign_in_name);
    }
    let given = crate::rows::required_line(person.login_id.as_deref().unwrap_or_default(), crate::rows::SHORT_MAX);
    given.map_err(|code| Error::invalid("login_id", code))
}

async fn require_room(tx: &Transaction, portal: &Portal, customer: CustomerId) -> Result<(), Error> {
    let Some(max) = portal.users.max else { return Ok(()) };
    if of_customer(customer).count(tx).await? < u64::from(max) {
        return Ok(());
    }
    Err(Error::Refused(ProblemCode::UserLimitReached))
}

fn of_customer(customer: CustomerId) -> Select<users::Entity> {
    users::Entity::find().filter(Column::CustomerId.eq(customer)).filter(Column::State.ne(UserState::Closed))
}

fn of_address(customer: CustomerId, mail: &MailAddress) -> Select<users::Entity> {
    of_customer(customer).filter(Column::MailKey.eq(mail.key()))
}

/// What an audit event keeps of a person.
fn facts(user: &User) -> serde_json::Value {
    let User { mail_address, name, role, mail_notice, .. } = user;
    json!({ "mail_address": mail_address, "name": name, "role": role, "mail_notice": mail_notice })
}
