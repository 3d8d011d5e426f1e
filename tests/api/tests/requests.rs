//! Requests, from the draft to the provider's decision.

mod decisions;
mod drafts;
mod endings;
mod lists;
mod submissions;

use api_tests::{App, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::portals::Terms;
use madoguchi_api_types::requests::{RequestConfirmation, RequestDetail, RequestDoer, RequestEntry, RequestState};
use madoguchi_entities::customers;
use sea_orm::EntityTrait as _;

on_both_engines!(
    a_draft_is_confirmed_and_sent_as_it_was_read,
    the_paper_of_a_draft_and_of_what_was_sent,
    the_terms_stay_readable,
);

fn entry<'a>(confirmation: &'a RequestConfirmation, label: &str) -> &'a RequestEntry {
    let entries = confirmation.facts.iter().chain(confirmation.sections.iter().flat_map(|section| &section.entries));
    let mut found = entries.filter(|entry| entry.label.ja == label);
    found.next().unwrap_or_else(|| panic!("no {label} in {confirmation:?}"))
}

async fn a_draft_is_confirmed_and_sent_as_it_was_read(app: App) {
    let (user, browser) = app.applicant().await;
    let draft = browser.filled_draft("viewing").await;
    let read: RequestConfirmation = browser.get(&format!("{}/confirmation", draft.path())).await.expect(200).json();
    assert_eq!(entry(&read, "お申込ID").text.ja, draft.detail.request.number);
    assert_eq!(entry(&read, "お申込日").text.ja, "2026/11/20");
    assert_eq!(entry(&read, "郵便番号").text.ja, "108-8001");
    assert_eq!(entry(&read, "施設種別").text.en, "Clinic");
    assert_eq!(entry(&read, "お申し込み種別").text.ja, "手動公開施設");
    let asked: Vec<&str> = read.sections.iter().map(|section| section.form.as_str()).collect();
    assert!(asked.contains(&"facility") && !asked.contains(&"cd_destination"), "{asked:?}");
    assert_eq!(read.terms.as_ref().unwrap().version, app.terms_version());

    let sent: RequestDetail = browser.send_draft(&draft, "a").await.expect(200).json();
    let kept = sent.confirmation.unwrap();
    assert_eq!(RequestConfirmation { terms: None, ..read }, kept);
    assert_eq!((sent.request.state, sent.request.title.as_str()), (RequestState::Accepted, "みどり野診療所"));
    assert_eq!((sent.request.submitted_at, sent.withdrawable), (Some(app.now()), true));
    assert!(sent.form.is_none() && sent.request.draft_ends_on.is_none());
    let agreement = sent.agreement.unwrap();
    assert_eq!((agreement.version, agreement.at, agreement.name.as_str()), (app.terms_version(), app.now(), "緑山 恵"));
    let states: Vec<_> = sent.history.iter().map(|event| (event.state, event.doer, event.name.as_str())).collect();
    let customer = RequestDoer::Customer;
    assert_eq!(states, [(RequestState::Draft, customer, "緑山 恵"), (RequestState::Accepted, customer, "緑山 恵")]);

    let mails = app.mails_to(&user.row.mail_address).await;
    let mails: Vec<_> = mails.iter().filter(|mail| mail.content.subject.ends_with("ご契約完了通知")).collect();
    assert_eq!(mails.len(), 1);
    // Line by line as the provider's guide has it, in its order, and the subject alone.
    assert_eq!(mails[0].content.subject, "ほしぞら連携サービスご契約完了通知");
    let greeting = "この度は、ほしぞら連携サービスをお申込みいただき、誠にありがとうございます。\n";
    let customer = customers::Entity::find_by_id(user.row.customer_id).one(app.db()).await.unwrap().unwrap();
    let said = format!(
        "ご契約手続きが完了しました。\n\n\
         <詳細確認URL>\n\
         https://my.example.jp/network{}\n\n\
         お申し込みいただいた下記内容は、保管いただきますようお願い申し上げます。\n\n\
         ■ご契約ID・ご契約施設\n{} {}\n\
         ■お申し込みID：{}\n\
         ■登録区分\n新規\n\
         ■お申し込み種別\n閲覧施設\n\
         ■登録日時\n2026年11月20日12時00分00秒\n\
         ■ご利用施設情報・施設名／所在（都道府県）\nみどり野診療所／東京都\n",
        draft.path(),
        customer.number,
        customer.name,
        draft.detail.request.number,
    );
    let text = &mails[0].content.text;
    assert!(text.starts_with(greeting) && text.contains(&said), "no {said} in {text}");
}

