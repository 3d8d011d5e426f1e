//! Who reads usage and invoice: whose the contract is, and in pattern B the body that is its contact, since the facility has no
//! login. Nobody else.

use api_tests::{App, on_both_engines};
use madoguchi_api_types::invoices::InvoiceYear;
use madoguchi_entities::{contracts, customers, invoices};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

use super::*;

on_both_engines!(
    the_contact_reads_what_the_facility_is_billed,
    an_invoice_that_bills_something_else_too_is_not_the_contacts,
    the_fee_is_said_before_one_registers,
);

async fn the_contact_reads_what_the_facility_is_billed(app: App) {
    let all = [answers("B", "やまびこ医院", "ヤマビコイイン"), answers("C", "かわせみ薬局", "カワセミヤッキョク")];
    let mut body = holder(&app, &all).await;
    let mut other = holder(&app, &[answers("B", "やまびこ医院", "ヤマビコイイン")]).await;
    month_over(&app, &mut body).await;
    other.browser = app.signed_in(&other.user).await;
    let [(held, a), (own, b)] = <[_; 2]>::try_from(body.contracts.clone()).unwrap();
    let (foreign, c) = other.contracts[0].clone();
    import(&app, "storage_usage.csv", file(&[(&a, "6GB"), (&b, "7GB"), (&c, "8GB")])).await;
    assert_eq!(charge_month(&app, NOVEMBER).await.invoices, 3);

    let of_held = read(&body.browser, held).await.months[0].invoice_id.unwrap();
    let of_own = read(&body.browser, own).await.months[0].invoice_id.unwrap();
    let of_foreign = read(&other.browser, foreign).await.months[0].invoice_id.unwrap();
    assert_eq!(
        invoice(&body.browser, of_held).await.recipient,
        "やまびこ医院",
        "it is addressed to whose contract it is"
    );
    let customer = customers::Entity::find_by_id(body.user.row.customer_id).one(app.db()).await.unwrap().unwrap();
    assert_eq!(invoice(&body.browser, of_own).await.recipient, customer.name, "in pattern C that is the body");
    let _pdf = body.browser.get(&format!("/invoices/{of_held}/files/pdf")).await.expect(200);
    let year: InvoiceYear = body.browser.get(&format!("/contracts/{held}/invoices")).await.expect(200).json();
    assert_eq!(year.invoices.iter().map(|it| it.id).collect::<Vec<_>>(), [of_held]);
    let listed = body.browser.get("/invoices").await.expect(200).text();
    assert!(listed.contains(&of_held.to_string()) && listed.contains(&of_own.to_string()));
    assert!(!listed.contains(&of_foreign.to_string()));
    let deadlines = body.browser.get("/deadlines").await.expect(200).text();
    assert!(deadlines.contains(&of_held.to_string()), "{deadlines}");

    for (browser, contract, of) in
        [(&body.browser, foreign, of_foreign), (&other.browser, held, of_held), (&other.browser, own, of_own)]
    {
        browser.get(&format!("/contracts/{contract}/usages")).await.refused(404, "not_found");
        browser.get(&format!("/contracts/{contract}/invoices/{of}")).await.refused(404, "not_found");
        browser.get(&format!("/invoices/{of}")).await.refused(404, "not_found");
        browser.get(&format!("/invoices/{of}/files/pdf")).await.refused(404, "not_found");
    }
}

/// A provider may bill several contracts together that it knows otherwise: the contact of one of them reads no other.
async fn an_invoice_that_bills_something_else_too_is_not_the_contacts(app: App) {
    let mut body = holder(&app, &[answers("B", "やまびこ医院", "ヤマビコイイン")]).await;
    month_over(&app, &mut body).await;
    let (held, number) = body.contracts[0].clone();
    let contract = contracts::Entity::find_by_id(held).one(app.db()).await.unwrap().unwrap();
    let group = madoguchi_entities::billing_groups::Entity::find_by_id(contract.billing_group_id);
    let group = group.one(app.db()).await.unwrap().unwrap();
    let beside = app.contract(&group, |row| row.number = Set("654321".to_owned())).await;
    import(&app, "storage_usage.csv", file(&[(&number, "6GB"), ("654321", "7GB")])).await;
    assert_eq!(charge_month(&app, NOVEMBER).await.invoices, 2);
    let listed = body.browser.get("/invoices").await.expect(200).text();
    let all = invoices::Entity::find().all(app.db()).await.unwrap();
    let seen: Vec<_> = all.iter().filter(|row| listed.contains(&row.id.to_string())).collect();
    assert_eq!(seen.len(), 1);
    assert_eq!(read(&body.browser, held).await.months[0].invoice_id, Some(seen[0].id.into()));
    // Moved to the body, it would be read.
    let mut beside: contracts::ActiveModel = beside.into();
    beside.contact_customer_id = Set(Some(body.user.row.customer_id));
    beside.update(app.db()).await.unwrap();
    let listed = body.browser.get("/invoices").await.expect(200).text();
    assert!(all.iter().all(|row| listed.contains(&row.id.to_string())));
}

async fn the_fee_is_said_before_one_registers(app: App) {
    let (_, browser) = app.applicant().await;
    let draft = browser.open_draft("viewing").await;
    let asked = serde_json::to_string(&browser.get(&draft.path()).await.expect(200).json::<Value>()).unwrap();
    assert!(asked.contains("ストレージ容量が5GBを超えた月は、サービス料（2,980円／月、消費税等別）"), "{asked}");
    let _saved =
        browser.save_draft(&draft, &answers("A", "みどり野診療所", "ミドリノシンリョウジョ")).await.expect(200);
    let said = browser.get(&format!("{}/confirmation", draft.path())).await.expect(200).text();
    assert!(said.contains("5GBを超えた月よりサービス料（2,980円／月）が発生いたします"), "{said}");
}
