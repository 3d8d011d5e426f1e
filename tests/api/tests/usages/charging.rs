//! Charging: exactly 5 GB is free, each month once, by an invoice like any other, and never changed by a later policy.

use std::sync::Arc;

use api_tests::{App, on_both_engines};
use chrono::NaiveDate;
use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::{contract_usages, invoices};
use madoguchi_services::usages::charging::LeftOut;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::*;

on_both_engines!(
    only_what_is_above_the_free_amount_is_charged,
    the_invoice_has_the_fee_and_its_tax_in_every_form,
    charging_again_charges_what_came_since_and_nothing_twice,
    several_at_once_charge_once,
    what_was_charged_outlives_the_policy,
    a_month_is_charged_when_it_is_over_and_nothing_else_with_it,
    who_did_not_order_the_service_is_left_out_and_told,
    charged_late_it_is_due_a_month_later,
    numbers_of_other_invoices_are_left_out,
);

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

async fn one(app: &App) -> Holder {
    let mut holder = holder(app, &[answers("A", "みどり野診療所", "ミドリノシンリョウジョ")]).await;
    month_over(app, &mut holder).await;
    holder
}

async fn only_what_is_above_the_free_amount_is_charged(app: App) {
    let all = [
        answers("A", "みどり野診療所", "ミドリノシンリョウジョ"),
        answers("A", "やまびこ医院", "ヤマビコイイン"),
        answers("A", "かわせみ薬局", "カワセミヤッキョク"),
    ];
    let mut holder = holder(&app, &all).await;
    month_over(&app, &mut holder).await;
    let [(exactly, a), (more, b), (nothing, c)] = <[_; 3]>::try_from(holder.contracts.clone()).unwrap();
    import(&app, "storage_usage.csv", file(&[(&a, "5GB"), (&b, "5000000001 B"), (&c, "0")])).await;
    let charged = charge_month(&app, NOVEMBER).await;
    assert_eq!(charged, Charged { invoices: 1, amount: 2_980, free: 2, left_out: Vec::new() });
    let fee = async |contract| {
        let month = read(&holder.browser, contract).await.months.remove(0);
        (month.fee, month.charged, month.invoice_id.is_some())
    };
    assert_eq!(fee(exactly).await, (0, true, false), "exactly 5 GB is free");
    assert_eq!(fee(more).await, (2_980, true, true));
    assert_eq!(fee(nothing).await, (0, true, false));
}

async fn the_invoice_has_the_fee_and_its_tax_in_every_form(app: App) {
    let mut with_address = answers("A", "みどり野診療所", "ミドリノシンリョウジョ");
    with_address["extended"]["other_billing_address"] = json!("true");
    with_address["billing_address"] = json!({
        "facility_name": "医療法人みどり野会", "department": "経理課", "family_name": "森", "given_name": "朝子",
        "postal_code": "1500001", "prefecture": "東京都", "address1": "渋谷区神宮前", "address2": "9-9-9", "phone": "03-5555-0909",
    });
    let mut holder = holder(&app, &[with_address]).await;
    month_over(&app, &mut holder).await;
    let (contract, number) = holder.contracts[0].clone();
    import(&app, "storage_usage.csv", file(&[(&number, "6.2GB")])).await;
    charge_month(&app, NOVEMBER).await;
    let usages = read(&holder.browser, contract).await;
    assert_eq!((usages.fees[0].monthly, usages.fees[0].free_bytes), (2_980, 5_000_000_000));
    assert_eq!(usages.price_note.unwrap().ja, "※記載されている料金には消費税等は含まれておりません。");
    let id = usages.months[0].invoice_id.unwrap();
    let found = invoice(&holder.browser, id).await;
    assert_eq!((found.net, found.tax, found.gross), (2_980, 298, 3_278));
    assert_eq!((found.number.as_str(), found.month.as_str()), ("S00000001", NOVEMBER));
    assert!(!found.contract_tax_is_reference, "the invoice of the contract is the qualified one");
    assert_eq!(
        (found.issued_on, found.due_on),
        (day(2026, 12, 10), Some(day(2027, 1, 4))),
        "the year's end is no bank day"
    );
    assert_eq!(found.recipient, "医療法人みどり野会　経理課");
    let line = &found.contracts[0].lines[0];
    assert_eq!((line.item.as_str(), line.amount), ("ストレージサービス利用料", 2_980));
    assert_eq!(line.note, "ストレージ容量 6.2 GB（5 GBまで無料）");
    for form in ["html", "csv", "xml"] {
        let text = holder.browser.get(&format!("/invoices/{id}/files/{form}")).await.expect(200).text();
        for said in ["ストレージサービス利用料", "2980", "298", "3278", "T9234567890123", "医療法人みどり野会"]
        {
            assert!(text.replace(',', "").contains(said), "{form} does not say {said}: {text}");
        }
    }
    let pdf = holder.browser.get(&format!("/invoices/{id}/files/pdf")).await.expect(200);
    assert!(pdf.body.starts_with(b"%PDF-") && pdf.body.len() > 5_000);
    let of_contract = holder.browser.get(&format!("/contracts/{contract}/invoices/{id}/files/pdf")).await.expect(200);
    assert_eq!(of_contract.body, pdf.body);
    let mail = app.mails_to(&holder.user.row.mail_address).await;
    let told = mail.iter().filter(|mail| mail.content.subject.contains("請求書")).count();
    assert_eq!(told, usize::from(holder.user.row.mail_notice));
}

