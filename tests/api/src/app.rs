//! The application as the binary assembles it, on a free port, with a frozen clock and mails that stay in memory.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use actix_web::HttpServer;
use actix_web::dev::ServerHandle;
use actix_web::middleware::from_fn;
use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_api::Settings;
use madoguchi_documents::Fonts;
use madoguchi_entities::mails::{self, MailState};
use madoguchi_jobs::Runner;
use madoguchi_mail::Envelope;
use madoguchi_services::password_hashes::Hasher;
use madoguchi_services::{Keys, Operator, PdfRenderer, Portals, Provider, Services, Transport, files, webhooks, work};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter};

use crate::browsers::Browser;
use crate::clock::FrozenClock;
use crate::databases::{Engine, TestDatabase};

/// The portal of most tests: the preset.
pub const PORTAL: &str = "telecom";
/// A portal whose people share a login ID and may ask for a second factor.
pub const RENTAL: &str = "rental";
/// A portal that gives out its identifiers for a mail address.
pub const NETWORK: &str = "network";
/// A second portal with the same policy, but for its fiscal year and two sessions a user.
pub const OTHER_PORTAL: &str = "second";
/// Like [`RENTAL`], but a second factor is always asked and a mail does not count as one, as `lint-portal` recommends.
pub const STRICT: &str = "strict";
/// Like [`NETWORK`], but nothing is real.
pub const SANDBOX: &str = "sandbox";
/// When every test begins: a Friday, 12:00 in Japan.
pub const NOW: DateTime<Utc> = DateTime::from_timestamp(1_795_143_600, 0).unwrap();

/// The key of all tests.
pub const MASTER_KEY: [u8; 32] = [7; 32];
/// A connection may lie idle while a busy machine solves a robot check.
const PATIENCE: Duration = Duration::from_secs(120);
/// A body that stalls is given up after this.
pub const BODY_PATIENCE: Duration = Duration::from_secs(4);
/// How the jobs of a test are run.
pub const JOBS: madoguchi_jobs::Settings = madoguchi_jobs::Settings {
    batch: 20,
    lease: Duration::from_secs(60),
    max_attempts: 4,
    first_delay: Duration::from_secs(30),
};

/// With the fonts of this machine: a test that renders fails where there is no Japanese one.
static PDF_RENDERER: LazyLock<PdfRenderer> = LazyLock::new(|| {
    let folders: Vec<_> = std::env::var_os("MADOGUCHI_FONTS").iter().flat_map(std::env::split_paths).collect();
    PdfRenderer::new(Some(Fonts::find(&folders).unwrap()), 2)
});
static HASHER: LazyLock<Hasher> = LazyLock::new(|| Hasher::new(2).unwrap());

/// A running application. Clones are the same one.
#[derive(Clone, Debug)]
pub struct App(Arc<Running>);

#[derive(Debug)]
struct Running {
    engine: Engine,
    database: Arc<TestDatabase>,
    services: Arc<Services>,
    clock: FrozenClock,
    mails: Arc<Mutex<Vec<Envelope>>>,
    address: SocketAddr,
    servers: Arc<Mutex<Vec<ServerHandle>>>,
    http: reqwest::Client,
}

/// Runs a test on a fresh application and removes its database, whether it passes or not.
pub fn run<F: Future<Output = ()> + 'static>(engine: Engine, test: fn(App) -> F) {
    actix_web::rt::System::new().block_on(async {
        let app = App::start(engine).await;
        let outcome = actix_web::rt::spawn(test(app.clone())).await;
        let servers = std::mem::take(&mut *app.0.servers.lock().unwrap());
        for server in servers {
            server.stop(false).await;
        }
        app.0.database.remove().await;
        if let Err(error) = outcome {
            std::panic::resume_unwind(error.into_panic());
        }
    });
}

impl App {
    async fn start(engine: Engine) -> Self {
        let database = Arc::new(TestDatabase::create(engine).await);
        let clock = FrozenClock::at(NOW);
        let mails = Arc::new(Mutex::new(Vec::new()));
        let services = Arc::new(services(&database, &clock, Transport::Memory(mails.clone())));
        let (address, server) = serve(services.clone(), false);
        let servers = Arc::new(Mutex::new(vec![server]));
        let redirects = reqwest::redirect::Policy::none();
        files::install_tls();
        let http = reqwest::Client::builder().no_proxy().tls_certs_only([]).redirect(redirects).build().unwrap();
        Self(Arc::new(Running { engine, database, services, clock, mails, address, servers, http }))
    }

    /// A demo server on the same database: its mails go to the mailbox page.
    #[must_use]
    pub fn demo(&self) -> Self {
        let Running { engine, database, clock, mails, servers, http, .. } = &*self.0;
        let services = Arc::new(services(database, clock, Transport::Mailbox));
        let (address, server) = serve(services.clone(), true);
        servers.lock().unwrap().push(server);
        let (database, clock, mails) = (database.clone(), clock.clone(), mails.clone());
        let (servers, http) = (servers.clone(), http.clone());
        Self(Arc::new(Running { engine: *engine, database, services, clock, mails, address, servers, http }))
    }

