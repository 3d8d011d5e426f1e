//! Which service does which job, and the loop that keeps them going in a process.

use std::sync::Arc;
use std::time::Duration;

use madoguchi_jobs::{Job, Outcome, Runner, Settings};

use crate::documents::runs;
use crate::{Services, announcements, audit_events, housekeeping, mails, notices, opening_notices, recoveries};

/// Longest wait between two looks at the outbox: jobs of other processes and postponed ones are found by it.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Does jobs until `stop` resolves; a batch under way is finished first.
pub async fn run(services: Arc<Services>, settings: Settings, stop: impl Future<Output = ()>) {
    let runner = Runner::new(services.db.write().clone(), settings);
    // A task of its own: a future that is only looked at now and then could hold the one connection that this loop
    // waits for.
    let _house = Abort(tokio::spawn(housekeeping::run(services.clone())));
    tokio::pin!(stop);
    loop {
        let busy = match run_once(&services, &runner, settings).await {
            Ok(count) => count > 0,
            Err(error) => {
                tracing::error!(%error, "jobs cannot be claimed");
                false
            }
        };
        if busy {
            continue;
        }
        if let Err(error) = audit_events::chain::extend(&services).await {
            tracing::error!(%error, "audit events cannot join the chain");
        }
        tokio::select! {
            () = &mut stop => return,
            () = services.work.notified() => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
        }
    }
}

/// A task that ends with what it was made for.
struct Abort(tokio::task::JoinHandle<()>);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
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
        mails::DELIVER => mails::deliver(services, job.payload, last_try).await,
        announcements::MAIL => announcements::mail(services, job.payload, job.id).await,
        opening_notices::RENDER => opening_notices::render(services, job.payload).await,
        runs::RENDER => runs::render(services, job.payload, job.id).await,
        notices::MAIL => notices::mail(services, job.payload, job.id).await,
        recoveries::ANSWER => recoveries::answer(services, job.payload, job.id).await,
        unknown => Outcome::Fail(format!("no handler for `{unknown}`")),
    }
}
