//! The people of a customer, by mail address.

use actix_web::{HttpResponse, get, put, web};
use madoguchi_api_types::provider::users as types;
use madoguchi_api_types::provider::users::{WritePerson, WrittenPerson};
use madoguchi_services::ProblemCode::{LastAdministrator, UserLimitReached};
use madoguchi_services::Services;
use madoguchi_services::user_administration::managed::Typed;
use madoguchi_services::user_administration::puts::{self, Person, User};
use utoipa_actix_web::service_config::ServiceConfig;

use super::answers::{status, written};
use crate::bodies::Json;
use crate::clients::Client;
use crate::input::Path;
use crate::paths::PersonPath;
use crate::problem::ApiError;
use crate::revisions::{IfMatch, Revised};
use crate::scopes::{UsersRead, UsersWrite};

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(get_person).service(upsert_person);
}

/// Reads a person back, with the revision to be given back with a change.
#[utoipa::path(
    tag = "provider customers",
    security(("client" = ["users:read"])),
    params(PersonPath),
    responses((status = 200, body = types::Person, headers(("ETag" = String, description = "Revision")))),
)]
#[get("/{portal}/provider/customers/{number}/users/{mail_address}")]
pub async fn get_person(
    services: web::Data<Services>,
    client: Client<UsersRead>,
    path: Path<PersonPath>,
) -> Result<Revised<types::Person>, ApiError> {
    let user = puts::get(&services, &client.provider, &path.number, &path.mail_address).await?;
    let revision = puts::revision(&user)?;
    Ok(Revised(view(user), revision))
}

/// Adds a person to a customer, by mail address, and mails the invitation that the portal's policy asks for: 201. Who is there
/// already keeps password and address, and gets name, role and mail notice as sent: 200. The same again mails nobody.
#[utoipa::path(
    tag = "provider customers",
    security(("client" = ["users:write"])),
    params(PersonPath, IfMatch),
    request_body = WritePerson,
    responses(
        (status = 200, body = WrittenPerson, headers(("ETag" = String, description = "Revision"))),
        (status = 201, body = WrittenPerson, headers(("ETag" = String, description = "Revision"))),
    ),
    extensions(("x-problem-codes" = json!([UserLimitReached, LastAdministrator]))),
)]
#[put("/{portal}/provider/customers/{number}/users/{mail_address}")]
pub async fn upsert_person(
    services: web::Data<Services>,
    client: Client<UsersWrite>,
    path: Path<PersonPath>,
    from: IfMatch,
    body: Json<WritePerson>,
) -> Result<HttpResponse, ApiError> {
    let PersonPath { number, mail_address } = path.into_inner();
    let WritePerson { name, role, mail_notice, billing_group, login_id, locale } = body.into_inner();
    let person = Person {
        customer: number,
        typed: Typed { mail_address, name, role, mail_notice },
        billing_group,
        login_id,
        locale: locale.unwrap_or_default(),
    };
    let (user, outcome) = puts::put(&services, &client.provider, &from.0, &person).await?;
    let revision = puts::revision(&user)?;
    let body = WrittenPerson { status: status(outcome), person: view(user) };
    Ok(written(outcome, Some(&revision), &body))
}

fn view(user: User) -> types::Person {
    types::Person {
        id: user.id.into(),
        sign_in_name: user.sign_in_name,
        mail_address: user.mail_address,
        name: user.name,
        role: user.role,
        mail_notice: user.mail_notice,
        state: user.state,
        created_at: user.created_at,
    }
}
