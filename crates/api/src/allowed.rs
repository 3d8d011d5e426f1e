//! Who may. A handler that asks for [`Allowed`] cannot be reached without a session of the path's portal and the
//! permission; what it gets is a scope that sees nothing else. Who may not is refused before anything else of the request is
//! looked at ([`crate::decisions`]).

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use chrono::{DateTime, Utc};
use madoguchi_domain::policy::{Portal, SecondFactorMethod};
use madoguchi_services::sessions::{self, permissions};
use madoguchi_services::{Error, ProblemCode, Scope, Services};

use crate::cookies;
use crate::decisions::Decision;
use crate::origin::RequestOrigin;
use crate::problem::ApiError;

/// Something a logged-in user may do.
pub trait Permission: 'static {
    /// For the audit event of a refusal.
    const NAME: &'static str;
    /// Whether it also holds in a session that must choose a password first.
    const BEFORE_PASSWORD: bool;
    /// Whether it also holds in a session that must add a second factor first.
    const BEFORE_ENROLMENT: bool;
    /// Whether it also holds in a session that must say who the contractor is first.
    const BEFORE_CONTRACTOR: bool;

    /// Whether the portal has what it is about; what a portal has not is not found.
    fn exists(portal: &Portal) -> bool;

    /// Whether the user may, within their own customer and contracts.
    fn holds(scope: &Scope) -> bool;
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident$(($before:ident))?$( where ($exists:expr))?: $rule:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name;

        impl Permission for $name {
            const NAME: &'static str = stringify!($name);
            const BEFORE_PASSWORD: bool = permissions!(@before_password $($before)?);
            const BEFORE_ENROLMENT: bool = permissions!(@before_enrolment $($before)?);
            const BEFORE_CONTRACTOR: bool = permissions!(@before_contractor $($before)?);

            fn exists(portal: &Portal) -> bool {
                let rule: fn(&Portal) -> bool = permissions!(@exists $($exists)?);
                rule(portal)
            }

            fn holds(scope: &Scope) -> bool {
                let rule: fn(&Scope) -> bool = $rule;
                rule(scope)
            }
        }
    )+};
    (@before_password) => { false };
    (@before_password before_all) => { true };
    (@before_password before_password) => { true };
    (@before_password before_enrolment) => { false };
    (@before_password before_contractor) => { false };
    (@before_enrolment) => { false };
    (@before_enrolment before_all) => { true };
    (@before_enrolment before_password) => { false };
    (@before_enrolment before_enrolment) => { true };
    (@before_enrolment before_contractor) => { false };
    (@before_contractor) => { false };
    (@before_contractor before_all) => { true };
    (@before_contractor before_password) => { true };
    (@before_contractor before_enrolment) => { false };
    (@before_contractor before_contractor) => { true };
    (@exists) => { |_| true };
    (@exists $exists:expr) => { $exists };
}

permissions! {
    /// Be logged in.
    SignedIn: |_| true;
    /// See and end the own session, whatever else must be done first.
    HoldSession(before_all): |_| true;
    /// Choose the own password.
    ChoosePassword(before_password): |_| true;
    /// Say who the contractor is; what a portal does not ask is not found.
    DescribeContractor(before_contractor) where (|portal| !portal.registration.forms.is_empty()): |_| true;
    /// See the second factors when one must be added first, and give the password again for it.
    EnrolSecondFactor(before_enrolment): |_| true;
    /// Add an authenticator app; where the portal takes them.
    AddTotp(before_enrolment) where (|portal| portal.offers(SecondFactorMethod::Totp)): |_| true;
    /// Add a passkey; where the portal takes them.
    AddPasskey(before_enrolment) where (|portal| portal.offers(SecondFactorMethod::Passkey)): |_| true;
    /// Manage the users of the customer; by the portal's policy for the role.
    ManageUsers where (|portal| !portal.users.managed_by.is_empty()): |scope| scope.manages_users();
    /// Read the contracts of the own billing group.
    ReadContracts where (|portal| portal.contracts.is_some()): |_| true;
    /// Read invoices; where the portal has them.
    ReadInvoices where (|portal| portal.invoices.is_some()): |_| true;
    /// Read what contracts stored; where the portal has fees for it.
    ReadUsages where (|portal| portal.contracts.as_ref().is_some_and(|it| !it.usage_fees.is_empty())): |_| true;
    /// Read opening notices; where the portal has them.
    ReadOpeningNotices where (|portal| portal.opening_notices.is_some()): |_| true;
    /// Let a calendar program read the own deadlines; where the portal has anything with a date.
    KeepCalendarFeeds where (madoguchi_domain::policy::Portal::has_deadlines): |_| true;
    /// Read the documents that are delivered to contracts; where the portal delivers any. Each contract says whose they are.
    ReadContractDocuments where (|portal| portal.contracts.as_ref().is_some_and(|it| it.documents.is_some())): |_| true;
    /// Send and read inquiries; where the portal takes them.
    Inquire where (|portal| portal.inquiry_kinds().next().is_some()): |_| true;
    /// Make requests and read them; where the portal takes any that are kept.
    MakeRequests where (|portal| portal.kept_kinds().next().is_some()): |_| true;
    /// Read what the customer set about approval, and what waits for the own; where the portal offers it.
    ReadApprovals where (|portal| portal.approvals.is_some()): |_| true;
    /// Approve and refuse what others ask for; whom the customer named is known to the service.
    ApproveRequests where (|portal| portal.approvals.is_some()): |_| true;
    /// Turn approval on and off, set its limit and name approvers; by the portal's policy for the role.
    ManageApprovals where (|portal| portal.approvals.is_some()): |scope| scope.manages_approvals();
    /// Read orders and quotes; where the portal takes any.
    ReadOrders where (|portal| portal.orders.is_some()): |_| true;
    /// Keep delivery addresses; where the portal lets customers keep any.
    KeepDeliveryTemplates where (|portal| portal.delivery_templates_max.is_some()): |_| true;
    /// Make many requests by a file; where the portal takes them.
    MakeRequestBatches where (|portal| portal.request_batch().is_some()): |_| true;
    /// Read how the switches stand; where the portal has any.
    ReadSwitches where (|portal| !portal.switches.is_empty()): |_| true;
    /// Change a switch; who may change which is the policy of each.
    ChangeSwitches where (|portal| !portal.switches.is_empty()): |scope| scope.changes_switches();
    /// Find products, and keep a basket of them; where the portal takes orders.
    ReadProducts where (|portal| portal.orders.is_some()): |_| true;
    /// Read questions that are often asked; where the portal answers them.
    ReadFaqs where (|portal| portal.faqs.is_some()): |_| true;
    /// Read call records; where the portal has them.
    ReadCallRecords where (|portal| portal.call_records.is_some()): |_| true;
    /// Read who looked at call records: administrators, where the portal has them.
    ReadCallRecordViews where (|portal| portal.call_records.is_some()): |scope| scope.reads_call_record_views();
}