    /// Another server on the same database, with a key ring of its own, as another process has it.
    #[must_use]
    pub fn process(&self, keys: Keys) -> Self {
        self.beside_with(|services| services.keys = keys)
    }

    /// Another server on the same database, whose services differ.
    #[must_use]
    pub fn beside_with(&self, change: impl FnOnce(&mut Services)) -> Self {
        let Running { engine, database, clock, mails, servers, http, .. } = &*self.0;
        let mut services = services(database, clock, Transport::Memory(mails.clone()));
        change(&mut services);
        let services = Arc::new(services);
        let (address, server) = serve(services.clone(), false);
        servers.lock().unwrap().push(server);
        let (database, clock, mails) = (database.clone(), clock.clone(), mails.clone());
        let (servers, http) = (servers.clone(), http.clone());
        Self(Arc::new(Running { engine: *engine, database, services, clock, mails, address, servers, http }))
    }

    /// Where this test runs.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.0.engine
    }

    /// The rows, to look behind the API.
    #[must_use]
    pub fn db(&self) -> &DatabaseConnection {
        self.0.database.database.write()
    }

    /// The services behind the API.
    #[must_use]
    pub fn services(&self) -> &Services {
        &self.0.services
    }

    /// Who runs the commands of these tests.
    #[must_use]
    pub fn operator(&self) -> Operator {
        Operator::command("tester")
    }

    /// The same for the provider of a portal.
    #[must_use]
    pub fn provider(&self, portal: &str) -> Provider {
        self.operator().at(&self.services().portals.get(portal).unwrap())
    }

    /// The services of another process on the same database, with another way for mails.
    #[must_use]
    pub fn worker(&self, mail: Transport) -> Services {
        services(&self.0.database, &self.0.clock, mail)
    }

    /// The services of another process: with connections of its own, so that nothing in memory is shared with it. Its
    /// database is to be closed.
    pub async fn other_process(&self) -> Services {
        let mut services = self.worker(Transport::Memory(self.0.mails.clone()));
        services.db = self.0.database.connect().await;
        services
    }

    /// Lets time pass.
    pub fn advance(&self, time: TimeDelta) {
        self.0.clock.advance(time);
    }

    /// The frozen time.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.0.services.clock.now()
    }

    /// A browser at [`PORTAL`] that was never here.
    #[must_use]
    pub fn browser(&self) -> Browser {
        self.browser_at(PORTAL)
    }

    /// A browser at a portal that was never here.
    #[must_use]
    pub fn browser_at(&self, portal: &str) -> Browser {
        Browser::new(self.clone(), portal)
    }

    /// Promises a job by the name of its kind.
    pub async fn promise_job(&self, kind: &str, at: DateTime<Utc>) -> uuid::Uuid {
        let promise = async |tx: &_| Ok(madoguchi_jobs::enqueue(tx, kind, serde_json::json!({}), at).await?);
        self.services().db.transaction(promise).await.unwrap()
    }

    /// Does all due jobs and tells how many there were.
    pub async fn deliver_mails(&self) -> usize {
        self.work(&self.0.services).await
    }

    /// Does all due jobs in the name of `services`.
    pub async fn work(&self, services: &Services) -> usize {
        let runner = Runner::new(services.db.write().clone(), JOBS);
        let mut count = 0;
        loop {
            match work::run_once(services, &runner, JOBS).await.unwrap() {
                0 => return count,
                more => count += more,
            }
        }
    }

    /// Every mail that was delivered.
    #[must_use]
    pub fn delivered(&self) -> Vec<Envelope> {
        self.0.mails.lock().unwrap().clone()
    }

    /// The job that waits first.
    pub async fn next_job(&self) -> madoguchi_jobs::Row {
        madoguchi_jobs::first(self.db()).await.unwrap().expect("no job waits")
    }

    /// Delivers what is due, and the mails to an address so far, oldest first.
    pub async fn mails_to(&self, address: &str) -> Vec<Envelope> {
        self.deliver_mails().await;
        let mails = self.0.mails.lock().unwrap();
        let mut mails: Vec<_> = mails.iter().filter(|mail| mail.to == address).cloned().collect();
        // Delivered together, they arrive in any order; their ids are in the order of writing.
        mails.sort_by(|one, other| one.message_id.cmp(&other.message_id));
        mails
    }

    /// How many mails to an address wait for delivery, or are being delivered.
    pub async fn queued_mails(&self, address: &str) -> u64 {
        let queued = mails::Entity::find().filter(mails::Column::State.eq(MailState::Queued));
        queued.filter(mails::Column::Recipient.eq(address)).count(self.db()).await.unwrap()
    }

    /// Where the server listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.0.address
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.0.address)
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.0.http
    }
}

