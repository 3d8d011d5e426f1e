//! The API on a port of its own, and visitors that read answers piece by piece and keep none of them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::HttpServer;
use actix_web::dev::ServerHandle;
use actix_web::middleware::from_fn;
use api_tests::{App, Browser};
use madoguchi_api::Settings;
use madoguchi_services::database::Observer;
use madoguchi_services::{Database, Services, Transport};

use crate::load::Target;
use crate::options::cores;
use crate::urls;

/// Connections to the database by default, as the product has them.
const CONNECTIONS: u32 = 16;

/// A server on the database of an application.
pub struct Site {
    address: SocketAddr,
    server: ServerHandle,
    client: reqwest::Client,
}

/// Somebody with a session.
pub struct Visitor<'a> {
    site: &'a Site,
    portal: String,
    cookie: String,
}

/// An answer that was read to its end.
#[derive(Clone, Copy, Debug)]
pub struct Visit {
    /// Until the first bytes of the body.
    pub first_byte: Duration,
    /// Until the last.
    pub whole: Duration,
    /// Bytes of the body, as they were sent.
    pub bytes: u64,
}

impl Site {
    /// Serves as the product's binary does, without the pages of the browser app, on the connections of the application.
    pub fn open(app: &App) -> Self {
        Self::serve(app.worker(Transport::Memory(Arc::default())))
    }

    /// The same on as many connections of its own as the product opens. An observer is told the statements.
    pub async fn open_apart(app: &App, observer: Option<&Observer>) -> Self {
        let mut services = app.worker(Transport::Memory(Arc::default()));
        services.db = Database::connect(&urls::of_driver(app).await, CONNECTIONS).await.unwrap();
        if let Some(observer) = observer {
            services.db = services.db.observed(observer);
        }
        Self::serve(services)
    }

    fn serve(services: Services) -> Self {
        let services = Arc::new(services);
        let served = move || {
            let services = services.clone();
            // Where requests say in `X-Forwarded-For` that they come from, they come from.
            let settings = Settings { trusted_proxies: vec![[127, 0, 0, 1].into()], ..Settings::default() };
            actix_web::App::new()
                .wrap(from_fn(madoguchi_api::request_logs::trace))
                .configure(|config| madoguchi_api::configure(config, services, settings))
        };
        let server = HttpServer::new(served).workers(cores()).disable_signals().bind(("127.0.0.1", 0)).unwrap();
        let address = server.addrs()[0];
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        // Compressed only where a visitor says so, and never unpacked.
        let client = reqwest::Client::builder().no_proxy().no_gzip().build().unwrap();
        Self { address, server: handle, client }
    }

    /// The handler that does nothing.
    pub fn health(&self) -> Target {
        Target::get(self.address, "/healthz", None)
    }

    /// Address of a path below a portal.
    pub fn url(&self, portal: &str, path: &str) -> String {
        format!("http://{}/api/v1/{portal}{path}", self.address)
    }

    /// Asks as whoever it likes.
    pub fn client(&self) -> &reqwest::Client {
        &self.client
    }

    /// Goes on with the session of a browser.
    pub fn visitor(&self, browser: &Browser) -> Visitor<'_> {
        let name = browser.session_cookie();
        let value = browser.cookie(&name).expect("the browser is not logged in");
        Visitor { site: self, portal: browser.portal().to_owned(), cookie: format!("{name}={value}") }
    }

    /// Stops.
    pub async fn close(self) {
        self.server.stop(false).await;
    }
}

impl Visitor<'_> {
    /// Reads a path below the portal, as it is.
    pub async fn get(&self, path: &str) -> Visit {
        self.read(path, "identity").await
    }

    /// The same compressed, as browsers ask for it.
    pub async fn get_compressed(&self, path: &str) -> Visit {
        self.read(path, "gzip").await
    }

    /// A path below the portal, to be asked for again and again.
    pub fn target(&self, path: &str) -> Target {
        Target::get(self.site.address, &format!("/api/v1/{}{path}", self.portal), Some(&self.cookie))
    }

    async fn read(&self, path: &str, encoding: &str) -> Visit {
        let url = self.site.url(&self.portal, path);
        let request = self.site.client.get(url).header("cookie", &self.cookie).header("accept-encoding", encoding);
        let start = Instant::now();
        let mut answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        let (mut first_byte, mut bytes) = (None, 0);
        while let Some(piece) = answer.chunk().await.unwrap() {
            first_byte.get_or_insert_with(|| start.elapsed());
            bytes += u64::try_from(piece.len()).unwrap();
        }
        Visit { first_byte: first_byte.expect("the answer is empty"), whole: start.elapsed(), bytes }
    }
}
