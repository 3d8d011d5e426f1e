//! What the demo bills: prices of services and options, and the calls of the month. Knows no file.

use madoguchi_domain::dates::Month;
use madoguchi_domain::money::Yen;
use madoguchi_domain::tax::TaxRate;
use madoguchi_services::invoices::issue::NewLine;

use super::calls;
use super::contracts::Contract;

/// Yen before tax of a month.
const SERVICES: [(&str, i64); 7] = [
    ("[100M] ファミリー", 3_300),
    ("[1G] ファミリー", 4_500),
    ("[1G] マンション", 3_800),
    ("[10G] ビジネス", 5_200),
    ("リモートデスクトップ", 1_980),
    ("ライトストレージ 100GB", 800),
    ("クラウドPBX", 1_005),
];
/// The same of options.
const OPTIONS: [(&str, i64); 6] = [
    ("ITサポート24", 500),
    ("リモートサポート", 500),
    ("ウイルス対策", 300),
    ("光テレビ", 600),
    ("固定IP1", 1_005),
    ("発信者番号表示", 400),
];
/// Postage of the members' paper: in March, June, September and December, outside the scope of the tax.
const POSTAGE: (&str, i64, &str) = ("会報誌送料", 110, "不課税");

/// The lines of contracts that are billed together; none where none of them is in use.
pub fn lines(contracts: &[&Contract], month: Month) -> Vec<NewLine> {
    let used: Vec<_> = contracts.iter().filter(|contract| contract.is_billed(month)).collect();
    let mut lines: Vec<NewLine> = used.iter().flat_map(|contract| of_contract(contract, month)).collect();
    if let Some(first) = used.first().filter(|_| month.month().is_multiple_of(3)) {
        lines.push(line(first, POSTAGE.0, POSTAGE.1, TaxRate::OutOfScope, POSTAGE.2));
    }
    lines
}

fn of_contract(contract: &Contract, month: Month) -> Vec<NewLine> {
    let price = |prices: &[(&str, i64)], name: &str| prices.iter().find(|price| price.0 == name).map(|price| price.1);
    let standard = |item: &str, amount, note: &str| line(contract, item, amount, TaxRate::Standard10, note);
    let base =
        if contract.phone.is_empty() && !contract.service.starts_with('[') { "月額利用料" } else { "基本料" };
    let mut lines = Vec::new();
    lines.extend(price(&SERVICES, &contract.service).map(|amount| standard(base, amount, "")));
    let options = contract.options.iter();
    lines.extend(options.filter_map(|option| Some(standard(option, price(&OPTIONS, option)?, ""))));
    let calls = calls::of_month(contract, month);
    if !calls.is_empty() {
        let charge = calls.iter().map(|call| call.charge).sum();
        lines.push(standard("通話料", charge, &format!("{}件", calls.len())));
    }
    lines
}

fn line(contract: &Contract, item: &str, amount: i64, tax_rate: TaxRate, note: &str) -> NewLine {
    NewLine {
        contract: contract.number.clone(),
        item: item.to_owned(),
        amount: Yen(amount),
        tax_rate,
        note: note.to_owned(),
    }
}
