//! Which service does which job, and the loop that keeps them going in a process.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::join3;
use madoguchi_jobs::{Job, Kinds, Outcome, Row, Runner, Settings, caught};
use tokio::sync::Notify;

use crate::announcements::MailAnnouncement;
use crate::documents::runs::RenderInvoices;
use crate::mails::{Deliver, DeliverOfMany, DeliverToProvider};
use crate::notices::MailNotice;
use crate::opening_notices::RenderOpeningNotice;
use crate::recoveries::Answer;
use crate::{Error, Services, audit_events, housekeeping, webhooks};

/// Longest time that an audit event waits to join the chain.
const EXTEND_AGAIN: Duration = Duration::from_secs(1);
/// What somebody sits and waits for, as a one-time password. Done in places of its own: ten thousand documents to be
/// rendered, or as many mails about a notice, must not stand before it.
const AWAITED: &[&str] = &[Deliver::KIND, Answer::KIND];
/// What waits for systems of others, which may hang: in places of its own too.
const CALLS: &[&str] = &[webhooks::Deliver::KIND];
const NEITHER: &[&str] = &[Deliver::KIND, Answer::KIND, webhooks::Deliver::KIND];

/// Does jobs until `stop` resolves; jobs under way are finished first.
pub async fn run(services: Arc<Services>, settings: Settings, stop: impl Future<Output = ()>) {
    let stop = stop.shared();
    let (wake_awaited, wake_calls, wake_others) = (Notify::new(), Notify::new(), Notify::new());
    let awaited = do_jobs(&services, settings, Kinds::Only(AWAITED), &wake_awaited, stop.clone());
    let calls = do_jobs(&services, settings, Kinds::Only(CALLS), &wake_calls, stop.clone());
    let others = do_jobs(&services, settings, Kinds::Except(NEITHER), &wake_others, stop);
    let wake_all = async {
        loop {
            services.db.job_promised().await;
            wake_awaited.notify_one();
            wake_calls.notify_one();
            wake_others.notify_one();
        }
    };
    // All of these are looked at whenever one can go on: one that was left alone could hold the one connection to SQLite
    // that another waits for.
    tokio::select! {
        _ = join3(awaited, calls, others) => {}
        () = wake_all => {}
        () = keep_extending(&services) => {}
        () = housekeeping::run(&services) => {}
        () = services.db.watch() => {}
    }
    // What the last jobs did need not wait for the next start.
    extend(&services).await;
}

async fn do_jobs(services: &Services, settings: Settings, kinds: Kinds, wake: &Notify, stop: impl Future<Output = ()>) {
    let runner = Runner::new(services.db.write().clone(), settings).of_kinds(kinds);
    let handler = async |row: Row| handle(services, row, settings.max_attempts).await;
    runner.run(|| services.clock.now(), wake, stop, handler).await;
}

/// By its own clock: there need not be a moment without jobs.
async fn keep_extending(services: &Services) {
    loop {
        extend(services).await;
        tokio::time::sleep(EXTEND_AGAIN).await;
    }
}

async fn extend(services: &Services) {
    if let Err(error) = caught(audit_events::chain::extend(services)).await.map_err(Error::from).flatten() {
        tracing::error!(%error, "audit events cannot join the chain");
    }
}

/// Works off one batch of due jobs.
///
/// # Errors
/// Any error of the database.
pub async fn run_once(services: &Services, runner: &Runner, settings: Settings) -> Result<usize, sea_orm::DbErr> {
    let now = services.clock.now();
    runner.run_once(now, async |row| handle(services, row, settings.max_attempts).await).await
}

/// Does one job that was claimed, as if it were its last try.
pub async fn run_job(services: &Services, row: Row) -> Outcome {
    handle(services, row, 0).await
}

async fn handle(services: &Services, row: Row, max_attempts: i32) -> Outcome {
    use madoguchi_jobs::run;
    let last = row.attempts >= max_attempts;
    match row.kind.as_str() {
        Deliver::KIND => run::<Deliver>(services, row, last).await,
        DeliverOfMany::KIND => run::<DeliverOfMany>(services, row, last).await,
        DeliverToProvider::KIND => run::<DeliverToProvider>(services, row, last).await,
        webhooks::Deliver::KIND => run::<webhooks::Deliver>(services, row, last).await,
        MailAnnouncement::KIND => run::<MailAnnouncement>(services, row, last).await,
        MailNotice::KIND => run::<MailNotice>(services, row, last).await,
        RenderInvoices::KIND => run::<RenderInvoices>(services, row, last).await,
        RenderOpeningNotice::KIND => run::<RenderOpeningNotice>(services, row, last).await,
        Answer::KIND => run::<Answer>(services, row, last).await,
        unknown => Outcome::Fail(format!("no job is of the kind `{unknown}`")),
    }
}
