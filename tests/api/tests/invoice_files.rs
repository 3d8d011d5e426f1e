//! Files of invoices (T10, B2, B14): one PDF each for ever, four other forms, a ZIP of a year, and runs over a month.

use std::io::{Cursor, Read};

use api_tests::{App, Browser, PORTAL, on_both_engines};
use madoguchi_api_types::invoices::InvoiceYear;
use madoguchi_domain::dates::Month;
use madoguchi_entities::{customers, documents};
use madoguchi_services::documents::runs;
use madoguchi_services::work;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, PaginatorTrait};

on_both_engines!(
    an_invoice_has_one_pdf_for_ever,
    a_changed_or_lost_file_is_never_sent,
    each_form_is_what_it_says,
    a_year_comes_as_one_archive,
    a_group_of_three_hundred_contracts_is_one_invoice,
    a_run_that_is_killed_renders_each_invoice_once,
);

async fn path(browser: &Browser, contract: impl std::fmt::Display) -> String {
    let year: InvoiceYear = browser.get(&format!("/contracts/{contract}/invoices")).await.expect(200).json();
    format!("/contracts/{contract}/invoices/{}/files", year.invoices[0].id)
}

async fn an_invoice_has_one_pdf_for_ever(app: App) {
    let subscriber = app.subscriber().await;
    app.issue(PORTAL, &[app.new_invoice(&subscriber.group, &[(&subscriber.contract, 3_300)])]).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let path = format!("{}/pdf", path(&browser, subscriber.contract.id).await);
    let first = browser.get(&path).await.expect(200);
    assert!(first.body.starts_with(b"%PDF-"));
    assert_eq!(first.header("content-type"), Some("application/pdf"));
    let name = first.header("content-disposition").unwrap();
    assert!(name.starts_with("attachment; ") && name.contains("20261109_"), "{name}");
    assert_eq!(first.header("cache-control"), Some("no-store"));
    let mut customer: customers::ActiveModel = subscriber.customer.clone().into();
    customer.name = Set("株式会社あたらしい名".to_owned());
    customer.update(app.db()).await.unwrap();
    // The run of the issue comes after: it finds the one that is there.
    app.deliver_mails().await;
    let second = browser.get(&path).await.expect(200);
    assert_eq!(first.body, second.body, "the PDF that was issued");
    assert_eq!(documents::Entity::find().count(app.db()).await.unwrap(), 1);
}

async fn a_changed_or_lost_file_is_never_sent(app: App) {
    let subscriber = app.subscriber().await;
    app.issue(PORTAL, &[app.new_invoice(&subscriber.group, &[(&subscriber.contract, 3_300)])]).await;
    app.deliver_mails().await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let path = format!("{}/pdf", path(&browser, subscriber.contract.id).await);
    let _pdf = browser.get(&path).await.expect(200);
    let key = documents::Entity::find().one(app.db()).await.unwrap().unwrap().file_key.unwrap();
    let files = &app.services().files;
    files.put(&key, b"%PDF-1.7 something else".as_slice().into()).await.unwrap();
    browser.get(&path).await.refused(503, "storage_unavailable");
    files.delete(&key).await.unwrap();
    browser.get(&path).await.refused(503, "storage_unavailable");
}

