//! What a provider's systems write by their own keys, in batches and in bulk. Each noun has its file.

mod answers;
mod call_record_bodies;
mod call_record_imports;
mod contracts;
mod customers;
mod documents;
mod faqs;
mod invoices;
mod notices;
mod products;
mod usages;
mod users;

use utoipa_actix_web::service_config::ServiceConfig;

/// The operations of these nouns.
pub fn configure(config: &mut ServiceConfig<'_>) {
    customers::configure(config);
    contracts::configure(config);
    users::configure(config);
    invoices::configure(config);
    documents::configure(config);
    notices::configure(config);
    products::configure(config);
    faqs::configure(config);
    usages::configure(config);
    call_record_imports::configure(config);
}
