//! Imports of the telecom export in `tests/exports/telecom`, whole and damaged, on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests may stop at the first surprise")]

mod databases;
mod exports;

use databases::{Engine, TestServices};
use exports::Export;
use madoguchi_domain::dates::Month;
use madoguchi_services::call_records::partitions;
use madoguchi_services::imports::{self, Mapping, Progress, Rejection, Summary};
use sea_orm::ConnectionTrait;

/// Runs a test on a fresh database of each engine.
macro_rules! on_both_engines {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $name() {
                super::$name(super::TestServices::at("telecom", super::Engine::Sqlite).await).await;
            })+
        }
        mod postgres {
            $(#[tokio::test]
            async fn $name() {
                super::$name(super::TestServices::at("telecom", super::Engine::Postgres).await).await;
            })+
        }
    };
}

// Below the macro that it uses.
mod refusals;

on_both_engines!(
    figures_are_right_and_a_second_import_changes_nothing,
    changes_are_written_and_contradictions_refused,
    an_import_that_was_cut_short_is_run_again,
    two_imports_at_once_store_everything_once,
    the_order_of_rows_does_not_matter,
    an_activation_that_is_known_better_stays,
    partitions_are_made_once_however_many_ask,
);

async fn import(services: &TestServices, export: &Export) -> Summary {
    imports::run(services, &services.provider(), export.folder(), &Mapping::preset("telecom").unwrap(), |_| {})
        .await
        .unwrap()
}

async fn figures_are_right_and_a_second_import_changes_nothing(services: TestServices) {
    let export = Export::demo();
    let expected = export.expected();
    let figure = |name: &str| expected["telecom"][name].as_i64().unwrap();
    let count = |count: u64| i64::try_from(count).unwrap();

    let mut told = Vec::new();
    let mapping = Mapping::preset("telecom").unwrap();
    let summary =
        imports::run(&services, &services.provider(), export.folder(), &mapping, |news| told.push(news)).await.unwrap();
    let Summary { customers, contracts, invoices, call_records, .. } = &summary;
    assert_eq!(count(customers.stored), figure("customers"));
    assert_eq!(count(contracts.stored), figure("contracts"));
    assert_eq!(count(invoices.stored), figure("invoices"));
    assert_eq!(count(invoices.lines), figure("invoice_lines"));
    assert_eq!(invoices.amount, figure("invoice_total_with_tax_rounded_down_once_per_rate_per_invoice"));
    assert_eq!(count(call_records.rows), figure("call_rows"));
    assert_eq!(count(call_records.stored), figure("call_records_stored"));
    assert_eq!(call_records.amount, figure("call_charge_stored"));
    assert_eq!(count(call_records.rejected), figure("call_rows_rejected"));
    assert_eq!(call_records.rows, call_records.stored + call_records.duplicates + call_records.rejected);
    assert_eq!([customers.rejected, contracts.rejected, invoices.rejected], [0, 0, 0]);

    // What the summary says is what the database holds.
    let calls = figure("call_records_stored");
    assert_eq!(services.number("SELECT count(*) FROM customers").await, figure("customers"));
    assert_eq!(services.number("SELECT count(*) FROM contracts").await, figure("contracts"));
    assert_eq!(services.number("SELECT sum(gross) FROM invoices").await, invoices.amount);
    assert_eq!(services.number("SELECT sum(net + tax) FROM invoice_totals").await, invoices.amount);
    assert_eq!(services.number("SELECT count(*) FROM invoice_lines").await, figure("invoice_lines"));
    assert_eq!(services.number("SELECT count(*) FROM call_records").await, calls);
    assert_eq!(services.number("SELECT sum(count) FROM call_record_months").await, calls);
    assert_eq!(services.number("SELECT sum(charge) FROM call_record_months").await, figure("call_charge_stored"));

    let rejections: Vec<&Rejection> = told
        .iter()
        .filter_map(|news| if let Progress::Rejected(rejection) = news { Some(rejection) } else { None })
        .collect();
    assert_eq!(rejections, summary.rejections.iter().collect::<Vec<_>>());
    let mut reasons: Vec<_> = rejections.iter().map(|r| (r.error.field.as_ref(), r.error.code.as_str())).collect();
    reasons.sort_unstable();
    reasons.dedup();
    assert_eq!(reasons, [("contract", "contract_unknown"), ("started_at", "date_impossible")]);

    let before = services.dump().await;
    services.advance_days(1);
    let again = import(&services, &export).await;
    assert_eq!(again.customers.unchanged, customers.stored);
    assert_eq!(again.contracts.unchanged, contracts.stored);
    assert_eq!(again.invoices.unchanged, invoices.stored);
    assert_eq!(again.call_records.duplicates, call_records.stored + call_records.duplicates);
    assert_eq!(again.rejections, summary.rejections);
    for counts in [again.customers, again.contracts, again.invoices, again.call_records] {
        assert_eq!((counts.stored, counts.updated, counts.amount), (0, 0, 0));
    }
    assert_eq!(services.dump().await, before);
}

