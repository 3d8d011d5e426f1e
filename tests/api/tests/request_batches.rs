//! Files of requests: a body applies for its facilities at once.

mod faults;
mod sending;

use std::collections::BTreeSet;

use api_tests::{App, Browser, on_both_engines};
use chrono::TimeDelta;
use encoding_rs::SHIFT_JIS;
use madoguchi_api_types::contracts::Contract;
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::request_batches::{
    RequestBatch, RequestBatchDetail, RequestBatchForm, RequestBatchState, RequestRowOutcome,
};
use madoguchi_api_types::requests::{Request, RequestDetail};
use madoguchi_entities::{contracts, customers, mails, requests};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use uuid::Uuid;

on_both_engines!(
    a_whole_export_goes_through,
    the_same_in_utf8_with_mark_and_line_feeds_in_cells,
    the_form_says_what_is_asked_once_and_which_columns_there_may_be,
    the_corrected_file_again_makes_nothing_twice,
    another_file_with_the_same_rows_takes_their_drafts,
    what_ended_may_be_applied_for_again,
    without_a_key_a_row_is_known_by_what_it_says,
    a_file_is_given_up_with_its_drafts,
);

/// 120 facilities as a core system hands them over, in Windows-31J.
pub const EXPORT: &[u8] = include_bytes!("../../exports/network/facilities.csv");

/// The same as text.
pub fn export() -> String {
    SHIFT_JIS.decode(EXPORT).0.into_owned()
}

/// Head of the files of these tests.
pub const HEAD: &str = "施設番号,施設名,施設種別,郵便番号,都道府県,住所1,住所2,電話番号\r\n";

/// A row that is right.
pub fn row(key: &str, name: &str) -> String {
    format!("{key},{name},病院,１０８－６３０８,東京都,港区三田,2丁目1-1,03-1234-5678\r\n")
}

/// Begins a file in pattern B and sends its content.
pub async fn sent(browser: &Browser, content: &[u8]) -> RequestBatchDetail {
    let batch = browser.begin_batch("B").await;
    browser.send_file(batch.batch.id, content).await.expect(200).json()
}

async fn listed(browser: &Browser) -> u64 {
    browser.get("/requests?limit=1").await.expect(200).json::<Page<Request>>().total.unwrap()
}

/// Outcomes of the rows, in order.
pub async fn outcomes(browser: &Browser, batch: Uuid) -> Vec<RequestRowOutcome> {
    browser.batch_rows(batch).await.into_iter().map(|row| row.outcome).collect()
}

