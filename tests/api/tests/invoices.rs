//! Invoices of the contracts billed together: years, lines by contract, totals by rate.

use api_tests::{App, OTHER_PORTAL, on_both_engines};
use chrono::NaiveDate;
use madoguchi_api_types::invoices::{InvoiceDetail, InvoiceYear, RateTotal, TaxRate, YearKind};
use madoguchi_entities::contracts;
use sea_orm::ActiveValue::Set;

on_both_engines!(
    years_and_invoices_come_newest_first,
    a_portal_may_count_fiscal_years,
    impossible_years_are_refused,
    a_contract_without_invoices_has_no_year,
    parts_sum_to_the_invoice,
    an_invoice_is_reached_through_its_own_group_only,
    call_records_are_offered_for_months_that_can_be_read,
);

fn month(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).unwrap()
}

fn lines(contract: &contracts::Model) -> [(&contracts::Model, &'static str, i64, &'static str); 1] {
    [(contract, "基本料金", 5_200, "standard_10")]
}

fn months(year: &InvoiceYear) -> Vec<&str> {
    year.invoices.iter().map(|invoice| invoice.month.as_str()).collect()
}

async fn years_and_invoices_come_newest_first(app: App) {
    let subscriber = app.subscriber().await;
    for (y, m) in [(2026, 1), (2025, 12), (2026, 10), (2024, 4), (2026, 12)] {
        app.invoice(&subscriber.group, month(y, m), &lines(&subscriber.contract)).await;
    }
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let read = async |query: &str| {
        let path = format!("/contracts/{}/invoices{query}", subscriber.contract.id);
        browser.get(&path).await.expect(200).json::<InvoiceYear>()
    };
    let newest = read("").await;
    assert_eq!((newest.year, newest.year_kind), (Some(2026), YearKind::Calendar));
    assert_eq!(newest.years, [2026, 2025, 2024]);
    assert_eq!(months(&newest), ["2026-12", "2026-10", "2026-01"]);
    let asked = read("?year=2025").await;
    assert_eq!(
        (asked.year, asked.years.as_slice(), months(&asked)),
        (Some(2025), &[2026, 2025, 2024][..], vec!["2025-12"])
    );
    let empty = read("?year=2023").await;
    assert_eq!((empty.year, empty.years.len(), empty.invoices.len()), (Some(2023), 3, 0));
}

async fn a_portal_may_count_fiscal_years(app: App) {
    let subscriber = app.subscriber_at(OTHER_PORTAL).await;
    for (y, m) in [(2026, 3), (2026, 4), (2027, 3)] {
        app.invoice(&subscriber.group, month(y, m), &lines(&subscriber.contract)).await;
    }
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let path = format!("/contracts/{}/invoices", subscriber.contract.id);
    let newest: InvoiceYear = browser.get(&path).await.expect(200).json();
    assert_eq!((newest.year_kind, newest.years.as_slice()), (YearKind::Fiscal, &[2026, 2025][..]));
    assert_eq!(months(&newest), ["2027-03", "2026-04"]);
    let before: InvoiceYear = browser.get(&format!("{path}?year=2025")).await.expect(200).json();
    assert_eq!(months(&before), ["2026-03"]);
}

async fn impossible_years_are_refused(app: App) {
    let subscriber = app.subscriber().await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let path = format!("/contracts/{}/invoices", subscriber.contract.id);
    for year in ["999999999", "-1", "0", "10000", "2147483647", "-2147483648"] {
        let refused = browser.get(&format!("{path}?year={year}")).await.refused_fields();
        assert_eq!(refused, [("year".to_owned(), "out_of_range".to_owned())], "{year}");
    }
    for year in ["2147483648", "this", "", "2026.5"] {
        browser.get(&format!("{path}?year={year}")).await.refused(400, "malformed_query");
    }
}

async fn a_contract_without_invoices_has_no_year(app: App) {
    let subscriber = app.subscriber().await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let path = format!("/contracts/{}/invoices", subscriber.contract.id);
    let year: InvoiceYear = browser.get(&path).await.expect(200).json();
    assert_eq!((year.year, year.years.len(), year.invoices.len()), (None, 0, 0));
}

