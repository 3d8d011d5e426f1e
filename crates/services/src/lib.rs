//! What the product does: `ground`, `identity` on it, and one file or folder for each other noun. Arrows point from nouns to
//! identity to the ground, and never round (`cargo xtask check`). Takes a [`Scope`] and the database; knows no HTTP.

pub mod addresses;
mod announcements;
pub mod approvals;
pub mod baskets;
pub mod calendar_feeds;
pub mod call_record_files;
pub mod call_record_sheets;
pub mod call_records;
pub mod contract_documents;
mod contract_requests;
pub mod contracts;
pub mod customers;
pub mod deadlines;
pub mod delivery_templates;
pub mod demo_users;
pub mod documents;
pub mod faqs;
mod ground;
pub mod housekeeping;
mod identity;
pub mod imports;
pub mod inquiries;
pub mod invoice_publishing;
pub mod invoices;
pub mod key_rotation;
pub mod maintenances;
pub mod notices;
pub mod opening_notices;
pub mod order_decisions;
mod order_requests;
pub mod products;
pub mod quotes;
pub mod rental_orders;
mod request_actions;
pub mod request_batches;
pub mod request_parts;
pub mod requests;
pub mod retention;
pub mod stock;
pub mod switches;
pub mod upserts;
pub mod usages;
pub mod work;

use std::sync::Arc;

use madoguchi_domain::policy::Portal;

pub use ground::actor::{Operator, Provider};
use ground::{actor, event_rows, numberings, row_sentences};
pub use ground::{
    audit_events, clock, cursors, database, error, events, files, idempotency, jobs, keys, limits, mails, orders,
    portals, revisions, row_values, rows, scanner, scope, webhooks,
};
use identity::account_locks;
pub use identity::{
    api_clients, authenticators, contractors, mail_changes, one_time_links, password_hashes, password_rules,
    password_settings, passwords, profiles, recoveries, registrations, robot_checks, sessions, sign_ins, terms,
    user_administration, users,
};

pub use clock::{Clock, SystemClock};
pub use database::Database;
pub use documents::PdfRenderer;
pub use error::{Error, FieldError};
pub use files::Files;
pub use keys::Keys;
pub use madoguchi_domain::problems::{FieldCode, ProblemCode};
pub use madoguchi_entities::ids;
pub use madoguchi_mail::Transport;
pub use portals::Portals;
pub use scope::Scope;

/// What every service function works with: made once at start, shared by all requests and jobs.
#[derive(Debug)]
pub struct Services {
    /// Database.
    pub db: Database,
    /// The portals served.
    pub portals: Portals,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Secrets.
    pub keys: Keys,
    /// Password hashing within its bounds.
    pub hasher: password_hashes::Hasher,
    /// Passwords that were found in leaks, where the operator has a list of them.
    pub breached_passwords: Option<passwords::BreachedPasswords>,
    /// How long what is over is kept.
    pub retention: retention::Retention,
    /// How much a provider's systems may send at once.
    pub import_limits: imports::uploads::Limits,
    /// Looks for viruses in what is uploaded, where the operator has a scanner.
    pub scanner: Option<scanner::Scanner>,
    /// How mails leave.
    pub mail: Transport,
    /// Where documents and attachments are kept.
    pub files: Files,
    /// Calls webhooks.
    pub webhooks: webhooks::Client,
    /// Renders documents.
    pub pdf_renderer: PdfRenderer,
    /// Start of the links in mails, as `https://my.example.jp`; no slash at the end.
    pub base_url: String,
    /// Checks passkeys; none where the server's address has no domain name.
    pub webauthn: Option<webauthn_rs::Webauthn>,
    /// Places for heavy work.
    pub slots: limits::Slots,
}

impl Services {
    /// Absolute URL of a page of a portal: `page(portal, "login")`.
    pub(crate) fn page(&self, portal: &Portal, page: &str) -> String {
        format!("{}/{}/{page}", self.base_url, portal.key)
    }

    /// Absolute URL of a page behind a mailed link. The token stands behind `#`: a browser sends that part to nobody,
    /// so it is in no log and no `Referer`.
    pub(crate) fn link(&self, portal: &Portal, page: &str, token: &str) -> String {
        format!("{}#{token}", self.page(portal, page))
    }
}

/// Where a request comes from; goes into sessions, throttles and audit events.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// Network address of the client.
    pub address: String,
    /// Browser as it names itself.
    pub user_agent: String,
    /// Names the request in the log.
    pub request_id: String,
}
