//! A floor on PostgreSQL: `pgbench` sends the statements of a request, prepared, on as many connections.

use std::fs;
use std::process::Command;

use api_tests::App;
use sea_orm::Value;
use sea_orm::sea_query::{PostgresQueryBuilder, QueryBuilder};
use uuid::Uuid;

use crate::load::CONNECTIONS;
use crate::options::{OPTIONS, cores};
use crate::sent::{Given, Sent};
use crate::urls;

/// Requests of a second; none where there is no `pgbench`.
pub async fn per_second(app: &App, statements: &[Sent]) -> Option<f64> {
    let pgbench = OPTIONS.pgbench.as_ref()?;
    let (script, variables) = script(statements);
    let file = std::env::temp_dir().join(format!("madoguchi-benchmark-{}.sql", Uuid::now_v7().simple()));
    fs::write(&file, script).unwrap();
    let mut command = Command::new(pgbench);
    // As long as a second at least: pgbench takes whole ones.
    let seconds = OPTIONS.seconds.ceil().max(1.0);
    command
        .env("PGOPTIONS", "-c synchronous_commit=off")
        .args(["--no-vacuum", "--protocol=prepared"])
        .args([format!("--client={CONNECTIONS}"), format!("--jobs={}", cores()), format!("--time={seconds}")])
        .arg(format!("--file={}", file.display()))
        .args(variables.iter().map(|(name, value)| format!("--define={name}={value}")))
        .arg(urls::of(app).await);
    let output = command.output().unwrap();
    fs::remove_file(&file).unwrap();
    assert!(output.status.success(), "pgbench: {}", String::from_utf8_lossy(&output.stderr));
    let told = String::from_utf8(output.stdout).unwrap();
    let rate = told.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
    Some(rate.expect("pgbench told no rate"))
}

/// The statements with a variable for each placeholder, and the variables.
fn script(statements: &[Sent]) -> (String, Vec<(String, String)>) {
    let (mut script, mut variables) = (String::new(), Vec::new());
    for (number, statement) in statements.iter().enumerate() {
        script += &with_places(&statement.sql, |place| match &statement.values[place - 1] {
            Given::NewId => "gen_random_uuid()".to_owned(),
            Given::Known(value) => match text(value) {
                Some(text) => {
                    let name = format!("v{number}_{place}");
                    variables.push((name.clone(), text));
                    format!(":{name}")
                }
                None => PostgresQueryBuilder.value_to_string(value),
            },
        });
        script += ";\n";
    }
    (script, variables)
}

/// A statement with something else for `$1`, `$2` and so on.
fn with_places(sql: &str, mut other: impl FnMut(usize) -> String) -> String {
    let mut pieces = sql.split('$');
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let digits = piece.len() - piece.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        whole += &other(piece[..digits].parse().expect("a dollar sign that is no placeholder"));
        whole += &piece[digits..];
    }
    whole
}

/// As PostgreSQL reads it from a text; none for what is written into the statement.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Bool(value) => value.map(|value| value.to_string()),
        Value::SmallInt(value) => value.map(|value| value.to_string()),
        Value::Int(value) => value.map(|value| value.to_string()),
        Value::BigInt(value) => value.map(|value| value.to_string()),
        Value::BigUnsigned(value) => value.map(|value| value.to_string()),
        Value::String(value) => value.clone(),
        Value::Uuid(value) => value.map(|value| value.to_string()),
        Value::ChronoDate(value) => value.map(|value| value.to_string()),
        Value::ChronoDateTimeUtc(value) => value.map(|value| value.to_rfc3339()),
        Value::Bytes(value) => value.as_ref().map(|bytes| format!("\\x{}", hex::encode(bytes))),
        _ => None,
    }
}
