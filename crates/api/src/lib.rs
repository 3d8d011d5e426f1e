//! The REST API: routes by noun, who may call them, and the one mapping of errors to problems. Knows no database.

mod allowed;
mod browser_rules;
mod call_records;
mod contracts;
mod cookies;
mod health;
mod input;
mod invoices;
mod mailbox;
pub mod openapi;
mod origin;
mod portals;
mod problem;
mod registrations;
pub mod requests;
mod sessions;
mod sign_in_attempts;

use std::sync::Arc;

use actix_web::web;
use madoguchi_services::Services;
use utoipa_actix_web::service_config::ServiceConfig;

/// How the API is served.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Serves the mailbox of the demo. Never in production: it shows every mail.
    pub demo: bool,
    /// Addresses of reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
}

/// Every operation under `/api/v1`. Registering here is documenting: the same list makes the OpenAPI description.
fn operations(config: &mut ServiceConfig<'_>) {
    config
        .service(portals::list_portals)
        .service(portals::get_portal)
        .service(registrations::create_registration)
        .service(registrations::get_registration_link)
        .service(registrations::create_registration_verification)
        .service(registrations::set_registration_password)
        .service(sign_in_attempts::create_sign_in_attempt)
        .service(sign_in_attempts::get_sign_in_attempt)
        .service(sign_in_attempts::mail_one_time_password)
        .service(sign_in_attempts::complete_sign_in_attempt)
        .service(sessions::get_session)
        .service(sessions::delete_session)
        .service(contracts::list_contracts)
        .service(contracts::get_contract)
        .service(invoices::list_invoices)
        .service(invoices::get_invoice)
        .service(call_records::list_call_records)
        .service(call_records::get_call_record_totals)
        .service(call_records::download_call_records);
}

/// Mounts the API, its description, health checks and, in a demo, the mailbox.
pub fn configure(config: &mut web::ServiceConfig, services: Arc<Services>, settings: Settings) {
    let demo = settings.demo;
    config
        .app_data(web::Data::from(services))
        .app_data(web::Data::new(settings))
        .app_data(input::json())
        .app_data(input::query())
        .app_data(input::path())
        .service(
            web::scope("/api/v1")
                .wrap(actix_web::middleware::from_fn(browser_rules::apply))
                .configure(|config| operations(&mut ServiceConfig::new(config)))
                .default_service(web::to(problem::not_found)),
        )
        .service(health::healthz)
        .service(health::readyz)
        .configure(openapi::configure);
    if demo {
        config.configure(mailbox::configure);
    }
}
