//! What a server does by itself every hour: makes the partitions of the months ahead, takes away what has ended, renews
//! what runs on.

use std::time::Duration;

use madoguchi_domain::dates;
use madoguchi_jobs::caught;

use crate::audit_events::heads;
use crate::call_records::{self, partitions, retention, views};
use crate::contracts::renewals;
use crate::imports::uploads;
use crate::inquiries::attachments;
use crate::registrations::contractors;
use crate::requests::endings;
use crate::retention as retained;
use crate::{Error, Services, api_clients, authenticators, idempotency, jobs, limits, sign_ins};

const EVERY: Duration = Duration::from_secs(3600);
/// Months of partitions that are there before their first record.
const MONTHS_AHEAD: u32 = 3;

/// Keeps house until it is dropped. Several processes may: each step does no harm when done twice.
pub(crate) async fn run(services: &Services) {
    loop {
        let failed = once(services).await;
        if !failed.is_empty() {
            tracing::error!(?failed, "housekeeping failed; it is tried again in an hour");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Does every step, whatever becomes of the others: a store that is away must not keep call records alive. Names the steps
/// that failed.
pub async fn once(services: &Services) -> Vec<&'static str> {
    let today = dates::jst_date(services.clock.now());
    let done = [
        step("partitions", partitions::ensure_ahead(&services.db, today, MONTHS_AHEAD)).await,
        step("unmaskings", call_records::delete_old_unmaskings(services)).await,
        step("views", views::delete_old(services)).await,
        step("call records", retention::delete_old(services)).await,
        step("imports", uploads::delete_old(services)).await,
        step("attachments", attachments::delete_unsent(services)).await,
        step("throttles", limits::counters::delete_old(services)).await,
        step("passkey challenges", authenticators::delete_old(services)).await,
        step("logins", sign_ins::delete_old(services)).await,
        step("drafts of requests", endings::end_drafts(services)).await,
        step("idempotency keys", idempotency::delete_old(services)).await,
        step("assertions", api_clients::delete_old_assertions(services)).await,
        step("unused contractor IDs", contractors::release_unused(services)).await,
        step("contract periods", renewals::renew(services)).await,
        step("jobs", jobs::delete_old_failed(services)).await,
        step("sessions", retained::delete_sessions(services)).await,
        step("links", retained::delete_links(services)).await,
        step("mails", retained::delete_mails(services)).await,
        step("closed users", retained::forget_closed_users(services)).await,
        step("events", retained::delete_events(services)).await,
        step("audit events", retained::delete_audit_events(services)).await,
        step("audit heads", heads::publish_all(services)).await,
    ];
    done.into_iter().filter_map(Result::err).collect()
}

async fn step(name: &'static str, work: impl Future<Output = Result<(), Error>>) -> Result<(), &'static str> {
    caught(work).await.map_err(Error::from).flatten().map_err(|error| {
        tracing::error!(step = name, %error, "a step of housekeeping failed");
        name
    })
}