async fn a_whole_export_goes_through(app: App) {
    let (user, browser) = app.applicant().await;
    let read = sent(&browser, EXPORT).await;
    assert_eq!((read.batch.rows, read.faulty, read.drafts, read.sent), (120, 0, 120, 0));
    assert!(read.columns[0].is_key && read.columns.iter().filter(|column| column.field.is_some()).count() == 9);
    assert_eq!(listed(&browser).await, 120);
    let rows = browser.batch_rows(read.batch.id).await;
    let numbers: Vec<String> = rows.iter().map(|row| row.number.clone().unwrap()).collect();
    assert!(numbers.is_sorted() && numbers.iter().collect::<BTreeSet<_>>().len() == 120);
    assert_eq!((rows[2].key.as_str(), rows[2].title.as_str(), rows[2].line), ("F0002", "医療法人 若葉介護施設2", 4));
    // Codes with a wrong check digit are told and taken.
    assert!(rows.iter().any(|row| !row.warnings.is_empty()) && read.warned > 0);
    let draft: RequestDetail =
        browser.get(&format!("/requests/{}", rows[2].request_id.unwrap())).await.expect(200).json();
    let answers = serde_json::to_value(draft.form.unwrap().answers).unwrap();
    assert_eq!(answers["facility"]["facility_kind"], "care");
    assert_eq!(answers["facility"]["records_place"], "みどり野中央病院");
    assert_eq!(answers["basic"]["sheets_by"], "mail");

    let done: RequestBatchDetail = browser.submit_batch(read.batch.id).await.expect(200).json();
    assert_eq!((done.batch.state, done.batch.submitted_at), (RequestBatchState::Submitted, Some(app.now())));
    assert_eq!((done.drafts, done.sent, done.terms), (0, 120, None));
    let mut contracts: Vec<contracts::Model> = contracts::Entity::find().all(app.db()).await.unwrap();
    contracts.sort_by(|one, other| one.number.cmp(&other.number));
    assert_eq!(
        (contracts.len(), contracts[0].number.as_str(), contracts[119].number.as_str()),
        (120, "000001", "000120")
    );
    let body = user.row.customer_id;
    assert!(contracts.iter().all(|it| it.pattern == "B" && it.contact_customer_id == Some(body)));
    // In the order of the file, each facility a customer of its own.
    assert_eq!((contracts[3].postal_code.as_str(), contracts[3].prefecture.as_str()), ("4890838", "愛知県"));
    let holders: BTreeSet<_> = contracts.iter().map(|it| it.customer_id).collect();
    assert_eq!(holders.len(), 120);
    let holder = customers::Entity::find_by_id(contracts[3].customer_id).one(app.db()).await.unwrap().unwrap();
    assert_eq!((holder.name.as_str(), holder.name_kana.as_str()), ("医療法人 若葉薬局3", ""));
    let seen: Page<Contract> = browser.get("/contracts?category=viewing").await.expect(200).json();
    assert_eq!(seen.total, Some(120));
    // A mail for each, as the provider's guide promises, with what it names.
    let mails = app.mails_to(&user.row.mail_address).await;
    let mails: Vec<_> = mails.iter().filter(|mail| mail.content.subject.ends_with("ご契約完了通知")).collect();
    assert_eq!(mails.len(), 120);
    assert!(
        mails[3].content.text.contains(&numbers[3]) && mails[3].content.text.contains("医療法人 若葉薬局3／愛知県")
    );
    let kept: RequestDetail =
        browser.get(&format!("/requests/{}", rows[3].request_id.unwrap())).await.expect(200).json();
    assert_eq!(kept.agreement.unwrap().version, app.terms_version());
    assert_eq!(
        kept.confirmation.unwrap().title.ja,
        "閲覧施設（ストアクライアント公開施設／手動公開施設）お申込内容確認"
    );
}

async fn the_same_in_utf8_with_mark_and_line_feeds_in_cells(app: App) {
    let (_, browser) = app.applicant().await;
    // Every cell is quoted; names and addresses have line feeds in them, and the last cell ends with one.
    let quoted = |line: &str| {
        let cells: Vec<String> = line.split(',').map(|cell| format!("\"{cell}\"")).collect();
        cells.join(",").replace("医療法人 ", "医療法人\r\n").replace("丁目", "丁目\n")
    };
    let lines: Vec<String> = export().lines().map(quoted).map(|line| format!("{},\"\n\"\r\n", line)).collect();
    let text = format!("\u{FEFF}{}", lines.concat());
    let batch = browser.begin_batch("C").await.batch.id;
    let read: RequestBatchDetail = browser.send_file(batch, text.as_bytes()).await.expect(200).json();
    assert_eq!((read.batch.rows, read.faulty, read.drafts), (120, 0, 120));
    let rows = browser.batch_rows(batch).await;
    assert_eq!((rows[0].row, rows[0].line), (2, 3));
    let last = text.lines().nth(usize::try_from(rows[119].line).unwrap() - 1).unwrap();
    assert!(rows[119].row == 121 && last.starts_with("\"F0119\""), "{last}");
    assert_eq!(rows[2].title, "医療法人 若葉介護施設2");
    let done: RequestBatchDetail = browser.submit_batch(batch).await.expect(200).json();
    assert_eq!(done.sent, 120);
    let contracts = contracts::Entity::find().all(app.db()).await.unwrap();
    assert!(contracts.len() == 120 && contracts.iter().all(|it| it.contact_customer_id.is_none() && it.pattern == "C"));
}

