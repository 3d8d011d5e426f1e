//! Units of products that are promised for periods, on SQLite and on PostgreSQL: a unit is never promised twice for a day.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests may stop at the first surprise")]

#[path = "../imports/databases/mod.rs"]
#[expect(dead_code, reason = "what only the tests of imports ask for")]
mod databases;
mod exports;

use exports::products_and_companies_come_by_import;
use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use databases::{Engine, TestServices};
use madoguchi_services::ids::{OrderLineId, ProductId};
use madoguchi_services::products::{self, store::NewProduct};
use madoguchi_services::stock::{self, Reservation, Span};
use madoguchi_services::{Error, FieldCode};
use uuid::Uuid;

/// Runs a test on a fresh database of each engine.
macro_rules! on_both_engines {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name(super::TestServices::at("rental", super::Engine::Sqlite).await).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name(super::TestServices::at("rental", super::Engine::Postgres).await).await;
            })+
        }
    };
}

on_both_engines!(
    fifty_at_once_for_the_last_unit_give_one,
    crossing_orders_of_two_products_end,
    periods_that_touch_do_not_meet,
    the_busiest_day_counts,
    several_lines_of_a_product_count_together,
    what_is_released_is_free_from_that_day_and_once,
    some_units_are_released,
    an_extension_needs_free_units,
    random_sequences_agree_with_a_calendar,
    products_and_companies_come_by_import,
);

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, month, day).unwrap()
}

fn line() -> OrderLineId {
    OrderLineId(Uuid::now_v7())
}

fn wanted(product_id: ProductId, quantity: i32, from: NaiveDate, until: NaiveDate) -> Reservation {
    Reservation { product_id, quantity, from, until, order_line_id: line() }
}

/// A product with so many units.
async fn product(services: &TestServices, code: &str, stock: i32) -> ProductId {
    let new = NewProduct {
        code: code.to_owned(),
        name: "光源".to_owned(),
        category: "測定器".to_owned(),
        daily_price: "900".to_owned(),
        monthly_price: "7,800".to_owned(),
        stock: stock.to_string(),
        note: String::new(),
    };
    let provider = services.provider();
    let stored = services.db.transaction(async |tx| {
        products::store::store(tx, &provider, services.clock.now(), std::slice::from_ref(&new)).await
    });
    assert!(stored.await.unwrap()[0].is_ok());
    let found = products::by_codes(services.db.read(), provider.portal(), &[code.to_owned()]).await.unwrap();
    found[code].id
}

async fn reserve(services: &TestServices, wanted: &[Reservation]) -> Result<(), Error> {
    let provider = services.provider();
    services.db.transaction(async |tx| stock::reserve(tx, provider.portal(), services.clock.now(), wanted).await).await
}

async fn release(services: &TestServices, line: OrderLineId, from_day: NaiveDate) -> i32 {
    let provider = services.provider();
    let now = services.clock.now();
    services.db.transaction(async |tx| stock::release(tx, provider.portal(), now, line, from_day).await).await.unwrap()
}

async fn free(services: &TestServices, product: ProductId, from: NaiveDate, until: NaiveDate) -> i64 {
    stock::available(services.db.read(), product, from, until).await.unwrap()
}

fn faults(refused: Result<(), Error>) -> Vec<(String, FieldCode)> {
    let Error::Invalid(faults) = refused.unwrap_err() else { return Vec::new() };
    faults.into_iter().map(|fault| (fault.field.into_owned(), fault.code)).collect()
}

fn out_of_stock(places: &[usize]) -> Vec<(String, FieldCode)> {
    places.iter().map(|at| (format!("lines[{at}].quantity"), FieldCode::OutOfStock)).collect()
}

async fn fifty_at_once_for_the_last_unit_give_one(services: TestServices) {
    let product = product(&services, "LAST-1", 1).await;
    // Fifty different periods, all of which have 10 March in common.
    let orders: Vec<[Reservation; 1]> = (0..50)
        .map(|at| [wanted(product, 1, day(3, 10) - TimeDelta::days(at % 7), day(3, 10) + TimeDelta::days(at % 5))])
        .collect();
    let results = futures_util::future::join_all(orders.iter().map(|order| reserve(&services, order))).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    for refused in results.into_iter().filter(Result::is_err) {
        assert_eq!(faults(refused), out_of_stock(&[0]));
    }
    assert_eq!(services.number("SELECT count(*) FROM stock_reservations").await, 1);
    assert_eq!(free(&services, product, day(3, 10), day(3, 10)).await, 0);
}