/// A session of the path's portal that has the permission.
#[derive(Debug)]
pub struct Allowed<P> {
    /// What may be seen.
    pub scope: Scope,
    /// Ends then without another request.
    pub idle_expires_at: DateTime<Utc>,
    /// Ends then in any case.
    pub expires_at: DateTime<Utc>,
    permission: PhantomData<P>,
}

impl<P: Permission> FromRequest for Allowed<P> {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (request, decision) = (request.clone(), Decision::pending(request));
        Box::pin(async move {
            let (services, portal) = portal(&request)?;
            let name = cookies::session_name(&portal.key);
            let token = cookies::read(&request, &name);
            let session = sessions::authenticate(&services, portal, token.as_deref()).await?;
            let span = tracing::Span::current();
            span.record("user", tracing::field::display(session.scope.user_id()));
            span.record("session", tracing::field::display(session.scope.session_id()));
            if let Some(first) = first::<P>(&session.scope) {
                cookies::renew(&request, cookies::make(name, session.token));
                return Err(Error::Refused(first).into());
            }
            if !P::exists(session.scope.portal()) {
                return Err(Error::NotFound.into());
            }
            if !P::holds(&session.scope) {
                let origin = RequestOrigin::extract(&request).await?;
                permissions::refused(&services, &session.scope, P::NAME, &origin.0).await?;
                return Err(Error::Refused(ProblemCode::PermissionMissing).into());
            }
            cookies::renew(&request, cookies::make(name, session.token));
            decision.grant();
            let (idle_expires_at, expires_at) = (session.idle_expires_at, session.expires_at);
            Ok(Self { scope: session.scope, idle_expires_at, expires_at, permission: PhantomData })
        })
    }
}

/// What the session must do before, if anything. Who says who the contractor is chooses the password with it.
fn first<P: Permission>(scope: &Scope) -> Option<ProblemCode> {
    if scope.contractor_required() {
        return (!P::BEFORE_CONTRACTOR).then_some(ProblemCode::ContractorRequired);
    }
    if scope.password_change_required() {
        return (!P::BEFORE_PASSWORD).then_some(ProblemCode::PasswordChangeRequired);
    }
    (scope.enrolment_required() && !P::BEFORE_ENROLMENT).then_some(ProblemCode::SecondFactorEnrolmentRequired)
}

/// The portal of the path, for operations that nobody needs to be logged in for.
#[derive(Debug)]
pub struct InPortal(pub Arc<Portal>);

impl FromRequest for InPortal {
    type Error = ApiError;
    type Future = std::future::Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let decision = Decision::pending(request);
        let found = portal(request).map(|(_, portal)| Self(portal)).map_err(ApiError::from);
        if found.is_ok() {
            decision.grant();
        }
        std::future::ready(found)
    }
}

/// The portal of the path.
pub fn portal(request: &HttpRequest) -> Result<(web::Data<Services>, Arc<Portal>), Error> {
    let services = request.app_data::<web::Data<Services>>().ok_or_else(|| Error::internal("no services"))?;
    let key = request.match_info().get("portal").unwrap_or_default();
    let portal = services.portals.get(key)?;
    Ok((services.clone(), portal))
}
