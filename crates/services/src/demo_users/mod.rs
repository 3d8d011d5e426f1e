//! Users with known passwords, for demo servers only: nothing here is reachable from a request.

mod applied;
mod delivered;
mod listed;
mod marks;
mod past;
mod requested;
mod ways_in;

use madoguchi_domain::locales::Locale;
use std::collections::BTreeSet;

use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::policy::{Portal, RegistrationStart};
use madoguchi_entities::users::{self, UserRole, UserState};
use madoguchi_entities::{billing_groups, contracts, customers};
use sea_orm::QuerySelect;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::opening_notices::deliver;
use crate::users::new::{self, NewUser};
use crate::{Error, Provider, Services};

pub use applied::ensure_applied;
pub use delivered::ensure_delivered;
pub use listed::{ensure_listed, published as published_in};
pub use marks::close_all;
pub use requested::ensure_requested;
pub use ways_in::DemoUser;

struct Person {
    sign_in_name: &'static str,
    password: &'static str,
    mail_address: &'static str,
    /// Empty: the customer's.
    name: &'static str,
    role: UserRole,
}

const PEOPLE: [Person; 2] = [
    Person {
        sign_in_name: "demo01",
        password: "hana8mizu3sora",
        mail_address: "demo01@example.jp",
        name: "",
        role: UserRole::Administrator,
    },
    Person {
        sign_in_name: "demo02",
        password: "umi7kaze4hoshi",
        mail_address: "demo02@example.jp",
        name: "経理担当",
        role: UserRole::General,
    },
];

/// Mail addresses and passwords that are published for portals with an export.
#[must_use]
pub fn published() -> Vec<(String, String)> {
    PEOPLE.iter().map(|person| (person.mail_address.to_owned(), person.password.to_owned())).collect()
}

/// Whether the portal has no customer yet.
///
/// # Errors
/// Any error of the database.
pub async fn is_empty(services: &Services, provider: &Provider) -> Result<bool, Error> {
    let key = provider.portal().key.as_str();
    let of_portal = customers::Entity::find().filter(customers::Column::Portal.eq(key));
    Ok(of_portal.count(services.db.read()).await? == 0)
}

/// Makes the demo users, when they are not there, for the billing group with the most to see, and delivers an opening
/// notice for each of its contracts; and names a contract of another group that nobody has registered.
///
/// # Errors
/// Any error of the database.
pub async fn ensure(services: &Services, provider: &Provider) -> Result<Vec<DemoUser>, Error> {
    let portal = provider.portal();
    if portal.registration.start != RegistrationStart::ContractFacts {
        return Ok(Vec::new());
    }
    if crate::users::find_by_key(services.db.read(), portal, PEOPLE[0].sign_in_name).await?.is_none() {
        create(services, provider).await?;
    }
    let mut ready = Vec::new();
    for person in &PEOPLE {
        let known = crate::users::find_by_key(services.db.read(), portal, person.sign_in_name).await?;
        let Some(user) = known else { continue };
        marks::open(services.db.write(), services, vec![user.id]).await?;
        let customer = customers::Entity::find_by_id(user.customer_id).one(services.db.read()).await?;
        ready.push(DemoUser::Ready {
            sign_in_name: person.sign_in_name.to_owned(),
            mail_address: None,
            password: person.password.to_owned(),
            customer: customer.map(|customer| customer.name).unwrap_or_default(),
        });
    }
    if !ready.is_empty() {
        ready.extend(unregistered(services, portal).await?);
    }
    Ok(ready)
}

/// Contracts with call records, those of the billing group with the most of them first.
async fn most_to_see(services: &Services, portal: &Portal) -> Result<Vec<contracts::Model>, Error> {
    let active = contracts::Entity::find()
        .filter(contracts::Column::Portal.eq(portal.key.as_str()))
        .filter(contracts::Column::CallRecordsFrom.is_not_null())
        .order_by_asc(contracts::Column::Number)
        .all(services.db.read())
        .await?;
    let together = |contract: &&contracts::Model| {
        active.iter().filter(|other| other.billing_group_id == contract.billing_group_id).count()
    };
    let group = active.iter().max_by_key(together).map(|contract| contract.billing_group_id);
    let (mut first, others): (Vec<_>, Vec<_>) =
        active.into_iter().partition(|contract| Some(contract.billing_group_id) == group);
    first.extend(others);
    Ok(first)
}

/// Number of the billing group that the demo users belong to.
///
/// # Errors
/// Any error of the database.
pub async fn billing_group(services: &Services, provider: &Provider) -> Result<Option<String>, Error> {
    let user = crate::users::find_by_key(services.db.read(), provider.portal(), PEOPLE[0].sign_in_name).await?;
    let Some(id) = user.and_then(|user| user.billing_group_id) else { return Ok(None) };
    let group = billing_groups::Entity::find_by_id(id).one(services.db.read()).await?;
    Ok(group.map(|group| group.number))
}

async fn create(services: &Services, provider: &Provider) -> Result<(), Error> {
    let portal = provider.portal();
    let active = most_to_see(services, portal).await?;
    let Some(contract) = active.first() else { return Ok(()) };
    let customer = customers::Entity::find_by_id(contract.customer_id).one(services.db.read()).await?;
    let customer = customer.map(|customer| customer.name).unwrap_or_default();
    for person in &PEOPLE {
        let hash = services.hasher.hash(person.password).await?;
        let new = NewUser {
            customer_id: contract.customer_id,
            billing_group_id: Some(contract.billing_group_id),
            sign_in_name: person.sign_in_name,
            mail_address: &MailAddress::parse(person.mail_address).map_err(Error::internal)?,
            name: if person.name.is_empty() { &customer } else { person.name },
            role: person.role,
            mail_notice: true,
            locale: Locale::Ja,
            state: UserState::Active,
            password_hash: Some(&hash),
            password_change_required: false,
            issued: None,
        };
        new::insert(services.db.write(), portal, &new, services.clock.now()).await?;
    }
    past::write(services, portal, contract, PEOPLE[0].sign_in_name).await?;
    if portal.opening_notices.is_some() {
        let together = active.iter().filter(|other| other.billing_group_id == contract.billing_group_id);
        for contract in together {
            let numbers = [contract.number.clone()];
            deliver::deliver(services, provider, &numbers, Some(contract.started_on), false).await?;
        }
    }
    Ok(())
}

async fn unregistered(services: &Services, portal: &Portal) -> Result<Option<DemoUser>, Error> {
    let taken: Vec<_> = users::Entity::find()
        .select_only()
        .column(users::Column::BillingGroupId)
        .filter(users::Column::Portal.eq(portal.key.as_str()))
        .filter(users::Column::State.eq(UserState::Active))
        .into_tuple::<Option<madoguchi_entities::ids::BillingGroupId>>()
        .all(services.db.read())
        .await?;
    let taken: BTreeSet<_> = taken.into_iter().flatten().collect();
    let free = contracts::Entity::find()
        .filter(contracts::Column::Portal.eq(portal.key.as_str()))
        .filter(contracts::Column::BillingGroupId.is_not_in(taken))
        .order_by_asc(contracts::Column::Number)
        .one(services.db.read())
        .await?;
    let Some(contract) = free else { return Ok(None) };
    let customer = customers::Entity::find_by_id(contract.customer_id).one(services.db.read()).await?;
    Ok(customer.map(|customer| DemoUser::ToRegister {
        contract_number: contract.number,
        postal_code: contract.postal_code,
        name_kana: customer.name_kana,
    }))
}
