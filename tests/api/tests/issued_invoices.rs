//! Issued invoices (T10, T14, B3): tax once a rate, never changed, corrected by another, mailed once a person.

use std::sync::Arc;

use api_tests::{App, PORTAL, User, on_both_engines};
use chrono::NaiveDate;
use madoguchi_api_types::invoices::{InvoiceDetail, InvoiceYear, PaymentMethod};
use madoguchi_domain::policy::{PaymentMethod as PolicyPayment, Portal, QualifiedDocument};
use madoguchi_entities::invoices;
use madoguchi_services::invoice_publishing;
use madoguchi_services::invoices::issue::{BankAccount, NewInvoice, Terms};
use madoguchi_services::rows::RowOutcome;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, PaginatorTrait};

on_both_engines!(
    tax_is_rounded_once_for_the_invoice_and_shared_out,
    dates_and_payment_follow_the_policy_or_the_invoice,
    an_issued_invoice_stays_as_it_is,
    who_issued_it_stays_as_it_was,
    a_debit_notice_names_the_account_but_for_its_first_digits,
    an_invoice_of_one_contract_has_no_other,
    a_contract_of_another_group_is_refused,
    where_nothing_is_owed_nothing_is_asked_for,
    a_correction_names_what_it_corrects,
    a_person_gets_one_mail_however_many_invoices,
);

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn account(number: &str) -> BankAccount {
    BankAccount { bank: "見本銀行 本店".to_owned(), number: number.to_owned() }
}

async fn detail(app: &App, user: &User, contract: impl std::fmt::Display, number: &str) -> InvoiceDetail {
    let browser = app.signed_in(user).await;
    let year: InvoiceYear = browser.get(&format!("/contracts/{contract}/invoices")).await.expect(200).json();
    let invoice = year.invoices.iter().find(|invoice| invoice.number == number).unwrap();
    browser.get(&format!("/contracts/{contract}/invoices/{}", invoice.id)).await.expect(200).json()
}

async fn tax_is_rounded_once_for_the_invoice_and_shared_out(app: App) {
    let subscriber = app.subscriber().await;
    let group = &subscriber.group;
    let (two, three) = (app.contract(group, |_| {}).await, app.contract(group, |_| {}).await);
    let contracts = [(&subscriber.contract, 1_005), (&two, 1_005), (&three, 1_005)];
    let three_times = app.new_invoice(group, &contracts);
    let odd = app.new_invoice(group, &[(&subscriber.contract, 12_345)]);
    let answers = app.issue(PORTAL, &[three_times.clone(), odd.clone()]).await;
    assert!(answers.iter().all(|answer| answer.as_ref().unwrap().outcome == RowOutcome::Stored));
    let user = app.user(group).await;
    let found = detail(&app, &user, subscriber.contract.id, &three_times.number).await;
    assert_eq!((found.net, found.tax, found.gross), (3_015, 301, 3_316));
    let mut shares: Vec<_> = found.contracts.iter().map(|part| part.totals[0].tax).collect();
    shares.sort_unstable();
    assert_eq!(shares, [100, 100, 101], "each alone would be 100: one yen is shared out");
    assert!(found.contract_tax_is_reference);
    let found = detail(&app, &user, subscriber.contract.id, &odd.number).await;
    assert_eq!((found.net, found.tax), (12_345, 1_234), "the issuer rounds down");
}

async fn dates_and_payment_follow_the_policy_or_the_invoice(app: App) {
    let subscriber = app.subscriber().await;
    let by_policy = app.new_invoice(&subscriber.group, &[(&subscriber.contract, 3_300)]);
    let terms = Terms {
        issued_on: Some(day(2026, 11, 1)),
        due_on: Some(day(2026, 12, 25)),
        payment: Some(PolicyPayment::Transfer),
        ..Terms::default()
    };
    let by_itself = NewInvoice { terms, ..app.new_invoice(&subscriber.group, &[(&subscriber.contract, 500)]) };
    app.issue(PORTAL, &[by_policy.clone(), by_itself.clone()]).await;
    let user = app.user(&subscriber.group).await;
    let found = detail(&app, &user, subscriber.contract.id, &by_policy.number).await;
    assert_eq!((found.issued_on, found.due_on), (day(2026, 11, 9), Some(day(2026, 11, 27))));
    assert_eq!(found.payment, PaymentMethod::DirectDebit);
    assert_eq!(found.recipient, subscriber.customer.name);
    assert_eq!(found.customer_number, format!("2N{}", subscriber.contract.number));
    let portal = app.services().portals.get(PORTAL).unwrap();
    let typed = portal.contracts.as_ref().unwrap().numbers.parse(&found.customer_number);
    assert_eq!(typed.as_ref(), Ok(&subscriber.contract.number), "what the paper says can be typed at the registration");
    let found = detail(&app, &user, subscriber.contract.id, &by_itself.number).await;
    assert_eq!((found.issued_on, found.due_on), (day(2026, 11, 1), Some(day(2026, 12, 25))));
    assert_eq!(found.payment, PaymentMethod::Transfer);
}

