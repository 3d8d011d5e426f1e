//! Imports of the telecom export in `portals/demo`, whole and damaged, on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests may stop at the first surprise")]

mod databases;
mod exports;

use databases::{Engine, TestServices};
use exports::{Export, cp932};
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
                super::$name(super::TestServices::new(super::Engine::Sqlite).await).await;
            })+
        }
        mod postgres {
            $(#[tokio::test]
            async fn $name() {
                super::$name(super::TestServices::new(super::Engine::Postgres).await).await;
            })+
        }
    };
}

on_both_engines!(
    figures_are_right_and_a_second_import_changes_nothing,
    changes_are_written_and_contradictions_refused,
    rows_that_cannot_be_right_are_told_with_line_and_reason,
    an_import_that_was_cut_short_is_run_again,
    two_imports_at_once_store_everything_once,
    the_order_of_rows_does_not_matter,
    an_activation_that_is_known_better_stays,
    partitions_are_made_once_however_many_ask,
);

async fn import(services: &TestServices, export: &Export) -> Summary {
    imports::run(services, "telecom", export.folder(), &Mapping::preset("telecom").unwrap(), |_| {}).await.unwrap()
}

async fn figures_are_right_and_a_second_import_changes_nothing(services: TestServices) {
    let export = Export::demo();
    let expected = export.expected();
    let figure = |name: &str| expected["telecom"][name].as_i64().unwrap();
    let count = |count: u64| i64::try_from(count).unwrap();

    let mut told = Vec::new();
    let mapping = Mapping::preset("telecom").unwrap();
    let summary = imports::run(&services, "telecom", export.folder(), &mapping, |news| told.push(news)).await.unwrap();
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
    let mut reasons: Vec<_> = rejections.iter().map(|r| (r.error.field, r.error.code)).collect();
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

async fn rows_that_cannot_be_right_are_told_with_line_and_reason(services: TestServices) {
    let export = Export::empty();
    export.write(
        "customers.csv",
        "\u{FEFF}電話番号,顧客番号,顧客名,顧客名カナ,郵便番号,都道府県,住所1,住所2,備考\n\
        ０３－１２３４－５６７８,A1,株式会社甲,カ）コウ,〒108-8001,東京都,港区,1,\n\
        ,A2,乙,・,108-8001,東京都,港区,1,\n\
        12,A3,丙,ヘイ,108-8001,東京都,港区,1,\n\
        ,A4,丁,テイ,108-80,東京都,港区,1,\n\
        ,A5,戊,ボ,108-8001,東京都,港区\n\
        ,A1,株式会社甲,ｶ)ｺｳ,1088001,東京都,港区,2,\"二\n行\"\n\
        \r\n\
        ,A6,己,キ,108-8001,東京都,港区,1,\r\n\
        ,A7,庚,コウ,108-8001,東京都,港区,1,,,\r\n",
    );
    let header = "契約番号,顧客番号,請求グループ,区分,サービス名,契約ステータス,開始日,設置郵便番号,設置都道府県,設置住所1,設置住所2,建物名,\
                  アクセスキー,電話番号,オプション1,オプション2,オプション3,オプション4,オプション5,通話明細";
    let contract = |start: &str| format!("{start},1088001,東京都,港区,1,,,,,,,,,1\n");
    let contracts = [
        "caf-0000000001,A1,G1,ひかり,ファミリー,利用中,令和5年3月7日",
        "CAF1,A1,G1,ひかり,ファミリー,利用中,2023-01-03",
        "CAF0000000003,A9,G1,ひかり,ファミリー,利用中,2023-01-03",
        "CAF0000000004,A1,G1,ガス,ファミリー,利用中,2023-01-03",
        "CAF0000000005,A1,G1,ひかり,ファミリー,休止,2023-01-03",
        "CAF0000000006,A6,G1,ひかり,ファミリー,利用中,2023-01-03",
        "CAF0000000007,A1,G1,ひかり,ファミリー,利用中,2023-02-30",
        "CAF0000000008,A6,G6,その他,ストレージ,利用中,20230103",
    ]
    .map(contract);
    export.write_bytes("contracts.csv", &cp932(&format!("{header}\r\n{}", contracts.concat())));
    export.write(
        "invoice_lines.csv",
        "請求番号,請求グループ,請求年月,契約番号,料金内訳,金額,税率,備考\n\
        N1,G1,2026年1月,CAF0000000001,基本料,\"1,005\",10,\n\
        N2,G1,2026年13月,CAF0000000001,基本料,1005,10,\n\
        N1,G1,2026-01,CAF0000000001,会報誌,300,0,不課税\n\
        N3,G1,2026年1月,CAF0000000001,基本料,1005,10,\n\
        N3,G1,2026年1月,CAF0000000001,割引,▲5,5,\n\
        N4,G1,2026年1月,CAF0000000008,基本料,1005,10,\n\
        N5,G9,2026年1月,CAF0000000001,基本料,1005,10,\n\
        N6,G1,2026年1月,CAF0000000001,基本料,1005,10,\n\
        N6,G6,2026年1月,CAF0000000001,基本料,1005,10,\n",
    );
    export.write(
        "call_records_1.csv",
        "契約番号,日時,利用種類,通話元,通話先,通話時間,料金\n\
        2ncaf0000000001,2026/10/31 23:59:59,県内,,117,0:00:10,8\n\
        CAF0000000001,2026/11/01 0:00:00,県内,０３１２３４５６７８,0901-2345-678,0:01:10,8円\n\
        CAF0000000001,1999/11/01 0:00:00,県内,0312345678,117,0:00:10,8\n\
        CAF0000000001,2026/10/31 0:00:00,県内,0312345678,09012x45678,0:00:10,8\n\
        CAF0000000001,2026/10/31 0:00:00,県内,0312345678,117,0:61:10,8\n\
        CAF0000000001,2026/10/31 0:00:00,県内,0312345678,117,0:01:10,8.5\n",
    );
    let summary = import(&services, &export).await;
    let told: Vec<String> = summary.rejections.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "customers.csv line 3: name_kana: required \"・\"",
            "customers.csv line 4: phone: phone_length \"**\"",
            "customers.csv line 5: postal_code: postal_code_not_seven_digits \"108-80\"",
            "customers.csv line 6: row: number_of_cells \"7\"",
            "customers.csv line 11: row: number_of_cells \"11\"",
            "contracts.csv line 3: number: contract_number_unknown_form \"CAF1\"",
            "contracts.csv line 4: customer: customer_unknown \"A9\"",
            "contracts.csv line 5: category: value_unknown \"ガス\"",
            "contracts.csv line 6: status: value_unknown \"休止\"",
            "contracts.csv line 7: billing_group: customer_differs \"G1\"",
            "contracts.csv line 8: started_on: date_impossible \"2023-02-30\"",
            "invoice_lines.csv line 3: month: date_impossible \"2026年13月\"",
            "invoice_lines.csv line 5: lines: invoice_incomplete \"N3\"",
            "invoice_lines.csv line 6: tax_rate: value_unknown \"5\"",
            "invoice_lines.csv line 7: contract: customer_differs \"CAF0000000008\"",
            "invoice_lines.csv line 8: billing_group: billing_group_unknown \"G9\"",
            "invoice_lines.csv line 9: lines: invoice_incomplete \"N6\"",
            "invoice_lines.csv line 10: billing_group: lines_differ \"G6\"",
            "call_records_1.csv line 4: started_at: out_of_range \"1999-11\"",
            "call_records_1.csv line 5: callee: phone_not_digits \"09012x4****\"",
            "call_records_1.csv line 6: duration: duration_malformed \"0:61:10\"",
            "call_records_1.csv line 7: charge: amount_malformed \"8.5\"",
        ]
    );
    assert_eq!((summary.customers.stored, summary.customers.updated, summary.customers.rows), (2, 1, 8));
    assert_eq!((summary.contracts.stored, summary.contracts.rows), (2, 8));
    assert_eq!((summary.invoices.stored, summary.invoices.lines, summary.invoices.amount), (1, 2, 1_005 + 100 + 300));
    assert_eq!((summary.invoices.rows, summary.invoices.rejected), (9, 7));
    assert_eq!((summary.call_records.stored, summary.call_records.rejected), (2, 4));
    // The month is the month in Japan.
    assert_eq!(services.number("SELECT count(*) FROM call_record_months WHERE count = 1").await, 2);
}

async fn an_import_that_was_cut_short_is_run_again(services: TestServices) {
    let whole = Export::demo();
    let cut = Export::demo();
    cut.cut("call_records_202610.csv.gz", 9_000);
    let mapping = Mapping::preset("telecom").unwrap();
    let error = imports::run(&services, "telecom", cut.folder(), &mapping, |_| {}).await.unwrap_err();
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