async fn the_form_says_what_is_asked_once_and_which_columns_there_may_be(app: App) {
    let (_, browser) = app.applicant().await;
    let form: RequestBatchForm = browser.get("/request-batch-form").await.expect(200).json();
    assert_eq!((form.rows_max, form.bytes_max, form.key), (1_000, 2 * 1024 * 1024, vec!["施設番号".to_owned()]));
    let viewing = form.categories.iter().find(|category| category.code == "viewing").unwrap();
    let column = |header: &str| viewing.columns.iter().find(|column| column.header == header);
    assert!(column("施設名").unwrap().required && !column("フリガナ").unwrap().required);
    assert!(!column("診療情報保管場所").unwrap().required && column("公開用サーバー設置場所").is_none());
    let facility = viewing.questionnaire.group("facility").unwrap();
    let asked: Vec<&str> = facility.form.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(asked, ["linked_facility", "server_place", "records_place", "records_place_agreed"]);
    // A body stands in patterns B and C only; what is the same for all is checked at once.
    let begin = |answers: Value| browser.post("/request-batches", json!({ "category": "viewing", "answers": answers }));
    let refused = begin(api_tests::common_answers("A")).await.refused_fields();
    assert_eq!(refused, [("pattern.pattern".to_owned(), "unknown".to_owned())]);
    let refused = begin(json!({ "pattern": { "pattern": "B" } })).await.refused_fields();
    assert!(refused.contains(&("basic.sheets_by".to_owned(), "required".to_owned())), "{refused:?}");
    let mut of_one = api_tests::common_answers("B");
    of_one["facility"]["facility_name"] = json!("やまびこ医院");
    let refused = begin(of_one).await.refused_fields();
    assert_eq!(refused, [("facility.facility_name".to_owned(), "unknown_field".to_owned())]);
    let unknown = json!({ "category": "none", "answers": {} });
    let refused = browser.post("/request-batches", unknown).await.refused_fields();
    assert_eq!(refused, [("category".to_owned(), "unknown".to_owned())]);
    let elsewhere = app.signed_in(&app.person_at("rental").await).await;
    elsewhere.get("/request-batch-form").await.refused(404, "not_found");
}

async fn the_corrected_file_again_makes_nothing_twice(app: App) {
    use RequestRowOutcome::{Opened, Sent, Unchanged, Updated};
    let (_, browser) = app.applicant().await;
    let batch = browser.begin_batch("B").await.batch.id;
    let first = [HEAD, &row("1", "やまびこ医院"), &row("2", "かわせみ薬局"), &row("3", "せせらぎ病院")].concat();
    let _read = browser.send_file(batch, first.as_bytes()).await.expect(200);
    assert_eq!(outcomes(&browser, batch).await, [Opened, Opened, Opened]);
    let before = browser.batch_rows(batch).await;
    // The second is corrected, the third gone, a fourth new; in another order.
    let again = [HEAD, &row("4", "あけぼの医院"), &row("2", "かわせみ調剤薬局"), &row("1", "やまびこ医院")].concat();
    let read: RequestBatchDetail = browser.send_file(batch, again.as_bytes()).await.expect(200).json();
    assert_eq!((read.drafts, listed(&browser).await), (3, 3));
    assert_eq!(outcomes(&browser, batch).await, [Opened, Updated, Unchanged]);
    let after = browser.batch_rows(batch).await;
    assert_eq!((after[2].request_id, &after[2].number), (before[0].request_id, &before[0].number));
    assert_eq!((after[1].request_id, after[1].title.as_str()), (before[1].request_id, "かわせみ調剤薬局"));
    assert_eq!(after[0].number.as_deref(), Some("000004"), "numbers are never given twice");
    let _done = browser.submit_batch(batch).await.expect(200);
    browser.send_file(batch, again.as_bytes()).await.refused(409, "request_batch_submitted");

    // Once more in a new file, with one facility more: what was sent is left.
    let more = [again, row("5", "ひばり病院")].concat();
    let second = sent(&browser, more.as_bytes()).await;
    assert_eq!((second.drafts, second.sent), (1, 3));
    assert_eq!(outcomes(&browser, second.batch.id).await, [Sent, Sent, Sent, Opened]);
    let _done = browser.submit_batch(second.batch.id).await.expect(200);
    assert_eq!(contracts::Entity::find().count(app.db()).await.unwrap(), 4);
    let third = sent(&browser, more.as_bytes()).await;
    assert_eq!((third.drafts, third.sent), (0, 4));
    let _nothing = browser.submit_batch(third.batch.id).await.expect(200);
    assert_eq!(contracts::Entity::find().count(app.db()).await.unwrap(), 4);
    assert_eq!(mails::Entity::find().count(app.db()).await.unwrap(), 4);
}