async fn an_issued_invoice_stays_as_it_is(app: App) {
    let subscriber = app.subscriber().await;
    let invoice = app.new_invoice(&subscriber.group, &[(&subscriber.contract, 3_300)]);
    app.issue(PORTAL, std::slice::from_ref(&invoice)).await;
    let again = app.issue(PORTAL, std::slice::from_ref(&invoice)).await;
    assert_eq!(again[0].as_ref().unwrap().outcome, RowOutcome::Unchanged);
    let mut other = invoice.clone();
    other.lines[0].amount = madoguchi_domain::money::Yen(3_301);
    let given = |terms: Terms| NewInvoice { terms, ..invoice.clone() };
    let stranger = app.subscriber().await;
    let of_stranger = app.new_invoice(&stranger.group, &[(&stranger.contract, 3_300)]);
    let differing = [
        other,
        given(Terms { due_on: Some(day(2026, 12, 1)), ..Terms::default() }),
        given(Terms { issued_on: Some(day(2026, 12, 1)), ..Terms::default() }),
        given(Terms { payment: Some(PolicyPayment::Transfer), ..Terms::default() }),
        given(Terms { debited_from: Some(account("1234567")), ..Terms::default() }),
        NewInvoice { number: invoice.number.clone(), ..of_stranger },
    ];
    for (at, other) in differing.into_iter().enumerate() {
        let refused = app.issue(PORTAL, &[other]).await;
        assert_eq!(refused[0].as_ref().unwrap_err().code.as_str(), "invoice_differs", "{at}");
    }
    let said = given(Terms { due_on: Some(day(2026, 11, 27)), ..Terms::default() });
    assert_eq!(
        app.issue(PORTAL, &[said]).await[0].as_ref().unwrap().outcome,
        RowOutcome::Unchanged,
        "it says so already"
    );
    let user = app.user(&subscriber.group).await;
    assert_eq!(detail(&app, &user, subscriber.contract.id, &invoice.number).await.net, 3_300);
}

async fn who_issued_it_stays_as_it_was(app: App) {
    let subscriber = app.subscriber().await;
    let invoice = app.new_invoice(&subscriber.group, &[(&subscriber.contract, 3_300)]);
    app.issue(PORTAL, std::slice::from_ref(&invoice)).await;
    // As if the company had another name then.
    let row = invoices::Entity::find().one(app.db()).await.unwrap().unwrap();
    let mut issued_by = row.issued_by.clone().unwrap();
    issued_by["issuer"]["name"] = "旧あおば通信株式会社".into();
    issued_by["issuer"]["registration_number"] = "T4011001098993".into();
    issued_by["part_tax_is_reference"] = false.into();
    let mut row = row.into_active_model();
    row.issued_by = Set(Some(issued_by));
    row.update(app.db()).await.unwrap();
    let user = app.user(&subscriber.group).await;
    let found = detail(&app, &user, subscriber.contract.id, &invoice.number).await;
    assert_eq!((found.issuer.as_str(), found.registration_number.as_str()), ("旧あおば通信株式会社", "T4011001098993"));
    assert!(!found.contract_tax_is_reference);
    let browser = app.signed_in(&user).await;
    for form in ["html", "csv", "xml"] {
        let path = format!("/contracts/{}/invoices/{}/files/{form}", subscriber.contract.id, found.id);
        let text = browser.get(&path).await.expect(200).text();
        assert!(text.contains("旧あおば通信株式会社") && text.contains("T4011001098993"), "{form}: {text}");
    }
}

