//! Serves portals, API, browser app and the jobs of this process on one port.

use std::sync::Arc;

use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};
use clap::Args;
use madoguchi_api::Settings;
use madoguchi_services::{Services, work};

use crate::config::{Config, MailTransport};
use crate::start::{self, Failure};
use crate::{demo, site};

/// Seconds that requests under way have to end when the server stops.
const SHUTDOWN_SECONDS: u64 = 20;

/// Options of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Loads invented customers and shows all mails at /dev/mailbox. Never in production.
    #[arg(long)]
    demo: bool,
}

impl Serve {
    /// Serves until the process is told to stop.
    pub async fn run(self, mut config: Config) -> Result<(), Failure> {
        if self.demo {
            config.mail.transport = MailTransport::Mailbox;
        } else if config.mail.transport == MailTransport::Mailbox {
            return Err("mail.transport: mailbox shows every mail to everybody and needs --demo".into());
        }
        let services = start::services(&config).await?;
        services.db.migrate().await?;
        let settings = Settings { demo: self.demo, trusted_proxies: config.server.trusted_proxies.clone() };
        let server = listen(&config, services.clone(), settings)?;
        let logins = if self.demo { Some(demo::load(&services).await?) } else { None };
        tracing::info!(host = config.server.host, port = config.server.port, "serving");
        if let Some(logins) = logins {
            println!("{}", demo::greeting(&config.server.base_url, &services, &logins));
        }
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let stopped = async { stopped.await.unwrap_or(()) };
        let jobs = actix_web::rt::spawn(work::run(services, start::job_settings(config.jobs), stopped));
        server.await?;
        drop(stop);
        jobs.await?;
        Ok(())
    }
}

fn listen(config: &Config, services: Arc<Services>, settings: Settings) -> Result<actix_web::dev::Server, Failure> {
    let https = config.server.base_url.starts_with("https://");
    let app = move || {
        let (services, settings) = (services.clone(), settings.clone());
        let portals = site::Paths::new(services.portals.all().map(|portal| portal.key.clone()));
        App::new()
            .wrap(site::headers(https))
            .wrap(from_fn(madoguchi_api::requests::trace))
            .app_data(web::Data::new(portals))
            .configure(|config| madoguchi_api::configure(config, services, settings))
            .default_service(web::route().to(site::serve))
    };
    let mut server = HttpServer::new(app).shutdown_timeout(SHUTDOWN_SECONDS);
    if config.server.workers > 0 {
        server = server.workers(config.server.workers);
    }
    let address = (config.server.host.as_str(), config.server.port);
    let bound = server.bind(address).map_err(|e| format!("{}:{}: {e}", address.0, address.1))?;
    Ok(bound.run())
}