async fn parts_sum_to_the_invoice(app: App) {
    let subscriber = app.subscriber().await;
    let (first, second) = (&subscriber.contract, &app.contract(&subscriber.group, |_| {}).await);
    let third = &app.contract(&subscriber.group, |_| {}).await;
    // 10 % of 9 yen for each contract: rounded once it is 2 yen, rounded by contract it would be 0.
    let lines = [
        (first, "基本料金", 9, "standard_10"),
        (second, "基本料金", 9, "standard_10"),
        (third, "基本料金", 9, "standard_10"),
        (second, "新聞", 1_013, "reduced_8"),
        (first, "通話料", 7, "exempt"),
        (first, "値引き", -2, "exempt"),
    ];
    let invoice = app.invoice(&subscriber.group, month(2026, 10), &lines).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let path = format!("/contracts/{}/invoices/{}", third.id, invoice.id);
    let read: InvoiceDetail = browser.get(&path).await.expect(200).json();
    let total = |tax_rate, percent, net, tax| RateTotal { tax_rate, percent, net, tax };
    let totals = [
        total(TaxRate::Standard10, 10, 27, 2),
        total(TaxRate::Reduced8, 8, 1_013, 81),
        total(TaxRate::Exempt, 0, 5, 0),
    ];
    assert_eq!(read.totals, totals);
    assert_eq!((read.net, read.tax, read.gross), (1_045, 83, 1_128));
    for whole in &totals {
        let parts = || read.contracts.iter().flat_map(|part| &part.totals).filter(|t| t.tax_rate == whole.tax_rate);
        assert_eq!(parts().map(|t| t.net).sum::<i64>(), whole.net, "{}", whole.tax_rate);
        assert_eq!(parts().map(|t| t.tax).sum::<i64>(), whole.tax, "{}", whole.tax_rate);
    }
    assert_eq!(read.contracts.iter().map(|part| part.subtotal).sum::<i64>(), read.gross);
    let items = |index: usize| read.contracts[index].lines.iter().map(|line| line.item.as_str()).collect::<Vec<_>>();
    assert_eq!(
        (items(0), items(1), items(2)),
        (vec!["基本料金", "通話料", "値引き"], vec!["基本料金", "新聞"], vec!["基本料金"])
    );
    assert_eq!((read.issuer.as_str(), read.registration_number.as_str()), ("あおばテレコム株式会社", "T7123456789012"));
    assert!(read.contract_tax_is_reference);
}

async fn an_invoice_is_reached_through_its_own_group_only(app: App) {
    let subscriber = app.subscriber().await;
    let other_group = app.billing_group(&subscriber.customer).await;
    let other_contract = app.contract(&other_group, |_| {}).await;
    let invoice = app.invoice(&subscriber.group, month(2026, 10), &lines(&subscriber.contract)).await;
    let other_invoice = app.invoice(&other_group, month(2026, 10), &lines(&other_contract)).await;
    let stranger = app.subscriber().await;
    let foreign = app.invoice(&stranger.group, month(2026, 10), &lines(&stranger.contract)).await;
    // A user of the whole customer: the scope allows both contracts, and yet invoices go with their own.
    let user = app.user_with(&subscriber.group, |row| row.billing_group_id = Set(None)).await;
    let browser = app.signed_in(&user).await;
    let read =
        async |contract: &contracts::Model, id| browser.get(&format!("/contracts/{}/invoices/{id}", contract.id)).await;
    let _own = read(&subscriber.contract, invoice.id).await.expect(200);
    let _other = read(&other_contract, other_invoice.id).await.expect(200);
    read(&other_contract, invoice.id).await.refused(404, "not_found");
    read(&subscriber.contract, other_invoice.id).await.refused(404, "not_found");
    read(&subscriber.contract, foreign.id).await.refused(404, "not_found");
    read(&stranger.contract, foreign.id).await.refused(404, "not_found");
    let path = format!("/contracts/{}/invoices", other_contract.id);
    let listed: InvoiceYear = browser.get(&path).await.expect(200).json();
    assert_eq!(listed.invoices.iter().map(|i| i.id).collect::<Vec<_>>(), [other_invoice.id.0]);
}

async fn call_records_are_offered_for_months_that_can_be_read(app: App) {
    let subscriber = app.subscriber().await;
    let never = app.contract(&subscriber.group, |row| row.call_records_from = Set(None)).await;
    let long = app.contract(&subscriber.group, |row| row.call_records_from = Set(Some(month(2025, 1)))).await;
    let coming = app.contract(&subscriber.group, |row| row.call_records_from = Set(Some(month(2026, 12)))).await;
    let all = [&subscriber.contract, &never, &long, &coming].map(|contract| lines(contract)[0]);
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    for (billed, offered) in [
        (month(2025, 9), [false, false, false, false]),
        (month(2025, 10), [false, false, true, false]),
        (month(2025, 12), [false, false, true, false]),
        (month(2026, 1), [true, false, true, false]),
        (month(2026, 11), [true, false, true, false]),
        (month(2026, 12), [true, false, true, false]),
    ] {
        let invoice = app.invoice(&subscriber.group, billed, &all).await;
        let path = format!("/contracts/{}/invoices/{}", never.id, invoice.id);
        let read: InvoiceDetail = browser.get(&path).await.expect(200).json();
        assert_eq!(read.contracts.iter().map(|part| part.call_records).collect::<Vec<_>>(), offered, "{billed}");
    }
}