async fn charging_again_charges_what_came_since_and_nothing_twice(app: App) {
    let all =
        [answers("A", "みどり野診療所", "ミドリノシンリョウジョ"), answers("A", "やまびこ医院", "ヤマビコイイン")];
    let mut holder = holder(&app, &all).await;
    month_over(&app, &mut holder).await;
    let [(first, a), (second, b)] = <[_; 2]>::try_from(holder.contracts.clone()).unwrap();
    import(&app, "storage_usage.csv", file(&[(&a, "6GB")])).await;
    assert_eq!(charge_month(&app, NOVEMBER).await.invoices, 1);
    for _ in 0..2 {
        assert_eq!(charge_month(&app, NOVEMBER).await, Charged::default());
    }
    import(&app, "storage_usage.csv", file(&[(&a, "6GB"), (&b, "7GB")])).await;
    assert_eq!(charge_month(&app, NOVEMBER).await.invoices, 1);
    assert_eq!(invoices::Entity::find().count(app.db()).await.unwrap(), 2);
    let of = async |contract| read(&holder.browser, contract).await.months[0].invoice_id.unwrap();
    let numbers = [invoice(&holder.browser, of(first).await).await, invoice(&holder.browser, of(second).await).await];
    assert_eq!(numbers.map(|it| it.number), ["S00000001", "S00000002"]);
}

async fn several_at_once_charge_once(app: App) {
    let names =
        ["ア", "イ", "ウ", "エ", "オ", "カ"].map(|kana| answers("A", &format!("{kana}医院"), &format!("{kana}イイン")));
    let mut holder = holder(&app, &names).await;
    month_over(&app, &mut holder).await;
    let rows: Vec<(&str, &str)> = holder.contracts.iter().map(|(_, number)| (number.as_str(), "6GB")).collect();
    import(&app, "storage_usage.csv", file(&rows)).await;
    let month = Month::parse(NOVEMBER).unwrap();
    let (provider, services) = (app.provider(NETWORK), app.services());
    let at_once = (0..6).map(|_| charge(services, &provider, month, Charging::default()));
    let done = futures_util::future::join_all(at_once).await;
    let issued: usize = done.into_iter().map(|charged| charged.unwrap().invoices).sum();
    assert_eq!(issued, 6);
    assert_eq!(invoices::Entity::find().count(app.db()).await.unwrap(), 6);
    let rows = contract_usages::Entity::find().all(app.db()).await.unwrap();
    let mut of: Vec<_> = rows.iter().map(|row| row.invoice_id.unwrap()).collect();
    of.sort();
    of.dedup();
    assert_eq!(of.len(), 6, "each contract has an invoice of its own");
}

