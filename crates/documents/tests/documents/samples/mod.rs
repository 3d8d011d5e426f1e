//! Invented documents that the tests and the example make files of.

use chrono::NaiveDate;
use madoguchi_documents::{
    BankAccount, InvoiceDocument, InvoiceKind, InvoiceLine, InvoicePart, Issuer, OpeningNotice, Party, Section, spelled,
};
use madoguchi_domain::dates::Month;
use madoguchi_domain::money::Yen;
use madoguchi_domain::tax::{RateTotal, Rounding, TaxRate, allocate, totals, totals_from_gross};

const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 9).expect("a day of the calendar");
const DUE: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 30).expect("a day of the calendar");

/// All invoices by the name of what they show.
pub fn invoices() -> Vec<(&'static str, InvoiceDocument)> {
    vec![
        ("one-line", one_line()),
        ("twelve-lines", twelve_lines()),
        ("five-hundred-lines", five_hundred_lines()),
        ("three-hundred-contracts", three_hundred_contracts()),
        ("three-contracts", three_contracts()),
        ("mixed", mixed()),
        ("names", names()),
        ("debit-notice", debit_notice()),
        ("credit", credit()),
        ("nothing-to-debit", debited(0)),
        ("half-up", one_contract(12_345, Rounding::HalfUp)),
        ("priced-with-tax", priced_with_tax()),
    ]
}

fn issuer() -> Issuer {
    Issuer {
        name: "みなと通信株式会社".to_owned(),
        registration_number: "T7123456789012".to_owned(),
        department: "お客様センター".to_owned(),
        phone: "0120-000-000".to_owned(),
        hours: "平日 9:00〜17:00".to_owned(),
        mail: "support@example.jp".to_owned(),
    }
}

fn recipient() -> Party {
    Party {
        name: "株式会社みなと商会".to_owned(),
        postal_code: "1000001".to_owned(),
        address: vec!["東京都千代田区見本町1-2-3".to_owned(), "みなとビル 4階".to_owned()],
        phone: "03-0000-0000".to_owned(),
    }
}

fn line(item: &str, amount: i64, rate: TaxRate, note: &str) -> InvoiceLine {
    InvoiceLine { item: item.to_owned(), amount, rate, note: note.to_owned() }
}

/// An invoice over contracts, with tax rounded once per rate and shared out to them by the rules of the domain.
pub fn invoice(parts: Vec<(String, Vec<InvoiceLine>)>, rounding: Rounding) -> InvoiceDocument {
    let priced = |lines: &[InvoiceLine]| lines.iter().map(|line| (line.rate, Yen(line.amount))).collect::<Vec<_>>();
    let all: Vec<(TaxRate, Yen)> = parts.iter().flat_map(|(_, lines)| priced(lines)).collect();
    let whole = totals(all, rounding).unwrap_or_default();
    let mut shares: Vec<Vec<RateTotal>> =
        parts.iter().map(|(_, lines)| totals(priced(lines), rounding).unwrap_or_default()).collect();
    for total in &whole {
        let mut same: Vec<&mut RateTotal> = shares.iter_mut().flatten().filter(|t| t.rate == total.rate).collect();
        let weights: Vec<Yen> = same.iter().map(|t| t.net).collect();
        for (share, tax) in same.iter_mut().zip(allocate(total.tax, &weights)) {
            share.tax = tax;
        }
    }
    let part = |((contract_number, lines), totals): ((String, Vec<InvoiceLine>), Vec<RateTotal>)| InvoicePart {
        contract_number,
        lines,
        subtotal: totals.iter().map(|total| total.net.0 + total.tax.0).sum(),
        totals,
    };
    let part_tax_is_reference = parts.len() > 1;
    let (net, tax) = whole.iter().fold((0, 0), |(net, tax), total| (net + total.net.0, tax + total.tax.0));
    InvoiceDocument {
        kind: InvoiceKind::Invoice,
        number: "202610-000123".to_owned(),
        month: Month::of(DAY).previous(),
        issued_on: DAY,
        due_on: Some(DUE),
        customer_number: "2NCAF0000000001".to_owned(),
        debited_from: None,
        issuer: issuer(),
        recipient: recipient(),
        parts: parts.into_iter().zip(shares).map(part).collect(),
        totals: whole,
        net,
        tax,
        gross: net + tax,
        part_tax_is_reference,
        corrects: None,
        provider: "みなと通信".to_owned(),
    }
}

