//! Call records in bulk: any length in one request, each distinct record once, refused rows by line.

use std::io::Write;

use api_tests::{Answer, App, NETWORK, OTHER_PORTAL, PORTAL, Subscriber, System, on_both_engines};
use flate2::Compression;
use flate2::write::GzEncoder;
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::provider::imports::{CallRecordImport, ImportState};
use madoguchi_entities::{call_record_months, call_records};
use madoguchi_services::imports::uploads::Limits;
use reqwest::Method;
use sea_orm::{EntityTrait, PaginatorTrait};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

on_both_engines!(
    records_come_in_every_form_and_are_stored_once,
    refused_rows_are_told_by_their_line,
    a_body_that_is_cut_is_resumed,
    a_small_body_that_unpacks_to_a_large_one_is_stopped,
    what_cannot_be_read_is_refused,
    imports_belong_to_their_portal,
);

const IMPORTS: &str = "/provider/call-records/imports";

fn csv(contract: &str, count: usize) -> String {
    let header = "contract,started_at,kind,caller,callee,duration,charge\r\n".to_owned();
    (0..count).fold(header, |text, at| {
        let (hour, minute, second) = (at / 3_600 % 24, at / 60 % 60, at % 60);
        let start = format!("2026/10/05 {hour:02}:{minute:02}:{second:02}");
        format!("{text}{contract},{start},移動体,0668186481,0903069300,00:00:45,16\r\n")
    })
}