async fn changes_are_written_and_contradictions_refused(services: TestServices) {
    let export = Export::demo();
    import(&services, &export).await;
    services.advance_days(1);

    // A customer moved, a contract lost an option and was terminated.
    export.edit("customers.csv", |text| text.replace("6丁目16-10", "6丁目16-11"));
    export.edit("contracts.csv", |text| {
        let old = "CAF0000000020,C000002,G000002,ひかり,[1G] ファミリー,利用中,20220928,6068263,京都府,京都市左京区北白川東蔦町,\
                   6丁目16-10,パークハイツ1083号室,qx5vVv9z,0369982888,リモートサポート,ITサポート24";
        assert!(text.contains(old));
        let new = old.replace("利用中", "解約済").replace("リモートサポート,ITサポート24", "リモートサポート,");
        // And one changed hands, which a contract never does.
        text.replace(old, &new).replace("CAF0000000000,C000000,", "CAF0000000000,C000001,")
    });
    // An issued invoice says something else.
    export.edit("invoice_lines.csv", |text| text.replacen(",基本料,3300,10,", ",基本料,3301,10,", 1));
    let summary = import(&services, &export).await;

    assert_eq!((summary.customers.updated, summary.customers.unchanged), (1, 11));
    assert_eq!((summary.contracts.updated, summary.contracts.rejected), (1, 1));
    assert_eq!((summary.invoices.stored, summary.invoices.rejected), (0, 2));
    let told: Vec<String> = summary.rejections.iter().take(2).map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "contracts.csv line 2: customer: customer_differs \"C000001\"",
            "invoice_lines.csv line 2: number: invoice_differs \"G000000-202511\" (2 rows)",
        ]
    );
    let written = "SELECT count(*) FROM customers WHERE address2 = '6丁目16-11' AND updated_at > created_at";
    assert_eq!(services.number(written).await, 1);
    assert_eq!(services.number("SELECT count(*) FROM customers WHERE updated_at > created_at").await, 1);
    assert_eq!(services.number("SELECT count(*) FROM contracts WHERE updated_at > created_at").await, 1);
    let options = "SELECT count(*) FROM contract_options o JOIN contracts c ON c.id = o.contract_id
                   WHERE c.number = 'CAF0000000020' AND c.status = 'terminated'";
    assert_eq!(services.number(options).await, 3);
    assert_eq!(services.number("SELECT count(*) FROM invoice_lines WHERE amount = 3301").await, 0);
}

async fn an_import_that_was_cut_short_is_run_again(services: TestServices) {
    let whole = Export::demo();
    let cut = Export::demo();
    cut.cut("call_records_202610.csv.gz", 9_000);
    let mapping = Mapping::preset("telecom").unwrap();
    let error = imports::run(&services, &services.provider(), cut.folder(), &mapping, |_| {}).await.unwrap_err();
    assert!(error.to_string().starts_with("call_records_202610.csv.gz: "), "{error}");
    assert_eq!(services.number("SELECT count(*) FROM customers").await, 12);

    let summary = import(&services, &whole).await;
    assert_eq!((summary.customers.unchanged, summary.invoices.unchanged), (12, 276));
    let calls = whole.expected()["telecom"]["call_records_stored"].as_i64().unwrap();
    assert_eq!(services.number("SELECT count(*) FROM call_records").await, calls);
    assert_eq!(services.number("SELECT sum(count) FROM call_record_months").await, calls);
}

