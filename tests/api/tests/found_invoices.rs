//! Invoices over all contracts (C12, B4, B14): search by day, amount and counterparty, in ranges and together; sums; pages;
//! the archive and its names.

use std::io::Cursor;

use api_tests::{App, Browser, PORTAL, Subscriber, on_both_engines};
use chrono::NaiveDate;
use madoguchi_api_types::invoices::{FoundInvoice, InvoiceDetail, InvoiceOverview};
use madoguchi_api_types::pages::Page;
use madoguchi_domain::dates::Month;
use madoguchi_entities::{customers, invoices};
use madoguchi_services::invoices::issue::{NewInvoice, Terms};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, Statement};

on_both_engines!(
    one_list_covers_all_billing_groups,
    each_condition_narrows_alone_and_together,
    texts_are_found_in_any_width_and_wildcards_are_only_text,
    pages_go_on_in_every_order,
    a_corrected_invoice_is_listed_and_counts_for_nothing,
    ranges_that_end_before_they_start_are_refused_at_the_field,
    an_archive_has_what_the_filter_leaves_under_names_of_the_law,
    an_archive_has_a_bound,
    the_search_goes_by_the_customers_own_rows,
);

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A user without a billing group, who sees all of the customer.
async fn of_all(app: &App, subscriber: &Subscriber) -> Browser {
    app.signed_in(&app.user_with(&subscriber.group, |row| row.billing_group_id = Set(None)).await).await
}

async fn search(browser: &Browser, query: &str) -> Page<FoundInvoice> {
    browser.get(&format!("/invoices{query}")).await.expect(200).json()
}

async fn amounts(browser: &Browser, query: &str) -> Vec<i64> {
    search(browser, query).await.items.into_iter().map(|invoice| invoice.net).collect()
}

async fn refused(browser: &Browser, path: &str, field: &str, code: &str) {
    let errors = browser.get(path).await.refused_fields();
    assert_eq!(errors, [(field.to_owned(), code.to_owned())], "{path}");
}

fn over(app: &App, subscriber: &Subscriber, month: Month, net: i64) -> NewInvoice {
    NewInvoice { month, ..app.new_invoice(&subscriber.group, &[(&subscriber.contract, net)]) }
}

/// Invoices over April to October 2026 of 1,000 to 7,000 yen, issued on the 9th of the month after.
async fn seven(app: &App, subscriber: &Subscriber) {
    let over = |(month, net)| over(app, subscriber, Month::new(2026, month).unwrap(), net);
    let new: Vec<_> = (4..=10).zip((1..).map(|thousand| thousand * 1_000)).map(over).collect();
    for answer in app.issue(PORTAL, &new).await {
        let _issued = answer.unwrap();
    }
}

async fn one_list_covers_all_billing_groups(app: App) {
    let subscriber = app.subscriber().await;
    let other_group = app.billing_group(&subscriber.customer).await;
    let other_contract = app.contract(&other_group, |_| {}).await;
    let own = app.new_invoice(&subscriber.group, &[(&subscriber.contract, 1_000)]);
    let other = app.new_invoice(&other_group, &[(&other_contract, 2_000)]);
    app.issue(PORTAL, &[own, other]).await;
    let stranger = app.subscriber().await;
    seven(&app, &stranger).await;

    let all = search(&of_all(&app, &subscriber).await, "").await;
    assert_eq!((all.total, all.items.len()), (Some(2), 2));
    let of_group = app.signed_in(&app.user(&subscriber.group).await).await;
    let found = search(&of_group, "").await;
    assert_eq!(found.items.iter().map(|invoice| invoice.net).collect::<Vec<_>>(), [1_000]);
    let invoice = &found.items[0];
    assert_eq!((invoice.month.as_str(), invoice.issued_on), ("2026-10", day(2026, 11, 9)));
    assert_eq!(invoice.kept_until, day(2037, 12, 31));
    assert_eq!(invoice.issuer, "あおばテレコム株式会社");
    let detail: InvoiceDetail = of_group.get(&format!("/invoices/{}", invoice.id)).await.expect(200).json();
    assert_eq!((detail.number.as_str(), detail.gross), (invoice.number.as_str(), 1_100));
    // Another group's, of the same customer.
    let foreign = all.items.iter().find(|invoice| invoice.net == 2_000).unwrap();
    of_group.get(&format!("/invoices/{}", foreign.id)).await.refused(404, "not_found");
    of_group.get(&format!("/invoices/{}/files/pdf", foreign.id)).await.refused(404, "not_found");
}

