//! Demo customers and their people from a list, for portals whose export has none.

use madoguchi_domain::forms::Object;
use madoguchi_domain::locales::Locale;
use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::{dates, text};
use madoguchi_entities::customers;
use madoguchi_entities::ids::CustomerId;
use madoguchi_entities::users::{self, UserRole, UserState};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::Deserialize;

use super::{DemoUser, marks};
use crate::database::Transaction;
use crate::users::customers::{Names, insert_customer};
use crate::users::new::{self, NewUser};
use crate::{Error, Provider, Services, contractors, numberings};

/// The list, as `users.toml` in a portal's folder of demo data.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    customers: Vec<Customer>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Customer {
    /// The provider's number; the first user's identifier when absent.
    number: Option<String>,
    name: String,
    name_kana: String,
    /// Where it is, for what is filled in ahead; empty where nobody said.
    #[serde(default)]
    place: Place,
    users: Vec<Person>,
    /// What it said of itself, where the portal asks; without it, it is asked at the first login.
    contractor: Option<Object>,
}

/// Address and telephone number of a customer, as they are kept.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Place {
    postal_code: String,
    prefecture: String,
    address1: String,
    address2: String,
    phone: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    /// Identifier; given out by the portal when absent.
    sign_in_name: Option<String>,
    mail_address: String,
    name: String,
    password: String,
    /// Whether the password is a first one, to be changed at the first login.
    #[serde(default)]
    first_password: bool,
}

/// Makes the people who are not there, and names all.
///
/// # Errors
/// A list that cannot be read; any error of the database.
pub async fn ensure_listed(services: &Services, provider: &Provider, list: &str) -> Result<Vec<DemoUser>, Error> {
    let portal = provider.portal();
    let list: List = toml::from_str(list).map_err(Error::internal)?;
    let mut ready = Vec::new();
    for customer in &list.customers {
        let mut hashes = Vec::new();
        for person in &customer.users {
            hashes.push(services.hasher.hash(&person.password).await?);
        }
        let names = services.db.transaction(async |tx| ensure(tx, services, portal, customer, &hashes).await).await?;
        ready.extend(customer.users.iter().zip(names).map(|(person, sign_in_name)| DemoUser::Ready {
            sign_in_name,
            mail_address: portal.names_persons_by_mail().then(|| person.mail_address.clone()),
            password: person.password.clone(),
            customer: customer.name.clone(),
        }));
    }
    Ok(ready)
}

/// Mail addresses and passwords that a list publishes.
///
/// # Errors
/// [`Error::Internal`] for a list that is none.
pub fn published(list: &str) -> Result<Vec<(String, String)>, Error> {
    let list: List = toml::from_str(list).map_err(Error::internal)?;
    let people = list.customers.into_iter().flat_map(|customer| customer.users);
    Ok(people.map(|person| (person.mail_address, person.password)).collect())
}

/// Makes a customer with all its people, or finds their identifiers.
async fn ensure(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    customer: &Customer,
    hashes: &[String],
) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    let mut made = None::<CustomerId>;
    for (person, hash) in customer.users.iter().zip(hashes) {
        let mail = MailAddress::parse(&person.mail_address).map_err(Error::internal)?;
        let known = users::Entity::find()
            .filter(users::Column::Portal.eq(portal.key.as_str()))
            .filter(users::Column::MailKey.eq(mail.key()))
            .one(tx)
            .await?;
        if let Some(known) = known {
            marks::open(tx, services, vec![known.id]).await?;
            made = Some(known.customer_id);
            names.push(known.sign_in_name);
            continue;
        }
        let now = services.clock.now();
        let sign_in_name = match &person.sign_in_name {
            Some(name) => name.clone(),
            None => numberings::next(tx, portal, "contractor", dates::jst_date(now)).await?,
        };
        let customer_id = match made {
            Some(id) => id,
            None => {
                let name = text::tidy_display_name(&customer.name);
                let number = customer.number.as_deref().unwrap_or(&sign_in_name);
                let names = Names { number, name: &name, kana: &customer.name_kana };
                let id = insert_customer(tx, services, portal, &names).await?;
                set_place(tx, id, &customer.place).await?;
                id
            }
        };
        made = Some(customer_id);
        let role = portal.users.roles.first().copied().unwrap_or(UserRole::Administrator);
        let new = NewUser {
            customer_id,
            billing_group_id: None,
            sign_in_name: &sign_in_name,
            mail_address: &mail,
            name: &person.name,
            role,
            mail_notice: true,
            locale: Locale::Ja,
            state: UserState::Active,
            password_hash: Some(hash),
            password_change_required: person.first_password,
            issued: None,
        };
        let user = new::insert(tx, portal, &new, now).await?;
        marks::open(tx, services, vec![user.id]).await?;
        names.push(sign_in_name);
    }
    if let Some((id, said)) = made.zip(customer.contractor.as_ref()) {
        contractors::ensure(tx, services, portal, id, said).await?;
    }
    Ok(names)
}

async fn set_place(tx: &Transaction, id: CustomerId, place: &Place) -> Result<(), Error> {
    let row = customers::ActiveModel {
        postal_code: Set(place.postal_code.clone()),
        prefecture: Set(place.prefecture.clone()),
        address1: Set(place.address1.clone()),
        address2: Set(place.address2.clone()),
        phone: Set(place.phone.clone()),
        ..Default::default()
    };
    customers::Entity::update_many().set(row).filter(customers::Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}