async fn another_file_with_the_same_rows_takes_their_drafts(app: App) {
    let (_, browser) = app.applicant().await;
    let content = [HEAD, &row("1", "やまびこ医院"), &row("2", "かわせみ薬局")].concat();
    let first = sent(&browser, content.as_bytes()).await;
    let drafts: Vec<_> = browser.batch_rows(first.batch.id).await.into_iter().map(|row| row.request_id).collect();
    let second = sent(&browser, content.as_bytes()).await;
    let taken: Vec<_> = browser.batch_rows(second.batch.id).await.into_iter().map(|row| row.request_id).collect();
    assert_eq!((taken, listed(&browser).await), (drafts, 2));
    // The first has nothing any more, and is gone.
    browser.get(&format!("/request-batches/{}", first.batch.id)).await.refused(404, "not_found");
    let files: Page<RequestBatch> = browser.get("/request-batches").await.expect(200).json();
    assert_eq!((files.total, files.items[0].id), (Some(1), second.batch.id));
    // For another kind of contract the same rows are others.
    let answers = json!({ "pattern": { "pattern": "B" }, "facility": { "server_place": "本館" }, "basic": { "sheets_by": "mail" } });
    let body = json!({ "category": "disclosing", "answers": answers });
    let disclosing: RequestBatchDetail = browser.post("/request-batches", body).await.expect(201).json();
    let read: RequestBatchDetail = browser.send_file(disclosing.batch.id, content.as_bytes()).await.expect(200).json();
    assert_eq!((read.drafts, read.faulty, listed(&browser).await), (2, 0, 4));
}

async fn what_ended_may_be_applied_for_again(app: App) {
    let (_, browser) = app.applicant().await;
    let content = [HEAD, &row("1", "やまびこ医院")].concat();
    let first = sent(&browser, content.as_bytes()).await.batch.id;
    let _done = browser.submit_batch(first).await.expect(200);
    let request = browser.batch_rows(first).await[0].request_id.unwrap();
    let path = format!("/requests/{request}/withdrawal");
    let _back = browser.post(&path, json!({ "reason": "" })).await.expect(200);
    let again = sent(&browser, content.as_bytes()).await;
    assert_eq!((again.drafts, again.sent), (1, 0));
    let _done = browser.submit_batch(again.batch.id).await.expect(200);
    // It is the same facility all the same.
    let holders: BTreeSet<_> =
        contracts::Entity::find().all(app.db()).await.unwrap().into_iter().map(|it| it.customer_id).collect();
    assert_eq!(holders.len(), 1);
}

async fn without_a_key_a_row_is_known_by_what_it_says(app: App) {
    let (_, browser) = app.applicant().await;
    let without =
        |text: String| text.lines().map(|line| format!("{}\r\n", line.split_once(',').unwrap().1)).collect::<String>();
    let batch = browser.begin_batch("B").await.batch.id;
    let content = without([HEAD, &row("1", "やまびこ医院"), &row("2", "かわせみ薬局")].concat());
    let _read = browser.send_file(batch, content.as_bytes()).await.expect(200);
    let mended =
        without([HEAD, &row("1", "やまびこ医院"), &row("2", "かわせみ調剤薬局"), &row("3", "やまびこ医院")].concat());
    let read: RequestBatchDetail = browser.send_file(batch, mended.as_bytes()).await.expect(200).json();
    assert_eq!((read.drafts, read.faulty), (2, 1));
    let rows = browser.batch_rows(batch).await;
    assert_eq!(rows[0].outcome, RequestRowOutcome::Unchanged);
    assert_eq!(rows[1].outcome, RequestRowOutcome::Opened);
    assert_eq!((rows[2].outcome, rows[2].faults[0].code.as_str()), (RequestRowOutcome::Refused, "duplicate"));
}

async fn a_file_is_given_up_with_its_drafts(app: App) {
    let (_, browser) = app.applicant().await;
    let alone = browser.filled_draft("viewing").await;
    let read = sent(&browser, EXPORT).await;
    let path = format!("/request-batches/{}", read.batch.id);
    app.advance(TimeDelta::minutes(1));
    let _gone = browser.delete(&path).await.expect(204);
    browser.get(&path).await.refused(404, "not_found");
    assert_eq!(listed(&browser).await, 1);
    let _there = browser.read_draft(&alone).await;
    assert_eq!(requests::Entity::find().count(app.db()).await.unwrap(), 1);
    let sent = sent(&browser, [HEAD, &row("1", "やまびこ医院")].concat().as_bytes()).await;
    let _done = browser.submit_batch(sent.batch.id).await.expect(200);
    browser.delete(&format!("/request-batches/{}", sent.batch.id)).await.refused(409, "request_batch_submitted");
}
