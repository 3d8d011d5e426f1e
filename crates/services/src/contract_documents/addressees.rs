//! Who gets the documents of a contract: the party that its pattern names, and which of its people are mailed.

use madoguchi_domain::contracts::DocumentMedium;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::CustomerId;
use madoguchi_entities::users::{self, UserRole, UserState};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};

use crate::Error;
use crate::contracts::Contract;
use crate::database::Transaction;

/// The customer that gets the documents of a contract.
pub(crate) fn of(portal: &Portal, contract: &Contract) -> CustomerId {
    let policy = portal.contracts.as_ref();
    let pattern = policy.and_then(|policy| policy.pattern(&contract.pattern));
    let to_contact = pattern.is_some_and(|pattern| pattern.delivers_to_another());
    contract.contact_customer_id.filter(|_| to_contact).unwrap_or(contract.customer_id)
}

/// Whom a mail tells of a document: the administrators of the party who see the contract. Nobody for what goes by post.
pub(super) async fn mailed(
    tx: &Transaction,
    portal: &Portal,
    (contract, addressee): (&Contract, CustomerId),
    medium: DocumentMedium,
) -> Result<Vec<users::Model>, Error> {
    use users::Column;
    if medium != DocumentMedium::Mail {
        return Ok(Vec::new());
    }
    let mut sees = Condition::any().add(Column::BillingGroupId.is_null());
    if addressee == contract.customer_id {
        sees = sees.add(Column::BillingGroupId.eq(contract.billing_group_id));
    }
    let people = users::Entity::find()
        .filter(Column::CustomerId.eq(addressee))
        .filter(Column::Portal.eq(portal.key.as_str()))
        .filter(Column::State.eq(UserState::Active))
        .filter(Column::Role.eq(UserRole::Administrator))
        .filter(sees)
        .order_by_asc(Column::Id);
    Ok(people.all(tx).await?)
}
