//! Services on a fresh database that goes away with the test. PostgreSQL is the one of `TEST_DATABASE_URL`, else
//! 127.0.0.1:5432.

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_services::password_hashes::Hasher;
use madoguchi_services::{Clock, Database, Files, Keys, Operator, PdfRenderer, Portals, Provider, Services, Transport};
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use uuid::Uuid;

const TABLES: [(&str, &str); 8] = [
    ("customers", "id"),
    ("billing_groups", "id"),
    ("contracts", "id"),
    ("contract_options", "contract_id, position"),
    ("invoices", "id"),
    ("invoice_lines", "invoice_id, position"),
    ("invoice_totals", "invoice_id, tax_rate"),
    ("call_record_months", "contract_id, month, kind"),
];

/// Which database.
#[derive(Clone, Copy, Debug)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
struct Frozen(Mutex<DateTime<Utc>>);

impl Clock for Frozen {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

/// Services of a test.
pub struct TestServices {
    services: Services,
    portal: &'static str,
    clock: Arc<Frozen>,
    place: Place,
}

/// What must go away afterwards.
enum Place {
    Folder(PathBuf),
    Database { server: String, name: String },
}

impl TestServices {
    /// With one of the presets.
    pub async fn at(portal: &'static str, engine: Engine) -> Self {
        let name = format!("madoguchi_import_{}", Uuid::now_v7().simple());
        let (url, place) = match engine {
            Engine::Sqlite => {
                let folder = std::env::temp_dir().join(&name);
                std::fs::create_dir(&folder).unwrap();
                (format!("sqlite://{}/test.db", folder.display()), Place::Folder(folder))
            }
            Engine::Postgres => {
                let server = std::env::var("TEST_DATABASE_URL")
                    .unwrap_or_else(|_| "postgres://postgres@127.0.0.1:5432/postgres".to_owned());
                let admin = sea_orm::Database::connect(&server).await.expect("a PostgreSQL server for tests");
                admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
                let (start, _) = server.rsplit_once('/').unwrap();
                (format!("{start}/{name}"), Place::Database { server, name })
            }
        };
        let db = Database::connect(&url, 5).await.unwrap();
        db.migrate().await.unwrap();
        let start = DateTime::from_timestamp(1_793_500_000, 0).unwrap();
        let clock = Arc::new(Frozen(Mutex::new(start)));
        let services = Services {
            db,
            portals: Portals::presets(&[portal.to_owned()]).unwrap(),
            clock: clock.clone(),
            keys: Keys::derive(&[7; 32]),
            hasher: Hasher::new(1).unwrap(),
            breached_passwords: None,
            retention: madoguchi_services::retention::Retention::default(),
            import_limits: madoguchi_services::imports::uploads::Limits::default(),
            scanner: None,
            mail: Transport::Memory(Arc::default()),
            files: Files::memory(),
            webhooks: madoguchi_services::webhooks::Client::new(madoguchi_services::webhooks::Settings::default()),
            pdf_renderer: PdfRenderer::new(None, 1),
            base_url: "http://127.0.0.1".to_owned(),
            webauthn: None,
            slots: madoguchi_services::limits::Slots::beside(4),
        };
        Self { services, portal, clock, place }
    }

    /// Who imports.
    pub fn provider(&self) -> Provider {
        Operator::command("tester").at(&self.services.portals.get(self.portal).unwrap())
    }

    pub fn advance_days(&self, days: i64) {
        *self.clock.0.lock().unwrap() += TimeDelta::days(days);
    }

    /// One whole number.
    pub async fn number(&self, sql: &str) -> i64 {
        let sql = format!("SELECT CAST(({sql}) AS bigint) AS number");
        let statement = Statement::from_string(self.backend(), sql);
        let row = self.services.db.write().query_one_raw(statement).await.unwrap().unwrap();
        row.try_get::<Option<i64>>("", "number").unwrap().unwrap_or(0)
    }

    /// All rows of all tables that imports write to, and the number of call records.
    pub async fn dump(&self) -> Vec<String> {
        let mut rows = vec![self.number("SELECT count(*) FROM call_records").await.to_string()];
        for (table, key) in TABLES {
            let sql = match self.services.db.is_postgres() {
                true => format!("SELECT row_to_json(t)::text AS row FROM {table} t ORDER BY {key}"),
                false => self.row_as_text(table, key).await,
            };
            let statement = Statement::from_string(self.backend(), sql);
            for row in self.services.db.write().query_all_raw(statement).await.unwrap() {
                rows.push(format!("{table} {}", row.try_get::<String>("", "row").unwrap()));
            }
        }
        rows
    }

    async fn row_as_text(&self, table: &str, key: &str) -> String {
        let sql = format!(
            "SELECT group_concat('quote(' || name || ')', ' || '','' || ') AS row FROM pragma_table_info('{table}')"
        );
        let statement = Statement::from_string(self.backend(), sql);
        let row = self.services.db.write().query_one_raw(statement).await.unwrap().unwrap();
        format!("SELECT {} AS row FROM {table} ORDER BY {key}", row.try_get::<String>("", "row").unwrap())
    }

    fn backend(&self) -> DatabaseBackend {
        self.services.db.write().get_database_backend()
    }
}

impl Deref for TestServices {
    type Target = Services;

    fn deref(&self) -> &Services {
        &self.services
    }
}

impl Drop for TestServices {
    fn drop(&mut self) {
        match &self.place {
            Place::Folder(folder) => {
                let _ = std::fs::remove_dir_all(folder);
            }
            Place::Database { server, name } => {
                let (server, sql) = (server.clone(), format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
                // The test's runtime is busy with dropping; another thread has one of its own.
                let dropped = std::thread::spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
                    runtime
                        .block_on(async { sea_orm::Database::connect(server).await?.execute_unprepared(&sql).await })
                        .map_err(std::io::Error::other)
                });
                if !matches!(dropped.join(), Ok(Ok(_))) {
                    eprintln!("the test database {name} is left over");
                }
            }
        }
    }
}
