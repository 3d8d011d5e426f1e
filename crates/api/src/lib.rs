//! The REST API: routes by noun, who may call them, and the one mapping of errors to problems. Knows no database.

mod accounts;
mod addresses;
mod allowed;
mod approvals;
mod authenticators;
mod baskets;
mod bodies;
mod body_times;
mod bounds;
mod browser_rules;
mod calendar_feeds;
mod call_record_views;
mod call_records;
mod clients;
mod contract_documents;
mod contractors;
mod contracts;
mod cookies;
mod deadlines;
mod decisions;
mod delivery_templates;
mod downloads;
mod faqs;
mod found_invoices;
mod health;
mod input;
mod inquiries;
mod inquiry_views;
mod invoices;
mod mailbox;
mod mailed_links;
mod maintenances;
mod methods;
mod named_requests;
mod notices;
mod oauth_tokens;
pub mod openapi;
mod openapi_tags;
mod opening_notices;
mod order_views;
mod orders;
mod origin;
mod pages;
mod paths;
pub mod portals;
mod problem;
mod problem_codes;
mod products;
mod provider;
mod provider_call_records;
mod provider_events;
mod provider_inquiries;
mod provider_mails;
mod provider_notices;
mod provider_orders;
mod provider_quotes;
mod provider_requests;
mod provider_users;
mod provider_webhooks;
mod quotes;
mod recoveries;
mod registrations;
mod request_batch_views;
mod request_batches;
pub mod request_logs;
mod request_names;
mod request_views;
mod requests;
mod revisions;
mod robot_checks;
mod scopes;
mod screens;
mod sessions;
mod sign_in_attempts;
mod switches;
mod terms;
mod uploads;
mod usages;
mod users;

use std::sync::Arc;

use actix_web::web;
use madoguchi_services::Services;
use utoipa_actix_web::service_config::ServiceConfig;

/// How the API is served.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Serves the mailbox of the demo. Never in production: it shows every mail.
    pub demo: bool,
    /// Addresses of reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// How long the next byte of a request's body may take.
    pub body_patience: std::time::Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self { demo: false, trusted_proxies: Vec::new(), body_patience: body_times::PATIENCE }
    }
}

/// What there is under `/api/v1`, by noun. Registering here is documenting: the same list makes the OpenAPI description.
const NOUNS: [fn(&mut ServiceConfig<'_>); 48] = [
    portals::configure,
    registrations::configure,
    robot_checks::configure,
    addresses::configure,
    sign_in_attempts::configure,
    recoveries::configure,
    mailed_links::configure,
    sessions::configure,
    accounts::configure,
    contractors::configure,
    authenticators::configure,
    notices::configure,
    users::configure,
    contracts::configure,
    contract_documents::configure,
    invoices::configure,
    found_invoices::configure,
    usages::configure,
    opening_notices::configure,
    deadlines::configure,
    calendar_feeds::configure,
    inquiries::configure,
    requests::configure,
    approvals::configure,
    request_batches::configure,
    orders::configure,
    quotes::configure,
    delivery_templates::configure,
    terms::configure,
    switches::configure,
    call_records::configure,
    call_record_views::configure,
    provider::configure,
    oauth_tokens::configure,
    provider_requests::configure,
    provider_orders::configure,
    provider_quotes::configure,
    provider_inquiries::configure,
    provider_notices::configure,
    provider_users::configure,
    provider_call_records::configure,
    provider_events::configure,
    provider_webhooks::configure,
    provider_mails::configure,
    products::configure,
    baskets::configure,
    faqs::configure,
    maintenances::configure,
];

fn operations(config: &mut ServiceConfig<'_>) {
    NOUNS.iter().for_each(|noun| noun(config));
}

/// Mounts the API, its description, health checks and, in a demo, the mailbox.
pub fn configure(config: &mut web::ServiceConfig, services: Arc<Services>, settings: Settings) {
    let demo = settings.demo;
    let portals: Vec<String> = services.portals.all().map(|portal| portal.key.clone()).collect();
    config
        .app_data(web::Data::from(services))
        .app_data(web::Data::new(settings))
        .app_data(input::no_other_json())
        .app_data(input::path())
        .app_data(web::Data::new(maintenances::Watch::default()))
        .service(
            web::scope("/api/v1")
                .wrap(actix_web::middleware::from_fn(maintenances::apply))
                .wrap(actix_web::middleware::from_fn(named_requests::apply))
                .wrap(actix_web::middleware::from_fn(browser_rules::apply))
                .wrap(actix_web::middleware::Compress::default())
                .configure(|config| operations(&mut ServiceConfig::new(config)))
                .default_service(web::to(methods::refuse)),
        )
        .service(health::healthz)
        .service(health::readyz)
        .configure(|config| openapi::configure(config, &portals));
    if demo {
        config.configure(mailbox::configure);
    }
}
