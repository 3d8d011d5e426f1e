//! The demo of several days, as it is in the database: whatever the day, a newcomer sees every part filled.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use madoguchi_services::Clock;
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};

use super::*;
use crate::config::{Config, MailTransport};

#[derive(Debug)]
struct At(DateTime<Utc>);

impl Clock for At {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

struct Folder(std::path::PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

async fn count(services: &Services, sql: &str) -> i64 {
    let sql = format!("SELECT CAST(({sql}) AS bigint) AS number");
    let row = services.db.read().query_one_raw(Statement::from_string(DatabaseBackend::Sqlite, sql)).await.unwrap();
    row.unwrap().try_get("", "number").unwrap()
}

impl Folder {
    fn new() -> Self {
        let folder = Self(std::env::temp_dir().join(format!("madoguchi-demo-test-{}", uuid().unwrap())));
        std::fs::create_dir_all(&folder.0).unwrap();
        folder
    }

    /// A server of its own in the folder.
    fn config(&self) -> Config {
        let mut config = Config::load(None).unwrap();
        config.database.url = format!("sqlite://{}", self.0.join("demo.sqlite").display());
        config.security.key_file = self.0.join("key");
        config.files.folder = self.0.join("files");
        config.mail.transport = MailTransport::Mailbox;
        config
    }
}

/// A day at noon in Japan.
async fn on(today: &str) {
    let folder = Folder::new();
    let config = folder.config();
    let mut services = crate::start::services(&config).await.unwrap();
    let day: NaiveDate = today.parse().unwrap();
    Arc::get_mut(&mut services).unwrap().clock = Arc::new(At(day.and_hms_opt(3, 0, 0).unwrap().and_utc()));
    services.db.migrate().await.unwrap();
    let started = std::time::Instant::now();
    let logins = load(&services, &Operator::command("tester")).await.unwrap();
    println!("{today}: {} ms", started.elapsed().as_millis());
    check(&services, today).await;
    let again = load(&services, &Operator::command("tester")).await.unwrap();
    assert_eq!((again.len(), logins.len()), (11, 11), "{today}: it is loaded once");
    check(&services, today).await;
}

async fn check(services: &Services, today: &str) {
    let own = "billing_group_id = (SELECT billing_group_id FROM users WHERE sign_in_name = 'demo01')";
    let valid = "NOT EXISTS (SELECT 1 FROM invoices c WHERE c.corrects_id = invoices.id)";
    for (what, sql, expected) in [
        ("months billed", format!("SELECT count(DISTINCT month) FROM invoices WHERE {own} AND {valid}"), 14),
        ("corrections", "SELECT count(*) FROM invoices WHERE corrects_id IS NOT NULL".to_owned(), 1),
        ("issued later", format!("SELECT count(*) FROM invoices WHERE issued_on > '{today}'"), 0),
        ("months of calls", "SELECT count(DISTINCT month) FROM call_record_months".to_owned(), 13),
        ("answered", "SELECT count(*) FROM inquiries WHERE state = 'answered'".to_owned(), 1),
        ("waiting", "SELECT count(*) FROM inquiries WHERE state = 'received'".to_owned(), 1),
        ("invited", "SELECT count(*) FROM users WHERE portal = 'telecom' AND state = 'pending'".to_owned(), 1),
        ("roles", "SELECT count(DISTINCT role) FROM users WHERE portal = 'telecom'".to_owned(), 2),
        ("notices", "SELECT count(DISTINCT portal) FROM notices WHERE importance = 'important'".to_owned(), 3),
        ("read", "SELECT count(*) FROM notice_reads".to_owned(), 0),
        (
            "requests that wait for a colleague",
            "SELECT count(*) FROM requests WHERE state = 'in_approval'".to_owned(),
            1,
        ),
        (
            "states of contracts that were applied for",
            "SELECT count(DISTINCT status) FROM contracts WHERE portal = 'network'".to_owned(),
            5,
        ),
        (
            "facilities of a body",
            "SELECT max(managed) FROM (SELECT count(*) AS managed FROM contracts WHERE contact_customer_id IS NOT NULL GROUP BY contact_customer_id) AS bodies".to_owned(),
            40,
        ),
        (
            "contracts that begin next week",
            format!("SELECT count(*) FROM contracts WHERE portal = 'network' AND started_on > '{today}' AND started_on <= date('{today}', '+7 days')"),
            1,
        ),
        (
            "contracts that ran out",
            format!("SELECT count(*) FROM contracts WHERE portal = 'network' AND status IN ('applied', 'preparing', 'active') AND ends_on < '{today}'"),
            0,
        ),
        (
            "months of storage of a contract",
            "SELECT max(months) FROM (SELECT count(*) AS months FROM contract_usages GROUP BY contract_id) AS stored".to_owned(),
            13,
        ),
        (
            "storage above the free amount that is not billed though its invoice was due to be issued",
            format!("SELECT count(*) FROM contract_usages WHERE bytes > 5000000000 AND invoice_id IS NULL AND month < date('{today}', 'start of month', '-1 months')"),
            0,
        ),
        (
            "storage below it that is billed",
            "SELECT count(*) FROM contract_usages WHERE bytes <= 5000000000 AND invoice_id IS NOT NULL".to_owned(),
            0,
        ),
        (
            "documents of contracts that wait for their dispatch",
            "SELECT count(*) FROM contract_documents WHERE medium = 'cd' AND dispatched_at IS NULL".to_owned(),
            2,
        ),
        (
            "documents of contracts, told with them",
            format!(
                "SELECT count(DISTINCT d.id) FROM contract_documents d JOIN contract_events e ON e.contract_id = d.contract_id
                 AND e.at = d.delivered_at AND e.document_kind = d.kind WHERE d.delivered_at < '{today}'"
            ),
            6,
        ),
        ("opening notices", "SELECT count(*) FROM documents WHERE kind = 'opening_notice'".to_owned(), 2),
        (
            "bills of what ended",
            format!(
                "SELECT count(*) FROM invoice_lines l JOIN contracts c ON c.id = l.contract_id JOIN invoices i ON i.id = l.invoice_id
                 WHERE c.status = 'terminated' AND i.month >= date('{today}', 'start of month', '-1 months')"
            ),
            0,
        ),
        (
            "calls that are billed otherwise",
            "SELECT count(*) FROM (SELECT l.amount, (SELECT sum(m.charge) FROM call_record_months m WHERE m.contract_id = l.contract_id AND m.month = i.month) AS called
             FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id WHERE l.item = '通話料') WHERE called <> amount".to_owned(),
            0,
        ),
    ] {
        assert_eq!(count(services, &sql).await, expected, "{today}: {what}");
    }
    let due = format!("SELECT count(*) FROM invoices WHERE {own} AND {valid} AND gross > 0 AND due_on > '{today}'");
    assert!(count(services, &due).await > 0, "{today}: nothing is due");
    let fees = "SELECT count(*) FROM invoices WHERE portal = 'network' AND net = 2980";
    assert!(count(services, fees).await > 4, "{today}: no storage is billed");
    let soon = format!("SELECT count(*) FROM contracts WHERE {own} AND started_on > '{today}'");
    assert!(count(services, &soon).await > 0, "{today}: nothing begins");
}

/// Each on the first, the last or the longest day of something.
#[test]
fn the_demo_is_filled_on_any_day() {
    actix_web::rt::System::new().block_on(async {
        for today in ["2026-01-01", "2026-11-28", "2028-02-29", "2029-04-30", "2030-12-31"] {
            on(today).await;
        }
    });
}

/// A server for real customers with a sandbox beside them.
#[test]
fn a_sandbox_has_its_own_data_and_its_people_stay() {
    actix_web::rt::System::new().block_on(async {
        let folder = Folder::new();
        let portals = folder.0.join("portals");
        std::fs::create_dir(&portals).unwrap();
        let preset = include_str!("../../../../portals/rental.toml");
        let copy = preset.replacen(
            "key = \"rental\"\nversion = 1\n",
            "key = \"try\"\nversion = 1\nsandbox = { data = \"rental\" }\n",
            1,
        );
        std::fs::write(portals.join("rental.toml"), preset).unwrap();
        std::fs::write(portals.join("try.toml"), copy).unwrap();
        let mut config = folder.config();
        config.portals.directory = portals;
        let services = crate::start::services(&config).await.unwrap();
        services.db.migrate().await.unwrap();
        let operator = Operator::command("tester");
        let at = |key: &str| operator.at(&services.portals.get(key).unwrap());
        let logins = fill(&services, &at("try")).await.unwrap();
        assert_eq!(fill(&services, &at("try")).await.unwrap().len(), logins.len());
        let people = async |of: &str| count(&services, &format!("SELECT count(*) FROM users WHERE {of}")).await;
        assert_eq!(people("portal = 'try' AND state = 'active'").await, i64::try_from(logins.len()).unwrap());
        assert_eq!(people("portal <> 'try'").await, 0, "nothing is invented elsewhere");
        assert!(count(&services, "SELECT count(*) FROM orders WHERE portal = 'try'").await > 0);

        let invented = fill(&services, &at("rental")).await.unwrap();
        close(&services, &operator).await.unwrap();
        assert_eq!(people("portal = 'try' AND state = 'active'").await, i64::try_from(logins.len()).unwrap());
        assert_eq!(people("portal = 'rental' AND state = 'closed'").await, i64::try_from(invented.len()).unwrap());
    });
}
