//! The client that calls webhooks: https alone, no redirects, no proxy, a short patience, and nothing of an answer but its
//! status. It looks names up itself, and connects to nothing but what it found and checked.

use std::error::Error as _;
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use url::{Host, Url};

use super::targets::Settings;
use crate::{FieldCode, files};

/// From the first packet to the status of the answer. Well below the lease of a job.
const PATIENCE: Duration = Duration::from_secs(15);
/// To a connection.
const CONNECT: Duration = Duration::from_secs(5);
/// To the addresses of a name, when a webhook is added.
const LOOKUP: Duration = Duration::from_secs(3);
/// Longest text of what went wrong.
const TOLD_MAX: usize = 200;

/// The addresses of a name, to come.
pub type Looking = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Looks up names.
pub trait Lookup: Send + Sync {
    /// The addresses of a name.
    fn look_up(&self, host: String) -> Looking;
}

/// As the system does.
struct System;

impl Lookup for System {
    fn look_up(&self, host: String) -> Looking {
        Box::pin(async move { Ok(tokio::net::lookup_host((host, 0)).await?.map(|found| found.ip()).collect()) })
    }
}

/// Calls webhooks. Clones are the same one.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    settings: Settings,
    lookup: Arc<dyn Lookup>,
    patience: Duration,
    /// Made when it is first needed: who has no webhooks needs no list of authorities.
    http: OnceLock<Result<reqwest::Client, String>>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Client").field(&self.0.settings).finish()
    }
}

impl Client {
    /// One that looks names up as the system does.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self::with_lookup(settings, Arc::new(System), PATIENCE)
    }

    /// One that looks names up in another way, and waits so long for an answer.
    #[must_use]
    pub fn with_lookup(settings: Settings, lookup: Arc<dyn Lookup>, patience: Duration) -> Self {
        Self(Arc::new(Inner { settings, lookup, patience, http: OnceLock::new() }))
    }

    /// Reads an address that is to be called later. A name that leads to what is not public now is refused; one that leads
    /// nowhere is taken, since it is looked up again each time.
    pub(super) async fn read(&self, typed: &str) -> Result<Url, FieldCode> {
        let url = self.0.settings.read(typed)?;
        if let Some(Host::Domain(name)) = url.host() {
            let found = tokio::time::timeout(LOOKUP, self.0.lookup.look_up(name.to_owned())).await;
            if let Ok(Ok(found)) = found
                && !found.iter().all(|address| self.0.settings.admits(*address))
            {
                return Err(FieldCode::AddressNotPublic);
            }
        }
        Ok(url)
    }

    /// Sends bytes, and gives the status of the answer or what went wrong.
    pub(super) async fn post(&self, url: &str, mut headers: HeaderMap, body: String) -> Result<u16, String> {
        let url = self.0.settings.read(url).map_err(|code| code.as_str().to_owned())?;
        let http = self.0.http.get_or_init(|| self.build()).as_ref().map_err(Clone::clone)?;
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let answer = http.post(url).headers(headers).body(body).send().await;
        // The body of the answer is not read: it may be endless, and nothing asks for it.
        answer.map(|answer| answer.status().as_u16()).map_err(|error| in_words(&error.without_url()))
    }

    fn build(&self) -> Result<reqwest::Client, String> {
        files::install_tls();
        let Inner { settings, lookup, patience, .. } = &*self.0;
        let builder = reqwest::Client::builder()
            .user_agent(concat!("Madoguchi-Webhooks/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Arc::new(Guard { settings: *settings, lookup: lookup.clone() }))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .no_gzip()
            .https_only(!settings.allow_http)
            // Each call connects anew, to what was checked for it.
            .pool_max_idle_per_host(0)
            .connect_timeout(CONNECT.min(*patience))
            .timeout(*patience);
        builder.build().map_err(|error| error.to_string())
    }
}

/// Looks names up for the client, and gives it addresses that it may connect to: all that a name has, or none.
struct Guard {
    settings: Settings,
    lookup: Arc<dyn Lookup>,
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let (settings, looking) = (self.settings, self.lookup.look_up(name.as_str().to_owned()));
        Box::pin(async move {
            let found = looking.await?;
            if found.is_empty() {
                return Err("the name has no address".into());
            }
            if !found.iter().all(|address| settings.admits(*address)) {
                return Err(FieldCode::AddressNotPublic.as_str().into());
            }
            let addresses: Addrs = Box::new(found.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(addresses)
        })
    }
}

/// What went wrong, down to its cause, without the address that was called.
fn in_words(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    let mut cause = error.source();
    let mut words = error.to_string();
    while let Some(deeper) = cause {
        words = deeper.to_string();
        cause = deeper.source();
    }
    words.chars().take(TOLD_MAX).collect()
}
