//! What is wrong with a file and its rows: by line and column of the file, and bounded.

use api_tests::{App, Draft, on_both_engines};
use encoding_rs::SHIFT_JIS;
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::request_batches::{RequestBatchDetail, RequestBatchRow};
use madoguchi_entities::requests;
use madoguchi_services::request_batches::SIZE_MAX;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

use super::{HEAD, row, sent};

on_both_engines!(
    faults_stand_at_their_line_and_column,
    a_row_that_cannot_be_read_has_no_draft,
    columns_that_are_missing_or_twice,
    headers_are_labels_too,
    files_that_are_none,
    a_draft_that_is_mended_by_hand_is_right,
    as_many_drafts_as_there_may_be,
);

fn told(row: &RequestBatchRow) -> Vec<(u32, Option<u32>, &str, &str)> {
    let faults = row.faults.iter();
    faults.map(|it| (it.line, it.column, it.header.as_deref().unwrap_or(""), it.code.as_str())).collect()
}

async fn faults_stand_at_their_line_and_column(app: App) {
    let (_, browser) = app.applicant().await;
    let content = [
        HEAD,
        &row("1", "やまびこ医院"),
        "\r\n",
        "2,\"かわせみ\n薬局\",美容院,108-630,東京,,2丁目,12\r\n",
        &row("3", "せせらぎ病院"),
        "4,\"ひばり\n\n\n\",病院,1086308,東京都,港区三田,2丁目,03-1234-567x\r\n",
    ]
    .concat();
    let (cp932, ..) = SHIFT_JIS.encode(&content);
    let read = sent(&browser, &cp932).await;
    assert_eq!((read.batch.rows, read.faulty, read.drafts), (4, 2, 4));
    let rows = browser.batch_rows(read.batch.id).await;
    assert_eq!(told(&rows[0]), []);
    assert_eq!((rows[1].line, rows[1].row, rows[2].line, rows[2].row), (4, 4, 6, 5));
    // In the order of the form; cells behind a line feed stand a line further down.
    assert_eq!(
        told(&rows[1]),
        [
            (5, Some(4), "郵便番号", "postal_code_not_seven_digits"),
            (5, Some(5), "都道府県", "unknown"),
            (5, Some(6), "住所1", "required"),
            (5, Some(8), "電話番号", "phone_length"),
            (5, Some(3), "施設種別", "unknown"),
        ]
    );
    assert_eq!(
        (rows[1].faults[4].value.as_str(), rows[1].faults[4].label.as_ref().unwrap().ja.as_str()),
        ("美容院", "施設種別")
    );
    assert_eq!(told(&rows[3]), [(10, Some(8), "電話番号", "phone_not_digits")]);
    let faulty: Page<RequestBatchRow> =
        browser.get(&format!("/request-batches/{}/rows?faulty=true&limit=1", read.batch.id)).await.expect(200).json();
    assert_eq!((faulty.total, faulty.items[0].key.as_str()), (Some(2), "2"));
    let cursor = faulty.next_cursor.unwrap();
    let next = format!("/request-batches/{}/rows?faulty=true&limit=1&cursor={cursor}", read.batch.id);
    let next: Page<RequestBatchRow> = browser.get(&next).await.expect(200).json();
    assert_eq!((next.items[0].key.as_str(), next.next_cursor), ("4", None));
    let other = format!("/request-batches/{}/rows?cursor={cursor}", read.batch.id);
    assert_eq!(browser.get(&other).await.refused_fields()[0].1, "invalid_cursor");
}

async fn a_row_that_cannot_be_read_has_no_draft(app: App) {
    let (_, browser) = app.applicant().await;
    let lines = [
        HEAD.as_bytes().to_vec(),
        row("1", "やまびこ医院").into_bytes(),
        b"2,a,b\r\n".to_vec(),
        row("", "かわせみ薬局").into_bytes(),
        row("１", "せせらぎ病院").into_bytes(),
        b"5,\xE3\x81,x,x,x,x,x,x\r\n".to_vec(),
        // Empty cells behind the last column are none.
        row("6", "ひばり病院").replace("\r\n", ",,\r\n").into_bytes(),
        row("7", "あけぼの医院").replace("\r\n", ",x\r\n").into_bytes(),
    ];
    let read = sent(&browser, &lines.concat()).await;
    assert_eq!((read.batch.rows, read.faulty, read.drafts), (7, 5, 2));
    let rows = browser.batch_rows(read.batch.id).await;
    assert_eq!(told(&rows[1]), [(3, None, "", "number_of_cells")]);
    assert_eq!(told(&rows[2]), [(4, Some(1), "施設番号", "required")]);
    assert_eq!(told(&rows[3]), [(5, Some(1), "施設番号", "duplicate")]);
    assert_eq!(told(&rows[4]), [(6, Some(2), "施設名", "undecodable")]);
    assert_eq!(told(&rows[6]), [(8, None, "", "number_of_cells")]);
    assert!(rows[5].request_id.is_some() && rows[1].request_id.is_none());
    browser.submit_batch(read.batch.id).await.refused(409, "request_batch_incomplete");
}

