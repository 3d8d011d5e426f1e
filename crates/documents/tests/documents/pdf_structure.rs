//! What PDF/UA-1 asks of a file, as far as its objects show it, and what a reader of the pages expects.

use lopdf::Object;
use madoguchi_documents::InvoiceDocument;

use crate::pdf::{Pdf, RENDERER};
use crate::samples;

fn sample(wanted: &str) -> Pdf {
    let invoice = samples::invoices().into_iter().find(|(name, _)| *name == wanted).unwrap().1;
    render(&invoice)
}

fn render(invoice: &InvoiceDocument) -> Pdf {
    Pdf::read(&RENDERER.invoice(invoice).unwrap())
}

fn metadata(pdf: &Pdf) -> String {
    let stream = pdf.document.catalog().unwrap().get_deref(b"Metadata", &pdf.document).unwrap().as_stream().unwrap();
    String::from_utf8(stream.get_plain_content().unwrap()).unwrap()
}

pub fn is_accessible(pdf: &Pdf, title: &str) {
    let catalog = pdf.document.catalog().unwrap();
    let dictionary = |key: &[u8]| catalog.get_deref(key, &pdf.document).unwrap().as_dict().unwrap();
    assert!(catalog.has(b"StructTreeRoot"));
    assert!(dictionary(b"MarkInfo").get(b"Marked").unwrap().as_bool().unwrap());
    let language = catalog.get(b"Lang").unwrap().as_str().unwrap();
    assert!(language.starts_with(b"ja"), "{language:?}");
    assert!(dictionary(b"ViewerPreferences").get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    let metadata = metadata(pdf);
    assert!(metadata.contains("<pdfuaid:part>1</pdfuaid:part>"), "{metadata}");
    assert!(metadata.contains(title), "{metadata}");
    let fonts: Vec<_> = pdf.dictionaries().filter(|dictionary| dictionary.has_type(b"FontDescriptor")).collect();
    assert!(!fonts.is_empty());
    assert!(fonts.iter().all(|font| font.has(b"FontFile2") || font.has(b"FontFile3")), "every font is embedded");
    let characters = pdf
        .dictionaries()
        .filter(|font| font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type0"));
    assert!(characters.into_iter().all(|font| font.has(b"ToUnicode")), "every text can be copied");
}

#[test]
fn invoices_are_accessible() {
    let pdf = sample("mixed");
    is_accessible(&pdf, "請求書 2026年10月 202610-000123");
    assert_eq!(pdf.elements("H1"), 1);
    assert_eq!(pdf.elements("H2"), 2);
    assert_eq!(pdf.elements("Table"), 4);
    // The rates' four columns, and for each contract its number and three columns.
    assert_eq!(pdf.headers("Column"), 4 + 2 * (1 + 3));
    // Five facts, four rates and their sum, six lines.
    assert_eq!(pdf.headers("Row"), 5 + 5 + 6);
}

#[test]
fn notices_are_accessible() {
    let pdf = Pdf::read(&RENDERER.opening_notice(&samples::opening_notice()).unwrap());
    is_accessible(&pdf, "お申し込み内容のご案内 2026年11月9日");
    assert_eq!(pdf.elements("H1"), 1);
    assert_eq!(pdf.elements("Table"), 4);
    let text = pdf.text();
    let expected = [
        "株式会社みなと商会御中",
        "発行日2026年11月9日",
        "重要事項説明書類",
        "お申し込み内容のご案内",
        "拝啓",
        "敬具",
        "お客さま情報",
        "CAF0000000001シー・エー・エフ・ゼロ",
        "アクセスキー",
        "ひかり電話",
        "ITサポート24月額3,300円（税抜）",
        "お客様センターまでご連絡ください。",
    ];
    let mut rest = &*text;
    for wanted in expected {
        let at = rest.find(wanted).unwrap_or_else(|| panic!("no {wanted} in {text}"));
        rest = &rest[at + wanted.len()..];
    }
}

#[test]
fn long_tables_repeat_their_header_on_every_page() {
    let pdf = sample("five-hundred-lines");
    let pages = pdf.pages();
    assert!((10..20).contains(&pages), "{pages}");
    for page in 1..=pages {
        let text = pdf.page_text(page);
        assert!(text.contains("契約番号CAF0000000001料金内訳金額（円）備考"), "page {page}: {text}");
        assert!(text.contains(&format!("{page}/{pages}")), "page {page}: {text}");
    }
    assert_eq!(pdf.headers("Column"), 4 + 1 + 3, "repeated headers are for the eye alone");
}

#[test]
fn three_hundred_contracts_fit() {
    let pdf = sample("three-hundred-contracts");
    let text = pdf.text();
    assert!(pdf.pages() > 30);
    assert!(text.contains("契約番号CAF0000000001") && text.contains("契約番号CAF0000000300"));
    assert_eq!(text.matches("小計").count(), 300);
}

#[test]
fn small_tables_are_not_cut() {
    let pdf = sample("mixed");
    assert_eq!(pdf.pages(), 2);
    let second = pdf.page_text(2);
    assert!(second.contains("契約番号COP00000001") && second.contains("損害保険料480"), "{second}");
}

#[test]
fn kinds_corrections_and_reduced_rates_are_told_apart() {
    let mixed = sample("mixed").text();
    assert!(mixed.contains("訂正この請求書は、ご請求番号202610-000045の請求書を訂正したものです。"), "{mixed}");
    assert!(mixed.contains("※は軽減税率対象") && mixed.contains("飲料水12本※1,980"), "{mixed}");
    assert!(mixed.contains("障害によるお詫び−1,000"), "{mixed}");
    let notice = sample("debit-notice").text();
    assert!(notice.starts_with("口座振替案内書") && notice.contains("振替日2026年11月30日"), "{notice}");
    let invoice = sample("twelve-lines").text();
    assert!(invoice.starts_with("請求書") && invoice.contains("お支払期限2026年11月30日"), "{invoice}");
    assert!(!invoice.contains('※') && !invoice.contains("訂正") && !invoice.contains("参考"), "{invoice}");
}

#[test]
fn rare_kanji_are_shown_and_code_is_text() {
    let text = sample("names").text();
    assert!(text.contains("髙﨑𠮷男様"), "{text}");
    assert!(text.contains("絵文字〓と髙﨑𠮷野家・葛城"), "{text}");
    assert!(text.contains("#panic()$x$*太字*<b>&amp;</b>{{d.gross}}]]>"), "{text}");
}

#[test]
fn the_same_data_makes_the_same_bytes() {
    let invoice = samples::invoices().swap_remove(5).1;
    assert_eq!(RENDERER.invoice(&invoice).unwrap(), RENDERER.invoice(&invoice).unwrap());
}

#[test]
fn documents_are_made_at_the_same_time() {
    let invoices = samples::invoices();
    let alone: Vec<Vec<u8>> = invoices.iter().take(2).map(|(_, invoice)| RENDERER.invoice(invoice).unwrap()).collect();
    std::thread::scope(|scope| {
        for at in [0, 1, 0, 1] {
            let (invoice, expected) = (&invoices[at].1, &alone[at]);
            scope.spawn(move || assert_eq!(&RENDERER.invoice(invoice).unwrap(), expected));
        }
    });
}
