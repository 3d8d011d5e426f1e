//! P2 at one contract: a page of a month with many calls beside one with few, over HTTP and as the bare statement on
//! PostgreSQL, which plans it anew at first and keeps one plan for all values later.

use std::time::Instant;

use api_tests::{App, Engine, Subscriber};
use sea_orm::sea_query::{PostgresQueryBuilder, QueryBuilder};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};

use crate::call_records::{self, MONTH, OCTOBER};
use crate::options::OPTIONS;
use crate::report::{Row, thousands};
use crate::sent::{self, Given, Sent};
use crate::sites::Site;
use crate::times::Times;
use crate::{others, plans, urls};

/// Calls in the month of the light contract.
const FEW: i64 = 131;
/// The same for the heavy one.
const MANY: i64 = 32_000;
/// Customers like the light one.
const OTHERS: u32 = 300;
/// Executions until PostgreSQL has chosen.
const SETTLED: usize = 10;

/// Measures pages of both.
pub async fn measure(app: App) {
    let engine = app.engine();
    call_records::prepare(&app).await;
    let (light, heavy, other) = (app.subscriber().await, app.subscriber().await, app.subscriber().await);
    let many = MANY.min(OPTIONS.rows);
    for (subscriber, calls) in [(&light, FEW), (&heavy, many), (&other, FEW)] {
        call_records::fill(&app, &subscriber.contract, calls, OCTOBER).await;
    }
    let tables = ["customers", "billing_groups", "contracts", "call_records"];
    others::copy(app.db(), &tables, other.customer.id, 1..=OTHERS).await;
    call_records::sum_up(&app).await;
    call_records::settle(&app).await;

    let few = format!("with {FEW}");
    let name = |what: &str| format!("P2 heavy month of {} calls: {what}", thousands(many));
    let (few_page, few_statement) = page(&app, &light).await;
    let (many_page, statement) = page(&app, &heavy).await;
    for (of, share) in [("p50", 0.5), ("p99", 0.99)] {
        let row = Row::new(name(&format!("page of 50, {of}")), many_page.at(share) * 1e3, "ms").on(engine);
        row.times(&few, Some(few_page.at(share) * 1e3)).keep();
    }
    if engine == Engine::Postgres {
        let (few_cold, few_settled) = executions(&app, &few_statement).await;
        let (cold, settled) = executions(&app, &statement).await;
        Row::new(name("its statement, first time"), cold * 1e3, "ms")
            .on(engine)
            .times(&few, Some(few_cold * 1e3))
            .keep();
        let row = Row::new(name("its statement, after ten"), settled.median() * 1e3, "ms").on(engine);
        row.times(&few, Some(few_settled.median() * 1e3)).keep();
        plans::append(
            engine,
            "call records: page of a heavy month, after ten executions",
            &plan(&app, &statement).await,
        );
    }
}

/// Times of the first page, and the statement that reads it.
async fn page(app: &App, whose: &Subscriber) -> (Times, Sent) {
    let browser = app.signed_in(&app.user(&whose.group).await).await;
    let path = format!("/contracts/{}/call-records?month={MONTH}&limit=50", whose.contract.id);
    let site = Site::open_apart(app, None).await;
    let visitor = site.visitor(&browser);
    for _ in 0..SETTLED {
        visitor.get(&path).await;
    }
    let mut visits = Vec::new();
    for _ in 0..OPTIONS.requests.div_ceil(SETTLED.try_into().unwrap()) {
        visits.push(visitor.get(&path).await.whole);
    }
    site.close().await;
    let statements = sent::by_request(app, &browser, &path).await;
    let mut reading = statements.into_iter().filter(|sent| sent.sql.contains("FROM \"call_records\""));
    (Times::of(visits), reading.next().expect("no statement reads the page"))
}

/// Seconds of the first execution on a connection, and of those after ten.
async fn executions(app: &App, sent: &Sent) -> (f64, Times) {
    let connection = connect(app).await;
    let mut seconds = Vec::new();
    for _ in 0..SETTLED + OPTIONS.requests.div_ceil(10) as usize {
        let values = sent.values.iter().map(|given| match given {
            Given::Known(value) => value.clone(),
            Given::NewId => sea_orm::Value::Uuid(None),
        });
        let backend = connection.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, sent.sql.as_str(), values);
        let start = Instant::now();
        connection.query_all_raw(statement).await.unwrap();
        seconds.push(start.elapsed());
    }
    (seconds[0].as_secs_f64(), Times::of(seconds.split_off(SETTLED)))
}

/// How PostgreSQL executes it for the eleventh time.
async fn plan(app: &App, sent: &Sent) -> Vec<String> {
    let connection = connect(app).await;
    let literal = |given: &Given| match given {
        Given::Known(value) => PostgresQueryBuilder.value_to_string(value),
        Given::NewId => "NULL".to_owned(),
    };
    let values: Vec<_> = sent.values.iter().map(literal).collect();
    connection.execute_unprepared(&format!("PREPARE page AS {}", sent.sql)).await.unwrap();
    let execute = format!("EXECUTE page ({})", values.join(", "));
    for _ in 0..SETTLED {
        connection.execute_unprepared(&execute).await.unwrap();
    }
    plans::explain(&connection, Engine::Postgres, Statement::from_string(connection.get_database_backend(), execute))
        .await
}

/// One connection, whose prepared statements are nobody else's.
async fn connect(app: &App) -> DatabaseConnection {
    let mut options = ConnectOptions::new(urls::of_driver(app).await);
    options.max_connections(1).sqlx_logging(false).test_before_acquire(false);
    Database::connect(options).await.unwrap()
}
