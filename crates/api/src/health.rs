//! For machines that watch the server.

use actix_web::{HttpResponse, get, web};
use madoguchi_services::Services;

/// The process is alive.
#[get("/healthz")]
pub async fn healthz() -> &'static str {
    "ok"
}

/// The process can do its work: the database answers.
#[get("/readyz")]
pub async fn readyz(services: web::Data<Services>) -> HttpResponse {
    if services.db.is_ready().await {
        HttpResponse::Ok().body("ready")
    } else {
        HttpResponse::ServiceUnavailable().body("the database does not answer")
    }
}