async fn each_condition_narrows_alone_and_together(app: App) {
    let subscriber = app.subscriber().await;
    seven(&app, &subscriber).await;
    let mut renamed: customers::ActiveModel = subscriber.customer.clone().into();
    renamed.name = Set("医療法人ほしぞら会".to_owned());
    renamed.update(app.db()).await.unwrap();
    app.issue(PORTAL, &[over(&app, &subscriber, Month::new(2025, 12).unwrap(), 8_000)]).await;
    let browser = of_all(&app, &subscriber).await;
    for (query, expected) in [
        ("", &[7_000, 6_000, 5_000, 4_000, 3_000, 2_000, 1_000, 8_000][..]),
        ("?issued_from=2026-10-09", &[7_000, 6_000]),
        ("?issued_until=2026-05-09", &[1_000, 8_000]),
        ("?issued_from=2026-06-10&issued_until=2026-08-08", &[3_000]),
        ("?month_from=2026-09", &[7_000, 6_000]),
        ("?month_from=2026-05&month_until=2026年6月", &[3_000, 2_000]),
        ("?amount_from=6600", &[7_000, 6_000, 8_000]),
        ("?amount_from=2200&amount_until=3300", &[3_000, 2_000]),
        ("?year=2026", &[7_000, 6_000, 5_000, 4_000, 3_000, 2_000, 1_000, 8_000]),
        ("?year=2025", &[]),
        ("?fiscal_year=2025", &[8_000]),
        ("?fiscal_year=2026&amount_from=7000", &[7_000]),
        // Issuer and recipient, in any spelling, without the legal form.
        ("?counterparty=青葉", &[]),
        ("?counterparty=アオバ", &[7_000, 6_000, 5_000, 4_000, 3_000, 2_000, 1_000, 8_000]),
        (
            "?counterparty=%EF%BD%B1%EF%BD%B5%EF%BE%8A%EF%BE%9E",
            &[7_000, 6_000, 5_000, 4_000, 3_000, 2_000, 1_000, 8_000],
        ),
        ("?counterparty=ほしぞら", &[8_000]),
        ("?counterparty=ベルデ", &[]),
        ("?counterparty=ほしぞら&amount_until=8000", &[]),
        ("?issued_from=2026-04-01&amount_from=5000&counterparty=ヴェルデ", &[7_000, 6_000, 5_000]),
        ("?text=基本料金&amount_until=1100", &[1_000]),
        ("?counterparty=&text=&month_from=", &[7_000, 6_000, 5_000, 4_000, 3_000, 2_000, 1_000, 8_000]),
    ] {
        assert_eq!(amounts(&browser, query).await, expected, "{query}");
    }
    let overview: InvoiceOverview =
        browser.get("/invoices/overview?amount_from=6600&fiscal_year=2026").await.expect(200).json();
    assert_eq!((overview.count, overview.gross), (2, 14_300));
    let months: Vec<_> = overview.months.iter().map(|sum| (sum.month.as_str(), sum.count, sum.gross)).collect();
    assert_eq!(months, [("2026-10", 1, 7_700), ("2026-09", 1, 6_600)]);
    assert_eq!((overview.years, overview.fiscal_years), (vec![2026], vec![2026, 2025]), "of all invoices");
    assert!(overview.counterparties.contains(&"医療法人ほしぞら会".to_owned()), "{:?}", overview.counterparties);
}

