//! P5: the invoices of a month issued at once, their PDFs rendered by the job and kept in a folder.

use std::sync::Arc;
use std::time::Instant;

use api_tests::{App, Engine, PORTAL, Subscriber};
use chrono::NaiveDate;
use madoguchi_domain::dates::Month;
use madoguchi_domain::money::Yen;
use madoguchi_domain::tax::TaxRate;
use madoguchi_entities::document_runs;
use madoguchi_services::invoice_publishing;
use madoguchi_services::invoices::issue::{NewInvoice, NewLine, Terms};
use madoguchi_services::{Files, PdfRenderer, Transport};
use sea_orm::EntityTrait;
use uuid::Uuid;

use crate::memory::Growth;
use crate::options::{OPTIONS, cores};
use crate::pdfs;
use crate::report::{Row, thousands};
use crate::weasyprint;

/// Customers whose groups are billed; with more invoices than these, each gets several.
const CUSTOMERS: u32 = 300;

/// Issues, renders and keeps.
pub async fn measure(app: App) {
    let engine = app.engine();
    let folder = std::env::temp_dir().join(format!("madoguchi-benchmark-{}", Uuid::now_v7().simple()));
    let mut services = app.worker(Transport::Memory(Arc::default()));
    services.files = Files::folder(&folder).unwrap();
    services.pdf_renderer = PdfRenderer::new(Some(pdfs::fonts()), cores());
    let mut subscribers = Vec::new();
    for _ in 0..CUSTOMERS.min(OPTIONS.invoices) {
        subscribers.push(app.subscriber().await);
    }
    let invoices: Vec<_> = subscribers.iter().cycle().zip(0..OPTIONS.invoices).map(invoice).collect();
    let provider = app.provider(PORTAL);

    let start = Instant::now();
    let issued = invoice_publishing::publish(&services, &provider, &invoices, true).await.unwrap();
    let issuing = start.elapsed().as_secs_f64();
    assert!(issued.iter().all(Result::is_ok), "an invoice was refused");
    drop((issued, invoices));

    let growth = Growth::start();
    let start = Instant::now();
    app.work(&services).await;
    let rendering = start.elapsed().as_secs_f64();
    let growth = growth.megabytes();
    let run = document_runs::Entity::find().one(app.db()).await.unwrap().expect("there is no run");
    assert!(run.done == run.total && run.finished_at.is_some(), "the run did not end: {run:?}");
    std::fs::remove_dir_all(&folder).unwrap();
    report(engine, issuing, rendering, growth);
}

fn report(engine: Engine, issuing: f64, rendering: f64, growth: Option<f64>) {
    let count = thousands(OPTIONS.invoices.into());
    let per_second = f64::from(OPTIONS.invoices) / rendering;
    let name = |what: &str| format!("P5 month end, {count} invoices: {what}");
    Row::new(name("issuing"), issuing, "s").on(engine).keep();
    Row::new(name("rendering and keeping"), rendering, "s").on(engine).keep();
    Row::new(name("PDFs"), per_second, "per s").on(engine).keep();
    Row::new(name("PDFs of one core"), per_second / cores() as f64, "per s")
        .on(engine)
        .times("WeasyPrint", weasyprint::seconds().map(f64::recip))
        .goal("≥ 40")
        .keep();
    Row::new(name("memory grows by"), growth, "MB").on(engine).keep();
}

/// Twelve lines, on one page.
fn invoice((subscriber, index): (&Subscriber, u32)) -> NewInvoice {
    const ITEMS: [(&str, i64, &str); 6] = [
        ("光回線 月額基本料", 5_400, ""),
        ("ひかり電話 基本料", 500, "2番号"),
        ("通話料 県内", 128, "10月1日〜10月31日"),
        ("通話料 移動体", 1_504, "10月1日〜10月31日"),
        ("ルーター レンタル料", 300, ""),
        ("ITサポート24", 3_300, ""),
    ];
    let line = |&(item, amount, note): &(&str, i64, &str)| NewLine {
        contract: subscriber.contract.number.clone(),
        item: item.to_owned(),
        amount: Yen(amount + i64::from(index % 7)),
        tax_rate: TaxRate::Standard10,
        note: note.to_owned(),
    };
    NewInvoice {
        number: format!("M{index:08}"),
        billing_group: subscriber.group.number.clone(),
        month: Month::of(NaiveDate::from_ymd_opt(2026, 10, 1).unwrap()),
        lines: ITEMS.iter().chain(&ITEMS).map(line).collect(),
        terms: Terms::default(),
    }
}
