//! P7: a signed-in list while fifty people log in at once and their passwords are hashed, beside the same while nobody does.

use std::time::Instant;

use api_tests::{App, PASSWORD, User};
use futures_util::future::join_all;
use serde_json::json;

use crate::load;
use crate::report::Row;
use crate::sites::Site;

/// People who log in at once.
const LOGINS: usize = 50;
const CREATED: u16 = 201;

/// Measures both.
pub async fn measure(app: App) {
    let engine = app.engine();
    let subscriber = app.subscriber().await;
    for _ in 0..4 {
        app.contract(&subscriber.group, |_| {}).await;
    }
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let mut people = Vec::new();
    for _ in 0..LOGINS {
        people.push(app.user(&app.subscriber().await.group).await);
    }
    let site = Site::open_apart(&app, None).await;
    let list = site.visitor(&browser).target("/contracts");

    let idle = load::run(&list).await.times;
    let running = load::start(&list);
    let start = Instant::now();
    let answers = join_all(people.iter().zip(1..).map(|(person, place)| log_in(&site, person, place))).await;
    let hashing = start.elapsed().as_secs_f64();
    let busy = running.stop().times;
    site.close().await;

    for (of, share, goal) in [("p50", 0.5, ""), ("p99", 0.99, "≤ 5")] {
        Row::new(format!("P7 list of 5 contracts while {LOGINS} log in, {of}"), busy.at(share) * 1e3, "ms")
            .on(engine)
            .times("nobody logs in", Some(idle.at(share) * 1e3))
            .goal(goal)
            .keep();
    }
    Row::new(format!("P7 {LOGINS} logins at once: until the last is answered"), hashing, "s").on(engine).keep();
    let refused = answers.iter().filter(|status| **status != CREATED).count();
    Row::new(format!("P7 {LOGINS} logins at once: refused wrongly"), refused as f64, "").on(engine).goal("0").keep();
}

/// Gives the right password from a place of one's own; tells the status.
async fn log_in(site: &Site, person: &User, place: u8) -> u16 {
    let body = json!({ "identifiers": person.identifiers(), "password": PASSWORD });
    let request = site.client().post(site.url(&person.row.portal, "/sign-in-attempts"));
    let request = request.header("x-madoguchi", "1").header("x-forwarded-for", format!("203.0.113.{place}"));
    request.json(&body).send().await.unwrap().status().as_u16()
}
