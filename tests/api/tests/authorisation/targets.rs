//! What the owner has that the cases name.

use api_tests::{App, Call, RENTAL, Subscriber, User, item, order_answers};
use chrono::NaiveDate;
use madoguchi_api_types::baskets::Basket;
use madoguchi_api_types::delivery_templates::DeliveryTemplate;
use madoguchi_api_types::inquiries::InquiryDetail;
use madoguchi_api_types::requests::RequestDetail;
use madoguchi_entities::sessions;
use madoguchi_entities::users::{UserRole, UserState};
use madoguchi_services::notices::publish::NewNotice;
use madoguchi_services::request_parts::Answer;
use madoguchi_services::requests::by_provider;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

/// A file of one facility.
const FACILITIES: &str = "施設番号,施設名,施設種別,郵便番号,都道府県,住所1,電話番号\n\
    1,みどり野第二診療所,一般診療所,108-8001,東京都,港区芝,03-3798-6756\n";

/// What the owner has, and words by which it is recognised in an answer.
#[derive(Default)]
pub struct Targets {
    pub contract: Uuid,
    pub invoice: Uuid,
    /// An opening notice of the contract, rendered.
    pub opening_notice: Uuid,
    /// A document that was delivered to the contract.
    pub document: Uuid,
    /// A colleague who was invited and has no password yet.
    pub user: Uuid,
    pub user_mail: String,
    /// Another session of the owner.
    pub session: Uuid,
    pub authenticator: Uuid,
    /// To the owner's customer and contracts alone.
    pub notice: Uuid,
    pub inquiry: Uuid,
    /// A file of the inquiry.
    pub sent_file: Uuid,
    /// A file that the owner uploaded and did not send yet.
    pub waiting_file: Uuid,
    /// A draft that is complete.
    request: Uuid,
    /// A draft to be discarded.
    draft: Uuid,
    /// A file of requests that is complete.
    batch: Uuid,
    /// A file of requests to be given up.
    given_up: Uuid,
    /// A line of the basket.
    pub basket_line: Uuid,
    /// Number of an order in rent.
    pub order: String,
    /// Number of a quote.
    pub quote: String,
    /// A delivery address that is kept.
    kept_address: Uuid,
    /// One to be deleted.
    given_up_address: Uuid,
    /// Somebody who approves what colleagues ask for.
    pub approver: Uuid,
    /// A request of a colleague that waits for approval.
    pub to_approve: Uuid,
    /// Another.
    pub to_refuse: Uuid,
    /// Of the terms in force.
    pub terms_version: String,
    marks: Vec<String>,
}

impl Targets {
    /// Requests of a person, and a contract of their customer with what it stored and a document.
    pub async fn of_network(app: &App, owner: &Subscriber, person: &User) -> Self {
        let browser = app.signed_in(person).await;
        let RequestDetail { request, .. } = browser.filled_draft("viewing").await.detail;
        let draft = browser.open_draft("viewing").await.detail.request.id;
        let batch = browser.begin_batch("B").await.batch.id;
        let _read = browser.send_file(batch, FACILITIES.as_bytes()).await.expect(200);
        let given_up = browser.begin_batch("B").await.batch.id;
        // The number stands in the name of the paper.
        let mut marks = vec![
            batch.to_string(),
            "みどり野第二診療所".to_owned(),
            request.id.to_string(),
            "みどり野診療所".to_owned(),
            format!("{}.pdf", request.number),
        ];
        let contract = app.contract(&owner.group, |row| row.number = Set("900001".to_owned())).await;
        let new = app.new_document(&contract.number, "account_sheet", "owners-sheet.pdf");
        let document: Uuid = app.deliver(&new).await.unwrap().document.id.into();
        app.usage(&contract, NaiveDate::from_ymd_opt(2026, 10, 1).unwrap(), 6_123_456_789).await;
        marks.extend([document.to_string(), "owners-sheet".to_owned(), "6123456789".to_owned()]);
        let (contract, terms_version) = (contract.id.into(), app.terms_version());
        Self {
            contract,
            document,
            request: request.id,
            draft,
            batch,
            given_up,
            terms_version,
            marks,
            ..Self::default()
        }
    }

    /// A basket with something in it.
    pub async fn of_rental(app: &App, person: &User) -> Self {
        let _product = app.product("DSX2-8004", "光源", 5).await;
        app.picture("DSX2-8004").await;
        let browser = app.signed_in(person).await;
        let goods = [item("DSX2-8004", "2026-11-20", "2027-03-31", 1)];
        let order = browser.order(&goods).await;
        let asked = browser.ask_for("quote", &order_answers(&goods)).await.request;
        let answer = Answer { valid_until: NaiveDate::from_ymd_opt(2026, 12, 31), ..Answer::default() };
        let answered = by_provider::answer(app.services(), &app.provider(RENTAL), &asked.number, answer).await.unwrap();
        let quote = answered.quote_number.unwrap();
        let keep = async || -> Uuid {
            let kept = browser.post("/delivery-templates", json!({ "answers": order_answers(&[])["orderer"] })).await;
            kept.expect(201).json::<DeliveryTemplate>().id
        };
        let (kept_address, given_up_address) = (keep().await, keep().await);
        // Last, because a request that is sent empties the basket.
        let wish = json!({ "product": "DSX2-8004", "quantity": 1, "from": "2027-12-28", "until": "2028-01-29" });
        let basket: Basket = browser.post("/basket/lines", wish).await.expect(201).json();
        let basket_line = basket.lines[0].id;
        let approver: Uuid = person.row.id.into();
        let set = json!({ "on": true, "limit": 0, "approvers": [approver] });
        let _set = browser.put("/approval-settings", set).await.expect(200);
        let colleague = app.signed_in(&app.user_of(person, UserRole::General).await).await;
        let wait = async || colleague.ask_for("order", &order_answers(&goods)).await.request.id;
        let (to_approve, to_refuse) = (wait().await, wait().await);
        // The charge of the simulation tells no name: its amount does.
        let marks = vec![
            basket_line.to_string(),
            order.clone(),
            quote.clone(),
            kept_address.to_string(),
            "\"ends_on\":\"2027-01-31\"".to_owned(),
            approver.to_string(),
            to_approve.to_string(),
            to_refuse.to_string(),
        ];
        Self {
            basket_line,
            order,
            quote,
            kept_address,
            given_up_address,
            approver,
            to_approve,
            to_refuse,
            marks,
            ..Self::default()
        }
    }

