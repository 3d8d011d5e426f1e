//! Where the database of an application is, for connections that are not its own.

use api_tests::{App, Engine};
use sea_orm::{ConnectionTrait, Statement};

const DEFAULT_URL: &str = "postgres://postgres@127.0.0.1:5432/postgres";

/// As libpq takes it on PostgreSQL; `sqlite://path` on SQLite.
pub async fn of(app: &App) -> String {
    let backend = app.db().get_database_backend();
    let sql = match app.engine() {
        Engine::Postgres => "SELECT current_database()::text",
        Engine::Sqlite => "SELECT file FROM pragma_database_list WHERE name = 'main'",
    };
    let name = app.db().query_one_raw(Statement::from_string(backend, sql)).await.unwrap().unwrap();
    let name: String = name.try_get_by_index(0).unwrap();
    if app.engine() == Engine::Sqlite {
        return format!("sqlite://{name}");
    }
    let url = std::env::var("TEST_DATABASE_URL").unwrap_or_else(|_| DEFAULT_URL.to_owned());
    let mut url = reqwest::Url::parse(&url).unwrap();
    url.set_path(&name);
    url.into()
}

/// As the product's driver takes it, with the durability of the API tests.
pub async fn of_driver(app: &App) -> String {
    let url = of(app).await;
    match app.engine() {
        Engine::Postgres => {
            format!("{url}{}options[synchronous_commit]=off", if url.contains('?') { '&' } else { '?' })
        }
        Engine::Sqlite => url,
    }
}