async fn each_form_is_what_it_says(app: App) {
    let subscriber = app.subscriber().await;
    app.issue(PORTAL, &[app.new_invoice(&subscriber.group, &[(&subscriber.contract, 12_345)])]).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let path = path(&browser, subscriber.contract.id).await;
    let forms: [(&str, &str, &[u8]); 6] = [
        ("html", "text/html; charset=utf-8", b"<!doctype html>"),
        ("csv", "text/csv; charset=utf-8", b"\xEF\xBB\xBF"),
        ("csv?encoding=cp932", "text/csv; charset=shift_jis", b"\x8C\x5F"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04"),
        ("xml", "application/xml", b"<?xml"),
        ("pdf", "application/pdf", b"%PDF-"),
    ];
    for (form, media_type, start) in forms {
        let answer = browser.get(&format!("{path}/{form}")).await.expect(200);
        assert_eq!(answer.header("content-type"), Some(media_type), "{form}");
        let begins = answer.body[..start.len()].eq_ignore_ascii_case(start);
        assert!(begins, "{form}: {:?}", String::from_utf8_lossy(&answer.body[..20]));
        assert!(answer.header("content-disposition").unwrap().starts_with("attachment; "), "{form}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{form}");
    }
    for form in ["html", "csv", "xml"] {
        let text = browser.get(&format!("{path}/{form}")).await.text();
        assert!(text.contains("1234") || text.contains("1,234"), "the tax is in {form}");
        assert!(text.contains("T7123456789012") || form == "csv", "the registration number is in {form}");
    }
    browser.get(&format!("{path}/docx")).await.refused(404, "not_found");
}

async fn a_year_comes_as_one_archive(app: App) {
    let subscriber = app.subscriber().await;
    // Same issuer, day and amount: only the number tells two of them apart.
    let one = app.new_invoice(&subscriber.group, &[(&subscriber.contract, 3_300)]);
    let two = app.new_invoice(&subscriber.group, &[(&subscriber.contract, 3_300)]);
    let mut september = app.new_invoice(&subscriber.group, &[(&subscriber.contract, 500)]);
    september.month = Month::new(2026, 9).unwrap();
    let mut before = app.new_invoice(&subscriber.group, &[(&subscriber.contract, 700)]);
    before.month = Month::new(2025, 9).unwrap();
    app.issue(PORTAL, &[one, two, september, before]).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let answer =
        browser.get(&format!("/contracts/{}/invoices.zip?year=2026", subscriber.contract.id)).await.expect(200);
    assert_eq!(answer.header("content-type"), Some("application/zip"));
    let mut archive = zip::ZipArchive::new(Cursor::new(answer.body.clone())).unwrap();
    assert_eq!(archive.len(), 3);
    let mut names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    names.dedup();
    assert_eq!(names.len(), 3, "{names:?}");
    for place in 0..archive.len() {
        let mut start = [0; 5];
        archive.by_index(place).unwrap().read_exact(&mut start).unwrap();
        assert_eq!(&start, b"%PDF-");
    }
    browser
        .get(&format!("/contracts/{}/invoices.zip?year=2001", subscriber.contract.id))
        .await
        .refused(404, "not_found");
}

async fn a_group_of_three_hundred_contracts_is_one_invoice(app: App) {
    let subscriber = app.subscriber().await;
    let mut contracts = Vec::new();
    for _ in 0..300 {
        contracts.push(app.contract(&subscriber.group, |_| {}).await);
    }
    let lines: Vec<_> = contracts.iter().map(|contract| (contract, 1_005)).collect();
    app.issue(PORTAL, &[app.new_invoice(&subscriber.group, &lines)]).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let files = path(&browser, contracts[299].id).await;
    let detail: madoguchi_api_types::invoices::InvoiceDetail =
        browser.get(files.trim_end_matches("/files")).await.expect(200).json();
    assert_eq!((detail.contracts.len(), detail.net, detail.tax), (300, 301_500, 30_150));
    assert_eq!(detail.contracts.iter().map(|part| part.totals[0].tax).sum::<i64>(), 30_150);
    let csv = browser.get(&format!("{files}/csv")).await.expect(200).text();
    assert!(contracts.iter().all(|contract| csv.contains(&contract.number)));
    let pdf = browser.get(&format!("{files}/pdf")).await.expect(200);
    assert!(pdf.body.starts_with(b"%PDF-"));
}

async fn a_run_that_is_killed_renders_each_invoice_once(app: App) {
    let subscriber = app.subscriber().await;
    let invoices: Vec<_> =
        (1..=53).map(|amount| app.new_invoice(&subscriber.group, &[(&subscriber.contract, amount)])).collect();
    app.issue(PORTAL, &invoices).await;
    let run = {
        use madoguchi_entities::document_runs;
        document_runs::Entity::find().one(app.db()).await.unwrap().unwrap()
    };
    assert_eq!((run.total, run.done), (53, 0));
    let rendering = loop {
        let job = app.next_job().await;
        if job.kind == "render_invoices" {
            break job;
        }
        work::run_job(app.services(), job.clone()).await;
        madoguchi_jobs::take(app.db(), job.id).await.unwrap();
    };
    // A worker that dies before it says that it is done: the same batch is done again.
    for _ in 0..2 {
        assert_eq!(work::run_job(app.services(), rendering.clone()).await, madoguchi_jobs::Outcome::Done);
        let run = runs::get(app.services(), &app.provider(PORTAL), run.id).await.unwrap();
        assert_eq!((run.done, run.finished_at), (50, None));
    }
    app.deliver_mails().await;
    let run = runs::get(app.services(), &app.provider(PORTAL), run.id).await.unwrap();
    assert_eq!((run.done, run.finished_at), (53, Some(app.now())));
    assert_eq!(documents::Entity::find().count(app.db()).await.unwrap(), 53);
}
