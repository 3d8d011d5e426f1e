//! The REST API: routes by noun, who may call them, and the one mapping of errors to problems. Knows no database.

mod accounts;
mod allowed;
mod authenticators;
mod bodies;
mod body_times;
mod bounds;
mod browser_rules;
mod call_record_views;
mod call_records;
mod contracts;
mod cookies;
mod deadlines;
mod downloads;
mod found_invoices;
mod health;
mod input;
mod inquiries;
mod invoices;
mod mailbox;
mod mailed_links;
mod methods;
mod notices;
pub mod openapi;
mod opening_notices;
mod origin;
pub mod portals;
mod problem;
mod recoveries;
mod registrations;
mod request_names;
pub mod requests;
mod robot_checks;
mod screens;
mod sessions;
mod sign_in_attempts;
mod switches;
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

/// Every operation under `/api/v1`. Registering here is documenting: the same list makes the OpenAPI description.
fn operations(config: &mut ServiceConfig<'_>) {
    config
        .service(portals::list_portals)
        .service(portals::get_portal)
        .service(registrations::create_registration)
        .service(registrations::get_registration_link)
        .service(registrations::create_registration_verification)
        .service(registrations::set_registration_password)
        .service(robot_checks::create_robot_check)
        .service(sign_in_attempts::create_sign_in_attempt)
        .service(sign_in_attempts::get_sign_in_attempt)
        .service(sign_in_attempts::mail_one_time_password)
        .service(sign_in_attempts::complete_sign_in_attempt)
        .service(sign_in_attempts::create_sign_in_passkey_challenge)
        .service(sign_in_attempts::recover_mail_address)
        .service(sign_in_attempts::create_passkey_sign_in)
        .service(sign_in_attempts::complete_passkey_sign_in)
        .service(recoveries::create_contractor)
        .service(recoveries::create_recovery)
        .service(mailed_links::get_password_link)
        .service(mailed_links::set_password_by_link)
        .service(mailed_links::get_mail_change_link)
        .service(mailed_links::use_mail_change_link)
        .service(mailed_links::get_sign_in_stop_link)
        .service(mailed_links::create_sign_in_stop)
        .service(sessions::get_session)
        .service(sessions::reauthenticate)
        .service(sessions::delete_session)
        .service(accounts::change_password)
        .service(accounts::update_profile)
        .service(accounts::create_mail_change)
        .service(accounts::list_own_sessions)
        .service(accounts::delete_own_session)
        .service(accounts::delete_other_sessions)
        .service(accounts::list_account_events)
        .service(authenticators::list_authenticators)
        .service(authenticators::rename_authenticator)
        .service(authenticators::delete_authenticator)
        .service(authenticators::create_totp_offer)
        .service(authenticators::confirm_totp_offer)
        .service(authenticators::create_passkey_challenge)
        .service(authenticators::create_passkey)
        .service(authenticators::create_recovery_codes)
        .service(notices::list_notices)
        .service(notices::list_notice_highlights)
        .service(notices::get_notice)
        .service(notices::mark_notice_read)
        .service(users::list_users)
        .service(users::create_user)
        .service(users::update_user)
        .service(users::delete_user)
        .service(users::create_invitation)
        .service(contracts::list_contracts)
        .service(contracts::get_contract)
        .service(invoices::list_invoices)
        .service(invoices::get_invoice)
        .service(invoices::download_invoice)
        .service(invoices::download_year_of_invoices)
        .service(found_invoices::search_invoices)
        .service(found_invoices::get_invoice_overview)
        .service(found_invoices::download_invoice_archive)
        .service(found_invoices::get_found_invoice)
        .service(found_invoices::download_found_invoice)
        .service(opening_notices::list_opening_notices)
        .service(opening_notices::download_opening_notice)
        .service(deadlines::list_deadlines)
        .service(inquiries::get_inquiry_form)
        .service(inquiries::list_inquiries)
        .service(inquiries::create_inquiry)
        .service(inquiries::get_inquiry)
        .service(inquiries::create_inquiry_message)
        .service(inquiries::create_inquiry_attachment)
        .service(inquiries::delete_inquiry_attachment)
        .service(inquiries::download_inquiry_attachment)
        .service(switches::list_switches)
        .service(switches::change_switch)
        .service(call_records::list_call_records)
        .service(call_records::get_call_record_totals)
        .service(call_records::get_call_record_charts)
        .service(call_records::download_call_records)
        .service(call_records::download_call_record_sheet)
        .service(call_record_views::unmask_call_records)
        .service(call_record_views::list_call_record_views);
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
                .wrap(actix_web::middleware::Compress::default())
                .configure(|config| operations(&mut ServiceConfig::new(config)))
                .default_service(web::to(methods::refuse)),
        )
        .service(health::healthz)
        .service(health::readyz)
        .configure(openapi::configure);
    if demo {
        config.configure(mailbox::configure);
    }
}
