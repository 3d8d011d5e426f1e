//! Knows the words and numbers that every face of an invoice shows; must not know how a face arranges them.

use chrono::{Datelike, NaiveDate};
use madoguchi_domain::money::Yen;
use madoguchi_domain::tax::{RateTotal, TaxRate};
use serde::Serialize;

use crate::{BankAccount, InvoiceDocument, InvoiceKind, InvoicePart, Issuer, Party};

/// Marks goods of the reduced rate.
pub const REDUCED_MARK: &str = "※";
/// Explains [`REDUCED_MARK`].
pub const REDUCED_LEGEND: &str = "※は軽減税率対象";
/// Marks tax of a contract that is only a share of the invoice's.
pub const REFERENCE_MARK: &str = "（参考）";

/// An invoice in words, for templates.
#[derive(Serialize)]
pub struct InvoiceView<'a> {
    pub title: &'static str,
    pub document_title: String,
    pub greeting: &'static str,
    pub settlement: Option<String>,
    pub number: &'a str,
    pub month: String,
    pub period: String,
    pub issued_on: String,
    pub issued: [i32; 3],
    pub due_label: &'static str,
    pub due_on: Option<String>,
    pub customer_number: &'a str,
    pub debited_from: Option<&'a BankAccount>,
    pub corrects: Option<&'a str>,
    pub provider: &'a str,
    pub issuer: &'a Issuer,
    pub recipient: PartyView<'a>,
    pub gross: String,
    pub net: String,
    pub tax: String,
    pub rates: Vec<RateView>,
    pub parts: Vec<PartView<'a>>,
    pub reduced_legend: Option<&'static str>,
    pub reference_legend: Option<&'static str>,
}

/// An addressee in words.
#[derive(Serialize)]
pub struct PartyView<'a> {
    pub name: &'a str,
    pub honorific: &'static str,
    pub postal_code: String,
    pub address: &'a [String],
}

/// A row of the totals per rate.
#[derive(Serialize)]
pub struct RateView {
    pub label: &'static str,
    pub net: String,
    pub tax: String,
    pub gross: String,
}

/// The table of one contract.
#[derive(Serialize)]
pub struct PartView<'a> {
    pub contract_number: &'a str,
    pub lines: Vec<LineView<'a>>,
    pub totals: Vec<AmountView>,
    pub subtotal: String,
}

/// A line in words; `item` has no mark yet.
#[derive(Serialize)]
pub struct LineView<'a> {
    pub item: &'a str,
    pub mark: &'static str,
    pub amount: String,
    pub note: &'a str,
}

/// A sum with what it is of.
#[derive(Serialize)]
pub struct AmountView {
    pub label: String,
    pub amount: String,
}

impl<'a> InvoiceView<'a> {
    pub fn of(invoice: &'a InvoiceDocument) -> Self {
        let title = title(invoice);
        let is_payable = invoice.is_payable();
        let issued = invoice.issued_on;
        let month = format!("{}年{}月", invoice.month.year(), invoice.month.month());
        Self {
            title,
            document_title: format!("{title} {month} {}", invoice.number),
            greeting: greeting(invoice),
            settlement: settlement(invoice),
            number: &invoice.number,
            month,
            period: format!("{}〜{}", date(invoice.month.first_day()), date(invoice.month.last_day())),
            issued_on: date(issued),
            issued: [issued.year(), issued.month().cast_signed(), issued.day().cast_signed()],
            due_label: due_label(invoice),
            due_on: invoice.due_on.filter(|_| is_payable).map(date),
            customer_number: &invoice.customer_number,
            debited_from: invoice.debited_from.as_ref().filter(|_| is_payable),
            corrects: invoice.corrects.as_deref(),
            provider: &invoice.provider,
            issuer: &invoice.issuer,
            recipient: PartyView::of(&invoice.recipient),
            gross: yen(invoice.gross),
            net: yen(invoice.net),
            tax: yen(invoice.tax),
            rates: invoice.totals.iter().map(RateView::of).collect(),
            parts: invoice.parts.iter().map(|part| PartView::of(part, invoice.part_tax_is_reference)).collect(),
            reduced_legend: has_reduced(invoice).then_some(REDUCED_LEGEND),
            reference_legend: invoice.part_tax_is_reference.then_some(
                "消費税は請求書全体で税率ごとに一度だけ端数処理しています。契約ごとの消費税は参考の金額です。",
            ),
        }
    }
}

impl<'a> PartyView<'a> {
    pub fn of(party: &'a Party) -> Self {
        let postal_code = match party.postal_code.split_at_checked(3) {
            Some((area, rest)) if party.postal_code.len() == 7 => format!("〒{area}-{rest}"),
            _ => String::new(),
        };
        Self { name: &party.name, honorific: party.honorific(), postal_code, address: &party.address }
    }
}

impl RateView {
    fn of(total: &RateTotal) -> Self {
        let gross = i128::from(total.net.0) + i128::from(total.tax.0);
        let gross = i64::try_from(gross).unwrap_or(i64::MAX);
        Self { label: rate_label(total.rate), net: yen(total.net.0), tax: yen(total.tax.0), gross: yen(gross) }
    }
}

