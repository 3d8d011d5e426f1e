//! The run over the invoices of a month, killed again and again: it goes on where it was, and each invoice has one PDF.

use std::os::unix::process::ExitStatusExt;
use std::time::Duration;

use serde_json::json;

use crate::databases::Place;
use crate::on_both_engines;
use crate::servers::{command, import, output};

on_both_engines!(a_month_end_run_killed_again_and_again_renders_each_invoice_once);

const KILL: i32 = 9;
const INVOICES: i64 = 140;
/// The claim of a process that was killed is free after so long.
const LEASE_SECONDS: &str = "2";
const PAUSE: Duration = Duration::from_millis(50);
const PATIENCE: Duration = Duration::from_secs(120);

async fn a_month_end_run_killed_again_and_again_renders_each_invoice_once(place: Place) {
    import(&place);
    let invoices: Vec<_> = (1..=INVOICES)
        .map(|number| {
            let line =
                json!({ "contract": "CAF0000000000", "item": "基本料", "amount": number, "tax_rate": "standard_10" });
            json!({ "number": format!("Z{number}"), "billing_group": "G000000", "month": "2031-01", "lines": [line] })
        })
        .collect();
    let file = place.folder().join("invoices.json");
    std::fs::write(&file, serde_json::to_vec(&invoices).unwrap()).unwrap();
    for told in ["140 issued, 0 issued before, 0 refused", "0 issued, 140 issued before, 0 refused"] {
        let issued = output(command(&place, &["invoices", "issue", "telecom", file.to_str().unwrap()]));
        assert!(issued.status.success(), "{}", String::from_utf8_lossy(&issued.stderr));
        assert_eq!(String::from_utf8_lossy(&issued.stdout).trim(), told);
    }
    // Issuing promised a run; workers do it, and each dies when some more invoices are done.
    for done in [1, 51] {
        let mut worker =
            command(&place, &["worker"]).env("MADOGUCHI_JOBS__LEASE_SECONDS", LEASE_SECONDS).spawn().unwrap();
        wait(&place, done).await;
        worker.kill().unwrap();
        let status = worker.wait().unwrap();
        assert_eq!(status.signal(), Some(KILL));
    }
    let before = count(&place).await;
    assert!(before < INVOICES, "the kills came before the end: {before}");
    let mut worker = command(&place, &["worker"]).env("MADOGUCHI_JOBS__LEASE_SECONDS", LEASE_SECONDS).spawn().unwrap();
    wait(&place, INVOICES).await;
    let deadline = std::time::Instant::now() + PATIENCE;
    while place.number("SELECT count(*) FROM document_runs WHERE finished_at IS NULL").await > 0 {
        assert!(std::time::Instant::now() < deadline, "the run does not end");
        tokio::time::sleep(PAUSE).await;
    }
    worker.kill().unwrap();
    worker.wait().unwrap();
    assert_eq!(count(&place).await, INVOICES);
    assert_eq!(place.number("SELECT sum(done) FROM document_runs").await, INVOICES);
    assert_eq!(place.number("SELECT count(DISTINCT invoice_id) FROM documents").await, INVOICES);
    let folder = place.folder().join("data/files/documents/telecom");
    let files: Vec<_> =
        std::fs::read_dir(folder).unwrap().flat_map(|customer| customer.unwrap().path().read_dir().unwrap()).collect();
    assert!(i64::try_from(files.len()).unwrap() >= INVOICES);
    for file in files {
        let pdf = std::fs::read(file.unwrap().path()).unwrap();
        assert!(pdf.starts_with(b"%PDF-") && pdf.trim_ascii_end().ends_with(b"%%EOF"), "no file is half written");
    }
}

async fn count(place: &Place) -> i64 {
    place.number("SELECT count(*) FROM documents").await
}

async fn wait(place: &Place, documents: i64) {
    let deadline = std::time::Instant::now() + PATIENCE;
    while count(place).await < documents {
        assert!(std::time::Instant::now() < deadline, "the run does not go on");
        tokio::time::sleep(PAUSE).await;
    }
}