async fn texts_are_found_in_any_width_and_wildcards_are_only_text(app: App) {
    let subscriber = app.subscriber().await;
    let mut wide = app.new_invoice(&subscriber.group, &[(&subscriber.contract, 1_000)]);
    wide.lines[0].item = "ＩＴサポート２４".to_owned();
    let mut narrow = app.new_invoice(&subscriber.group, &[(&subscriber.contract, 2_000)]);
    narrow.lines[0].note = "it_support 100%".to_owned();
    app.issue(PORTAL, &[wide.clone(), narrow]).await;
    let browser = of_all(&app, &subscriber).await;
    let number = &subscriber.contract.number;
    for (text, expected) in [
        ("ITサポート24", &[1_000][..]),
        ("ＩＴサポート２４", &[1_000]),
        ("it%5Fsupport", &[2_000]),
        ("IT%5FSUPPORT", &[2_000]),
        ("100%25", &[2_000]),
        ("%25", &[2_000]),
        ("%5F%5F", &[]),
        ("%5C", &[]),
        ("'; --", &[]),
        (wide.number.as_str(), &[1_000]),
    ] {
        assert_eq!(amounts(&browser, &format!("?text={text}&order=gross")).await, expected, "{text}");
    }
    assert_eq!(amounts(&browser, &format!("?text={number}&order=gross")).await, [1_000, 2_000]);
    refused(&browser, &format!("/invoices?text={}", "a".repeat(101)), "text", "too_long").await;
}

