//! Does jobs only. Any number of workers may run beside any number of servers.

use clap::Args;
use madoguchi_services::work;

use crate::config::{Config, MailTransport};
use crate::start::{self, Failure};

/// Options of `worker`.
#[derive(Debug, Args)]
pub struct Worker {
    /// Beside a demo server: mails go to its mailbox, and to nobody else.
    #[arg(long)]
    demo: bool,
}

impl Worker {
    /// Works until the process is told to stop; jobs under way are finished.
    pub async fn run(self, mut config: Config) -> Result<(), Failure> {
        if self.demo {
            config.mail.transport = MailTransport::Mailbox;
        } else if config.mail.transport == MailTransport::Mailbox {
            return Err("mail.transport: mailbox sends no mail, and would mark them as sent: it needs --demo".into());
        }
        let services = start::services(&config).await?;
        services.db.migrate().await?;
        work::run(services, start::job_settings(config.jobs), stop_signal()).await;
        Ok(())
    }
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
