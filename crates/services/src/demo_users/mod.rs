//! Users with known passwords, for demo servers only: nothing here is reachable from a request.

mod listed;

use std::collections::BTreeSet;

use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::policy::{Portal, RegistrationStart};
use madoguchi_entities::users::{self, UserRole, UserState};
use madoguchi_entities::{contracts, customers};
use sea_orm::QuerySelect;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::users::new::{self, NewUser};
use crate::{Error, Services};

pub use listed::ensure_listed;

const SIGN_IN_NAME: &str = "demo01";
const PASSWORD: &str = "hana8mizu3sora";
const MAIL_ADDRESS: &str = "demo01@example.jp";

/// A way into the demo.
#[derive(Clone, Debug)]
pub enum DemoUser {
    /// Can log in.
    Ready {
        /// Access ID, contractor ID or login ID.
        sign_in_name: String,
        /// Mail address, where it is asked at login.
        mail_address: Option<String>,
        /// Password.
        password: String,
        /// Name of the customer.
        customer: String,
    },
    /// Can be registered.
    ToRegister {
        /// Contract number.
        contract_number: String,
        /// Postal code of the place of installation.
        postal_code: String,
        /// Customer's name in kana.
        name_kana: String,
    },
}

/// Whether the portal has no customer yet.
///
/// # Errors
/// Any error of the database.
pub async fn is_empty(services: &Services, portal: &Portal) -> Result<bool, Error> {
    let of_portal = customers::Entity::find().filter(customers::Column::Portal.eq(portal.key.as_str()));
    Ok(of_portal.count(services.db.read()).await? == 0)
}

/// Makes the demo user, when it is not there, for the billing group with the most to see; and names a contract of
/// another group that nobody has registered.
///
/// # Errors
/// Any error of the database.
pub async fn ensure(services: &Services, portal: &Portal) -> Result<Vec<DemoUser>, Error> {
    if portal.registration.start != RegistrationStart::ContractFacts {
        return Ok(Vec::new());
    }
    let known = crate::users::find_by_key(services.db.read(), portal, SIGN_IN_NAME).await?;
    let user = match known {
        Some(user) => Some(user),
        None => create(services, portal).await?,
    };
    let Some(user) = user else { return Ok(Vec::new()) };
    let customer = customers::Entity::find_by_id(user.customer_id).one(services.db.read()).await?;
    let customer = customer.map(|customer| customer.name).unwrap_or_default();
    let ready = DemoUser::Ready {
        sign_in_name: SIGN_IN_NAME.to_owned(),
        mail_address: None,
        password: PASSWORD.to_owned(),
        customer,
    };
    Ok([ready].into_iter().chain(unregistered(services, portal).await?).collect())
}

async fn create(services: &Services, portal: &Portal) -> Result<Option<users::Model>, Error> {
    let active = contracts::Entity::find()
        .filter(contracts::Column::Portal.eq(portal.key.as_str()))
        .filter(contracts::Column::CallRecordsFrom.is_not_null())
        .order_by_asc(contracts::Column::Number)
        .all(services.db.read())
        .await?;
    let together = |contract: &&contracts::Model| {
        active.iter().filter(|other| other.billing_group_id == contract.billing_group_id).count()
    };
    let Some(contract) = active.iter().max_by_key(together) else { return Ok(None) };
    let customer = customers::Entity::find_by_id(contract.customer_id).one(services.db.read()).await?;
    let hash = services.hasher.hash(PASSWORD).await?;
    let new = NewUser {
        customer_id: contract.customer_id,
        billing_group_id: Some(contract.billing_group_id),
        sign_in_name: SIGN_IN_NAME,
        mail_address: &MailAddress::parse(MAIL_ADDRESS).map_err(Error::internal)?,
        name: &customer.map(|customer| customer.name).unwrap_or_default(),
        role: UserRole::Administrator,
        mail_notice: true,
        locale: "ja",
        state: UserState::Active,
        password_hash: Some(&hash),
        password_change_required: false,
        issued: None,
    };
    Ok(Some(new::insert(services.db.write(), portal, &new, services.clock.now()).await?))
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