impl<'a> PartView<'a> {
    fn of(part: &'a InvoicePart, reference: bool) -> Self {
        let lines = part.lines.iter().map(|line| LineView {
            item: &line.item,
            mark: mark(line.rate),
            amount: yen(line.amount),
            note: &line.note,
        });
        let totals = part.totals.iter().flat_map(|total| {
            let net = AmountView { label: net_label(total.rate), amount: yen(total.net.0) };
            let tax = tax_label(total.rate).map(|label| AmountView {
                label: if reference { format!("{label}{REFERENCE_MARK}") } else { label },
                amount: yen(total.tax.0),
            });
            std::iter::once(net).chain(tax)
        });
        Self {
            contract_number: &part.contract_number,
            lines: lines.collect(),
            totals: totals.collect(),
            subtotal: yen(part.subtotal),
        }
    }
}

/// Whether any line has the reduced rate, so that the legend is due.
pub fn has_reduced(invoice: &InvoiceDocument) -> bool {
    invoice.parts.iter().flat_map(|part| &part.lines).any(|line| line.rate == TaxRate::Reduced8)
}

/// A notice of a debit is none where nothing is debited.
pub fn title(invoice: &InvoiceDocument) -> &'static str {
    match invoice.kind {
        InvoiceKind::DebitNotice if invoice.is_payable() => "口座振替案内書",
        InvoiceKind::DebitNotice | InvoiceKind::Invoice => "請求書",
    }
}

/// What is said in place of a day of payment where there is nothing to pay.
pub fn settlement(invoice: &InvoiceDocument) -> Option<String> {
    match invoice.gross {
        1.. => None,
        0 => Some("今回お支払いいただく金額はありません。".to_owned()),
        ..0 => Some(format!(
            "お支払いは不要です。差額 {} 円は、お客様へお返しする金額です。",
            Yen(invoice.gross.saturating_neg()).grouped()
        )),
    }
}

pub fn due_label(invoice: &InvoiceDocument) -> &'static str {
    match invoice.kind {
        InvoiceKind::DebitNotice if invoice.is_payable() => "振替日",
        InvoiceKind::DebitNotice | InvoiceKind::Invoice => "お支払期限",
    }
}

fn greeting(invoice: &InvoiceDocument) -> &'static str {
    match invoice.kind {
        _ if !invoice.is_payable() => "いつもご利用いただきありがとうございます。以下のとおりご案内申し上げます。",
        InvoiceKind::Invoice => "いつもご利用いただきありがとうございます。以下のとおりご請求申し上げます。",
        InvoiceKind::DebitNotice => {
            "いつもご利用いただきありがとうございます。以下の金額をご指定の口座から振り替えます。"
        }
    }
}

pub fn mark(rate: TaxRate) -> &'static str {
    if rate == TaxRate::Reduced8 { REDUCED_MARK } else { "" }
}

/// The rate alone, as a table of totals names it.
pub fn rate_label(rate: TaxRate) -> &'static str {
    match rate {
        TaxRate::Standard10 => "10%対象",
        TaxRate::Reduced8 => "8%対象（軽減税率）",
        TaxRate::Exempt => "非課税",
        TaxRate::OutOfScope => "対象外（不課税）",
    }
}

pub fn net_label(rate: TaxRate) -> String {
    match rate {
        TaxRate::Standard10 => "10%対象計".to_owned(),
        TaxRate::Reduced8 => format!("8%対象計{REDUCED_MARK}"),
        TaxRate::Exempt => "非課税計".to_owned(),
        TaxRate::OutOfScope => "対象外計".to_owned(),
    }
}

/// `None` for rates without tax.
pub fn tax_label(rate: TaxRate) -> Option<String> {
    (rate.percent() > 0).then(|| format!("消費税（{}%）", rate.percent()))
}

/// `2026年11月5日`.
pub fn date(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// `27,164`; credits with a minus sign that is as wide as a digit: `−1,000`.
pub fn yen(amount: i64) -> String {
    Yen(amount).grouped().replace('-', "\u{2212}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_days_in_words() {
        assert_eq!(yen(-1_000), "−1,000");
        assert_eq!(yen(27_164), "27,164");
        assert_eq!(date(NaiveDate::from_ymd_opt(2026, 11, 5).unwrap()), "2026年11月5日");
    }

    #[test]
    fn postal_codes_get_their_hyphen() {
        let mut party =
            Party {
                name: "髙﨑".to_owned(), postal_code: "1000001".to_owned(), address: vec![], phone: String::new()
            };
        assert_eq!(PartyView::of(&party).postal_code, "〒100-0001");
        party.postal_code = String::new();
        assert_eq!(PartyView::of(&party).postal_code, "");
    }

    #[test]
    fn rates_without_tax_have_no_tax_row() {
        assert_eq!(tax_label(TaxRate::Standard10).as_deref(), Some("消費税（10%）"));
        assert_eq!(tax_label(TaxRate::Exempt), None);
        assert_eq!(tax_label(TaxRate::OutOfScope), None);
    }
}