async fn pages_go_on_in_every_order(app: App) {
    let subscriber = app.subscriber().await;
    seven(&app, &subscriber).await;
    let same_day = over(&app, &subscriber, Month::new(2026, 10).unwrap(), 500);
    app.issue(PORTAL, &[same_day]).await;
    let browser = of_all(&app, &subscriber).await;
    for order in ["issued_on", "issued_on_descending", "month", "month_descending", "gross", "gross_descending"] {
        let whole = search(&browser, &format!("?order={order}")).await;
        assert_eq!((whole.items.len(), whole.next_cursor), (8, None));
        let mut read = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = search(&browser, &format!("?order={order}&limit=3{cursor}")).await;
            assert_eq!(page.total, Some(8));
            read.extend(page.items);
            match page.next_cursor {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(read, whole.items, "{order}");
        let sorted =
            |key: fn(&FoundInvoice) -> i64| read.is_sorted_by_key(key) || read.iter().rev().is_sorted_by_key(key);
        assert!(order.starts_with("gross") == sorted(|invoice| invoice.gross), "{order}");
        let other = format!("/invoices?order=gross&amount_from=1{cursor}");
        refused(&browser, &other, "cursor", "invalid_cursor").await;
    }
}

async fn a_corrected_invoice_is_listed_and_counts_for_nothing(app: App) {
    let subscriber = app.subscriber().await;
    let wrong = app.new_invoice(&subscriber.group, &[(&subscriber.contract, 10_000)]);
    let mut right = app.new_invoice(&subscriber.group, &[(&subscriber.contract, 8_000)]);
    right.terms = Terms { corrects: Some(wrong.number.clone()), ..Terms::default() };
    let mut credit = app.new_invoice(&subscriber.group, &[(&subscriber.contract, -1_500)]);
    credit.month = Month::new(2026, 9).unwrap();
    app.issue(PORTAL, std::slice::from_ref(&wrong)).await;
    app.issue(PORTAL, &[right.clone(), credit]).await;
    let browser = of_all(&app, &subscriber).await;
    let found = search(&browser, "?order=gross_descending").await.items;
    assert_eq!(found[0].corrected_by.as_ref(), Some(&right.number));
    assert_eq!(found[1].corrects.as_ref(), Some(&wrong.number));
    assert_eq!(found[2].gross, -1_650);
    let overview: InvoiceOverview = browser.get("/invoices/overview").await.expect(200).json();
    assert_eq!((overview.count, overview.gross), (2, 8_800 - 1_650));
}

async fn ranges_that_end_before_they_start_are_refused_at_the_field(app: App) {
    let subscriber = app.subscriber().await;
    let browser = of_all(&app, &subscriber).await;
    for (query, field, code) in [
        ("issued_from=2026-10-02&issued_until=2026-10-01", "issued_until", "range_reversed"),
        ("month_from=2026-10&month_until=2026-09", "month_until", "range_reversed"),
        ("amount_from=2&amount_until=1", "amount_until", "range_reversed"),
        ("month_from=2026-13", "month_from", "invalid_month"),
        ("year=0", "year", "out_of_range"),
        ("fiscal_year=99999", "fiscal_year", "out_of_range"),
        ("issued_from=0001-01-01", "issued_from", "out_of_range"),
        ("limit=0", "limit", "out_of_range"),
        ("cursor=x", "cursor", "invalid_cursor"),
    ] {
        refused(&browser, &format!("/invoices?{query}"), field, code).await;
    }
    for query in ["issued_from=2026-02-30", "amount_from=many", "order=colour"] {
        browser.get(&format!("/invoices?{query}")).await.refused(400, "malformed_query");
    }
}

async fn an_archive_has_what_the_filter_leaves_under_names_of_the_law(app: App) {
    let subscriber = app.subscriber().await;
    let one = NewInvoice { number: "R/1".to_owned(), ..over(&app, &subscriber, Month::new(2026, 10).unwrap(), 3_300) };
    let two = NewInvoice { number: "R:1".to_owned(), ..one.clone() };
    let before = over(&app, &subscriber, Month::new(2025, 12).unwrap(), 700);
    app.issue(PORTAL, &[one, two, before]).await;
    let browser = of_all(&app, &subscriber).await;
    let read = async |query: &str| {
        let answer = browser.get(&format!("/invoices/archive?{query}")).await.expect(200);
        assert_eq!(answer.header("content-type"), Some("application/zip"));
        let names = zip::ZipArchive::new(Cursor::new(answer.body.clone())).unwrap();
        let names: Vec<String> = names.file_names().map(|name| name.unwrap().into_owned()).collect();
        (answer.header("content-disposition").unwrap().to_owned(), names)
    };
    let (name, mut files) = read("fiscal_year=2026").await;
    files.sort();
    // ご請求_2026年度.zip
    assert!(name.ends_with("''%E3%81%94%E8%AB%8B%E6%B1%82_2026%E5%B9%B4%E5%BA%A6.zip"), "{name}");
    let stem = "20261109_あおばテレコム株式会社_3630_口座振替案内書_R_1";
    assert_eq!(files, [format!("{stem}.pdf"), format!("{stem}_2.pdf")]);
    let (_, files) = read("amount_until=1000").await;
    assert_eq!(files.len(), 1);
    assert!(files[0].starts_with("20260109_あおばテレコム株式会社_770_口座振替案内書_"), "{files:?}");
    browser.get("/invoices/archive?year=2001").await.refused(404, "not_found");
}

async fn an_archive_has_a_bound(app: App) {
    let subscriber = app.subscriber().await;
    let model = app.invoice(&subscriber.group, day(2026, 10, 1), &[]).await;
    let rows = (0..500).map(|number| invoices::ActiveModel {
        id: Set(uuid::Uuid::now_v7().into()),
        number: Set(format!("many-{number}")),
        ..invoices::ActiveModel::from(model.clone()).reset_all()
    });
    invoices::Entity::insert_many(rows).exec_without_returning(app.db()).await.unwrap();
    let browser = of_all(&app, &subscriber).await;
    browser.get("/invoices/archive").await.refused(413, "archive_too_large");
    assert_eq!(search(&browser, "?limit=1").await.total, Some(501));
}

/// The plan, and not the time: other customers' invoices must not be looked at.
async fn the_search_goes_by_the_customers_own_rows(app: App) {
    let subscriber = app.subscriber().await;
    seven(&app, &subscriber).await;
    let sql = format!(
        "SELECT id FROM invoices WHERE customer_id = '{}' AND portal = '{PORTAL}' ORDER BY issued_on DESC, id DESC LIMIT 51",
        subscriber.customer.id
    );
    let backend = app.db().get_database_backend();
    let explain = match backend {
        sea_orm::DatabaseBackend::Postgres => {
            app.db().execute_unprepared("SET enable_seqscan = off").await.unwrap();
            format!("EXPLAIN {sql}")
        }
        _ => format!("EXPLAIN QUERY PLAN {}", sql.replace(&format!("'{}'", subscriber.customer.id), "?")),
    };
    let values = match backend {
        sea_orm::DatabaseBackend::Postgres => Vec::new(),
        _ => vec![uuid::Uuid::from(subscriber.customer.id).into()],
    };
    let plan = app.db().query_all_raw(Statement::from_sql_and_values(backend, explain, values)).await.unwrap();
    let column = if backend == sea_orm::DatabaseBackend::Postgres { "QUERY PLAN" } else { "detail" };
    let plan: Vec<String> = plan.iter().map(|row| row.try_get("", column).unwrap()).collect();
    assert!(plan.iter().any(|step| step.contains("invoices_customer_id_issued_on_id")), "{plan:?}");
    assert!(!plan.iter().any(|step| step.contains("Seq Scan") || step.contains("SCAN")), "{plan:?}");
}