async fn a_debit_notice_names_the_account_but_for_its_first_digits(app: App) {
    let subscriber = app.subscriber().await;
    let new = |terms: Terms| NewInvoice { terms, ..app.new_invoice(&subscriber.group, &[(&subscriber.contract, 10)]) };
    let debited = Terms { debited_from: Some(account("１２３-４５６７")), ..Terms::default() };
    let invoice = new(debited.clone());
    let answers = app
        .issue(
            PORTAL,
            &[
                invoice.clone(),
                new(Terms { payment: Some(PolicyPayment::Transfer), ..debited }),
                new(Terms { debited_from: Some(account("12")), ..Terms::default() }),
            ],
        )
        .await;
    let codes: Vec<_> =
        answers.iter().map(|answer| answer.as_ref().map_or_else(|e| e.code.as_str(), |_| "issued")).collect();
    assert_eq!(codes, ["issued", "not_debited", "bank_account_malformed"]);
    let user = app.user(&subscriber.group).await;
    let found = detail(&app, &user, subscriber.contract.id, &invoice.number).await.debited_from.unwrap();
    assert_eq!((found.bank.as_str(), found.number.as_str()), ("見本銀行 本店", "***4567"));
}

async fn an_invoice_of_one_contract_has_no_other(app: App) {
    let subscriber = app.subscriber().await;
    let second = app.contract(&subscriber.group, |_| {}).await;
    let mut portal = Portal::clone(&app.services().portals.get(PORTAL).unwrap());
    portal.invoices.as_mut().unwrap().qualified_document = QualifiedDocument::ContractInvoice;
    let provider = app.operator().at(&Arc::new(portal));
    let alone = app.new_invoice(&subscriber.group, &[(&subscriber.contract, 1_005), (&subscriber.contract, 1_005)]);
    let both = app.new_invoice(&subscriber.group, &[(&subscriber.contract, 1_005), (&second, 1_005)]);
    let answers = invoice_publishing::publish(app.services(), &provider, &[alone.clone(), both], false).await.unwrap();
    assert_eq!(answers[1].as_ref().unwrap_err().code.as_str(), "one_contract_expected");
    let user = app.user(&subscriber.group).await;
    let found = detail(&app, &user, subscriber.contract.id, &alone.number).await;
    assert_eq!((found.tax, found.contract_tax_is_reference), (201, false));
}

/// A16: one customer, two groups whose people do not see each other's contracts.
async fn a_contract_of_another_group_is_refused(app: App) {
    let subscriber = app.subscriber().await;
    let other = app.billing_group(&subscriber.customer).await;
    let foreign = app.contract(&other, |_| {}).await;
    let own = app.new_invoice(&subscriber.group, &[(&subscriber.contract, 100)]);
    let mixed = app.new_invoice(&subscriber.group, &[(&subscriber.contract, 100), (&foreign, 4_321)]);
    let terms = Terms { corrects: Some(own.number.clone()), ..Terms::default() };
    let correction = NewInvoice { terms, ..app.new_invoice(&subscriber.group, &[(&foreign, 4_321)]) };
    app.issue(PORTAL, std::slice::from_ref(&own)).await;
    for (what, field, invoice) in
        [("issue", "lines[1].contract", mixed), ("correction", "lines[0].contract", correction)]
    {
        let refused = app.issue(PORTAL, &[invoice]).await;
        let error = refused[0].as_ref().unwrap_err();
        assert_eq!((error.field.as_ref(), error.code.as_str()), (field, "billing_group_differs"), "{what}");
    }
    assert_eq!(invoices::Entity::find().count(app.db()).await.unwrap(), 1);
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let year = browser.get(&format!("/contracts/{}/invoices", subscriber.contract.id)).await.expect(200);
    assert!(!year.text().contains("4752") && !year.text().contains(&foreign.number));
}