fn one_line() -> InvoiceDocument {
    let lines = vec![line("ITサポート24", 3_300, TaxRate::Standard10, "")];
    invoice(vec![("CAF0000000001".to_owned(), lines)], Rounding::Floor)
}

/// One line of the standard rate.
pub fn one_contract(net: i64, rounding: Rounding) -> InvoiceDocument {
    invoice(vec![("CAF0000000001".to_owned(), vec![line("月額基本料", net, TaxRate::Standard10, "")])], rounding)
}

/// A debit notice with account and day, whatever its one line comes to.
pub fn debited(net: i64) -> InvoiceDocument {
    let account = BankAccount { bank: "見本銀行 本店".to_owned(), number: "***4567".to_owned() };
    let invoice = one_contract(net, Rounding::Floor);
    InvoiceDocument { kind: InvoiceKind::DebitNotice, debited_from: Some(account), ..invoice }
}

/// Twice 13,582 yen with tax: 24,695 net and 2,469 of tax. The lines are net, and the second bears the yen left over.
pub fn priced_with_tax() -> InvoiceDocument {
    let lines = [12_347, 12_348].map(|net| line("利用料", net, TaxRate::Standard10, "税込 13,582円"));
    let mut invoice = invoice(vec![("CAF0000000001".to_owned(), lines.to_vec())], Rounding::Floor);
    let prices = [(TaxRate::Standard10, Yen(13_582)); 2];
    invoice.totals = totals_from_gross(prices, Rounding::Floor).unwrap_or_default();
    invoice.net = invoice.totals.iter().map(|total| total.net.0).sum();
    invoice.tax = invoice.totals.iter().map(|total| total.tax.0).sum();
    invoice.gross = invoice.net + invoice.tax;
    invoice
}

fn lines(count: usize) -> Vec<InvoiceLine> {
    const ITEMS: [(&str, i64, &str); 6] = [
        ("光回線 月額基本料", 5_400, ""),
        ("ひかり電話 基本料", 500, "2番号"),
        ("通話料 県内", 128, "10月1日〜10月31日"),
        ("通話料 移動体", 1_504, "10月1日〜10月31日"),
        ("ルーター レンタル料", 300, ""),
        ("ITサポート24", 3_300, ""),
    ];
    let of = |at: usize| {
        let (item, amount, note) = ITEMS[at % ITEMS.len()];
        line(item, amount, TaxRate::Standard10, note)
    };
    (0..count).map(of).collect()
}

pub fn twelve_lines() -> InvoiceDocument {
    invoice(vec![("CAF0000000001".to_owned(), lines(12))], Rounding::Floor)
}

fn five_hundred_lines() -> InvoiceDocument {
    invoice(vec![("CAF0000000001".to_owned(), lines(500))], Rounding::HalfUp)
}

fn three_hundred_contracts() -> InvoiceDocument {
    let parts = (1..=300).map(|at| (format!("CAF{at:010}"), lines(2 + at % 3))).collect();
    invoice(parts, Rounding::Floor)
}

/// Three contracts of 1,005 yen: 301 yen of tax, where each alone would have 100.
fn three_contracts() -> InvoiceDocument {
    let part = |at| (format!("CAF000000000{at}"), vec![line("月額基本料", 1_005, TaxRate::Standard10, "")]);
    invoice((1..=3).map(part).collect(), Rounding::Floor)
}

/// All rates, credits, and a correction.
fn mixed() -> InvoiceDocument {
    let parts = vec![
        (
            "CAF0000000001".to_owned(),
            vec![
                line("月額基本料", 12_345, TaxRate::Standard10, ""),
                line("飲料水 12本", 1_980, TaxRate::Reduced8, "10月12日お届け"),
                line("障害によるお詫び", -1_000, TaxRate::Standard10, "10月3日分"),
            ],
        ),
        (
            "COP00000001".to_owned(),
            vec![
                line("損害保険料", 480, TaxRate::Exempt, ""),
                line("立替金 収入印紙", 200, TaxRate::OutOfScope, ""),
                line("非常食 詰め合わせ", 3_210, TaxRate::Reduced8, ""),
            ],
        ),
    ];
    let mut invoice = invoice(parts, Rounding::HalfUp);
    invoice.corrects = Some("202610-000045".to_owned());
    invoice
}

