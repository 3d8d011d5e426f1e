//! Many other customers: copies of the rows of one, made by the database itself.

use std::ops::RangeInclusive;

use api_tests::Engine;
use madoguchi_entities::ids::CustomerId;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

/// Whose rows are copied, each table after those that it names.
pub const TABLES: [&str; 11] = [
    "customers",
    "billing_groups",
    "contracts",
    "users",
    "invoices",
    "invoice_lines",
    "invoice_totals",
    "inquiries",
    "inquiry_messages",
    "notices",
    "call_records",
];
/// Texts that nobody else may have.
const UNIQUE: [&str; 5] = ["number", "sign_in_name", "sign_in_key", "mail_address", "mail_key"];

/// Copies the rows of a customer in some tables once for each number.
pub async fn copy(db: &DatabaseConnection, tables: &[&str], customer: CustomerId, numbers: RangeInclusive<u32>) {
    let engine = match db.get_database_backend() {
        sea_orm::DatabaseBackend::Postgres => Engine::Postgres,
        _ => Engine::Sqlite,
    };
    for table in tables {
        let columns = columns(db, engine, table).await;
        let sql = insertion(engine, table, &columns, &numbers);
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [customer.into()]);
        db.execute_raw(statement).await.unwrap();
    }
}

/// Each with whether it is an id.
async fn columns(db: &DatabaseConnection, engine: Engine, table: &str) -> Vec<(String, bool)> {
    let sql = match engine {
        Engine::Postgres => format!(
            "SELECT column_name::text, data_type = 'uuid' FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name = '{table}'"
        ),
        Engine::Sqlite => format!("SELECT name, type = 'uuid_text' FROM pragma_table_info('{table}')"),
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    let column = |row: &sea_orm::QueryResult| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap());
    rows.iter().map(column).collect()
}

/// An id keeps all but its last four bytes, which are random: there the number of the copy is written, so that copies name
/// each other as the originals do.
fn insertion(engine: Engine, table: &str, columns: &[(String, bool)], numbers: &RangeInclusive<u32>) -> String {
    let (first, last) = (numbers.start(), numbers.end());
    let value = |(column, is_id): &(String, bool)| match (engine, is_id) {
        (Engine::Postgres, true) => format!("CAST(left({column}::text, 28) || lpad(to_hex(n), 8, '0') AS uuid)"),
        // Of nothing, `hex` makes an empty text.
        (Engine::Sqlite, true) => {
            format!("CASE WHEN {column} IS NOT NULL THEN unhex(substr(hex({column}), 1, 24) || printf('%08X', n)) END")
        }
        (_, false) if UNIQUE.contains(&column.as_str()) => format!("{column} || '-' || n"),
        (_, false) => column.clone(),
    };
    let names: Vec<_> = columns.iter().map(|(column, _)| column.as_str()).collect();
    let values: Vec<_> = columns.iter().map(value).collect();
    let (names, values) = (names.join(", "), values.join(", "));
    let customer = if table == "customers" { "id" } else { "customer_id" };
    match engine {
        Engine::Postgres => format!(
            "INSERT INTO {table} ({names}) SELECT {values} FROM {table}, generate_series({first}, {last}) AS n \
             WHERE {customer} = $1"
        ),
        Engine::Sqlite => format!(
            "WITH RECURSIVE series (n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM series WHERE n < {last}) \
             INSERT INTO {table} ({names}) SELECT {values} FROM {table}, series WHERE {customer} = ?1"
        ),
    }
}
