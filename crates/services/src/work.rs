//! Which service does which job, and the loop that keeps them going in a process.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::join;
use madoguchi_jobs::{Job, Kinds, Outcome, Runner, Settings};
use tokio::sync::Notify;

use crate::documents::runs;
use crate::{Error, Services, announcements, audit_events, housekeeping, mails, notices, opening_notices, recoveries};

/// Longest time that an audit event waits to join the chain.
const EXTEND_AGAIN: Duration = Duration::from_secs(1);
/// What somebody sits and waits for, as a one-time password. Done in places of its own: ten thousand documents to be
/// rendered, or as many mails about a notice, must not stand before it.
const AWAITED: &[&str] = &[mails::DELIVER, recoveries::ANSWER];

/// Does jobs until `stop` resolves; jobs under way are finished first.
pub async fn run(services: Arc<Services>, settings: Settings, stop: impl Future<Output = ()>) {
    let stop = stop.shared();
    let (wake_awaited, wake_others) = (Notify::new(), Notify::new());
    let awaited = do_jobs(&services, settings, Kinds::Only(AWAITED), &wake_awaited, stop.clone());
    let others = do_jobs(&services, settings, Kinds::Except(AWAITED), &wake_others, stop);
    let wake_both = async {
        loop {
            services.work.notified().await;
            wake_awaited.notify_one();
            wake_others.notify_one();
        }
    };
    // All of these are looked at whenever one can go on: one that was left alone could hold the one connection to SQLite
    // that another waits for.
    tokio::select! {
        _ = join(awaited, others) => {}
        () = wake_both => {}
        () = keep_extending(&services) => {}
        () = housekeeping::run(&services) => {}
        () = services.db.watch() => {}
    }
    // What the last jobs did need not wait for the next start.
    extend(&services).await;
}

async fn do_jobs(services: &Services, settings: Settings, kinds: Kinds, wake: &Notify, stop: impl Future<Output = ()>) {
    let runner = Runner::new(services.db.write().clone(), settings).of_kinds(kinds);
    let handler = async |job: Job| handle(services, job, settings.max_attempts).await;
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
    if let Err(error) = caught(audit_events::chain::extend(services)).await {
        tracing::error!(%error, "audit events cannot join the chain");
    }
}

/// The same, with a panic as an error: for work that must be there the next time too.
pub(crate) async fn caught<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let done = AssertUnwindSafe(work).catch_unwind().await;
    done.unwrap_or_else(|_| Err(Error::internal("panicked; standard error has the place")))
}

/// Works off one batch of due jobs.
///
/// # Errors
/// Any error of the database.
pub async fn run_once(services: &Services, runner: &Runner, settings: Settings) -> Result<usize, sea_orm::DbErr> {
    let now = services.clock.now();
    runner.run_once(now, async |job| handle(services, job, settings.max_attempts).await).await
}

/// Does one job that was claimed, as if it were its last try.
pub async fn run_job(services: &Services, job: Job) -> Outcome {
    handle(services, job, 0).await
}

async fn handle(services: &Services, job: Job, max_attempts: i32) -> Outcome {
    let last_try = job.attempts >= max_attempts;
    match job.kind.as_str() {
        mails::DELIVER | mails::DELIVER_ROUND => mails::deliver(services, job.payload, last_try).await,
        announcements::MAIL => announcements::mail(services, job.payload, job.id).await,
        opening_notices::RENDER => opening_notices::render(services, job.payload).await,
        runs::RENDER => runs::render(services, job.payload, job.id).await,
        notices::MAIL => notices::mail(services, job.payload, job.id).await,
        recoveries::ANSWER => recoveries::answer(services, job.payload, job.id).await,
        unknown => Outcome::Fail(format!("no handler for `{unknown}`")),
    }
}
