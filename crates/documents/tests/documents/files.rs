//! CSV, XLSX and HTML as the programs that open them see them.

use madoguchi_documents::text_files::Encoding;
use madoguchi_documents::{InvoiceDocument, InvoiceKind, invoice_files};

use crate::faces::xlsx_part;
use crate::samples;

fn sample(wanted: &str) -> InvoiceDocument {
    samples::invoices().into_iter().find(|(name, _)| *name == wanted).unwrap().1
}

#[test]
fn file_names_carry_day_counterparty_amount_kind_and_number() {
    let mut invoice = sample("one-line");
    invoice.number = "G000012-202610".to_owned();
    let name = |invoice: &InvoiceDocument| invoice_files::file_name(invoice, "pdf");
    assert_eq!(name(&invoice), "20261109_みなと通信株式会社_3630_請求書_G000012-202610.pdf");
    invoice.kind = InvoiceKind::DebitNotice;
    assert_eq!(name(&invoice), "20261109_みなと通信株式会社_3630_口座振替案内書_G000012-202610.pdf");
    invoice.gross = -1_650;
    assert_eq!(name(&invoice), "20261109_みなと通信株式会社_-1650_請求書_G000012-202610.pdf");
    invoice.issuer.name = "../みなと 通信:\\*?\"<>|\u{202E}\n".to_owned();
    invoice.number = "1/2".to_owned();
    assert_eq!(name(&invoice), "20261109____みなと_通信__________-1650_請求書_1_2.pdf");
    invoice.issuer.name = "髙".repeat(300);
    invoice.number = "請".repeat(64);
    invoice.gross = -99_999_999_999;
    assert!(name(&invoice).len() <= 255, "{}", name(&invoice).len());
}

#[test]
fn csv_is_quoted_defused_and_ends_lines_as_windows_does() {
    let text = String::from_utf8(invoice_files::csv(&sample("names"), Encoding::Utf8).unwrap()).unwrap();
    assert!(text.starts_with("\u{FEFF}契約番号,料金内訳,金額（円）,税率,備考,種類,ご請求番号,"), "{text}");
    assert!(text.split("\r\n").next().unwrap().ends_with(",訂正前のご請求番号,お支払いについて"), "{text}");
    assert!(text.contains(
        "00000000000000000012,\"'=HYPERLINK(\"\"https://example.jp\"\")\",20,10%,\"改行\nと\"\"引用\"\"\",請求書,"
    ));
    assert!(text.contains(",10,10%,'=1+1,請求書,") && text.contains(",30,10%,'-1,請求書,"), "{text}");
    let credit = String::from_utf8(invoice_files::csv(&sample("credit"), Encoding::Utf8).unwrap()).unwrap();
    assert!(credit.contains(",-12345,10%,"), "a negative amount is a number and no formula: {credit}");
}

/// B9: the signs of formulas in full width too.
#[test]
fn wide_formulas_are_defused_too() {
    let mut invoice = sample("one-line");
    "＝1+1".clone_into(&mut invoice.parts[0].lines[0].item);
    "＠SUM(A1)".clone_into(&mut invoice.parts[0].lines[0].note);
    let text = String::from_utf8(invoice_files::csv(&invoice, Encoding::Utf8).unwrap()).unwrap();
    assert!(text.contains(",'＝1+1,3300,10%,'＠SUM(A1),"), "{text}");
    let strings = xlsx_part(&invoice_files::xlsx(&invoice).unwrap(), "xl/sharedStrings.xml");
    assert!(strings.contains("<t>'＝1+1</t>") && strings.contains("<t>'＠SUM(A1)</t>"), "{strings}");
}

#[test]
fn csv_comes_in_the_encoding_of_windows() {
    let bytes = invoice_files::csv(&sample("names"), Encoding::Cp932).unwrap();
    let (text, _, broken) = encoding_rs::SHIFT_JIS.decode(&bytes);
    assert!(!broken && text.starts_with("契約番号,"), "{text}");
    assert!(text.contains("絵文字〓と髙﨑〓野家"), "{text}");
}

#[test]
fn xlsx_cells_have_the_type_of_what_they_hold() {
    let book = invoice_files::xlsx(&sample("names")).unwrap();
    let sheet = xlsx_part(&book, "xl/worksheets/sheet1.xml");
    let strings = xlsx_part(&book, "xl/sharedStrings.xml");
    assert!(strings.contains("<t>00000000000000000012</t>"), "a contract number is text");
    assert!(strings.contains("<t>'=HYPERLINK(") && !sheet.contains("<f>"), "{strings}");
    assert!(sheet.contains("<v>1200</v>") && sheet.contains("<v>2266</v>"), "amounts are numbers: {sheet}");
    assert!(sheet.contains(r#"ySplit="1""#) && sheet.contains("frozen"), "the header stays");
    let heading = xlsx_part(&book, "xl/workbook.xml");
    assert!(heading.contains(r#"name="料金明細""#) && heading.contains(r#"name="請求情報""#));
    assert_eq!(book, invoice_files::xlsx(&sample("names")).unwrap(), "the same invoice makes the same file");
}

#[test]
fn pages_stand_alone_and_can_be_heard() {
    for (name, invoice) in samples::invoices() {
        let page = invoice_files::html(&invoice).unwrap();
        assert!(page.starts_with("<!doctype html>\n<html lang=\"ja\">"), "{name}");
        assert_eq!(page.matches("<h1>").count(), 1, "{name}");
        assert_eq!(page.matches("<title>").count(), 1, "{name}");
        assert_eq!(page.matches("<caption>").count(), page.matches("<table").count(), "{name}");
        assert_eq!(page.matches("<th").count() - page.matches("<thead").count(), page.matches("<th scope=").count());
        for forbidden in ["<script", "<link", "<img", "src=", "href=", "url("] {
            assert!(!page.contains(forbidden), "{name}: {forbidden}");
        }
        assert_eq!(page.contains("※は軽減税率対象"), name == "mixed", "{name}");
        assert_eq!(page.contains("訂正"), name == "mixed", "{name}");
    }
    let page = invoice_files::html(&sample("names")).unwrap();
    assert!(page.contains("&lt;b&gt;&amp;amp;&lt;&#x2f;b&gt; {{ d.gross }}"), "{page}");
}

#[test]
fn titles_and_due_days_follow_the_kind() {
    let invoice = invoice_files::html(&sample("twelve-lines")).unwrap();
    let notice = invoice_files::html(&sample("debit-notice")).unwrap();
    assert!(invoice.contains("<h1>請求書</h1>") && invoice.contains("お支払期限 2026年11月30日"), "{invoice}");
    assert!(notice.contains("<h1>口座振替案内書</h1>") && notice.contains("振替日 2026年11月30日"), "{notice}");
    assert!(notice.contains("髙﨑 太郎 様") && invoice.contains("株式会社みなと商会 御中"));
}

#[test]
fn pages_name_the_reduced_goods() {
    let page = invoice_files::html(&sample("mixed")).unwrap();
    assert!(page.contains("飲料水 12本 ※</th>") && page.contains("月額基本料</th>"), "{page}");
}