/// B4: no day and no account where the total is nothing or a credit, even when they were given.
async fn where_nothing_is_owed_nothing_is_asked_for(app: App) {
    let subscriber = app.subscriber().await;
    let terms = Terms {
        due_on: Some(day(2026, 12, 25)),
        payment: Some(PolicyPayment::DirectDebit),
        debited_from: Some(account("1234567")),
        ..Terms::default()
    };
    let user = app.user(&subscriber.group).await;
    for net in [0, -1_500] {
        let invoice = app.new_invoice(&subscriber.group, &[(&subscriber.contract, net)]);
        let invoice = NewInvoice { terms: terms.clone(), ..invoice };
        app.issue(PORTAL, std::slice::from_ref(&invoice)).await;
        let found = detail(&app, &user, subscriber.contract.id, &invoice.number).await;
        assert_eq!((found.due_on, found.debited_from), (None, None), "{net}");
        let again = app.issue(PORTAL, std::slice::from_ref(&invoice)).await;
        assert_eq!(again[0].as_ref().unwrap().outcome, RowOutcome::Unchanged);
        let path = format!("/contracts/{}/invoices/{}/files/html", subscriber.contract.id, found.id);
        let page = app.signed_in(&user).await.get(&path).await.expect(200).text();
        assert!(!page.contains("振替") && !page.contains("見本銀行"), "{page}");
    }
    let deadlines = app.signed_in(&user).await.get("/deadlines").await.expect(200).text();
    assert!(!deadlines.contains("debit"), "{deadlines}");
}

async fn a_correction_names_what_it_corrects(app: App) {
    let (subscriber, stranger) = (app.subscriber().await, app.subscriber().await);
    let own = [(&subscriber.contract, 3_300)];
    let wrong = app.new_invoice(&subscriber.group, &own);
    let correcting = |number: &str, invoice: NewInvoice| NewInvoice {
        terms: Terms { corrects: Some(number.to_owned()), ..Terms::default() },
        ..invoice
    };
    app.issue(PORTAL, std::slice::from_ref(&wrong)).await;
    let right = correcting(&wrong.number, app.new_invoice(&subscriber.group, &[(&subscriber.contract, 2_300)]));
    let answers = app
        .issue(
            PORTAL,
            &[
                right.clone(),
                correcting(&wrong.number, app.new_invoice(&subscriber.group, &own)),
                correcting("nothing", app.new_invoice(&subscriber.group, &own)),
                correcting(&wrong.number, app.new_invoice(&stranger.group, &[(&stranger.contract, 1)])),
            ],
        )
        .await;
    let codes: Vec<_> =
        answers.iter().map(|answer| answer.as_ref().map_or_else(|e| e.code.as_str(), |_| "issued")).collect();
    assert_eq!(codes, ["issued", "invoice_corrected", "invoice_unknown", "invoice_unknown"]);
    let user = app.user(&subscriber.group).await;
    let found = detail(&app, &user, subscriber.contract.id, &right.number).await;
    assert_eq!((found.corrects.as_deref(), found.corrected_by), (Some(wrong.number.as_str()), None));
    let days = (found.issued_on, found.due_on);
    assert_eq!(days, (day(2026, 11, 20), Some(day(2026, 12, 28))), "issued today, and a Sunday is no bank day");
    let found = detail(&app, &user, subscriber.contract.id, &wrong.number).await;
    assert_eq!((found.corrects, found.corrected_by.as_deref()), (None, Some(right.number.as_str())));
    assert_eq!(found.net, 3_300, "the issued one is what it was");
    let again = app.issue(PORTAL, std::slice::from_ref(&right)).await;
    assert_eq!(again[0].as_ref().unwrap().outcome, RowOutcome::Unchanged);
}

async fn a_person_gets_one_mail_however_many_invoices(app: App) {
    let (one, two, other) = (app.subscriber().await, app.subscriber().await, app.subscriber().await);
    let user = app.user(&one.group).await;
    let again = app.user_with(&two.group, |row| row.mail_address = Set(user.row.mail_address.clone())).await;
    let quiet = app.user_with(&one.group, |row| row.mail_notice = Set(false)).await;
    let stranger = app.user(&other.group).await;
    let invoices = [
        app.new_invoice(&one.group, &[(&one.contract, 1_000)]),
        app.new_invoice(&one.group, &[(&one.contract, 2_000)]),
        app.new_invoice(&two.group, &[(&two.contract, 3_000)]),
    ];
    for _ in 0..2 {
        app.issue(PORTAL, &invoices).await;
    }
    let mails = async |user: &User| {
        let mails = app.mails_to(&user.row.mail_address).await;
        mails.into_iter().filter(|mail| mail.content.subject.contains("請求書")).collect::<Vec<_>>()
    };
    let own = mails(&user).await;
    assert_eq!(own.len(), 1, "two portals' worth of contracts, two issues, one mail");
    assert!(own[0].content.text.contains("https://my.example.jp/telecom/"));
    assert_eq!(again.row.mail_address, user.row.mail_address);
    assert!(mails(&quiet).await.is_empty() && mails(&stranger).await.is_empty());
}