async fn crossing_orders_of_two_products_end(services: TestServices) {
    let (one, two) = (product(&services, "X-1", 10).await, product(&services, "X-2", 10).await);
    let orders: Vec<[Reservation; 2]> = (0..20)
        .map(|at| {
            let both = [wanted(one, 1, day(3, 1), day(3, 5)), wanted(two, 1, day(3, 1), day(3, 5))];
            if at % 2 == 0 { both } else { [both[1], both[0]] }
        })
        .collect();
    let results = futures_util::future::join_all(orders.iter().map(|order| reserve(&services, order))).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 10);
    assert_eq!(services.number("SELECT sum(quantity) FROM stock_reservations").await, 20);
}

async fn periods_that_touch_do_not_meet(services: TestServices) {
    let product = product(&services, "TOUCH", 1).await;
    reserve(&services, &[wanted(product, 1, day(3, 10), day(3, 20))]).await.unwrap();
    // Both ends belong to a rental: on its last day the unit is not free, on the day after it is.
    for (from, until) in
        [(day(3, 20), day(3, 25)), (day(3, 1), day(3, 10)), (day(3, 12), day(3, 13)), (day(3, 1), day(3, 31))]
    {
        assert_eq!(faults(reserve(&services, &[wanted(product, 1, from, until)]).await), out_of_stock(&[0]), "{from}");
        assert_eq!(free(&services, product, from, until).await, 0);
    }
    reserve(&services, &[wanted(product, 1, day(3, 21), day(3, 25)), wanted(product, 1, day(3, 1), day(3, 9))])
        .await
        .unwrap();
    assert_eq!(services.number("SELECT count(*) FROM stock_reservations").await, 3);
}

async fn the_busiest_day_counts(services: TestServices) {
    let product = product(&services, "BUSY", 5).await;
    let orders = [(2, day(3, 1), day(3, 10)), (2, day(3, 5), day(3, 15)), (1, day(3, 11), day(3, 20))];
    for (quantity, from, until) in orders {
        reserve(&services, &[wanted(product, quantity, from, until)]).await.unwrap();
    }
    for (from, until, left) in [
        (day(2, 1), day(2, 28), 5),
        (day(3, 1), day(3, 4), 3),
        (day(3, 1), day(3, 31), 1),
        (day(3, 5), day(3, 5), 1),
        (day(3, 11), day(3, 15), 2),
        (day(3, 16), day(3, 20), 4),
        (day(3, 21), day(3, 21), 5),
    ] {
        assert_eq!(free(&services, product, from, until).await, left, "{from} to {until}");
    }
    let found =
        products::by_codes(services.db.read(), services.provider().portal(), &["busy".to_owned()]).await.unwrap();
    let spans = stock::spans(services.db.read(), &found["busy"], day(2, 28), day(3, 31)).await.unwrap();
    let span = |from, until, units| Span { from, until, units };
    let expected = [
        span(day(2, 28), day(2, 28), 5),
        span(day(3, 1), day(3, 4), 3),
        span(day(3, 5), day(3, 10), 1),
        span(day(3, 11), day(3, 15), 2),
        span(day(3, 16), day(3, 20), 4),
        span(day(3, 21), day(3, 31), 5),
    ];
    assert_eq!(spans, expected);
}

async fn several_lines_of_a_product_count_together(services: TestServices) {
    let (one, two) = (product(&services, "ONE", 3).await, product(&services, "TWO", 1).await);
    let lines = [
        wanted(one, 2, day(3, 1), day(3, 10)),
        wanted(two, 1, day(3, 1), day(3, 10)),
        wanted(one, 2, day(3, 10), day(3, 12)),
    ];
    assert_eq!(faults(reserve(&services, &lines).await), out_of_stock(&[0, 2]));
    assert_eq!(services.number("SELECT count(*) FROM stock_reservations").await, 0, "all of them or none");
    let unknown = [wanted(ProductId(Uuid::now_v7()), 1, day(3, 1), day(3, 2)), wanted(one, 0, day(3, 1), day(3, 2))];
    let codes =
        [("lines[0].product".to_owned(), FieldCode::Unknown), ("lines[1].quantity".to_owned(), FieldCode::OutOfRange)];
    assert_eq!(faults(reserve(&services, &unknown).await), codes);
}

