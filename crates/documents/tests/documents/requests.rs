//! The paper of a request: accessible, and plain about whether it was sent and what it changes.

use chrono::NaiveDate;
use madoguchi_documents::{RequestDocument, RequestLine, RequestPart};

use crate::pdf::{Pdf, RENDERER};
use crate::pdf_structure::is_accessible;
use crate::samples;

/// Two facts, two forms, one answer of several lines.
fn request() -> RequestDocument {
    let line = |label: &str, text: &str, before: Option<&str>| RequestLine {
        label: label.to_owned(),
        text: text.to_owned(),
        before: before.map(str::to_owned),
    };
    let part = |title: &str, lines| RequestPart { title: title.to_owned(), lines };
    RequestDocument {
        dated: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
        provider: "みなと連携サービス".to_owned(),
        issuer: samples::opening_notice().issuer,
        title: "閲覧施設 お申込内容".to_owned(),
        number: "004954".to_owned(),
        submitted_at: Some("2026年11月20日 12時00分00秒".to_owned()),
        facts: vec![line("お申込ID", "004954", None), line("お申込日", "2026/11/20", None)],
        parts: vec![
            part(
                "ご利用者情報",
                vec![line("施設名", "髙﨑診療所", Some("高崎診療所")), line("一般病床数", "19", Some(""))],
            ),
            part("その他", vec![line("ご要望", "一行目\n二行目", None)]),
        ],
        notes: vec![
            "ご契約期間満了の30日前までに解約のお申込みがない場合、更に1年間ご契約期間を自動延長します。".to_owned(),
        ],
    }
}

#[test]
fn requests_are_accessible_and_say_whether_they_were_sent() {
    let sent = request();
    let pdf = Pdf::read(&RENDERER.request(&sent).unwrap());
    is_accessible(&pdf, "閲覧施設 お申込内容 004954");
    assert_eq!((pdf.elements("H1"), pdf.elements("H2"), pdf.elements("Table")), (1, 2, 3));
    assert_eq!(pdf.headers("Row"), 2 + 3);
    let text = pdf.text();
    for wanted in [
        "受付日時2026年11月20日12時00分00秒",
        "お申込ID004954",
        "施設名髙﨑診療所変更前：高崎診療所",
        "一般病床数19変更前：（なし）",
        "ご要望一行目二行目",
        "自動延長します。",
    ] {
        assert!(text.contains(wanted), "no {wanted} in {text}");
    }
    let draft = RequestDocument { submitted_at: None, ..sent };
    let text = Pdf::read(&RENDERER.request(&draft).unwrap()).text();
    assert!(text.contains("まだ、お申し込みは完了していません。") && !text.contains("受付日時"), "{text}");
}

#[test]
fn the_notes_of_a_request_stand_on_one_page() {
    let notes: Vec<String> = (1..=6).map(|at| format!("注意{at}：{}", "期間満了の前までに。".repeat(12))).collect();
    // However full the page before is.
    for rows in 28..36 {
        let lines =
            (0..rows).map(|at| RequestLine { label: format!("項目{at}"), text: "答え".to_owned(), before: None });
        let parts = vec![RequestPart { title: "ご利用者情報".to_owned(), lines: lines.collect() }];
        let pdf = Pdf::read(&RENDERER.request(&RequestDocument { parts, notes: notes.clone(), ..request() }).unwrap());
        let page = (1..=pdf.pages()).find(|page| pdf.page_text(*page).contains("注意1：")).unwrap();
        assert!(pdf.page_text(page).contains("注意6："), "{rows} rows");
    }
}