async fn two_imports_at_once_store_everything_once(services: TestServices) {
    let export = Export::demo();
    let (left, right) = tokio::join!(import(&services, &export), import(&services, &export));
    for (left, right) in [
        (left.customers, right.customers),
        (left.contracts, right.contracts),
        (left.invoices, right.invoices),
        (left.call_records, right.call_records),
    ] {
        assert_eq!(left.rows, right.rows);
        assert_eq!(left.rows > 0, left.stored + right.stored > 0);
    }
    assert_eq!(left.call_records.stored + right.call_records.stored, 638);
    assert_eq!(services.number("SELECT count(*) FROM contracts").await, 41);
    assert_eq!(services.number("SELECT sum(gross) FROM invoices").await, left.invoices.amount + right.invoices.amount);
    assert_eq!(services.number("SELECT sum(count) FROM call_record_months").await, 638);
}

async fn the_order_of_rows_does_not_matter(services: TestServices) {
    let export = Export::demo();
    let total = export.expected()["telecom"]["invoice_total_with_tax_rounded_down_once_per_rate_per_invoice"].clone();
    // By contract instead of by invoice: the lines of invoices over several contracts now stand apart.
    export.edit("invoice_lines.csv", |text| {
        let (header, lines) = text.split_once("\r\n").unwrap();
        let mut lines: Vec<&str> = lines.lines().collect();
        lines.sort_by_key(|line| line.split(',').nth(3).unwrap().to_owned());
        format!("{header}\r\n{}\r\n", lines.join("\r\n"))
    });
    let summary = import(&services, &export).await;
    assert_eq!(summary.invoices.amount, total.as_i64().unwrap());
    assert_eq!((summary.invoices.stored, summary.invoices.lines, summary.invoices.rejected), (276, 1122, 0));
}

async fn an_activation_that_is_known_better_stays(services: TestServices) {
    let export = Export::demo();
    import(&services, &export).await;
    let month = "SELECT count(*) FROM contracts WHERE call_records_from =";
    assert_eq!(services.number(&format!("{month} '2025-11-01' AND number = '300000193'")).await, 1);
    // Applied for here; the export only says that it is activated.
    let applied = "UPDATE contracts SET call_records_from = '2026-05-01' WHERE number = '300000193'";
    services.db.write().execute_unprepared(applied).await.unwrap();
    let summary = import(&services, &export).await;
    assert_eq!((summary.contracts.unchanged, summary.contracts.updated), (41, 0));
    assert_eq!(services.number(&format!("{month} '2026-05-01'")).await, 1);
}

async fn partitions_are_made_once_however_many_ask(services: TestServices) {
    let december = Month::new(2026, 12).unwrap();
    let db = &services.db;
    let (one, two, three, ahead) = tokio::join!(
        partitions::ensure(db, december),
        partitions::ensure(db, december),
        partitions::ensure(db, december),
        partitions::ensure_ahead(db, december.previous().last_day(), 2),
    );
    one.and(two).and(three).and(ahead).unwrap();
    if services.db.is_postgres() {
        let partitions = "SELECT count(*) FROM pg_inherits WHERE inhparent = 'call_records'::regclass";
        assert_eq!(services.number(partitions).await, 3);
        let bounds = "SELECT count(*) FROM pg_class WHERE relname = 'call_records_202612'
                      AND pg_get_expr(relpartbound, oid) LIKE '%2026-11-30 15:00:00+00%2026-12-31 15:00:00+00%'";
        assert_eq!(services.number(bounds).await, 1);
    }
}
