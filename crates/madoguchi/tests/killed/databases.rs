//! A folder and an empty database for each test, removed afterwards whether it passes or not.

use std::path::PathBuf;
use std::sync::Arc;

use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, Statement};

const SERVER: &str = "postgres://postgres@127.0.0.1:5432/postgres";
/// Numbers that tell runs and tests apart.
const NAME_BYTES: usize = 8;

/// Where the same test runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file in the test's folder.
    Sqlite,
    /// A database on the server of `TEST_DATABASE_URL`, else of this machine.
    Postgres,
}

/// What one installation has: a folder and a database. Clones are the same one.
#[derive(Clone, Debug)]
pub struct Place(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    url: String,
    /// On the server, to be dropped.
    database: Option<String>,
}

/// Runs a test in a place of its own.
pub fn run<F: Future<Output = ()> + Send + 'static>(engine: Engine, test: impl FnOnce(Place) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let place = Place::create(engine).await;
        let outcome = tokio::spawn(test(place.clone())).await;
        place.remove().await;
        if let Err(error) = outcome {
            std::panic::resume_unwind(error.into_panic());
        }
    });
}

impl Place {
    async fn create(engine: Engine) -> Self {
        let mut bytes = [0; NAME_BYTES];
        getrandom::fill(&mut bytes).unwrap();
        let name = format!("madoguchi_killed_{:016x}", u64::from_be_bytes(bytes));
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir(&folder).unwrap();
        let (url, database) = match engine {
            Engine::Sqlite => (format!("sqlite://{}/madoguchi.sqlite", folder.display()), None),
            Engine::Postgres => {
                on_server(&format!("CREATE DATABASE {name}")).await;
                (with_database(&server_url(), &name), Some(name))
            }
        };
        Self(Arc::new(Inner { folder, url, database }))
    }

    async fn remove(&self) {
        std::fs::remove_dir_all(&self.0.folder).unwrap();
        if let Some(database) = &self.0.database {
            on_server(&format!("DROP DATABASE {database} WITH (FORCE)")).await;
        }
    }

    /// For files of the test; the current folder of the binary.
    pub fn folder(&self) -> &std::path::Path {
        &self.0.folder
    }

    /// The database, as the configuration names it.
    pub fn database_url(&self) -> &str {
        &self.0.url
    }

    /// Host and port of the server.
    pub fn server_address(&self) -> String {
        let authority = self.0.url.split("://").nth(1).unwrap().split('/').next().unwrap();
        let address = authority.rsplit('@').next().unwrap();
        if address.contains(':') { address.to_owned() } else { format!("{address}:5432") }
    }

    /// The same place with its server reached at another address.
    pub fn reached_at(&self, address: std::net::SocketAddr) -> Self {
        let url = self.0.url.replacen(&self.server_address(), &address.to_string(), 1);
        Self(Arc::new(Inner { folder: self.0.folder.clone(), url, database: None }))
    }

    /// One whole number.
    pub async fn number(&self, sql: &str) -> i64 {
        let connection = connect(&self.0.url).await;
        let sql = format!("SELECT CAST(({sql}) AS bigint) AS number");
        let statement = Statement::from_string(connection.get_database_backend(), sql);
        let row = connection.query_one_raw(statement).await.unwrap().unwrap();
        connection.close().await.unwrap();
        row.try_get::<Option<i64>>("", "number").unwrap().unwrap_or(0)
    }
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options).await.unwrap()
}

async fn on_server(sql: &str) {
    let connection = connect(&server_url()).await;
    connection.execute_unprepared(sql).await.unwrap();
    connection.close().await.unwrap();
}

fn server_url() -> String {
    std::env::var("TEST_DATABASE_URL").unwrap_or_else(|_| SERVER.to_owned())
}

/// The URL of another database of the same server.
fn with_database(url: &str, name: &str) -> String {
    let (address, query) = url.split_once('?').map_or((url, None), |(address, query)| (address, Some(query)));
    let authority = address.find("://").map_or(0, |at| at + 3);
    let server = address[authority..].find('/').map_or(address, |at| &address[..authority + at]);
    format!("{server}/{name}{}", query.map(|query| format!("?{query}")).unwrap_or_default())
}
