//! Who asks, and what of the portal they may see. A [`Scope`] is made only by authenticating; every finder of a
//! customer's rows starts from one, so that no query can forget its customer.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use madoguchi_domain::policy::{Portal, RoleName};
use madoguchi_entities::ids::{BillingGroupId, ContractId, CustomerId, InquiryId, InvoiceId, SessionId, UserId};
use madoguchi_entities::users::{UserRole, UserState};
use madoguchi_entities::{
    contracts, documents, inquiries, inquiry_attachments, invoices, notices, sessions, switches, users,
};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

/// A user of a portal within their customer. Fields are private on purpose.
#[derive(Clone, Debug)]
pub struct Scope {
    portal: Arc<Portal>,
    session_id: SessionId,
    user_id: UserId,
    customer_id: CustomerId,
    billing_group_id: Option<BillingGroupId>,
    role: UserRole,
    user_label: String,
    authenticated_at: DateTime<Utc>,
    password_change_required: bool,
    enrolment_required: bool,
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
            user_label: if user.name.is_empty() { user.mail_address.clone() } else { user.name.clone() },
            authenticated_at: session.reauthenticated_at.unwrap_or(session.created_at),
            password_change_required: session.password_change_required,
            enrolment_required: session.enrolment_required,
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

    /// Whether the user may manage the users of the customer.
    #[must_use]
    pub fn manages_users(&self) -> bool {
        self.has_one_of(&self.portal.users.managed_by)
    }

    /// Whether the last four digits of called numbers are hidden from the user, who may ask to see them.
    #[must_use]
    pub(crate) fn masks_called_numbers(&self) -> bool {
        self.portal.call_records.as_ref().is_some_and(|policy| self.has_one_of(&policy.masked_for))
    }

    /// Whether the user may read who looked at the call records.
    #[must_use]
    pub fn reads_call_record_views(&self) -> bool {
        self.portal.call_records.is_some() && self.is_administrator()
    }

    /// Whether the user's role is one of these.
    pub(crate) fn has_one_of(&self, roles: &[RoleName]) -> bool {
        let own = match self.role {
            UserRole::Administrator => RoleName::Administrator,
            UserRole::General => RoleName::General,
        };
        roles.contains(&own)
    }

    /// How the user is called in logs that outlive the account: name, or mail address where there is no name.
    #[must_use]
    pub(crate) fn user_label(&self) -> &str {
        &self.user_label
    }

    /// When the password was last given.
    #[must_use]
    pub(crate) fn authenticated_at(&self) -> DateTime<Utc> {
        self.authenticated_at
    }

    /// Whether the session allows nothing but the choice of a password.
    #[must_use]
    pub fn password_change_required(&self) -> bool {
        self.password_change_required
    }

    /// Whether the session allows nothing but to add a second factor.
    #[must_use]
    pub fn enrolment_required(&self) -> bool {
        self.enrolment_required
    }

    /// Users of the customer that the user may see: of the same billing group when the user belongs to one.
    pub(crate) fn users(&self) -> Select<users::Entity> {
        let mut select = users::Entity::find()
            .filter(users::Column::CustomerId.eq(self.customer_id))
            .filter(users::Column::Portal.eq(self.portal.key.as_str()))
            .filter(users::Column::State.ne(UserState::Closed));
        if let Some(group) = self.billing_group_id {
            select = select.filter(users::Column::BillingGroupId.eq(group));
        }
        select
    }

    /// The billing group whose contracts the user sees; none: all of the customer.
    pub(crate) fn billing_group_id(&self) -> Option<BillingGroupId> {
        self.billing_group_id
    }

