//! A floor on SQLite: the statements of a request through the driver alone, reads on as many connections, writes on the
//! one that writes in the product too.

use std::sync::Arc;
use std::time::{Duration, Instant};

use api_tests::App;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement, Value};
use tokio::runtime::Builder;
use uuid::Uuid;

use crate::load::CONNECTIONS;
use crate::options::{OPTIONS, cores};
use crate::sent::{Given, Sent};
use crate::urls;

/// Requests of a second.
pub async fn per_second(app: &App, statements: &[Sent]) -> f64 {
    let (url, statements): (String, Arc<[Sent]>) = (urls::of(app).await, statements.into());
    let (sender, receiver) = tokio::sync::oneshot::channel();
    // Threads of its own, as the server has.
    std::thread::spawn(move || {
        let runtime = Builder::new_multi_thread().worker_threads(cores()).enable_all().build().unwrap();
        let rate = runtime.block_on(measure(&url, &statements));
        sender.send(rate).unwrap();
    });
    receiver.await.unwrap()
}

async fn measure(url: &str, statements: &Arc<[Sent]>) -> f64 {
    let writer = connect(url).await;
    let mut tasks = Vec::new();
    let start = Instant::now();
    let end = start + Duration::from_secs_f64(OPTIONS.seconds);
    for _ in 0..CONNECTIONS {
        let (reader, writer, statements) = (connect(url).await, writer.clone(), statements.clone());
        tasks.push(tokio::spawn(async move {
            let mut count = 0_u32;
            while Instant::now() < end {
                for sent in &*statements {
                    send(if sent.is_write() { &writer } else { &reader }, sent).await;
                }
                count += 1;
            }
            count
        }));
    }
    let mut count = 0;
    for task in tasks {
        count += task.await.unwrap();
    }
    f64::from(count) / start.elapsed().as_secs_f64()
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false).test_before_acquire(false);
    let connection = Database::connect(options).await.unwrap();
    connection.execute_unprepared("PRAGMA synchronous = NORMAL").await.unwrap();
    connection
}

async fn send(connection: &DatabaseConnection, sent: &Sent) {
    let value = |given: &Given| match given {
        Given::Known(value) => value.clone(),
        Given::NewId => Value::Uuid(Some(Uuid::now_v7())),
    };
    let values: Vec<_> = sent.values.iter().map(value).collect();
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sent.sql.as_str(), values);
    connection.query_all_raw(statement).await.unwrap();
}
