//! Approval of requests inside a customer (承認): what the customer set, what waits for the user, and what the user decides.

use actix_web::{get, post, put, web};
use madoguchi_api_types::approvals::{
    ApprovalPerson, ApprovalRefusalRequest, ApprovalSettings, ApprovalSettingsRequest, WaitingApproval,
};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::requests::RequestDetail;
use madoguchi_services::ProblemCode::{
    NotApprover, NumbersExhausted, OrderOver, OwnRequest, PermissionMissing, RequestNotWaiting, RequestOutdated,
};
use madoguchi_services::approvals::{self, Person, Settings, Typed};
use madoguchi_services::requests::{self, Detail, Waiting};
use madoguchi_services::{Scope, Services};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, ApproveRequests, ManageApprovals, ReadApprovals};
use crate::bodies::Json;
use crate::input::{Path, Query};
use crate::origin::RequestOrigin;
use crate::pages::{self, PageQuery};
use crate::paths::{PortalPath, RequestPath};
use crate::portals::text;
use crate::problem::ApiError;
use crate::request_views::detail;
use crate::revisions::{IfMatch, Revised};

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(get_approval_settings)
        .service(update_approval_settings)
        .service(list_waiting_approvals)
        .service(create_request_approval)
        .service(create_request_approval_refusal);
}

/// Reads what the customer set about approval, with the revision to be given back with a change.
#[utoipa::path(
    tag = "approvals",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 200, body = ApprovalSettings, headers(("ETag" = String, description = "Revision")))),
)]
#[get("/{portal}/approval-settings")]
pub async fn get_approval_settings(
    services: web::Data<Services>,
    allowed: Allowed<ReadApprovals>,
) -> Result<Revised<ApprovalSettings>, ApiError> {
    revised(approvals::get(&services, &allowed.scope).await?)
}

/// Turns approval on or off, sets the limit and names the approvers.
///
/// What waits already goes on waiting: approvers of then may decide. Where all users of a customer are equal, only approvers
/// may change it while it is on.
#[utoipa::path(
    tag = "approvals",
    security(("session" = [])),
    params(PortalPath, IfMatch),
    responses((status = 200, body = ApprovalSettings, headers(("ETag" = String, description = "Revision")))),
    extensions(("x-problem-codes" = json!([PermissionMissing, NotApprover]))),
)]
#[put("/{portal}/approval-settings")]
pub async fn update_approval_settings(
    services: web::Data<Services>,
    allowed: Allowed<ManageApprovals>,
    origin: RequestOrigin,
    from_revision: IfMatch,
    body: Json<ApprovalSettingsRequest>,
) -> Result<Revised<ApprovalSettings>, ApiError> {
    let ApprovalSettingsRequest { on, limit, approvers } = body.into_inner();
    let typed = Typed { is_on: on, limit, approvers: approvers.into_iter().map(Into::into).collect() };
    revised(approvals::update(&services, &allowed.scope, &typed, (&from_revision.0, &origin.0)).await?)
}

/// Lists the requests of others that wait for the user's approval, the one that waits longest first: none for who may not
/// approve.
#[utoipa::path(
    tag = "approvals",
    security(("session" = [])),
    params(PortalPath, PageQuery),
    responses((status = 200, body = Page<WaitingApproval>)),
)]
#[get("/{portal}/approvals")]
pub async fn list_waiting_approvals(
    services: web::Data<Services>,
    allowed: Allowed<ReadApprovals>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<WaitingApproval>>, ApiError> {
    let listed = requests::list_waiting(&services, &allowed.scope, page.part()?).await?;
    Ok(web::Json(pages::page(listed.page, Some(listed.total), waiting)))
}

/// Approves a request of somebody else: it reaches the provider now, in the name of who asked, who is mailed.
///
/// `request_outdated` when price, period or goods are not what was asked for any more.
#[utoipa::path(
    tag = "approvals",
    security(("session" = [])),
    params(RequestPath),
    responses((status = 200, body = RequestDetail, headers(("ETag" = String, description = "Revision")))),
    extensions(("x-problem-codes" = json!([
        NotApprover,
        OwnRequest,
        RequestNotWaiting,
        RequestOutdated,
        NumbersExhausted,
        OrderOver,
    ]))),
)]
#[post("/{portal}/requests/{request}/approval")]
pub async fn create_request_approval(
    services: web::Data<Services>,
    allowed: Allowed<ApproveRequests>,
    origin: RequestOrigin,
    path: Path<RequestPath>,
) -> Result<Revised<RequestDetail>, ApiError> {
    let approved = requests::approve(&services, &allowed.scope, path.request, &origin.0).await?;
    in_full(&allowed.scope, approved)
}

/// Refuses a request of somebody else for a reason that who asked is mailed. It ends there: the provider never sees it.
#[utoipa::path(
    tag = "approvals",
    security(("session" = [])),
    params(RequestPath),
    responses((status = 200, body = RequestDetail, headers(("ETag" = String, description = "Revision")))),
    extensions(("x-problem-codes" = json!([NotApprover, OwnRequest, RequestNotWaiting]))),
)]
#[post("/{portal}/requests/{request}/approval-refusal")]
pub async fn create_request_approval_refusal(
    services: web::Data<Services>,
    allowed: Allowed<ApproveRequests>,
    origin: RequestOrigin,
    path: Path<RequestPath>,
    body: Json<ApprovalRefusalRequest>,
) -> Result<Revised<RequestDetail>, ApiError> {
    let refused = requests::refuse(&services, &allowed.scope, (path.request, &body.reason), &origin.0).await?;
    in_full(&allowed.scope, refused)
}

fn in_full(scope: &Scope, found: Detail) -> Result<Revised<RequestDetail>, ApiError> {
    let revision = found.row.revision()?;
    Ok(Revised(detail(scope, found), revision))
}

fn revised(settings: Settings) -> Result<Revised<ApprovalSettings>, ApiError> {
    let revision = settings.revision()?;
    let Settings { is_on, limit, people, changeable, approves } = settings;
    let person = |Person { user, approves }: Person| ApprovalPerson {
        id: user.id.into(),
        name: user.shown_name().to_owned(),
        mail_address: changeable.then_some(user.mail_address),
        approves,
    };
    let people = people.into_iter().map(person).collect();
    Ok(Revised(ApprovalSettings { on: is_on, limit, people, changeable, approves }, revision))
}

fn waiting(found: Waiting) -> WaitingApproval {
    let Waiting { row, asked } = found;
    WaitingApproval {
        request: row.request.id.into(),
        number: row.request.number,
        kind_label: text(&row.kind_label),
        title: row.request.title,
        requester: asked.user_name,
        amount: asked.amount,
        asked_at: asked.asked_at,
    }
}