    /// Notices that are published for the user: to all, to the customer, or to who has a contract of a category.
    pub(crate) fn notices(&self, now: DateTime<Utc>) -> Select<notices::Entity> {
        let own = self.contracts().select_only().column(contracts::Column::Category).into_query();
        let current = notices::Column::PublishedUntil.is_null().or(notices::Column::PublishedUntil.gt(now));
        let to_customer = notices::Column::CustomerId.is_null().or(notices::Column::CustomerId.eq(self.customer_id));
        let to_category = notices::Column::Category.is_null().or(notices::Column::Category.in_subquery(own));
        notices::Entity::find()
            .filter(notices::Column::Portal.eq(self.portal.key.as_str()))
            .filter(notices::Column::PublishedFrom.lte(now))
            .filter(current)
            .filter(to_customer)
            .filter(to_category)
    }

    /// Inquiries that the user may see: the own ones; for administrators those of the billing group, or of the customer
    /// when they belong to none.
    pub(crate) fn inquiries(&self) -> Select<inquiries::Entity> {
        let select = inquiries::Entity::find()
            .filter(inquiries::Column::CustomerId.eq(self.customer_id))
            .filter(inquiries::Column::Portal.eq(self.portal.key.as_str()));
        match (self.is_administrator(), self.billing_group_id) {
            (false, _) => select.filter(inquiries::Column::UserId.eq(self.user_id)),
            (true, Some(group)) => select.filter(inquiries::Column::BillingGroupId.eq(group)),
            (true, None) => select,
        }
    }

    /// One of these inquiries.
    pub(crate) fn inquiry(&self, id: InquiryId) -> Select<inquiries::Entity> {
        self.inquiries().filter(inquiries::Column::Id.eq(id))
    }

    /// Files that the user uploaded for inquiries and has not sent yet.
    pub(crate) fn unsent_attachments(&self) -> Select<inquiry_attachments::Entity> {
        inquiry_attachments::Entity::find()
            .filter(inquiry_attachments::Column::CustomerId.eq(self.customer_id))
            .filter(inquiry_attachments::Column::Portal.eq(self.portal.key.as_str()))
            .filter(inquiry_attachments::Column::UserId.eq(self.user_id))
            .filter(inquiry_attachments::Column::MessageId.is_null())
            .filter(inquiry_attachments::Column::CreatedAt.gt(inquiry_attachments::TAKEN_BACK))
    }

    /// The history of the switches that the user sees: of these contracts, and of what is billed together with them.
    pub(crate) fn switches(&self) -> Select<switches::Entity> {
        let own = self.contracts().select_only().column(contracts::Column::Id).into_query();
        let of_group = match self.billing_group_id {
            Some(group) => switches::Column::BillingGroupId.eq(group),
            None => switches::Column::BillingGroupId.is_null(),
        };
        let shared = switches::Column::ContractId.is_null().and(of_group);
        switches::Entity::find()
            .filter(switches::Column::CustomerId.eq(self.customer_id))
            .filter(switches::Column::Portal.eq(self.portal.key.as_str()))
            .filter(switches::Column::ContractId.in_subquery(own).or(shared))
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

    /// Invoices of all billing groups that the user sees.
    pub(crate) fn all_invoices(&self) -> Select<invoices::Entity> {
        let mut select = invoices::Entity::find()
            .filter(invoices::Column::CustomerId.eq(self.customer_id))
            .filter(invoices::Column::Portal.eq(self.portal.key.as_str()));
        if let Some(group) = self.billing_group_id {
            select = select.filter(invoices::Column::BillingGroupId.eq(group));
        }
        select
    }

    /// Documents of a contract that was found through this scope.
    pub(crate) fn documents_of(&self, contract: &contracts::Model) -> Select<documents::Entity> {
        documents::Entity::find()
            .filter(documents::Column::CustomerId.eq(self.customer_id))
            .filter(documents::Column::Portal.eq(self.portal.key.as_str()))
            .filter(documents::Column::ContractId.eq(contract.id))
    }

    /// One of these invoices.
    pub(crate) fn invoice(&self, contract: &contracts::Model, id: InvoiceId) -> Select<invoices::Entity> {
        self.invoices(contract).filter(invoices::Column::Id.eq(id))
    }
}
