//! Who asks, and what of the portal they may see. A [`Scope`] is made only by authenticating; every finder of a
//! customer's rows starts from one, so that no query can forget its customer.

use std::sync::Arc;

use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::{BillingGroupId, ContractId, CustomerId, InvoiceId, SessionId, UserId};
use madoguchi_entities::users::UserRole;
use madoguchi_entities::{contracts, invoices, sessions, users};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

/// A user of a portal within their customer. Fields are private on purpose.
#[derive(Clone, Debug)]
pub struct Scope {
    portal: Arc<Portal>,
    session_id: SessionId,
    user_id: UserId,
    customer_id: CustomerId,
    billing_group_id: Option<BillingGroupId>,
    role: UserRole,
}

impl Scope {
    pub(crate) fn of_session(portal: Arc<Portal>, session: &sessions::Model, user: &users::Model) -> Self {
        Self {
            portal,
            session_id: session.id,
            user_id: user.id,
            customer_id: user.customer_id,
            billing_group_id: user.billing_group_id,
            role: user.role,
        }
    }

    /// The portal's policy.
    #[must_use]
    pub fn portal(&self) -> &Portal {
        &self.portal
    }

    /// The session that asks.
    #[must_use]
    pub fn session_id(&self) -> SessionId {
        self.session_id
    }

    /// The user who asks.
    #[must_use]
    pub fn user_id(&self) -> UserId {
        self.user_id
    }

    /// The customer of the user.
    #[must_use]
    pub fn customer_id(&self) -> CustomerId {
        self.customer_id
    }

    /// Role of the user within the customer.
    #[must_use]
    pub fn is_administrator(&self) -> bool {
        self.role == UserRole::Administrator
    }

    /// Contracts that the user may see: the customer's, and of these only those billed together with the user's
    /// when the user belongs to a billing group.
    pub(crate) fn contracts(&self) -> Select<contracts::Entity> {
        let mut select = contracts::Entity::find()
            .filter(contracts::Column::CustomerId.eq(self.customer_id))
            .filter(contracts::Column::Portal.eq(self.portal.key.as_str()));
        if let Some(group) = self.billing_group_id {
            select = select.filter(contracts::Column::BillingGroupId.eq(group));
        }
        select
    }

    /// One of these contracts.
    pub(crate) fn contract(&self, id: ContractId) -> Select<contracts::Entity> {
        self.contracts().filter(contracts::Column::Id.eq(id))
    }

    /// Invoices of the billing group of a contract that was found through this scope.
    pub(crate) fn invoices(&self, contract: &contracts::Model) -> Select<invoices::Entity> {
        invoices::Entity::find()
            .filter(invoices::Column::CustomerId.eq(self.customer_id))
            .filter(invoices::Column::Portal.eq(self.portal.key.as_str()))
            .filter(invoices::Column::BillingGroupId.eq(contract.billing_group_id))
    }

    /// One of these invoices.
    pub(crate) fn invoice(&self, contract: &contracts::Model, id: InvoiceId) -> Select<invoices::Entity> {
        self.invoices(contract).filter(invoices::Column::Id.eq(id))
    }
}
