//! Whose a contract is that is applied for: the customer's who applies, or a facility's whose contact that customer is. A
//! facility is a customer of its own, made once.

use std::collections::BTreeSet;

use madoguchi_domain::forms::Object;
use madoguchi_domain::names::NameKey;
use madoguchi_domain::policy::{ContractPolicy, Portal};
use madoguchi_entities::{contracts, customers};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use crate::contracts::answers;
use crate::database::Transaction;
use crate::{Error, Scope, Services, rows};

/// Who uses the service, and where, as the form says it.
#[derive(Clone, Debug, Default)]
pub(super) struct User {
    pub name: String,
    pub name_kana: String,
    pub postal_code: String,
    pub prefecture: String,
    pub address1: String,
    pub address2: String,
    pub phone: String,
}

/// Reads who uses the service from answers that were checked.
pub(super) fn user(policy: &ContractPolicy, given: &Object) -> User {
    let form = policy.user_form.as_deref().unwrap_or_default();
    let read = |field: &str| answers::text(given, &format!("{form}.{field}")).unwrap_or_default().to_owned();
    User {
        name: read("facility_name"),
        name_kana: read("facility_name_kana"),
        postal_code: read("postal_code"),
        prefecture: read("prefecture"),
        address1: read("address1"),
        address2: read("address2"),
        phone: read("phone"),
    }
}

/// The customer of the scope, held until the end of the transaction: its applications come one after the other.
pub(super) async fn applicant(tx: &Transaction, scope: &Scope) -> Result<customers::Model, Error> {
    let found = customers::Entity::find_by_id(scope.customer_id()).lock_exclusive().one(tx).await?;
    found.ok_or(Error::NotFound)
}

/// Facilities as customers, each with the number of its contract, in their order: those for which the body applied before,
/// by name and postal code, or new ones. The number of a new one is that of the body with that of the contract.
pub(super) async fn facilities(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    body: &customers::Model,
    users: &[(&User, &str)],
) -> Result<Vec<customers::Model>, Error> {
    let mut known = Known::read(tx, portal, body, users).await?;
    let (mut holders, mut new) = (Vec::with_capacity(users.len()), Vec::new());
    for (user, contract_number) in users {
        let holder = known.find(user).cloned();
        holders.push(holder.unwrap_or_else(|| {
            let made = facility(services, portal, body, user, contract_number);
            new.push(made.clone());
            known.0.push(made.clone());
            made
        }));
    }
    rows::insert(tx, new.into_iter().map(|row| row.into_active_model().reset_all()), None).await?;
    Ok(holders)
}

/// Facilities for which a body applied, by number.
struct Known(Vec<customers::Model>);

impl Known {
    async fn read(
        tx: &Transaction,
        portal: &Portal,
        body: &customers::Model,
        users: &[(&User, &str)],
    ) -> Result<Self, Error> {
        let managed = contracts::Entity::find()
            .select_only()
            .column(contracts::Column::CustomerId)
            .filter(contracts::Column::ContactCustomerId.eq(body.id))
            .into_query();
        let codes: BTreeSet<&str> = users.iter().map(|(user, _)| user.postal_code.as_str()).collect();
        let known = customers::Entity::find()
            .filter(customers::Column::Portal.eq(portal.key.as_str()))
            .filter(customers::Column::PostalCode.is_in(codes))
            .filter(customers::Column::Id.in_subquery(managed))
            .order_by_asc(customers::Column::Number)
            .all(tx)
            .await?;
        Ok(Self(known))
    }

    /// By furigana; where it is not known on one side, by the name as it is written.
    fn find(&self, user: &User) -> Option<&customers::Model> {
        let key = key(user);
        self.0.iter().filter(|known| known.postal_code == user.postal_code).find(|known| {
            let lacks_kana = known.name_kana.is_empty() || user.name_kana.is_empty();
            known.name_key == key.as_str() || (lacks_kana && known.name == user.name)
        })
    }
}

/// What a facility is found by: its furigana, or its name where nobody said that.
fn key(user: &User) -> NameKey {
    NameKey::of(if user.name_kana.is_empty() { &user.name } else { &user.name_kana })
}

fn facility(
    services: &Services,
    portal: &Portal,
    body: &customers::Model,
    user: &User,
    contract_number: &str,
) -> customers::Model {
    let now = services.clock.now();
    customers::Model {
        id: Uuid::now_v7().into(),
        portal: portal.key.clone(),
        number: format!("{}-{contract_number}", body.number),
        name: user.name.clone(),
        name_kana: user.name_kana.clone(),
        name_key: key(user).into(),
        postal_code: user.postal_code.clone(),
        prefecture: user.prefecture.clone(),
        address1: user.address1.clone(),
        address2: user.address2.clone(),
        phone: user.phone.clone(),
        created_at: now,
        updated_at: now,
    }
}
