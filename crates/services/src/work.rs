//! Which service does which job, and the loop that keeps them going in a process.

use std::sync::Arc;
use std::time::Duration;

use madoguchi_jobs::{Job, Outcome, Runner, Settings};

use crate::{Services, housekeeping, mails};

/// Longest wait between two looks at the outbox: jobs of other processes and postponed ones are found by it.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Does jobs until `stop` resolves; a batch under way is finished first.
pub async fn run(services: Arc<Services>, settings: Settings, stop: impl Future<Output = ()>) {
    let runner = Runner::new(services.db.write().clone(), settings);
    let house = housekeeping::run(services.clone());
    tokio::pin!(stop, house);
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
        tokio::select! {
            () = &mut stop => return,
            () = &mut house => return,
            () = services.work.notified() => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
        }
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

async fn handle(services: &Services, job: Job, max_attempts: i32) -> Outcome {
    let last_try = job.attempts >= max_attempts;
    match job.kind.as_str() {
        mails::DELIVER => mails::deliver(services, job.payload, last_try).await,
        unknown => Outcome::Fail(format!("no handler for `{unknown}`")),
    }
}