async fn what_was_charged_outlives_the_policy(app: App) {
    let holder = one(&app).await;
    let (contract, number) = holder.contracts[0].clone();
    import(&app, "storage_usage.csv", file(&[(&number, "6GB")])).await;
    charge_month(&app, NOVEMBER).await;
    let mut dearer = Portal::clone(&app.services().portals.get(NETWORK).unwrap());
    let fee = &mut dearer.contracts.as_mut().unwrap().usage_fees[0];
    (fee.free_gigabytes, fee.monthly) = (10, Yen(9_999));
    let provider = app.operator().at(&Arc::new(dearer));
    let again = charge(app.services(), &provider, Month::parse(NOVEMBER).unwrap(), Charging::default()).await.unwrap();
    assert_eq!(again, Charged::default());
    let month = read(&holder.browser, contract).await.months.remove(0);
    assert_eq!((month.fee, month.charged), (2_980, true));
    let row = contract_usages::Entity::find().one(app.db()).await.unwrap().unwrap();
    assert_eq!(row.fee, Some(2_980));
}

async fn a_month_is_charged_when_it_is_over_and_nothing_else_with_it(app: App) {
    let holder = one(&app).await;
    let (contract, number) = holder.contracts[0].clone();
    let text = format!("契約番号,年月,ストレージ容量\n{number},2026-11,6GB\n{number},2026-12,7GB\n");
    import(&app, "storage_usage.csv", text).await;
    for month in ["2026-12", "2027-01"] {
        let refused =
            charge(app.services(), &app.provider(NETWORK), Month::parse(month).unwrap(), Charging::default()).await;
        assert!(refused.is_err(), "{month} is not over");
    }
    assert_eq!(charge_month(&app, "2026-10").await, Charged::default());
    assert_eq!(charge_month(&app, NOVEMBER).await.invoices, 1);
    let months = read(&holder.browser, contract).await.months;
    let charged: Vec<_> = months.iter().map(|it| (it.month.as_str(), it.fee, it.charged)).collect();
    assert_eq!(charged, [("2026-12", 2_980, false), (NOVEMBER, 2_980, true)]);
}

async fn who_did_not_order_the_service_is_left_out_and_told(app: App) {
    let mut without = answers("A", "みどり野診療所", "ミドリノシンリョウジョ");
    without["extended"]["storage"] = json!("false");
    let mut holder = holder(&app, &[without]).await;
    month_over(&app, &mut holder).await;
    let (contract, number) = holder.contracts[0].clone();
    assert!(read(&holder.browser, contract).await.fees.is_empty());
    import(&app, "storage_usage.csv", file(&[(&number, "6GB")])).await;
    let charged = charge_month(&app, NOVEMBER).await;
    assert_eq!(charged.left_out, [LeftOut { contract: number, code: "service_not_ordered" }]);
    assert_eq!(charged.invoices, 0);
    let month = read(&holder.browser, contract).await.months.remove(0);
    assert_eq!((month.fee, month.charged), (0, false));
}

async fn charged_late_it_is_due_a_month_later(app: App) {
    let holder = one(&app).await;
    let (contract, number) = holder.contracts[0].clone();
    import(&app, "storage_usage.csv", file(&[(&number, "6GB")])).await;
    app.advance(TimeDelta::days(15));
    charge_month(&app, NOVEMBER).await;
    let browser = app.signed_in(&holder.user).await;
    let id = read(&browser, contract).await.months[0].invoice_id.unwrap();
    let found = invoice(&browser, id).await;
    assert_eq!((found.issued_on, found.due_on), (day(2026, 12, 25), Some(day(2027, 2, 1))));
}

async fn numbers_of_other_invoices_are_left_out(app: App) {
    let holder = one(&app).await;
    let (contract, number) = holder.contracts[0].clone();
    let other = app.subscriber_at(NETWORK).await;
    let row = app.invoice(&other.group, day(2026, 10, 1), &[]).await;
    let mut taken: invoices::ActiveModel = row.into();
    taken.number = sea_orm::ActiveValue::Set("S00000001".to_owned());
    sea_orm::ActiveModelTrait::update(taken, app.db()).await.unwrap();
    import(&app, "storage_usage.csv", file(&[(&number, "6GB")])).await;
    charge_month(&app, NOVEMBER).await;
    let id = read(&holder.browser, contract).await.months[0].invoice_id.unwrap();
    assert_eq!(invoice(&holder.browser, id).await.number, "S00000002");
}
