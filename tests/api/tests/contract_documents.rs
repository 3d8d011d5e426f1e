//! Documents that are delivered to contracts (N9): to the party that the pattern names and to nobody else, told by mail or
//! listed for dispatch by post.

use api_tests::{App, Browser, NETWORK, PORTAL, Subscriber, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::contract_documents::{ContractDocument, DocumentMedium};
use madoguchi_api_types::contracts::{ContractDetail, ContractEventKind, RequestDoer};
use madoguchi_api_types::pages::Page;
use madoguchi_entities::{audit_events, contract_documents, contracts, customers};
use madoguchi_services::contract_documents::deliver::SIZE_MAX;
use madoguchi_services::contract_documents::dispatches::{self, Encoding};
use madoguchi_services::rows::RowOutcome;
use madoguchi_services::{Error, FieldCode, ProblemCode};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::json;
use uuid::Uuid;

use crate::contract_requests::{answers, apply, read};

on_both_engines!(
    a_document_is_told_by_mail_and_read_behind_the_login,
    only_the_party_that_the_pattern_names_reads_it,
    what_goes_on_cd_waits_until_it_is_dispatched,
    the_same_file_is_delivered_once,
    what_cannot_be_right_is_refused,
    the_list_comes_in_parts,
    a_file_that_was_changed_never_arrives,
);

/// A contract that was applied for under a pattern, with its number.
async fn contract(app: &App, browser: &Browser, pattern: &str, sheets_by: &str) -> contracts::Model {
    let mut answers = answers(pattern, "やまびこ医院", "ヤマビコイイン");
    answers["basic"]["sheets_by"] = json!(sheets_by);
    if sheets_by == "cd" {
        answers["cd_destination"] = json!({
            "facility_name": "事務局 \"本部\"",
            "family_name": "山彦",
            "given_name": "守",
            "postal_code": "1088001",
            "prefecture": "東京都",
            "address1": "港区芝",
            "address2": "5丁目7-1",
            "phone": "03-3798-6756",
        });
    }
    let id = apply(browser, &answers).await.request.contract_id.unwrap();
    contracts::Entity::find_by_id(id).one(app.db()).await.unwrap().unwrap()
}

fn path(contract: &contracts::Model) -> String {
    format!("/contracts/{}/documents", contract.id)
}

async fn listed(browser: &Browser, contract: &contracts::Model) -> Vec<ContractDocument> {
    browser.get(&path(contract)).await.expect(200).json::<Page<ContractDocument>>().items
}

async fn happened(browser: &Browser, contract: &contracts::Model) -> Vec<(ContractEventKind, Option<String>)> {
    let detail: ContractDetail = read(browser, contract.id.into()).await;
    let said = detail.history.into_iter().filter(|event| event.document.is_some());
    said.map(|event| {
        assert_eq!((event.doer, event.name.as_str()), (RequestDoer::Provider, ""));
        (event.kind, event.document.map(|document| document.ja))
    })
    .collect()
}

async fn a_document_is_told_by_mail_and_read_behind_the_login(app: App) {
    let (user, browser) = app.applicant().await;
    let contract = contract(&app, &browser, "A", "mail").await;
    assert!(listed(&browser, &contract).await.is_empty());
    let before = app.mails_to(&user.row.mail_address).await.len();
    let new = app.new_document(&contract.number, "account_sheet", "アカウント票 1.pdf");
    let delivered = app.deliver(&new).await.unwrap();
    assert_eq!((delivered.outcome, delivered.mails), (RowOutcome::Stored, 1));
    assert_eq!(delivered.addressee.id, user.row.customer_id);

    let mails = app.mails_to(&user.row.mail_address).await;
    let [mail] = &mails[before..] else { panic!("{} mails", mails.len() - before) };
    assert!(mail.content.subject.ends_with("書類送付のお知らせ"), "{}", mail.content.subject);
    let page = format!("https://my.example.jp/network/contracts/{}", contract.id);
    for said in ["アカウント票をお送りいたしました。", &contract.number, "やまびこ医院", &format!("URL : {page}\n")]
    {
        assert!(mail.content.text.contains(said), "no {said} in {}", mail.content.text);
    }
    assert!(!mail.content.text.contains("アカウント票 1.pdf"));

    let [document] = <[ContractDocument; 1]>::try_from(listed(&browser, &contract).await).unwrap();
    assert_eq!((document.kind.ja.as_str(), document.kind.en.as_str()), ("アカウント票", "Account sheet"));
    assert_eq!((document.file_name.as_str(), document.media_type.as_str()), ("アカウント票 1.pdf", "application/pdf"));
    assert_eq!(document.size, u64::try_from(new.content.len()).unwrap());
    assert_eq!((document.medium, document.delivered_at), (DocumentMedium::Mail, app.now()));
    assert_eq!((document.dispatched_at, document.first_opened_at), (None, None));
    assert!(read(&browser, contract.id.into()).await.documents);
    let told = (ContractEventKind::DocumentDelivered, Some("アカウント票".to_owned()));
    assert_eq!(happened(&browser, &contract).await, [told]);

    let file = format!("{}/{}/file", path(&contract), document.id);
    app.advance(TimeDelta::minutes(3));
    for _ in 0..2 {
        let answer = browser.get(&file).await.expect(200);
        assert_eq!(answer.body, new.content);
        assert_eq!(answer.header("content-type"), Some("application/pdf"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        let name = answer.header("content-disposition").unwrap();
        assert!(name.starts_with("attachment; ") && name.contains("filename*=UTF-8''%E3%82%A2"), "{name}");
    }
    assert_eq!(listed(&browser, &contract).await[0].first_opened_at, Some(app.now()));
    let events = audit_events::Entity::find().filter(audit_events::Column::Action.starts_with("contract_document."));
    let events = events.order_by_asc(audit_events::Column::Id).all(app.db()).await.unwrap();
    let done: Vec<_> = events.iter().map(|event| (event.action.as_str(), event.doer_name.as_deref())).collect();
    assert_eq!(done, [("contract_document.delivered", Some("tester")), ("contract_document.opened", None)]);
    assert!(events.iter().all(|event| event.subject_id == Some(document.id)));
}

async fn only_the_party_that_the_pattern_names_reads_it(app: App) {
    let ((body_user, body), (_, other)) = (app.applicant().await, app.applicant().await);
    let held = contract(&app, &body, "B", "mail").await;
    let own = contract(&app, &body, "C", "mail").await;
    let facility = customers::Entity::find_by_id(held.customer_id).one(app.db()).await.unwrap().unwrap();
    let person = app.colleague(&facility, "yamabiko").await;
    let facility = app.signed_in(&person).await;
    for contract in [&held, &own] {
        let new = app.new_document(&contract.number, "certificate", "証明書.pdf");
        let delivered = app.deliver(&new).await.unwrap();
        assert_eq!((delivered.addressee.id, delivered.mails), (body_user.row.customer_id, 1));
    }
    let told = async |address: &str| {
        let mails = app.mails_to(address).await;
        mails.iter().filter(|mail| mail.content.subject.ends_with("書類送付のお知らせ")).count()
    };
    assert_eq!((told(&body_user.row.mail_address).await, told(&person.row.mail_address).await), (2, 0));

    let [document] = <[ContractDocument; 1]>::try_from(listed(&body, &held).await).unwrap();
    let file = format!("{}/{}/file", path(&held), document.id);
    let _read = body.get(&file).await.expect(200);
    // The facility sees its contract, and what happened to it; the paper is the body's.
    let seen = read(&facility, held.id.into()).await;
    assert!(!seen.documents && read(&body, held.id.into()).await.documents);
    assert_eq!(happened(&facility, &held).await.len(), 1);
    for stranger in [&facility, &other] {
        for foreign in [path(&held), file.clone(), path(&own)] {
            let answer = stranger.get(&foreign).await;
            answer.refused(404, "not_found");
            let absent = stranger.get(&format!("/contracts/{}/documents", Uuid::now_v7())).await;
            assert_eq!(answer.essence(), absent.essence());
        }
    }
    // A document of one contract is none of another.
    body.get(&format!("{}/{}/file", path(&own), document.id)).await.refused(404, "not_found");
    // A portal that delivers none has no such list.
    let subscriber: Subscriber = app.subscriber().await;
    let line = app.signed_in(&app.user(&subscriber.group).await).await;
    line.get(&path(&subscriber.contract)).await.refused(404, "not_found");
    assert!(!read(&line, subscriber.contract.id.into()).await.documents);
}

async fn what_goes_on_cd_waits_until_it_is_dispatched(app: App) {
    let (user, browser) = app.applicant().await;
    let provider = app.provider(NETWORK);
    let contract = contract(&app, &browser, "B", "cd").await;
    let before = app.mails_to(&user.row.mail_address).await.len();
    let first = app.deliver(&app.new_document(&contract.number, "account_sheet", "票.pdf")).await.unwrap();
    app.advance(TimeDelta::minutes(1));
    let second = app.deliver(&app.new_document(&contract.number, "certificate", "証明書.pdf")).await.unwrap();
    assert_eq!((first.mails, app.mails_to(&user.row.mail_address).await.len()), (0, before));
    assert_eq!(listed(&browser, &contract).await[0].medium, DocumentMedium::Cd);

    let waiting = dispatches::list(app.services(), &provider).await.unwrap();
    let ids: Vec<String> = waiting.iter().map(|waiting| waiting.document.id.to_string()).collect();
    assert_eq!(ids, [first.document.id.to_string(), second.document.id.to_string()]);
    let facts = dispatches::facts(&waiting[0]);
    let addressee = format!("{} {}", first.addressee.number, app.customer_name(&user).await);
    let said =
        [ids[0].as_str(), "2026-11-20 12:00", &contract.number, "やまびこ医院", "アカウント票", "票.pdf", &addressee];
    assert_eq!(facts.each_ref().map(String::as_str), said);
    let file = String::from_utf8(dispatches::csv(&provider, &waiting, Encoding::Utf8).unwrap()).unwrap();
    let lines: Vec<&str> = file.trim_start_matches('\u{FEFF}').split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 3);
    assert!(
        lines[0].ends_with(
            "お客様,送付先 施設名,送付先 所属,送付先 姓,送付先 名,送付先 郵便番号,送付先 ご住所1（都道府県）,\
         送付先 ご住所1（市区町村・町名）,送付先 ご住所2,送付先 電話番号"
        ),
        "{}",
        lines[0]
    );
    let destination = "\"事務局 \"\"本部\"\"\",,山彦,守,108-8001,東京都,港区芝,5丁目7-1,03-3798-6756";
    assert!(lines[1].ends_with(destination), "{}", lines[1]);
    let burnt = dispatches::file(app.services(), &provider, &waiting[0].document).await.unwrap();
    assert_eq!(burnt, app.new_document("", "", "票.pdf").content);

    // Where one id is wrong, none is marked.
    let wrong = [ids[0].clone(), Uuid::now_v7().to_string()];
    assert!(matches!(dispatches::dispatched(app.services(), &provider, &wrong).await, Err(Error::NotFound)));
    let of_another = app.provider(PORTAL);
    assert!(matches!(dispatches::dispatched(app.services(), &of_another, &ids).await, Err(Error::NotFound)));
    assert_eq!(dispatches::list(app.services(), &provider).await.unwrap().len(), 2);
    app.advance(TimeDelta::days(1));
    let mark = async |ids: &[String]| dispatches::dispatched(app.services(), &provider, ids).await.unwrap();
    assert_eq!(mark(&ids[..1]).await, [RowOutcome::Stored]);
    assert_eq!(mark(&ids).await, [RowOutcome::Unchanged, RowOutcome::Stored]);
    assert!(dispatches::list(app.services(), &provider).await.unwrap().is_empty());
    let browser = app.signed_in(&app.named(NETWORK, &user.row.sign_in_name).await).await;
    assert!(listed(&browser, &contract).await.iter().all(|document| document.dispatched_at == Some(app.now())));
    let kinds: Vec<_> = happened(&browser, &contract).await.into_iter().map(|event| event.0).collect();
    let (delivered, dispatched) = (ContractEventKind::DocumentDelivered, ContractEventKind::DocumentDispatched);
    assert_eq!(kinds, [dispatched, dispatched, delivered, delivered]);
    let events = audit_events::Entity::find().filter(audit_events::Column::Action.eq("contract_document.dispatched"));
    assert_eq!(events.count(app.db()).await.unwrap(), 2);
}

async fn the_same_file_is_delivered_once(app: App) {
    let (user, browser) = app.applicant().await;
    let contract = contract(&app, &browser, "A", "mail").await;
    let new = app.new_document(&contract.number, "account_sheet", "票.pdf");
    let both = futures_util::future::join(app.deliver(&new), app.deliver(&new)).await;
    let mut outcomes = [both.0.unwrap().outcome, both.1.unwrap().outcome];
    outcomes.sort_by_key(|outcome| *outcome != RowOutcome::Stored);
    assert_eq!(outcomes, [RowOutcome::Stored, RowOutcome::Unchanged]);
    // The same file as another kind is another document.
    let as_certificate = app.deliver(&app.new_document(&contract.number, "certificate", "票.pdf")).await.unwrap();
    assert_eq!(as_certificate.outcome, RowOutcome::Stored);
    assert_eq!(contract_documents::Entity::find().count(app.db()).await.unwrap(), 2);
    assert_eq!(happened(&browser, &contract).await.len(), 2);
    let mails = app.mails_to(&user.row.mail_address).await;
    assert_eq!(mails.iter().filter(|mail| mail.content.subject.ends_with("書類送付のお知らせ")).count(), 2);
}

async fn what_cannot_be_right_is_refused(app: App) {
    let (_, browser) = app.applicant().await;
    let contract = contract(&app, &browser, "A", "mail").await;
    let right = || app.new_document(&contract.number, "account_sheet", "票.pdf");
    let field = async |new| match app.deliver(&new).await {
        Err(Error::Invalid(errors)) => (errors[0].field.clone().into_owned(), errors[0].code),
        other => panic!("{other:?}"),
    };
    let mut unknown = right();
    unknown.contract = "999999".to_owned();
    assert_eq!(field(unknown).await, ("contract".to_owned(), FieldCode::Unknown));
    let mut unknown = right();
    unknown.kind = "letter".to_owned();
    assert_eq!(field(unknown).await, ("kind".to_owned(), FieldCode::Unknown));
    for (file_name, content, code) in [
        ("票.pdf", b"MZ\x90\0".to_vec(), ProblemCode::AttachmentTypeRefused),
        ("票.exe", b"MZ\x90\0".to_vec(), ProblemCode::AttachmentTypeRefused),
        ("票.pdf", Vec::new(), ProblemCode::AttachmentEmpty),
        ("票.pdf", [b"%PDF-".to_vec(), vec![0; SIZE_MAX]].concat(), ProblemCode::AttachmentTooLarge),
    ] {
        let mut wrong = right();
        (wrong.file_name, wrong.content) = (file_name.to_owned(), content.into());
        let refused = app.deliver(&wrong).await;
        assert!(matches!(refused, Err(Error::Refused(given)) if given == code), "{refused:?}");
    }
    let mut over: contracts::ActiveModel = contract.clone().into();
    over.status = Set(contracts::ContractStatus::Terminated);
    over.update(app.db()).await.unwrap();
    let refused = app.deliver(&right()).await;
    assert!(matches!(refused, Err(Error::Refused(ProblemCode::ContractOver))), "{refused:?}");
    assert_eq!(contract_documents::Entity::find().count(app.db()).await.unwrap(), 0);
}

async fn the_list_comes_in_parts(app: App) {
    let (_, browser) = app.applicant().await;
    let contract = contract(&app, &browser, "A", "mail").await;
    for number in 1..=5 {
        app.deliver(&app.new_document(&contract.number, "account_sheet", &format!("{number}.pdf"))).await.unwrap();
        app.advance(TimeDelta::minutes(1));
    }
    let (mut names, mut cursor) = (Vec::new(), None);
    loop {
        let after = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
        let answer = browser.get(&format!("{}?limit=2{after}", path(&contract))).await.expect(200);
        let page: Page<ContractDocument> = answer.json();
        assert_eq!(page.total, Some(5));
        names.extend(page.items.into_iter().map(|document| document.file_name));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(names, ["5.pdf", "4.pdf", "3.pdf", "2.pdf", "1.pdf"]);
}

/// A file that is gone, or is no more what was delivered.
async fn a_file_that_was_changed_never_arrives(app: App) {
    let (_, browser) = app.applicant().await;
    let contract = contract(&app, &browser, "A", "mail").await;
    let delivered = app.deliver(&app.new_document(&contract.number, "account_sheet", "票.pdf")).await.unwrap();
    let file = format!("{}/{}/file", path(&contract), delivered.document.id);
    let key = &delivered.document.file_key;
    app.services().files.put(key, b"%PDF-1.7 changed".to_vec().into()).await.unwrap();
    browser.get(&file).await.refused(503, "storage_unavailable");
    app.services().files.delete(key).await.unwrap();
    browser.get(&file).await.refused(503, "storage_unavailable");
}
