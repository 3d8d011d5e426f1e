//! All faces of an invoice agree, line by line and total by total, whatever the invoice says.

use madoguchi_documents::text_files::Encoding;
use madoguchi_documents::{InvoiceDocument, InvoiceKind, InvoiceLine, invoice_files};
use madoguchi_domain::csv_cells::formula_safe;
use madoguchi_domain::money::Yen;
use madoguchi_domain::tax::{Rounding, TaxRate};
use proptest::prelude::*;

use crate::faces::{self, of_document};
use crate::pdf::{Pdf, RENDERER, without_spaces};
use crate::samples;

/// As the PDF shows it: what has no glyph or shows nothing is replaced.
fn printed(text: &str) -> String {
    without_spaces(&text.replace('😀', "〓").replace('\u{E0100}', ""))
}

fn yen(amount: i64) -> String {
    Yen(amount).grouped().replace('-', "−")
}

/// Finds the texts one after the other, whatever stands between them.
struct Search<'a> {
    text: &'a str,
    name: &'a str,
}

impl Search<'_> {
    fn next(&mut self, wanted: &str) {
        let wanted = printed(wanted);
        let Some(at) = self.text.find(&wanted) else { panic!("{}: no {wanted} in {}", self.name, self.text) };
        self.text = &self.text[at + wanted.len()..];
    }
}

fn pdf_agrees(name: &str, invoice: &InvoiceDocument) {
    let text = Pdf::read(&RENDERER.invoice(invoice).unwrap()).text();
    let mut search = Search { text: &text, name };
    for wanted in [&invoice.recipient.name, &invoice.issuer.name, &invoice.issuer.registration_number] {
        search.next(wanted);
    }
    search.next(&format!("{}円", yen(invoice.gross)));
    search.next(&invoice.number);
    search.next(&invoice.customer_number);
    search.next("2026年11月9日");
    search.next("2026年10月1日〜2026年10月31日");
    if let Some(account) = invoice.debited_from.as_ref().filter(|_| invoice.gross > 0) {
        search.next(&["金融機関名", &*account.bank, "口座番号", &*account.number].concat());
    }
    search.next("税込金額（円）");
    for total in &invoice.totals {
        search.next(&[total.net.0, total.tax.0, total.net.0 + total.tax.0].map(yen).concat());
    }
    search.next(&["合計".to_owned(), yen(invoice.net), yen(invoice.tax), yen(invoice.gross)].concat());
    for part in &invoice.parts {
        search.next(&format!("契約番号{}", part.contract_number));
        for line in &part.lines {
            let mark = if line.rate == TaxRate::Reduced8 { "※" } else { "" };
            search.next(&[&*line.item, mark, &yen(line.amount), &line.note].concat());
        }
        for total in &part.totals {
            search.next(&format!("計{}{}", if total.rate == TaxRate::Reduced8 { "※" } else { "" }, yen(total.net.0)));
            if total.rate.percent() > 0 {
                let reference = if invoice.part_tax_is_reference { "（参考）" } else { "" };
                search.next(&format!("消費税（{}%）{reference}{}", total.rate.percent(), yen(total.tax.0)));
            }
        }
        search.next(&format!("小計{}", yen(part.subtotal)));
    }
}

fn files_agree(name: &str, invoice: &InvoiceDocument) {
    let expected = of_document(invoice);
    let mut cells = of_document(invoice);
    cells.lines.iter_mut().for_each(|(_, item, _)| *item = formula_safe(item).into_owned());
    let csv = invoice_files::csv(invoice, Encoding::Utf8).unwrap();
    assert_eq!(faces::of_csv(&csv), cells, "{name}: CSV");
    assert_eq!(faces::of_xlsx(&invoice_files::xlsx(invoice).unwrap()), cells, "{name}: XLSX");
    assert_eq!(faces::of_jp_pint(&invoice_files::jp_pint(invoice).unwrap()), expected, "{name}: JP PINT");
    assert_eq!(faces::of_html(&invoice_files::html(invoice).unwrap()), expected, "{name}: HTML");
}

#[test]
fn all_faces_of_the_samples_agree() {
    for (name, invoice) in samples::invoices() {
        files_agree(name, &invoice);
        pdf_agrees(name, &invoice);
    }
}

