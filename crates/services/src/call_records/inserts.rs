//! Inserting call records many at a time. PostgreSQL takes a batch as one array for each column: a statement of ten
//! values, planned once, where a list of rows would have as many values as cells. SQLite takes lists of rows.

use std::collections::HashSet;
use std::fmt::Write;

use madoguchi_entities::call_records::{self, Model as CallRecord};
use madoguchi_entities::ids::CallRecordId;
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{ConnectionTrait, DatabaseBackend, Iden, Statement};

use crate::{Error, rows};

use call_records::Column::{Callee, Caller, Charge, ContractId, CustomerId, Duration, Id, Kind, Portal, StartedAt};

const COLUMNS: [call_records::Column; 10] =
    [CustomerId, ContractId, StartedAt, Id, Portal, Kind, Caller, Callee, Duration, Charge];
/// Types of [`COLUMNS`] on PostgreSQL.
const TYPES: [&str; COLUMNS.len()] =
    ["uuid", "uuid", "timestamptz", "uuid", "text", "text", "text", "text", "integer", "bigint"];
/// Rows of one statement with arrays: some two megabytes.
const ARRAY_MAX: usize = 10_000;

/// Inserts what is not there yet, and says which that was.
pub(super) async fn insert(tx: &impl ConnectionTrait, rows: &[&CallRecord]) -> Result<HashSet<CallRecordId>, Error> {
    let mut stored = HashSet::with_capacity(rows.len());
    let is_postgres = tx.get_database_backend() == DatabaseBackend::Postgres;
    let most = if is_postgres { ARRAY_MAX } else { rows::BIND_VALUES_MAX / COLUMNS.len() };
    for rows in rows.chunks(most) {
        let found =
            if is_postgres { tx.query_all_raw(arrays(rows)).await? } else { tx.query_all(&list(rows)?).await? };
        for row in found {
            stored.insert(row.try_get_by_index(0)?);
        }
    }
    Ok(stored)
}

fn arrays(rows: &[&CallRecord]) -> Statement {
    let names = COLUMNS.map(|column| column.to_string()).join(", ");
    let arrays: Vec<_> = TYPES.iter().zip(1..).map(|(kind, at)| format!("${at}::text::{kind}[]")).collect();
    let sql = format!(
        "INSERT INTO call_records ({names}) SELECT * FROM unnest({}) \
         ON CONFLICT (customer_id, contract_id, started_at, id) DO NOTHING RETURNING id",
        arrays.join(", ")
    );
    let plain = |cell: fn(&CallRecord, &mut String)| array(rows, cell);
    let values = [
        plain(|row, to| _ = write!(to, "{}", row.customer_id.0)),
        plain(|row, to| _ = write!(to, "{}", row.contract_id.0)),
        plain(|row, to| _ = write!(to, "{}", row.started_at.format("%Y-%m-%dT%H:%M:%S%.6fZ"))),
        plain(|row, to| _ = write!(to, "{}", row.id.0)),
        plain(|row, to| quote(&row.portal, to)),
        plain(|row, to| quote(&row.kind, to)),
        plain(|row, to| quote(&row.caller, to)),
        plain(|row, to| quote(&row.callee, to)),
        plain(|row, to| _ = write!(to, "{}", row.duration)),
        plain(|row, to| _ = write!(to, "{}", row.charge)),
    ];
    Statement::from_sql_and_values(DatabaseBackend::Postgres, sql, values.map(Into::into))
}

/// One column as the text of an array: `{a,b,c}`.
fn array(rows: &[&CallRecord], cell: fn(&CallRecord, &mut String)) -> String {
    let mut array = String::from("{");
    for (at, row) in rows.iter().enumerate() {
        if at > 0 {
            array.push(',');
        }
        cell(row, &mut array);
    }
    array.push('}');
    array
}

/// A text within an array.
fn quote(text: &str, to: &mut String) {
    to.push('"');
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            to.push('\\');
        }
        to.push(character);
    }
    to.push('"');
}

fn list(rows: &[&CallRecord]) -> Result<sea_orm::sea_query::InsertStatement, Error> {
    let mut insert = Query::insert();
    insert.into_table(call_records::Entity).columns(COLUMNS);
    for row in rows {
        let row = CallRecord::clone(row);
        let values: [Expr; COLUMNS.len()] = [
            row.customer_id.into(),
            row.contract_id.into(),
            row.started_at.into(),
            row.id.into(),
            row.portal.into(),
            row.kind.into(),
            row.caller.into(),
            row.callee.into(),
            row.duration.into(),
            row.charge.into(),
        ];
        insert.values(values).map_err(Error::internal)?;
    }
    let conflict = OnConflict::columns([CustomerId, ContractId, StartedAt, Id]).do_nothing().to_owned();
    Ok(insert.on_conflict(conflict).returning(Query::returning().column(Id)).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stand_in_arrays_as_they_are() {
        let mut array = String::new();
        quote("a\"b\\c, {国内} NULL", &mut array);
        assert_eq!(array, "\"a\\\"b\\\\c, {国内} NULL\"");
    }
}