/// Names that are long, rare, or look like code in some language.
fn names() -> InvoiceDocument {
    let long = "とても長い名前のオプションサービスとその付属品の月額利用料および初期設定費用の分割払い".repeat(3);
    let lines = vec![
        line(&long, 1_200, TaxRate::Standard10, &"備考もまた長く続きます。".repeat(8)),
        line(&"LongProductName".repeat(12), 800, TaxRate::Standard10, &"ABCDEF0123456789".repeat(8)),
        line("#panic() $x$ *太字* <b>&amp;</b> {{ d.gross }} ]]>", 10, TaxRate::Standard10, "=1+1"),
        line("=HYPERLINK(\"https://example.jp\")", 20, TaxRate::Standard10, "改行\nと\"引用\""),
        line("絵文字😀と髙﨑𠮷野家・葛\u{E0100}城", 30, TaxRate::Standard10, "-1"),
    ];
    let mut invoice = invoice(vec![("00000000000000000012".to_owned(), lines)], Rounding::Floor);
    invoice.recipient.name = "髙﨑 𠮷男".to_owned();
    invoice.recipient.address = vec!["北海道札幌市中央区北一条西".repeat(4), "Building".repeat(10)];
    invoice
}

fn debit_notice() -> InvoiceDocument {
    let mut invoice = twelve_lines();
    invoice.kind = InvoiceKind::DebitNotice;
    invoice.debited_from = Some(BankAccount { bank: "見本銀行 本店".to_owned(), number: "***4567".to_owned() });
    invoice.recipient.name = "髙﨑 太郎".to_owned();
    invoice
}

/// A credit alone: the whole invoice is negative.
fn credit() -> InvoiceDocument {
    let lines = vec![line("過払い分のご返金", -12_345, TaxRate::Standard10, "")];
    invoice(vec![("CAF0000000001".to_owned(), lines)], Rounding::Floor)
}

pub fn opening_notice() -> OpeningNotice {
    let rows =
        |rows: &[(&str, &str)]| rows.iter().map(|(label, value)| (label.to_string(), value.to_string())).collect();
    let section = |title: &str, content: &[(&str, &str)]| Section { title: title.to_owned(), rows: rows(content) };
    let customer = format!("CAF0000000001\n{}", spelled("CAF0000000001"));
    let key = format!("aaAA1234\n{}", spelled("aaAA1234"));
    OpeningNotice {
        issued_on: DAY,
        provider: "みなと通信".to_owned(),
        issuer: issuer(),
        recipient: recipient(),
        title: "お申し込み内容のご案内".to_owned(),
        preface: vec![
            "秋冷の候、皆様にはお変わりなくお過ごしのことと存じます。".to_owned(),
            "このたびはお申し込みをいただき、ありがとうございました。ご契約の内容を以下のとおりお知らせします。工事日と開通日をお確かめのうえ、本書を大切に保管してください。"
                .to_owned(),
        ],
        sections: vec![
            section(
                "お客さま情報",
                &[
                    ("ご契約者名", "株式会社みなと商会"),
                    ("ご利用場所住所", "東京都千代田区見本町1-2-3 みなとビル 4階"),
                    ("お客さまID", &customer),
                    ("アクセスキー", &key),
                ],
            ),
            section("アクセスライン", &[("回線種別", "光ファイバー 1Gbps"), ("工事予定日", "2026年11月20日")]),
            section("ひかり電話", &[("電話番号", "03-0000-0000"), ("開通日", "2026年11月20日")]),
            section("オプション", &[("ITサポート24", "月額 3,300円（税抜）"), ("ルーター", "月額 300円（税抜）")]),
        ],
        closing: vec!["内容にお気づきの点がございましたら、お客様センターまでご連絡ください。".to_owned()],
    }
}
