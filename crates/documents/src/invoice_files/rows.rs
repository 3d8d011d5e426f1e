//! Knows the facts and columns that CSV and XLSX share; must not know how a cell is written.

use madoguchi_domain::tax::TaxRate;

use crate::wording;
use crate::{BankAccount, InvoiceDocument};

pub const HEADER: [&str; 5] = ["契約番号", "料金内訳", "金額（円）", "税率", "備考"];

/// What stands on top of the paper, in the order of its columns; what an invoice does not have is empty. Numbers are
/// text, so that no zero gets lost; texts are not yet safe from formulas.
pub fn facts(invoice: &InvoiceDocument) -> [(&'static str, String); 14] {
    let recipient = [invoice.recipient.name.trim(), invoice.recipient.honorific()].join(" ");
    let period = [invoice.month.first_day(), invoice.month.last_day()].map(wording::date).join("〜");
    let is_payable = invoice.is_payable();
    let account =
        |part: fn(&BankAccount) -> &String| invoice.debited_from.as_ref().filter(|_| is_payable).map(part).cloned();
    [
        ("種類", wording::title(invoice).to_owned()),
        ("ご請求番号", invoice.number.clone()),
        ("ご請求年月", invoice.month.to_string()),
        ("お取引期間", period),
        ("発行日", wording::date(invoice.issued_on)),
        ("お客様番号", invoice.customer_number.clone()),
        ("宛名", recipient.trim_end().to_owned()),
        ("発行者", invoice.issuer.name.clone()),
        ("登録番号", invoice.issuer.registration_number.clone()),
        (wording::due_label(invoice), invoice.due_on.filter(|_| is_payable).map(wording::date).unwrap_or_default()),
        ("金融機関名", account(|account| &account.bank).unwrap_or_default()),
        ("口座番号", account(|account| &account.number).unwrap_or_default()),
        ("訂正前のご請求番号", invoice.corrects.clone().unwrap_or_default()),
        ("お支払いについて", wording::settlement(invoice).unwrap_or_default()),
    ]
}

/// One row; texts are not yet safe from formulas.
pub struct Row<'a> {
    pub contract_number: &'a str,
    pub item: String,
    pub amount: i64,
    pub rate: &'static str,
    pub note: &'a str,
}

/// The lines of all contracts, in order.
pub fn lines(invoice: &InvoiceDocument) -> impl Iterator<Item = Row<'_>> {
    invoice.parts.iter().flat_map(|part| {
        part.lines.iter().map(|line| Row {
            contract_number: &part.contract_number,
            item: line.item.clone(),
            amount: line.amount,
            rate: rate(line.rate),
            note: &line.note,
        })
    })
}

/// Net and tax per rate, then the sums of the invoice.
pub fn totals(invoice: &InvoiceDocument) -> Vec<Row<'static>> {
    let row = |item: String, amount: i64, rate: &'static str| Row { contract_number: "", item, amount, rate, note: "" };
    let mut rows = Vec::new();
    for total in &invoice.totals {
        rows.push(row(wording::net_label(total.rate), total.net.0, rate(total.rate)));
        if let Some(label) = wording::tax_label(total.rate) {
            rows.push(row(label, total.tax.0, rate(total.rate)));
        }
    }
    rows.push(row("税抜合計".to_owned(), invoice.net, ""));
    rows.push(row("消費税合計".to_owned(), invoice.tax, ""));
    rows.push(row("ご請求金額（税込）".to_owned(), invoice.gross, ""));
    rows
}

fn rate(rate: TaxRate) -> &'static str {
    match rate {
        TaxRate::Standard10 => "10%",
        TaxRate::Reduced8 => "8%（軽減税率）",
        TaxRate::Exempt => "非課税",
        TaxRate::OutOfScope => "対象外",
    }
}