async fn what_is_released_is_free_from_that_day_and_once(services: TestServices) {
    let product = product(&services, "BACK", 2).await;
    let (first, second) = (wanted(product, 1, day(3, 1), day(3, 31)), wanted(product, 1, day(3, 1), day(3, 31)));
    reserve(&services, &[first, second]).await.unwrap();
    let twice =
        (release(&services, first.order_line_id, day(3, 16)), release(&services, first.order_line_id, day(3, 16)));
    let (one, other) = futures_util::future::join(twice.0, twice.1).await;
    assert_eq!((one + other), 1, "whoever comes first");
    assert_eq!(free(&services, product, day(3, 1), day(3, 15)).await, 0);
    assert_eq!(free(&services, product, day(3, 16), day(3, 31)).await, 1, "the other line keeps its own");
    assert_eq!(release(&services, first.order_line_id, day(3, 20)).await, 0, "a later day takes nothing back");
    // Refused before it began: all of it.
    assert_eq!(release(&services, second.order_line_id, day(2, 1)).await, 1);
    assert_eq!(free(&services, product, day(3, 16), day(3, 31)).await, 2);
    assert_eq!(free(&services, product, day(3, 1), day(3, 15)).await, 1);
    assert_eq!(services.number("SELECT count(*) FROM stock_reservations").await, 1);
}

async fn some_units_are_released(services: TestServices) {
    let product = product(&services, "SOME", 5).await;
    let order = wanted(product, 5, day(3, 1), day(3, 31));
    reserve(&services, &[order]).await.unwrap();
    let (provider, now) = (services.provider(), services.clock.now());
    let some = async |quantity, from_day| {
        let line = (order.order_line_id, quantity);
        services.db.transaction(async |tx| stock::release_some(tx, provider.portal(), now, line, from_day).await).await
    };
    some(2, day(3, 11)).await.unwrap();
    some(1, day(3, 21)).await.unwrap();
    for (at, left) in
        [(day(3, 10), 0), (day(3, 11), 2), (day(3, 20), 2), (day(3, 21), 3), (day(3, 31), 3), (day(4, 1), 5)]
    {
        assert_eq!(free(&services, product, at, at).await, left, "{at}");
    }
    assert_eq!(faults(some(3, day(3, 22)).await), [("quantity".to_owned(), FieldCode::OutOfRange)]);
    // Two ask for what only one of them can have.
    let (one, other) = futures_util::future::join(some(2, day(3, 25)), some(1, day(3, 25))).await;
    assert!(one.is_ok() != other.is_ok());
}

async fn an_extension_needs_free_units(services: TestServices) {
    let product = product(&services, "LONGER", 1).await;
    let order = wanted(product, 1, day(3, 1), day(3, 10));
    reserve(&services, &[order, wanted(product, 1, day(3, 21), day(3, 25))]).await.unwrap();
    let provider = services.provider();
    let extend = async |until| {
        services.db.transaction(async |tx| stock::extend(tx, provider.portal(), order.order_line_id, until).await).await
    };
    assert_eq!(faults(extend(day(3, 21)).await), out_of_stock(&[0]));
    assert_eq!(free(&services, product, day(3, 11), day(3, 20)).await, 1, "what was refused changed nothing");
    extend(day(3, 20)).await.unwrap();
    assert_eq!(free(&services, product, day(3, 11), day(3, 20)).await, 0);
    assert_eq!(faults(extend(day(3, 20)).await), [("lines[0].period".to_owned(), FieldCode::RangeReversed)]);
}

/// The same by a calendar that counts each day, with numbers that look random and are the same in each run.
async fn random_sequences_agree_with_a_calendar(services: TestServices) {
    let product = product(&services, "MODEL", 4).await;
    let mut seed = 7_u64;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut used: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    let mut lines: Vec<Reservation> = Vec::new();
    for _ in 0..120 {
        let from = day(3, 1) + TimeDelta::days(i64::try_from(next(40)).unwrap());
        let until = from + TimeDelta::days(i64::try_from(next(12)).unwrap());
        if next(3) < 2 || lines.is_empty() {
            let order = wanted(product, i32::try_from(next(3)).unwrap() + 1, from, until);
            let days: Vec<NaiveDate> = from.iter_days().take_while(|day| *day <= until).collect();
            let fits = days.iter().all(|day| used.get(day).unwrap_or(&0) + i64::from(order.quantity) <= 4);
            assert_eq!(reserve(&services, &[order]).await.is_ok(), fits);
            if fits {
                days.into_iter().for_each(|day| *used.entry(day).or_default() += i64::from(order.quantity));
                lines.push(order);
            }
        } else {
            let at = usize::try_from(next(u64::try_from(lines.len()).unwrap())).unwrap();
            let order = lines.remove(at);
            let freed = release(&services, order.order_line_id, from).await;
            assert_eq!(freed, if order.until >= from { order.quantity } else { 0 });
            let first = order.from.max(from);
            for day in first.iter_days().take_while(|day| *day <= order.until) {
                *used.entry(day).or_default() -= i64::from(order.quantity);
            }
        }
        let busiest =
            from.iter_days().take_while(|day| *day <= until).map(|day| used.get(&day).copied().unwrap_or(0)).max();
        assert_eq!(free(&services, product, from, until).await, 4 - busiest.unwrap());
    }
}