/// Serves on a free port.
fn serve(services: Arc<Services>, demo: bool) -> (SocketAddr, ServerHandle) {
    let app = move || {
        let services = services.clone();
        // Requests of the tests say in `X-Forwarded-For` where they come from.
        let trusted_proxies = vec![[127, 0, 0, 1].into()];
        let settings = Settings { demo, trusted_proxies, body_patience: BODY_PATIENCE };
        actix_web::App::new()
            .wrap(from_fn(madoguchi_api::request_logs::trace))
            .configure(|config| madoguchi_api::configure(config, services, settings))
    };
    // One worker: each compiles all routes anew. What happens at once meets in the database.
    let server = HttpServer::new(app).workers(1).keep_alive(PATIENCE).disable_signals();
    let server = server.bind(("127.0.0.1", 0)).unwrap();
    let address = server.addrs()[0];
    let server = server.run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    (address, handle)
}

/// Hash of a password, as the product makes it.
pub(crate) async fn hash(password: &str) -> String {
    HASHER.hash(password).await.unwrap()
}

fn services(database: &TestDatabase, clock: &FrozenClock, mail: Transport) -> Services {
    static PORTALS: LazyLock<Portals> = LazyLock::new(portals);
    Services {
        db: database.database.clone(),
        portals: PORTALS.clone(),
        clock: Arc::new(clock.clone()),
        keys: Keys::derive(&MASTER_KEY),
        hasher: HASHER.clone(),
        breached_passwords: None,
        retention: madoguchi_services::retention::Retention::default(),
        import_limits: madoguchi_services::imports::uploads::Limits::default(),
        scanner: None,
        mail,
        files: database.files.clone(),
        webhooks: webhooks::Client::new(webhooks::Settings { allow_http: true, allow_loopback: true }),
        pdf_renderer: PDF_RENDERER.clone(),
        base_url: "https://my.example.jp".to_owned(),
        webauthn: madoguchi_services::authenticators::passkeys::relying_party("https://my.example.jp"),
        slots: madoguchi_services::limits::Slots::beside(16),
    }
}

const MORE_FIELDS: &str = r#"[[forms.inquiry.fields]]
name = "phone"
label = { ja = "ご連絡先", en = "Phone" }
kind = "phone"
only_for = ["other"]

[[forms.inquiry.fields]]
name = "visits"
label = { ja = "訪問を希望する", en = "Wants a visit" }
kind = "flag"
only_for = ["other"]

[[forms.inquiry.fields]]
name = "attachments""#;

const VISIT: &str = r#"[forms.visit]
title = { ja = "訪問希望日", en = "Day of the visit" }
repeat_max = 2
asked_when = { field = "inquiry.visits", is = "true" }

[[forms.visit.fields]]
name = "day"
label = { ja = "日にち", en = "Day" }
kind = "date"
required = true

[[forms.visit.fields]]
name = "note"
label = { ja = "備考", en = "Note" }
kind = "long_text"
"#;

/// The presets, and a copy of the first under another key.
fn portals() -> Portals {
    let preset = include_str!("../../../portals/telecom.toml");
    let replaced = |text: &str, from: &str, to: &str| {
        assert!(text.contains(from), "{from} is not in the preset");
        text.replacen(from, to, 1)
    };
    let copy = replaced(preset, "key = \"telecom\"", &format!("key = \"{OTHER_PORTAL}\""));
    let copy = replaced(&copy, "year = \"calendar\"", "year = \"fiscal\"");
    let copy = replaced(&copy, "absolute_hours = 12", "absolute_hours = 12\nconcurrent = 2");
    // Its inquiries of the last kind ask more.
    let other = "label = { ja = \"その他\", en = \"Other\" }\nforms = [\"inquiry\"]";
    let copy = replaced(&copy, other, &other.replace("[\"inquiry\"]", "[\"inquiry\", \"visit\"]"));
    let copy = replaced(&copy, "[[forms.inquiry.fields]]\nname = \"attachments\"", MORE_FIELDS);
    let copy = replaced(&copy, "[[departures]]", &format!("{VISIT}\n[[departures]]"));
    let folder: PathBuf = std::env::temp_dir().join(format!("madoguchi-portals-{}", uuid::Uuid::now_v7().simple()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("telecom.toml"), preset).unwrap();
    std::fs::write(folder.join("second.toml"), copy).unwrap();
    std::fs::write(folder.join("network.toml"), include_str!("../../../portals/network.toml")).unwrap();
    std::fs::write(folder.join("rental.toml"), include_str!("../../../portals/rental.toml")).unwrap();
    let strict =
        replaced(include_str!("../../../portals/rental.toml"), "key = \"rental\"", &format!("key = \"{STRICT}\""));
    let strict = replaced(&strict, "mode = \"by_choice\"", "mode = \"always\"");
    let strict = replaced(&strict, r#"methods = ["mail", "totp", "passkey"]"#, r#"methods = ["totp", "passkey"]"#);
    std::fs::write(folder.join("strict.toml"), strict).unwrap();
    let sandbox = format!("key = \"{SANDBOX}\"\nsandbox = {{ data = \"network\" }}");
    let sandbox = replaced(include_str!("../../../portals/network.toml"), "key = \"network\"", &sandbox);
    std::fs::write(folder.join("sandbox.toml"), sandbox).unwrap();
    let portals = Portals::directory(&folder);
    std::fs::remove_dir_all(&folder).unwrap();
    portals.unwrap()
}
