//! Mails of a sandbox, for who tries a flow that goes on from one.

use actix_web::{get, web};
use madoguchi_api_types::provider_mails::{SandboxMail, SandboxMails};
use madoguchi_services::ProblemCode::NotFound;
use madoguchi_services::Services;
use madoguchi_services::mails::{self, MailboxMail};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::clients::Client;
use crate::input::Query;
use crate::paths::PortalPath;
use crate::problem::ApiError;
use crate::scopes::MailsRead;

/// Mails shown.
const NEWEST: u64 = 50;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_provider_mails);
}

/// Whose mails.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SandboxMailQuery {
    /// Address; all when absent.
    to: Option<String>,
}

/// Lists the newest mails of a sandbox, which were kept in place of being sent. Every other portal answers `not_found`.
#[utoipa::path(
    tag = "provider mails",
    security(("client" = ["mails:read"])),
    params(PortalPath, SandboxMailQuery),
    responses((status = 200, body = SandboxMails)),
    extensions(("x-problem-codes" = json!([NotFound]))),
)]
#[get("/{portal}/provider/mails")]
pub async fn list_provider_mails(
    services: web::Data<Services>,
    client: Client<MailsRead>,
    query: Query<SandboxMailQuery>,
) -> Result<web::Json<SandboxMails>, ApiError> {
    let mails = mails::of_sandbox(&services, &client.provider, query.to.as_deref(), NEWEST).await?;
    Ok(web::Json(SandboxMails { mails: mails.into_iter().map(view).collect() }))
}

fn view(MailboxMail { mail, content }: MailboxMail) -> SandboxMail {
    SandboxMail {
        id: mail.id.into(),
        message: mail.message,
        recipient: mail.recipient,
        subject: content.subject,
        text: content.text,
        html: content.html,
        created_at: mail.created_at,
    }
}
