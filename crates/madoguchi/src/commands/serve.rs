//! Serves portals, API, browser app and the jobs of this process on one port.

use std::any::Any;
use std::net::{Shutdown, TcpListener, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::{Extensions, Server, ServerHandle};
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};
use clap::Args;
use madoguchi_api::Settings;
use madoguchi_api::request_logs::{Connection, UnderWay};
use madoguchi_services::{Operator, Services, addresses, work};
use socket2::{Domain, SockRef, Socket, Type};

use super::worker;
use crate::config::{Config, MailTransport};
use crate::start::{self, Failure};
use crate::{demo, site};

/// Time that requests under way have to end when the server stops. This and the two below are less than the thirty seconds
/// after which a process is commonly killed.
const SHUTDOWN: Duration = Duration::from_secs(15);
/// Time after which kept connections without a request are closed, by the server's own rule: until then each may have sent
/// one that has not been read yet.
const KEEP_ALIVE: Duration = Duration::from_secs(5);
/// Time that the threads have to end, once nothing is under way.
const THREADS: Duration = Duration::from_secs(3);
/// Time that jobs under way have to end. Another process takes over what is broken off.
const JOBS: Duration = Duration::from_secs(10);
/// Time after which nobody is let in for sure.
const PAUSE: Duration = Duration::from_millis(100);
/// Wait between two looks at the requests under way.
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// Connections that may wait to be let in.
const BACKLOG: i32 = 1024;

/// Options of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Loads invented customers and shows all mails at /dev/mailbox. Never in production.
    #[arg(long)]
    demo: bool,
}

impl Serve {
    /// Serves until the process is told to stop.
    pub async fn run(self, mut config: Config, operator: &Operator) -> Result<(), Failure> {
        if self.demo {
            config.mail.transport = MailTransport::Mailbox;
        } else if config.mail.transport == MailTransport::Mailbox {
            return Err("mail.transport: mailbox shows every mail to everybody and needs --demo".into());
        }
        let services = start::services(&config).await?;
        services.db.migrate().await?;
        addresses::prepare()?;
        let trusted_proxies = config.server.trusted_proxies.clone();
        let settings = Settings { demo: self.demo, trusted_proxies, ..Settings::default() };
        let under_way = web::Data::new(UnderWay::default());
        let (server, listener) = listen(&config, services.clone(), settings, under_way.clone())?;
        let logins = if self.demo {
            Some(demo::load(&services, operator).await?)
        } else {
            demo::close(&services, operator).await?;
            None
        };
        tracing::info!(host = config.server.host, port = config.server.port, "serving");
        if let Some(logins) = logins {
            println!("{}", demo::greeting(&config.server.base_url, &services, &logins));
        }
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let stopped = async { stopped.await.unwrap_or(()) };
        let mut jobs = actix_web::rt::spawn(work::run(services, start::job_settings(config.jobs), stopped));
        let stopping = actix_web::rt::spawn(stop_when_told(server.handle(), listener, under_way));
        tokio::select! {
            ended = server => ended?,
            // Only a defect ends them before they are told. Who watches the process starts it again; one that goes on
            // without jobs would send no mail, and nobody would know why.
            ended = &mut jobs => return Err(ended.map_or_else(Failure::from, |()| "the jobs have ended".into())),
        }
        stopping.abort();
        drop(stop);
        match tokio::time::timeout(JOBS, jobs).await {
            Ok(ended) => ended?,
            Err(_) => tracing::warn!("jobs were still under way and are broken off"),
        }
        Ok(())
    }
}

/// Waits for the word to stop, lets nobody new in, answers what was sent on connections that are there, each answer the
/// last one of its connection, and stops the server.
async fn stop_when_told(server: ServerHandle, listener: TcpListener, under_way: web::Data<UnderWay>) {
    worker::stop_signal().await;
    tracing::info!("stopping");
    under_way.stop();
    server.pause().await;
    // The thread that lets people in hears of it a moment later.
    tokio::time::sleep(PAUSE).await;
    // The server keeps its own handle of the socket open while it is paused: this closes the socket itself.
    if let Err(error) = SockRef::from(&listener).shutdown(Shutdown::Both) {
        tracing::debug!(%error, "the socket stays open until the server has stopped");
    }
    drop(listener);
    let kept_until = tokio::time::Instant::now() + KEEP_ALIVE;
    let ended = async {
        while !(under_way.is_left() || under_way.is_idle() && tokio::time::Instant::now() > kept_until) {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    };
    if tokio::time::timeout(SHUTDOWN, ended).await.is_err() {
        tracing::warn!("requests were still under way and are broken off");
    }
    server.stop(true).await;
}

/// The server, not yet running, and a second handle of its socket.
fn listen(
    config: &Config,
    services: Arc<Services>,
    settings: Settings,
    under_way: web::Data<UnderWay>,
) -> Result<(Server, TcpListener), Failure> {
    let https = config.server.base_url.starts_with("https://");
    let portals = madoguchi_api::portals::views(&services, settings.demo);
    let pages = web::Data::new(site::Pages::new(&portals)?);
    let counting = under_way.clone().into_inner();
    let app = move || {
        let (services, settings) = (services.clone(), settings.clone());
        App::new()
            .wrap(site::headers(https))
            .wrap(from_fn(madoguchi_api::request_logs::trace))
            .app_data(pages.clone())
            .app_data(under_way.clone())
            .configure(|config| madoguchi_api::configure(config, services, settings))
            .default_service(web::route().to(site::serve))
    };
    let connected = move |_: &dyn Any, with: &mut Extensions| {
        with.insert(Connection::open(counting.clone()));
    };
    let server = HttpServer::new(app).on_connect(connected).keep_alive(KEEP_ALIVE);
    let mut server = server.shutdown_timeout(THREADS.as_secs()).disable_signals();
    if config.server.workers > 0 {
        server = server.workers(config.server.workers);
    }
    let address = (config.server.host.as_str(), config.server.port);
    let refused = |error: std::io::Error| format!("{}:{}: {error}", address.0, address.1);
    let listener = bind(address).map_err(refused)?;
    let second = listener.try_clone().map_err(refused)?;
    Ok((server.listen(listener).map_err(refused)?.run(), second))
}

/// A socket that can be bound again right after the process before it has ended.
fn bind(address: (&str, u16)) -> std::io::Result<TcpListener> {
    let mut last = std::io::Error::new(std::io::ErrorKind::AddrNotAvailable, "the host has no address");
    for address in address.to_socket_addrs()? {
        let bound = Socket::new(Domain::for_address(address), Type::STREAM, None).and_then(|socket| {
            #[cfg(unix)]
            socket.set_reuse_address(true)?;
            socket.bind(&address.into())?;
            socket.listen(BACKLOG)?;
            Ok(socket.into())
        });
        match bound {
            Ok(listener) => return Ok(listener),
            Err(error) => last = error,
        }
    }
    Err(last)
}
