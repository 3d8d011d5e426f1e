//! Addresses of a postal code (住所検索): for whoever fills in a form, logged in or not.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ETag, EntityTag, Header, IfNoneMatch};
use actix_web::{HttpRequest, HttpResponse, get, web};
use madoguchi_api_types::addresses as types;
use madoguchi_services::ProblemCode::TooManyAttempts;
use madoguchi_services::Services;
use madoguchi_services::addresses::{self, Address};
use madoguchi_services::revisions::Revision;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::InPortal;
use crate::input::Query;
use crate::origin::RequestOrigin;
use crate::paths::PortalPath;
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_addresses);
}

/// The table changes with a new version of the server only; a day later it is asked again.
const CACHED: &str = "public, max-age=86400";

/// Which code.
#[derive(Debug, Deserialize, IntoParams)]
pub struct AddressQuery {
    /// Seven digits, in any width, with or without a hyphen.
    postal_code: String,
}

/// Lists the addresses of a postal code: several where it stands for several towns, none when there is no such code.
///
/// May be kept for a day. `postal_code_not_seven_digits` at `postal_code`.
#[utoipa::path(
    tag = "addresses",
    params(PortalPath, AddressQuery),
    responses(
        (status = 200, body = types::Addresses),
        (status = 304, description = "As the `ETag` of `If-None-Match` says"),
    ),
    extensions(("x-problem-codes" = json!([TooManyAttempts]))),
)]
#[get("/{portal}/addresses")]
pub async fn list_addresses(
    services: web::Data<Services>,
    portal: InPortal,
    origin: RequestOrigin,
    query: Query<AddressQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let (code, found) = addresses::list(&services, &portal.0, &query.postal_code, &origin.0).await?;
    let found = found.into_iter().map(address).collect();
    let found = types::Addresses { postal_code: code.digits().to_owned(), addresses: found };
    let tag = EntityTag::new_strong(Revision::of(&found)?.as_str().to_owned());
    let known = is_known(&request, &tag);
    let mut response = HttpResponse::build(if known { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    response.insert_header(ETag(tag)).insert_header((CACHE_CONTROL, CACHED));
    Ok(if known { response.finish() } else { response.json(found) })
}

/// Whether the browser has this answer.
fn is_known(request: &HttpRequest, tag: &EntityTag) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(known)) => known.iter().any(|it| it.weak_eq(tag)),
        Err(_) => false,
    }
}

fn address(found: Address<'_>) -> types::Address {
    types::Address {
        prefecture: found.prefecture.to_owned(),
        town: [found.city, found.town].concat(),
        town_kana: found.kana(),
        office: found.office.map(str::to_owned),
        street: found.street.to_owned(),
    }
}
