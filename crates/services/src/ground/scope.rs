//! Who asks. A [`Scope`] is made only by authenticating (a session, or the address of a calendar feed); every finder of a customer's rows starts from `Scope::rows`, so
//! that no query can forget its customer. Must not know any noun: each says its own finder.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::{BillingGroupId, CustomerId, SessionId, UserId};
use madoguchi_entities::users::UserRole;
use madoguchi_entities::{sessions, users};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Select};
use uuid::Uuid;

/// A user of a portal within their customer. Fields are private on purpose.
#[derive(Clone, Debug)]
pub struct Scope {
    portal: Arc<Portal>,
    session_id: SessionId,
    user_id: UserId,
    acting_user_id: UserId,
    customer_id: CustomerId,
    billing_group_id: Option<BillingGroupId>,
    role: UserRole,
    user_label: String,
    authenticated_at: DateTime<Utc>,
    password_change_required: bool,
    enrolment_required: bool,
    contractor_required: bool,
}

impl Scope {
    pub(crate) fn of_session(portal: Arc<Portal>, session: &sessions::Model, user: &users::Model) -> Self {
        Self {
            portal,
            session_id: session.id,
            user_id: user.id,
            acting_user_id: user.id,
            customer_id: user.customer_id,
            billing_group_id: user.billing_group_id,
            role: user.role,
            user_label: user.shown_name().to_owned(),
            authenticated_at: session.reauthenticated_at.unwrap_or(session.created_at),
            password_change_required: session.password_change_required,
            enrolment_required: session.enrolment_required,
            contractor_required: session.contractor_required,
        }
    }

    /// The user of a calendar feed, whose deadlines a program reads. There is no session behind it: as a session that must do
    /// everything else first, it is refused whatever asks for leave.
    pub(crate) fn of_calendar_feed(portal: Arc<Portal>, user: &users::Model) -> Self {
        Self {
            portal,
            session_id: SessionId(Uuid::nil()),
            user_id: user.id,
            acting_user_id: user.id,
            customer_id: user.customer_id,
            billing_group_id: user.billing_group_id,
            role: user.role,
            user_label: user.shown_name().to_owned(),
            authenticated_at: DateTime::UNIX_EPOCH,
            password_change_required: true,
            enrolment_required: true,
            contractor_required: true,
        }
    }

    /// A colleague of the same customer, for whom something is done that they asked for and this user approved: it is theirs,
    /// and this user acts. As there is no session of theirs behind it, it is refused whatever asks for leave.
    pub(crate) fn for_colleague(&self, user: &users::Model) -> Option<Self> {
        if user.customer_id != self.customer_id || user.portal != self.portal.key {
            return None;
        }
        Some(Self { acting_user_id: self.user_id, ..Self::of_calendar_feed(self.portal.clone(), user) })
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

    /// Who acts: the user, or the colleague who approved what the user asked for.
    pub(crate) fn acting_user_id(&self) -> UserId {
        self.acting_user_id
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

    /// Whether the user sees what colleagues of the customer did: administrators, and everybody where all are equal.
    #[must_use]
    pub(crate) fn sees_colleagues(&self) -> bool {
        self.is_administrator() || self.portal.users.roles == [self.role]
    }

    /// Whether all users of a customer may do the same.
    pub(crate) fn all_are_equal(&self) -> bool {
        self.portal.users.roles.len() == 1
    }

    /// Whether the user's role may set up approval inside the customer.
    #[must_use]
    pub fn manages_approvals(&self) -> bool {
        self.portal.approvals.as_ref().is_some_and(|policy| self.has_one_of(&policy.managed_by))
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

    /// Whether there is a switch that the user may change.
    #[must_use]
    pub fn changes_switches(&self) -> bool {
        self.portal.switches.iter().any(|policy| self.has_one_of(&policy.roles))
    }

    /// Whether the user's role is one of these.
    pub(crate) fn has_one_of(&self, roles: &[UserRole]) -> bool {
        roles.contains(&self.role)
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

    /// Whether the session allows nothing but to say who the contractor is.
    #[must_use]
    pub fn contractor_required(&self) -> bool {
        self.contractor_required
    }

    /// The billing group whose contracts the user sees; none: all of the customer.
    pub(crate) fn billing_group_id(&self) -> Option<BillingGroupId> {
        self.billing_group_id
    }

    /// Rows of the user's customer at this portal: every finder of a noun starts here. `customer` are the columns that may
    /// name the customer of a row; a row in which one of them does is found.
    pub(crate) fn rows<E: EntityTrait, const N: usize>(
        &self,
        _: E,
        portal: E::Column,
        customer: [E::Column; N],
    ) -> Select<E> {
        const { assert!(N > 0, "rows of no customer are rows of all") };
        E::find().filter(self.own(customer)).filter(portal.eq(self.portal.key.as_str()))
    }

    /// These rows, and those of the portal that the customer may see for another reason, which the noun gives.
    pub(crate) fn rows_and<E: EntityTrait, const N: usize>(
        &self,
        _: E,
        portal: E::Column,
        customer: [E::Column; N],
        others: Condition,
    ) -> Select<E> {
        const { assert!(N > 0, "rows of no customer are rows of all") };
        E::find().filter(self.own(customer).add(others)).filter(portal.eq(self.portal.key.as_str()))
    }

    fn own<C: ColumnTrait, const N: usize>(&self, customer: [C; N]) -> Condition {
        customer.into_iter().fold(Condition::any(), |own, column| own.add(column.eq(self.customer_id)))
    }
}