fn json_lines(contract: &str, count: usize) -> String {
    let text = csv(contract, count);
    let line = |row: &str| {
        let cells: Vec<&str> = row.split(',').collect();
        serde_json::json!({
            "contract": cells[0],
            "started_at": cells[1].replace('/', "-").replace(' ', "T") + "+09:00",
            "kind": cells[2],
            "caller": cells[3],
            "callee": cells[4],
            "duration": 45,
            "charge": 16,
        })
        .to_string()
    };
    text.lines().skip(1).map(|row| line(row) + "\n").collect()
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn zstd(content: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(content, ruzstd::encoding::CompressionLevel::Fastest)
}

async fn send(system: &System, (kind, packing): (&str, &str), content: impl Into<Vec<u8>>) -> Answer {
    let request = system.change(Method::POST, IMPORTS).header("content-type", kind);
    let request = if packing.is_empty() { request } else { request.header("content-encoding", packing) };
    request.body(content).send().await
}

async fn stored(app: &App) -> u64 {
    call_records::Entity::find().count(app.db()).await.unwrap()
}

async fn ready(app: &App) -> (Subscriber, System) {
    (app.subscriber().await, app.almighty_system(PORTAL).await)
}

async fn records_come_in_every_form_and_are_stored_once(app: App) {
    let (subscriber, system) = ready(&app).await;
    let number = &subscriber.contract.number;
    let (csv, lines) = (csv(number, 700), json_lines(number, 700));
    let answer = send(&system, ("text/csv; charset=utf-8", ""), csv.clone()).await.expect(201);
    let first: CallRecordImport = answer.json();
    assert_eq!((first.state, first.rows, first.stored, first.charge), (ImportState::Finished, 700, 700, 700 * 16));
    let place = answer.header("location").unwrap().strip_prefix("/api/v1/telecom").unwrap().to_owned();
    assert_eq!(system.get(&place).await.expect(200).json::<CallRecordImport>(), first);
    let packed = zstd(lines.as_bytes());
    let forms = [
        ("text/csv", "gzip", gzip(csv.as_bytes())),
        ("text/csv", "identity", csv.into_bytes()),
        ("application/x-ndjson", "", lines.clone().into_bytes()),
        ("application/x-ndjson", "gzip", gzip(lines.as_bytes())),
        ("application/jsonl", "zstd", packed),
    ];
    for (kind, packing, content) in forms {
        let again: CallRecordImport = send(&system, (kind, packing), content).await.expect(201).json();
        assert_eq!((again.rows, again.stored, again.duplicates, again.charge), (700, 0, 700, 0), "{kind} {packing}");
    }
    assert_eq!(stored(&app).await, 700);
    let months = call_record_months::Entity::find().all(app.db()).await.unwrap();
    assert_eq!(months.iter().map(|month| month.count).sum::<i64>(), 700);
    let list: Page<CallRecordImport> = system.get(&format!("{IMPORTS}?limit=2")).await.expect(200).json();
    assert_eq!((list.items.len(), list.next_cursor.is_some()), (2, true));
}

async fn refused_rows_are_told_by_their_line(app: App) {
    let (subscriber, system) = ready(&app).await;
    let number = &subscriber.contract.number;
    let rows = csv(number, 2)
        + "CAF9999999999,2026/10/05 00:00:00,移動体,0668186481,0903069300,00:00:45,16\r\n"
        + &format!("{number},2026/02/30 00:00:00,移動体,0668186481,0903069300,00:00:45,16\r\n")
        + &format!("{number},2026/10/06 00:00:00,移動体,0668186481,09030x9300,00:00:45,16\r\n")
        + &format!("{number},2026/10/07 00:00:00\r\n");
    let import: CallRecordImport = send(&system, ("text/csv", ""), rows).await.expect(201).json();
    assert_eq!((import.rows, import.stored, import.refused), (6, 2, 4));
    let told: Vec<_> =
        import.faults.iter().map(|fault| (fault.line, fault.field.as_str(), fault.code.as_str())).collect();
    assert_eq!(
        told,
        [
            (4, "contract", "contract_unknown"),
            (5, "started_at", "date_impossible"),
            (6, "callee", "phone_not_digits"),
            (7, "row", "number_of_cells"),
        ]
    );
    // Whom somebody called is secret.
    assert!(!import.faults[2].value.contains("9300"), "{}", import.faults[2].value);
    let lines = format!("{{\n\n{}", json_lines(number, 1));
    let import: CallRecordImport = send(&system, ("application/x-ndjson", ""), lines).await.expect(201).json();
    let told: Vec<_> = import.faults.iter().map(|fault| (fault.line, fault.code.as_str())).collect();
    assert_eq!((import.rows, told), (2, vec![(1, "malformed")]));
}

/// The connection ends at several places; then the whole is sent again.
async fn a_body_that_is_cut_is_resumed(app: App) {
    let (subscriber, system) = ready(&app).await;
    let whole = csv(&subscriber.contract.number, 5_000);
    let packed = gzip(whole.as_bytes());
    for (packing, content) in [("identity", whole.as_bytes()), ("gzip", &packed)] {
        for part in [1, 2, 4, 9] {
            let cut = content.len() * part / 10 + 3;
            let mut stream = TcpStream::connect(app.address()).await.unwrap();
            let head = format!(
                "POST /api/v1/telecom{IMPORTS} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
                 content-type: text/csv\r\ncontent-encoding: {packing}\r\ncontent-length: {}\r\n\r\n",
                system.token(),
                content.len()
            );
            stream.write_all(head.as_bytes()).await.unwrap();
            stream.write_all(&content[..cut]).await.unwrap();
            stream.shutdown().await.unwrap();
            drop(stream);
        }
    }
    let imports = async || system.get(IMPORTS).await.expect(200).json::<Page<CallRecordImport>>().items;
    let mut left = 200;
    while imports().await.iter().filter(|import| import.state == ImportState::Interrupted).count() < 8 {
        left -= 1;
        assert!(left > 0, "{:?}", imports().await);
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(stored(&app).await < 5_000);
    let import: CallRecordImport = send(&system, ("text/csv", "gzip"), packed).await.expect(201).json();
    assert_eq!((import.rows, import.refused, import.stored + import.duplicates), (5_000, 0, 5_000));
    assert_eq!(stored(&app).await, 5_000, "each record once, and no half of one");
    let months = call_record_months::Entity::find().all(app.db()).await.unwrap();
    assert_eq!(months.iter().map(|month| month.charge).sum::<i64>(), 5_000 * 16);
}

async fn a_small_body_that_unpacks_to_a_large_one_is_stopped(app: App) {
    let (subscriber, system) = ready(&app).await;
    let narrow = app.beside_with(|services| services.import_limits = Limits { unpacked_bytes_max: 100_000 });
    let there = narrow.almighty_system(PORTAL).await;
    let whole = csv(&subscriber.contract.number, 3_000);
    assert!(whole.len() > 100_000);
    let refused = send(&there, ("text/csv", "gzip"), gzip(whole.as_bytes())).await.refused(413, "body_too_large");
    assert!(refused.detail.unwrap().contains("rows before it are stored"));
    send(&there, ("text/csv", "zstd"), zstd(whole.as_bytes())).await.refused(413, "body_too_large");
    let list: Page<CallRecordImport> = there.get(IMPORTS).await.expect(200).json();
    assert!(list.items.iter().all(|import| import.state == ImportState::Failed && import.rows < 3_000));
    let _done = send(&system, ("text/csv", "gzip"), gzip(whole.as_bytes())).await.expect(201);
    assert_eq!(stored(&app).await, 3_000);
}

async fn what_cannot_be_read_is_refused(app: App) {
    let (subscriber, system) = ready(&app).await;
    let rows = csv(&subscriber.contract.number, 1);
    for (kind, packing) in [("application/json", ""), ("", ""), ("text/csv", "br"), ("text/csv", "gzip, gzip")] {
        send(&system, (kind, packing), rows.clone()).await.refused(415, "unsupported_media_type");
    }
    let headless = rows.replacen("callee", "called", 1);
    let refused = send(&system, ("text/csv", ""), headless).await.refused(422, "import_malformed");
    assert!(refused.detail.unwrap().contains("there is no column `callee`"));
    send(&system, ("text/csv", "gzip"), rows.clone()).await.refused(422, "import_malformed");
    let endless = format!("{{\"contract\":\"{}\"", "x".repeat(70_000));
    send(&system, ("application/x-ndjson", ""), endless).await.refused(422, "import_malformed");
    assert_eq!(stored(&app).await, 0);
    let elsewhere = app.almighty_system(NETWORK).await;
    send(&elsewhere, ("text/csv", ""), rows).await.refused(404, "not_found");
}

async fn imports_belong_to_their_portal(app: App) {
    let (subscriber, system) = ready(&app).await;
    let rows = csv(&subscriber.contract.number, 1);
    let import: CallRecordImport = send(&system, ("text/csv", ""), rows.clone()).await.expect(201).json();
    let elsewhere = app.almighty_system(OTHER_PORTAL).await;
    elsewhere.get(&format!("{IMPORTS}/{}", import.id)).await.refused(404, "not_found");
    let there: CallRecordImport = send(&elsewhere, ("text/csv", ""), rows).await.expect(201).json();
    assert_eq!((there.stored, there.faults[0].code.as_str()), (0, "contract_unknown"));
    let list: Page<CallRecordImport> = elsewhere.get(IMPORTS).await.expect(200).json();
    assert_eq!(list.items.len(), 1);
    // The portal's own headers, where it has a mapping.
    let mapped = system.change(Method::POST, &format!("{IMPORTS}?columns=portal")).header("content-type", "text/csv");
    let header = "契約番号,日時,利用種類,通話元,通話先,通話時間,料金\n";
    let row = format!("{},2026/10/09 00:00:00,移動体,0668186481,0903069300,0:00:45,16\n", subscriber.contract.number);
    let import: CallRecordImport = mapped.body(format!("{header}{row}")).send().await.expect(201).json();
    assert_eq!(import.stored, 1);
    let unmapped =
        elsewhere.change(Method::POST, &format!("{IMPORTS}?columns=portal")).header("content-type", "text/csv");
    unmapped.body(header).send().await.refused(422, "mapping_missing");
}
