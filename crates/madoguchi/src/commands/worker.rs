//! Does jobs only. Any number of workers may run beside any number of servers.

use madoguchi_services::work;

use crate::config::Config;
use crate::start::{self, Failure};

/// Works until the process is told to stop; jobs under way are finished.
pub async fn run(config: &Config) -> Result<(), Failure> {
    let services = start::services(config).await?;
    services.db.migrate().await?;
    work::run(services, start::job_settings(config.jobs), stop_signal()).await;
    Ok(())
}

/// Resolves at SIGTERM or Ctrl-C.
pub async fn stop_signal() {
    #[cfg(unix)]
    {
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        if let Ok(mut terminate) = terminate {
            tokio::select! {
                _ = terminate.recv() => return,
                _ = tokio::signal::ctrl_c() => return,
            }
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