/// B4: neither a debit nor a day is announced where nothing is paid; a credit says what it is.
#[test]
fn nothing_is_asked_for_where_nothing_is_owed() {
    for (net, words) in [
        (0, "今回お支払いいただく金額はありません。"),
        (-1_500, "お支払いは不要です。差額1,650円は、お客様へお返しする金額です。"),
    ] {
        for kind in [InvoiceKind::DebitNotice, InvoiceKind::Invoice] {
            let invoice = InvoiceDocument { kind, ..samples::debited(net) };
            files_agree(words, &invoice);
            pdf_agrees(words, &invoice);
            let pdf = Pdf::read(&RENDERER.invoice(&invoice).unwrap()).text();
            let csv = String::from_utf8(invoice_files::csv(&invoice, Encoding::Utf8).unwrap()).unwrap();
            let xlsx = faces::xlsx_part(&invoice_files::xlsx(&invoice).unwrap(), "xl/sharedStrings.xml");
            let xml = invoice_files::jp_pint(&invoice).unwrap();
            for face in [pdf, csv, xlsx, invoice_files::html(&invoice).unwrap(), xml.clone()] {
                let face = without_spaces(&face);
                assert!(face.contains(words), "{words}: {face}");
                for asking in ["振替", "見本銀行", "***4567", "2026年11月30日", "2026-11-30", "ご請求申し上げます"]
                {
                    assert!(!face.contains(asking), "{asking}: {face}");
                }
            }
            assert!(!xml.contains("PaymentMeans") && xml.contains(">380<"), "{xml}");
        }
    }
}

#[test]
fn tax_is_rounded_once_and_shared_out() {
    let (_, invoice) = samples::invoices().into_iter().find(|(name, _)| *name == "three-contracts").unwrap();
    assert_eq!((invoice.net, invoice.tax, invoice.gross), (3_015, 301, 3_316));
    let text = Pdf::read(&RENDERER.invoice(&invoice).unwrap()).text();
    let page = invoice_files::html(&invoice).unwrap();
    assert_eq!(text.matches("消費税（10%）（参考）101").count(), 1, "{text}");
    assert_eq!(text.matches("消費税（10%）（参考）100").count(), 2, "{text}");
    assert_eq!(page.matches("消費税（10%）（参考）").count(), 3);
    assert!(text.contains("10%対象3,0153013,316"), "{text}");
}

#[test]
fn the_direction_of_rounding_is_the_callers() {
    for (rounding, tax) in [(Rounding::Floor, "1,234"), (Rounding::HalfUp, "1,235")] {
        let invoice = samples::one_contract(12_345, rounding);
        let text = Pdf::read(&RENDERER.invoice(&invoice).unwrap()).text();
        assert!(text.contains(&format!("10%対象12,345{tax}")), "{text}");
        pdf_agrees("12,345", &invoice);
        files_agree("12,345", &invoice);
    }
}

#[test]
fn an_invoice_priced_with_tax_adds_up() {
    let invoice = samples::priced_with_tax();
    assert_eq!((invoice.net, invoice.tax, invoice.gross), (24_695, 2_469, 27_164));
    files_agree("27,164", &invoice);
    pdf_agrees("27,164", &invoice);
}

fn any_line() -> impl Strategy<Value = InvoiceLine> {
    let amount = prop_oneof![-1_000_000_i64..1_000_000, Just(0), Just(9_999_999_999)];
    let text = "[a-zA-Z0-9ぁ-んァ-ヶ一-十=<>&\"'#$*_@/\\\\\\[\\]{}-]{1,24}";
    (text, amount, 0..TaxRate::ALL.len(), "[a-z0-9あ-ん<&=]{0,30}").prop_map(|(item, amount, rate, note)| InvoiceLine {
        item,
        amount,
        rate: TaxRate::ALL[rate],
        note,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_faces_of_any_invoice_agree(
        parts in proptest::collection::vec(("[A-Z0-9]{9,20}", proptest::collection::vec(any_line(), 1..9)), 1..5),
        half_up in any::<bool>(),
    ) {
        let rounding = if half_up { Rounding::HalfUp } else { Rounding::Floor };
        let invoice = samples::invoice(parts, rounding);
        files_agree("any", &invoice);
        pdf_agrees("any", &invoice);
    }
}
