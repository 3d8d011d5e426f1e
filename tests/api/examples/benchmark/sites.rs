//! The API on a port of its own, and visitors that read answers piece by piece and keep none of them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::HttpServer;
use actix_web::dev::ServerHandle;
use actix_web::middleware::from_fn;
use api_tests::{App, Browser};
use madoguchi_api::Settings;
use madoguchi_services::{Services, Transport};

use crate::options::cores;

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
    /// Serves as the product's binary does, without the pages of the browser app.
    pub fn open(app: &App) -> Self {
        let services: Arc<Services> = Arc::new(app.worker(Transport::Memory(Arc::default())));
        let served = move || {
            let services = services.clone();
            actix_web::App::new()
                .wrap(from_fn(madoguchi_api::requests::trace))
                .configure(|config| madoguchi_api::configure(config, services, Settings::default()))
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

    async fn read(&self, path: &str, encoding: &str) -> Visit {
        let url = format!("http://{}/api/v1/{}{path}", self.site.address, self.portal);
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
