//! What travels between server and browser. Knows no database and no framework; `utoipa` only behind `openapi`.

pub mod accounts;
pub mod addresses;
pub mod approvals;
pub mod authenticators;
pub mod baskets;
pub mod calendar_feeds;
pub mod call_records;
pub mod contract_documents;
pub mod contractors;
pub mod contracts;
pub mod deadlines;
pub mod delivery_templates;
pub mod events;
pub mod faqs;
pub mod inquiries;
pub mod invoices;
pub mod maintenances;
pub mod notices;
pub mod oauth;
pub mod opening_notices;
pub mod orders;
pub mod pages;
pub mod portals;
pub mod problems;
pub mod products;
pub mod provider;
pub mod provider_call_records;
pub mod provider_inquiries;
pub mod provider_mails;
pub mod provider_notices;
pub mod provider_orders;
pub mod provider_quotes;
pub mod provider_requests;
pub mod provider_users;
pub mod quotes;
pub mod recoveries;
pub mod registrations;
pub mod request_batches;
pub mod requests;
pub mod robot_checks;
pub mod screens;
pub mod sessions;
pub mod switches;
pub mod usages;
pub mod users;
pub mod webhooks;

/// Derives for everything that travels: JSON both ways, and an OpenAPI schema in the server.
macro_rules! travels {
    ($($(#[$meta:meta])* pub $kind:ident $name:ident $body:tt)+) => {$(
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        $(#[$meta])*
        pub $kind $name $body
    )+};
}

use travels;