async fn columns_that_are_missing_or_twice(app: App) {
    let (_, browser) = app.applicant().await;
    let batch = browser.begin_batch("B").await.batch.id;
    let refused = async |head: &str| {
        let mut refused = browser.send_file(batch, format!("{head}\r\n1\r\n").as_bytes()).await.refused_fields();
        refused.sort();
        refused
    };
    let of = |field: &str, code: &str| (field.to_owned(), code.to_owned());
    let missing = refused("施設番号,施設名,施設種別,郵便番号,都道府県,住所1").await;
    assert_eq!(missing, [of("facility.phone", "column_missing")]);
    let head = HEAD.trim_end();
    assert_eq!(refused(&format!("{head},ご利用者情報／施設名")).await, [of("facility.facility_name", "column_twice")]);
    assert_eq!(refused(&format!("{head},施設番号")).await, [of("key", "column_twice")]);
    let read: RequestBatchDetail = browser.get(&format!("/request-batches/{batch}")).await.expect(200).json();
    assert_eq!((read.batch.rows, read.columns.len()), (0, 0));
}

async fn headers_are_labels_too(app: App) {
    let (_, browser) = app.applicant().await;
    let head = "ご利用者情報：施設名,施設名［フリガナ］,施設種別,郵便番号,ご住所1（都道府県）,ご住所1（市区町村・町名）,電話番号,備考,診療情報保管場所,ストレージサービス";
    let content = format!(
        "{head}\r\nやまびこ医院,やまびこいいん,Clinic,108-6308,東京都,港区三田,0312345678,至急,西病院,なし\r\n"
    );
    let read = sent(&browser, content.as_bytes()).await;
    assert_eq!((read.faulty, read.drafts), (0, 1));
    let unread: Vec<_> = read.columns.iter().filter(|it| it.field.is_none()).map(|it| it.header.as_str()).collect();
    assert_eq!(unread, ["備考"]);
    let id = browser.batch_rows(read.batch.id).await[0].request_id.unwrap();
    let draft: Value = browser.get(&format!("/requests/{id}")).await.expect(200).json();
    let answers = &draft["form"]["answers"];
    assert_eq!(
        (&answers["facility"]["records_place"], &answers["extended"]["storage"]),
        (&json!("西病院"), &json!("false"))
    );
    assert_eq!(answers["facility"]["facility_kind"], "clinic");
}

async fn files_that_are_none(app: App) {
    let (_, browser) = app.applicant().await;
    let batch = browser.begin_batch("B").await.batch.id;
    browser.send_file(batch, b"").await.refused(422, "request_file_empty");
    browser.send_file(batch, HEAD.as_bytes()).await.refused(422, "request_file_empty");
    browser.send_file(batch, b"%PDF-1.7\0\0\n\0").await.refused(422, "request_file_malformed");
    let open = format!("{HEAD}1,\"{}", "あ".repeat(500_000));
    browser.send_file(batch, open.as_bytes()).await.refused(422, "request_file_malformed");
    let large = "x".repeat(SIZE_MAX + 1);
    browser.send_file(batch, large.as_bytes()).await.refused(413, "request_file_too_large");
    let many: String = (0..=1_000).map(|at| row(&at.to_string(), "やまびこ医院")).collect();
    browser.send_file(batch, format!("{HEAD}{many}").as_bytes()).await.refused(422, "request_file_too_long");
    assert_eq!(requests::Entity::find().count(app.db()).await.unwrap(), 0);
}

async fn a_draft_that_is_mended_by_hand_is_right(app: App) {
    let (_, browser) = app.applicant().await;
    let wrong = row("1", "やまびこ医院").replace("東京都", "江戸");
    let read = sent(&browser, format!("{HEAD}{wrong}").as_bytes()).await;
    assert_eq!(read.faulty, 1);
    browser.submit_batch(read.batch.id).await.refused(409, "request_batch_incomplete");
    let id = browser.batch_rows(read.batch.id).await[0].request_id.unwrap();
    let draft = Draft::of(&browser.get(&format!("/requests/{id}")).await.expect(200));
    let mut answers = serde_json::to_value(&draft.detail.form.as_ref().unwrap().answers).unwrap();
    answers["facility"]["prefecture"] = json!("東京都");
    let _saved = browser.save_draft(&draft, &answers).await.expect(200);
    let done: RequestBatchDetail = browser.submit_batch(read.batch.id).await.expect(200).json();
    assert_eq!((done.faulty, done.sent), (0, 1));
}

/// Drafts of files have room of their own, as much as one file.
async fn as_many_drafts_as_there_may_be(app: App) {
    let (_, browser) = app.applicant().await;
    let rows = |from: usize, count: usize| -> String {
        (from..from + count).map(|at| row(&format!("R{at}"), &format!("やまびこ第{at}医院"))).collect()
    };
    let read = sent(&browser, format!("{HEAD}{}", rows(0, 1_000)).as_bytes()).await;
    assert_eq!((read.drafts, read.faulty), (1_000, 0));
    let other = browser.begin_batch("B").await.batch.id;
    let one_more = format!("{HEAD}{}", rows(1_000, 1));
    browser.send_file(other, one_more.as_bytes()).await.refused(409, "request_draft_limit_reached");
    let _alone = browser.filled_draft("viewing").await;
    let done: RequestBatchDetail = browser.submit_batch(read.batch.id).await.expect(200).json();
    assert_eq!(done.sent, 1_000);
    let _read = browser.send_file(other, one_more.as_bytes()).await.expect(200);
    // Two full files a day: those that come too much are refused together.
    let third = browser.send_file(other, format!("{HEAD}{}", rows(2_000, 999)).as_bytes()).await;
    third.refused(429, "too_many_attempts");
}