    /// The delivery address that a method is tried on.
    pub fn delivery_template(&self, method: &str) -> Uuid {
        if method == "delete" { self.given_up_address } else { self.kept_address }
    }

    /// The request that a method is tried on.
    pub fn request(&self, method: &str) -> Uuid {
        if method == "delete" { self.draft } else { self.request }
    }

    /// The file of requests that a method is tried on.
    pub fn batch(&self, method: &str) -> Uuid {
        if method == "delete" { self.given_up } else { self.batch }
    }

    /// An invoice and a call of the owner's contract, a colleague, another session and a second factor.
    pub async fn make(app: &App, owner: &Subscriber, person: &User) -> Self {
        let month = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
        let lines = [(&owner.contract, "基本料金", 5_200, "standard_10")];
        let invoice = app.invoice(&owner.group, month, &lines).await;
        let call = Call { callee: "0399998888".to_owned(), charge: 98_765, ..Call::default() };
        app.calls(&owner.contract, &[call]).await;
        // Somebody with a name of their own looked at the calls.
        let viewer = app.user_with(&owner.group, |row| row.name = Set("川端 凪".to_owned())).await;
        let calls = format!("/contracts/{}/call-records", owner.contract.id);
        let _shown = app.signed_in(&viewer).await.get(&calls).await.expect(200);
        let opening_notice = app.opening_notice(&owner.contract).await;
        let colleague = app.user_with(&owner.group, |row| row.state = Set(UserState::Pending)).await.row;
        let other_device = app.signed_in(person).await;
        let session = sessions::Entity::find().filter(sessions::Column::UserId.eq(person.row.id)).one(app.db()).await;
        let session: Uuid = session.unwrap().unwrap().id.into();
        let authenticator = app.authenticator(person).await;
        let category = app.contract(&owner.group, |row| row.category = Set("other".to_owned())).await.category;
        let number = Some(owner.customer.number.clone());
        let new = NewNotice { customer_number: number, category: Some(category), ..app.new_notice() };
        let notice: Uuid = app.publish(&new).await.id.into();
        let (sent_file, waiting_file) =
            (other_device.attach("owners-letter.pdf").await, other_device.attach("b.pdf").await);
        let body = json!({ "kind": "other", "subject": "件名", "text": "内容", "attachments": [sent_file] });
        let sent: InquiryDetail = other_device.post("/inquiries", body).await.expect(201).json();
        let inquiry = sent.id;
        let marks = vec![
            inquiry.to_string(),
            "owners-letter".to_owned(),
            owner.contract.id.to_string(),
            owner.contract.number.clone(),
            invoice.id.to_string(),
            opening_notice.to_string(),
            // In the name of the invoice's file.
            "_5720_".to_owned(),
            "\"gross\":5720".to_owned(),
            "0399998888".to_owned(),
            "98765".to_owned(),
            "川端 凪".to_owned(),
            colleague.id.to_string(),
            session.to_string(),
            authenticator.to_string(),
            notice.to_string(),
        ];
        let (contract, invoice) = (owner.contract.id.into(), invoice.id.into());
        Self {
            contract,
            invoice,
            opening_notice,
            user: colleague.id.into(),
            user_mail: colleague.mail_address,
            session,
            authenticator,
            notice,
            inquiry,
            sent_file,
            waiting_file,
            marks,
            ..Self::default()
        }
    }

    /// Ids that nothing has.
    pub fn absent() -> Self {
        let [contract, invoice, user, session, authenticator, notice] = std::array::from_fn(|_| Uuid::now_v7());
        let [opening_notice, inquiry, sent_file, waiting_file] = std::array::from_fn(|_| Uuid::now_v7());
        let [request, draft, batch, given_up, document, basket_line] = std::array::from_fn(|_| Uuid::now_v7());
        let [kept_address, given_up_address] = std::array::from_fn(|_| Uuid::now_v7());
        let [approver, to_approve, to_refuse] = std::array::from_fn(|_| Uuid::now_v7());
        let user_mail = "absent@example.jp".to_owned();
        Self {
            contract,
            invoice,
            opening_notice,
            user,
            user_mail,
            session,
            authenticator,
            notice,
            inquiry,
            sent_file,
            waiting_file,
            request,
            draft,
            batch,
            given_up,
            document,
            basket_line,
            order: "209901010001".to_owned(),
            quote: "Q209901010001".to_owned(),
            kept_address,
            given_up_address,
            approver,
            to_approve,
            to_refuse,
            ..Self::default()
        }
    }

    /// Whether an answer shows anything of the owner.
    pub fn shows_owner(&self, answer: &api_tests::Answer) -> bool {
        // A file may be compressed; its name is readable.
        let name = answer.header("content-disposition").unwrap_or_default();
        let text = [name, &String::from_utf8_lossy(&answer.body)].concat();
        self.marks.iter().any(|mark| text.contains(mark))
    }
}