async fn the_paper_of_a_draft_and_of_what_was_sent(app: App) {
    let (_, browser) = app.applicant().await;
    let draft = browser.open_draft("viewing").await;
    let paper = format!("{}/document", draft.path());
    let refused = browser.get(&paper).await.refused_fields();
    assert!(refused.contains(&("facility.facility_name".to_owned(), "required".to_owned())), "{refused:?}");
    let draft = browser.filled_draft("viewing").await;
    let paper = format!("{}/document", draft.path());
    let of_draft = browser.get(&paper).await.expect(200);
    assert_eq!(of_draft.header("content-type"), Some("application/pdf"));
    assert!(of_draft.header("content-disposition").unwrap().contains(&draft.detail.request.number));
    assert!(of_draft.body.starts_with(b"%PDF-"));
    let _sent = browser.send_draft(&draft, "a").await.expect(200);
    let sent = browser.get(&paper).await.expect(200);
    assert!(sent.body.starts_with(b"%PDF-") && sent.body != of_draft.body);
    app.advance(TimeDelta::days(30));
    let browser = app.signed_in(&app.named("network", &user_of(&app).await).await).await;
    assert_eq!(
        browser.get(&paper).await.expect(200).body,
        sent.body,
        "the paper of what was sent is the same for ever"
    );
}

async fn user_of(app: &App) -> String {
    use sea_orm::EntityTrait;
    madoguchi_entities::users::Entity::find().one(app.db()).await.unwrap().unwrap().sign_in_name
}

/// B9: which version, who, when; and its text, whatever the portal says later.
async fn the_terms_stay_readable(app: App) {
    use madoguchi_entities::{consents, terms_versions};
    use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, PaginatorTrait};
    let (_, browser) = app.applicant().await;
    let version = app.terms_version();
    let path = format!("/terms/{version}");
    let in_force: Terms = browser.get(&path).await.expect(200).json();
    assert_eq!(terms_versions::Entity::find().count(app.db()).await.unwrap(), 0);
    let _sent = browser.apply("viewing").await;
    let _other = app.applicant().await.1.apply("viewing").await;
    assert_eq!(consents::Entity::find().count(app.db()).await.unwrap(), 2);
    assert_eq!(terms_versions::Entity::find().count(app.db()).await.unwrap(), 1);
    let kept: Terms = browser.get(&path).await.expect(200).json();
    assert_eq!((kept.version.as_str(), kept.text.ja.as_str()), (version.as_str(), in_force.text.ja.as_str()));
    let old = terms_versions::ActiveModel {
        portal: Set("network".to_owned()),
        version: Set("2019-04-01".to_owned()),
        text_ja: Set("旧約款".to_owned()),
        text_en: Set("Old terms".to_owned()),
        first_agreed_at: Set(app.now()),
    };
    old.insert(app.db()).await.unwrap();
    let old: Terms = browser.get("/terms/2019-04-01").await.expect(200).json();
    assert_eq!(old.text.ja, "旧約款");
    browser.get("/terms/1999-01-01").await.refused(404, "not_found");
    let elsewhere = app.signed_in(&app.person_at("rental").await).await;
    elsewhere.get("/terms/2019-04-01").await.refused(404, "not_found");
}
