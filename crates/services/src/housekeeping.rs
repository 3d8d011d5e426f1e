//! What a server does by itself every hour: makes the partitions of the months ahead, takes away what has ended.

use std::sync::Arc;
use std::time::Duration;

use madoguchi_domain::dates;

use crate::call_records::{self, partitions, retention, views};
use crate::inquiries::attachments;
use crate::{Error, Services, authenticators, sign_ins, throttles};

const EVERY: Duration = Duration::from_secs(3600);
/// Months of partitions that are there before their first record.
const MONTHS_AHEAD: u32 = 3;

/// Keeps house until it is dropped. Several processes may: each step does no harm when done twice.
pub(crate) async fn run(services: Arc<Services>) {
    loop {
        if let Err(error) = once(&services).await {
            tracing::error!(%error, "housekeeping failed; it is tried again in an hour");
        }
        tokio::time::sleep(EVERY).await;
    }
}

async fn once(services: &Services) -> Result<(), Error> {
    let today = dates::jst_date(services.clock.now());
    partitions::ensure_ahead(&services.db, today, MONTHS_AHEAD).await?;
    call_records::delete_old_unmaskings(services).await?;
    views::delete_old(services).await?;
    retention::delete_old(services).await?;
    attachments::delete_unsent(services).await?;
    throttles::delete_old(services).await?;
    authenticators::delete_old(services).await?;
    sign_ins::delete_old(services).await
}
