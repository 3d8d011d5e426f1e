//! A migrated database for each test: a copied file on SQLite, a copied template on PostgreSQL. What a run left behind
//! that was killed is removed by the next one.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use madoguchi_services::Database;
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, Statement};
use tokio::runtime::Runtime;
use tokio::sync::OnceCell;
use uuid::Uuid;

const DEFAULT_URL: &str = "postgres://postgres@127.0.0.1:5432/postgres";
/// Connections of one test; PostgreSQL allows 100 in all.
const CONNECTIONS: u32 = 6;

/// Where the same test runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// The server of `TEST_DATABASE_URL`, else the one of this machine.
    Postgres,
}

/// A database of one test.
#[derive(Debug)]
pub struct TestDatabase {
    pub database: Database,
    /// Documents and attachments of the test.
    pub files: madoguchi_services::Files,
    place: Place,
}

#[derive(Debug)]
enum Place {
    File(PathBuf),
    Named(String),
}

impl Place {
    async fn connect(&self, connections: u32) -> Database {
        let url = match self {
            Self::File(path) => format!("sqlite://{}", path.display()),
            // What a test wrote need not survive a power cut.
            Self::Named(name) => {
                let url = with_database(&plain(&server_url()), name);
                with_parameter(&url, "options[synchronous_commit]=off")
            }
        };
        Database::connect(&url, connections).await.unwrap()
    }
}

impl TestDatabase {
    pub async fn create(engine: Engine) -> Self {
        let place = match engine {
            Engine::Sqlite => {
                let (folder, template) = FILES.get_or_init(Files::prepare).await.paths();
                let path = folder.join(format!("{}.sqlite", number()));
                fs::copy(template, &path).unwrap();
                Place::File(path)
            }
            Engine::Postgres => Place::Named(on_server(Server::create).await),
        };
        let files = madoguchi_services::Files::memory();
        Self { database: place.connect(CONNECTIONS).await, files, place }
    }

    /// Connects once more, as another process does.
    pub async fn connect(&self) -> Database {
        self.place.connect(2).await
    }

    pub async fn remove(&self) {
        close(&self.database).await;
        match &self.place {
            Place::File(path) => {
                for ending in ["", "-wal", "-shm"] {
                    let _absent = fs::remove_file(format!("{}{ending}", path.display()));
                }
            }
            Place::Named(name) => {
                let name = name.clone();
                on_server(async move |server| server.drop(&name).await).await;
            }
        }
    }
}

fn number() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

async fn close(database: &Database) {
    database.close().await.unwrap();
}

async fn migrate(url: &str) {
    let database = Database::connect(url, 1).await.unwrap();
    database.migrate().await.unwrap();
    close(&database).await;
}

static FILES: OnceCell<Files> = OnceCell::const_new();
const FOLDER_PREFIX: &str = "madoguchi-test-";

/// A folder of this run, held by a lock that ends with the process.
struct Files {
    folder: PathBuf,
    _lock: File,
}

impl Files {
    async fn prepare() -> Self {
        for entry in fs::read_dir(std::env::temp_dir()).unwrap().flatten() {
            if entry.file_name().to_string_lossy().starts_with(FOLDER_PREFIX) {
                remove_if_dead(&entry.path());
            }
        }
        let folder = std::env::temp_dir().join(format!("{FOLDER_PREFIX}{}", Uuid::now_v7().simple()));
        fs::create_dir_all(&folder).unwrap();
        let lock = File::create(folder.join("lock")).unwrap();
        lock.lock().unwrap();
        let files = Self { folder, _lock: lock };
        migrate(&format!("sqlite://{}", files.paths().1.display())).await;
        files
    }

    fn paths(&self) -> (&Path, PathBuf) {
        (&self.folder, self.folder.join("template.sqlite"))
    }
}

fn remove_if_dead(folder: &Path) {
    let dead = File::open(folder.join("lock")).is_ok_and(|lock| lock.try_lock().is_ok());
    if dead {
        let _taken_by_another_run = fs::remove_dir_all(folder);
    }
}

/// Outlives every test: a connection works only while the runtime that opened it does.
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap());
static SERVER: OnceCell<Server> = OnceCell::const_new();
const DATABASE_PREFIX: &str = "madoguchi_test_";

async fn on_server<T: Send + 'static>(work: impl AsyncFnOnce(&'static Server) -> T + Send + 'static) -> T {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let done = RUNTIME.block_on(async { work(SERVER.get_or_init(Server::prepare).await).await });
        let _nobody_waits = sender.send(done);
    });
    receiver.await.unwrap()
}

/// The PostgreSQL server. Databases are called after the run, and a run is alive while its connection is: that holds for
/// runs of other machines on the same server too.
struct Server {
    connection: DatabaseConnection,
    run: String,
}

impl Server {
    async fn prepare() -> Self {
        let run = format!("{DATABASE_PREFIX}{}", Uuid::now_v7().simple());
        let mut options = ConnectOptions::new(with_parameter(&server_url(), &format!("application_name={run}")));
        options.min_connections(1).max_connections(1).idle_timeout(None).max_lifetime(None).sqlx_logging(false);
        let connection = sea_orm::Database::connect(options).await.unwrap();
        let server = Self { connection, run };
        server.sweep().await;
        let template = server.template();
        server.execute(&format!("CREATE DATABASE {template}")).await;
        migrate(&with_database(&server_url(), &template)).await;
        server
    }

    fn template(&self) -> String {
        format!("{}_template", self.run)
    }

    async fn create(&'static self) -> String {
        let name = format!("{}_{}", self.run, number());
        self.execute(&format!("CREATE DATABASE {name} TEMPLATE {}", self.template())).await;
        name
    }

    async fn drop(&self, name: &str) {
        self.execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    }

    async fn sweep(&self) {
        let sql = format!(
            "SELECT d.datname FROM pg_database d WHERE starts_with(d.datname, '{DATABASE_PREFIX}') AND NOT EXISTS \
             (SELECT 1 FROM pg_stat_activity a WHERE starts_with(a.application_name, '{DATABASE_PREFIX}') \
             AND starts_with(d.datname, a.application_name))"
        );
        let statement = Statement::from_string(self.connection.get_database_backend(), sql);
        for row in self.connection.query_all_raw(statement).await.unwrap() {
            let name: String = row.try_get_by_index(0).unwrap();
            let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            let _swept_by_another_run = self.connection.execute_unprepared(&sql).await;
        }
    }

    async fn execute(&self, sql: &str) {
        self.connection.execute_unprepared(sql).await.unwrap();
    }
}

fn server_url() -> String {
    std::env::var("TEST_DATABASE_URL").unwrap_or_else(|_| DEFAULT_URL.to_owned())
}

/// Without TLS unless the URL asks for it: each test opens connections of its own, and a handshake costs more than its
/// statements.
fn plain(url: &str) -> String {
    if url.contains("sslmode=") { url.to_owned() } else { with_parameter(url, "sslmode=disable") }
}

/// The URL of another database of the same server.
fn with_database(url: &str, name: &str) -> String {
    let (address, query) = url.split_once('?').map_or((url, None), |(address, query)| (address, Some(query)));
    let authority = address.find("://").map_or(0, |at| at + 3);
    let server = address[authority..].find('/').map_or(address, |at| &address[..authority + at]);
    format!("{server}/{name}{}", query.map(|query| format!("?{query}")).unwrap_or_default())
}

fn with_parameter(url: &str, parameter: &str) -> String {
    format!("{url}{}{parameter}", if url.contains('?') { '&' } else { '?' })
}
