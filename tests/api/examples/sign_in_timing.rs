//! Measures whether the time of an answer tells that an account exists: `cargo run -p api-tests --example sign_in_timing`.
//! Prints medians and 95th percentiles with their ratios; judges nothing.

#![expect(clippy::expect_used, reason = "only people run this, and it stops at the first surprise")]

use std::time::{Duration, Instant};

use api_tests::{App, Engine, PASSWORD, RENTAL, User};
use madoguchi_entities::users::UserState;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::{Value, json};

/// Requests of each kind.
const REQUESTS: usize = 240;
/// Requests before the first that is counted.
const WARM_UP: usize = 20;
const WRONG: &str = "mori9kawa2tani";

fn main() {
    api_tests::run(Engine::Sqlite, measure);
}

async fn measure(app: App) {
    let known = app.person_at(RENTAL).await;
    let closed = closed(&app).await;
    let absent = json!({ "login_id": "nobody", "mail_address": "nobody-1@example.jp" });
    let login = |identifiers: &Value, password: &str| json!({ "identifiers": identifiers, "password": password });
    let logins = [
        ("unknown account", login(&absent, WRONG)),
        ("known account, wrong password", login(&known.identifiers(), WRONG)),
        ("closed account, right password", login(&closed.identifiers(), PASSWORD)),
    ];
    println!("POST sign-in-attempts, n = {REQUESTS}");
    report(&time(&app, "/sign-in-attempts", 401, &logins).await);

    let ask = |name: &str, mail: &str| json!({ "way": "mail_link", "sign_in_name": name, "mail_address": mail });
    let recoveries = [
        ("not matching", ask("nobody", "nobody-1@example.jp")),
        ("matching", ask(&known.row.sign_in_name, &known.row.mail_address)),
    ];
    println!("POST recoveries, n = {REQUESTS}");
    report(&time(&app, "/recoveries", 202, &recoveries).await);
}

async fn closed(app: &App) -> User {
    let mut row = app.person_at(RENTAL).await.row.into_active_model();
    row.state = Set(UserState::Closed);
    User { row: row.update(app.db()).await.expect("the user can be closed") }
}

/// Sends each kind in turn, so that whatever else the machine does falls on all of them alike. Each request comes from
/// an address of its own and hours after the last, so that none is slowed.
async fn time(
    app: &App,
    path: &str,
    status: u16,
    kinds: &[(&'static str, Value)],
) -> Vec<(&'static str, Vec<Duration>)> {
    let browser = app.browser_at(RENTAL);
    let mut times: Vec<_> = kinds.iter().map(|(name, _)| (*name, Vec::with_capacity(REQUESTS))).collect();
    for round in 0..WARM_UP + REQUESTS {
        app.advance(chrono::TimeDelta::days(2));
        browser.move_to(&format!("198.51.{}.{}", round / 250, round % 250 + 1));
        for ((_, body), (_, times)) in kinds.iter().zip(&mut times) {
            let start = Instant::now();
            let answer = browser.post(path, body).await;
            let took = start.elapsed();
            assert_eq!(answer.status, status, "{}", answer.text());
            if round >= WARM_UP {
                times.push(took);
            }
        }
    }
    times
}

fn report(times: &[(&'static str, Vec<Duration>)]) {
    let mut first = None;
    for (name, times) in times {
        let mut sorted: Vec<_> = times.iter().map(Duration::as_secs_f64).collect();
        sorted.sort_by(f64::total_cmp);
        let at = |share: f64| sorted[(sorted.len() as f64 * share) as usize] * 1e3;
        let (median, high) = (at(0.5), at(0.95));
        let (median_of_first, high_of_first) = *first.get_or_insert((median, high));
        println!(
            "  {name:32} median {median:8.2} ms (× {:.3})   95 % {high:8.2} ms (× {:.3})",
            median / median_of_first,
            high / high_of_first
        );
    }
}
