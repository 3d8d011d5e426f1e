//! Delivering opening notices: what the contract says at that moment is set down, a job renders it, and people with mail
//! notice on are told. What was delivered is never changed.

use std::collections::BTreeSet;
use std::fmt::Display;

use chrono::NaiveDate;
use madoguchi_documents::{OpeningNotice, Party, Section, spelled};
use madoguchi_domain::dates::jst_date;
use madoguchi_domain::events::EventType;
use madoguchi_domain::policy::{OpeningNoticePolicy, Portal};
use madoguchi_domain::text::circled;
use madoguchi_entities::customers;
use madoguchi_entities::documents::{self, Column, DocumentKind};
use madoguchi_entities::ids::{CustomerId, DocumentId};
use madoguchi_jobs::{Claim, Failure, Job};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, TryInsertResult};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::audit_events::{self, Event};
use crate::contracts::{Contract, ContractStatus, known};
use crate::database::Transaction;
use crate::documents::{self as files, Document};
use crate::rows::RowOutcome;
use crate::{Error, FieldCode, ProblemCode, Provider, Services, announcements, events};

/// Renders and stores one notice.
#[derive(Serialize, Deserialize)]
pub(crate) struct RenderOpeningNotice {
    customer_id: CustomerId,
    document_id: DocumentId,
}

/// Delivers an opening notice for each of some contracts, by their numbers. A contract has one a day: a second delivery
/// on the same day is [`RowOutcome::Unchanged`].
///
/// # Errors
/// `opening_notice_differs` when one was delivered on the day that says something else: then none is delivered.
/// [`Error::NotFound`] when the portal has no opening notices; `contract` `unknown` when a number is of no contract: then
/// none is delivered.
pub async fn deliver(
    services: &Services,
    provider: &Provider,
    numbers: &[String],
    issued_on: Option<NaiveDate>,
    mailed: bool,
) -> Result<Vec<RowOutcome>, Error> {
    let portal = provider.portal();
    let policy = portal.opening_notices.as_ref().ok_or(Error::NotFound)?;
    let forms = &portal.contracts.as_ref().ok_or(Error::NotFound)?.numbers;
    let unknown = || Error::invalid("contract", FieldCode::Unknown);
    let numbers: Vec<String> =
        numbers.iter().map(|number| forms.parse(number).map_err(|_| unknown())).collect::<Result<_, _>>()?;
    let issued_on = issued_on.unwrap_or_else(|| jst_date(services.clock.now()));
    let answers = services
        .db
        .transaction(async |tx| {
            let contracts = known::by_number(tx, portal, numbers.iter().map(String::as_str)).await?;
            let customers = known::customers_of(tx, contracts.values().map(|contract| contract.customer_id)).await?;
            let mut options = known::options_of(tx, contracts.values().map(|contract| contract.id)).await?;
            let mut groups = BTreeSet::new();
            let mut answers = Vec::with_capacity(numbers.len());
            for number in &numbers {
                let contract = contracts.get(number).ok_or_else(unknown)?;
                let customer = customers.get(&contract.customer_id).ok_or(Error::NotFound)?;
                let options = options.remove(&contract.id).unwrap_or_default();
                let content = content(portal, policy, customer, contract, options, issued_on)?;
                let kept = set_down(services, tx, provider, contract, &content).await?;
                if kept == RowOutcome::Stored {
                    groups.insert((contract.customer_id, contract.billing_group_id));
                }
                answers.push(kept);
            }
            if mailed {
                announcements::promise(tx, portal, DocumentKind::OpeningNotice, groups, services.clock.now()).await?;
            }
            Ok(answers)
        })
        .await?;
    Ok(answers)
}

async fn set_down(
    services: &Services,
    tx: &Transaction,
    provider: &Provider,
    contract: &Contract,
    content: &OpeningNotice,
) -> Result<RowOutcome, Error> {
    let now = services.clock.now();
    let id = DocumentId(Uuid::now_v7());
    let text = serde_json::to_value(content).map_err(Error::internal)?;
    let row = documents::ActiveModel {
        customer_id: Set(contract.customer_id),
        id: Set(id),
        portal: Set(provider.portal().key.clone()),
        kind: Set(DocumentKind::OpeningNotice),
        contract_id: Set(Some(contract.id)),
        invoice_id: Set(None),
        issued_on: Set(content.issued_on),
        title: Set(content.title.clone()),
        content: Set(Some(text.clone())),
        file_key: Set(None),
        size: Set(None),
        sha256: Set(None),
        created_at: Set(now),
        stored_at: Set(None),
        first_opened_at: Set(None),
        first_opened_by: Set(None),
    };
    let one_a_day = [Column::CustomerId, Column::ContractId, Column::Kind, Column::IssuedOn];
    let keep = OnConflict::columns(one_a_day).do_nothing().to_owned();
    let inserted = documents::Entity::insert(row).on_conflict(keep).try_insert().exec_without_returning(tx).await?;
    if !matches!(inserted, TryInsertResult::Inserted(1)) {
        return if delivered(tx, contract, content.issued_on).await? == Some(text) {
            Ok(RowOutcome::Unchanged)
        } else {
            Err(Error::Refused(ProblemCode::OpeningNoticeDiffers))
        };
    }
    let rendering = RenderOpeningNotice { customer_id: contract.customer_id, document_id: id };
    madoguchi_jobs::promise(tx, &rendering, now).await?;
    let subjects: [(&str, &dyn Display); 3] =
        [("customer_id", &contract.customer_id), ("contract_id", &contract.id), ("document_id", &id)];
    let told = serde_json::json!({ "contract": contract.number, "kind": DocumentKind::OpeningNotice });
    let portal = &provider.portal().key;
    events::record(tx, services, portal, EventType::DocumentDelivered, &subjects, told).await?;
    let event = Event::at("opening_notice.delivered", contract.customer_id).to(id);
    let event = event.with(serde_json::json!({ "contract": contract.number }));
    audit_events::record(tx, services, provider.portal(), provider.actor(), event).await?;
    Ok(RowOutcome::Stored)
}

/// What the notice of a contract says that was delivered on a day.
async fn delivered(
    tx: &impl ConnectionTrait,
    contract: &Contract,
    issued_on: NaiveDate,
) -> Result<Option<serde_json::Value>, Error> {
    let of_contract = documents::Entity::find()
        .filter(Column::CustomerId.eq(contract.customer_id))
        .filter(Column::ContractId.eq(contract.id))
        .filter(Column::Kind.eq(DocumentKind::OpeningNotice));
    let found = of_contract.filter(Column::IssuedOn.eq(issued_on)).one(tx).await?;
    Ok(found.and_then(|notice| notice.content))
}

/// What the notice of a contract says: the provider's words around the facts of the contract.
fn content(
    portal: &Portal,
    policy: &OpeningNoticePolicy,
    customer: &customers::Model,
    contract: &Contract,
    options: Vec<String>,
    issued_on: NaiveDate,
) -> Result<OpeningNotice, Error> {
    let invoices = portal.invoices.as_ref().ok_or(Error::NotFound)?;
    Ok(OpeningNotice {
        issued_on,
        provider: portal.brand.provider.ja.clone(),
        issuer: crate::invoices::issuer(portal, invoices),
        recipient: Party {
            name: customer.name.clone(),
            postal_code: customer.postal_code.clone(),
            address: vec![[customer.prefecture.as_str(), &customer.address1, &customer.address2].concat()],
            phone: String::new(),
        },
        title: policy.title.clone(),
        preface: policy.preface.clone(),
        sections: sections(&customer.name, contract, options),
        closing: policy.closing.clone(),
    })
}

fn sections(name: &str, contract: &Contract, options: Vec<String>) -> Vec<Section> {
    let row = |label: &str, value: String| (label.to_owned(), value);
    let spelt = |value: &str| format!("{value}\n{}", spelled(value));
    let place = [&contract.prefecture, &contract.address1, &contract.address2, &contract.building];
    let place: String = place.into_iter().map(String::as_str).collect();
    let mut customer = vec![
        row("ご契約者名（ご利用者名）", name.to_owned()),
        row("ご利用場所住所", place),
        row("お客さまID", spelt(&contract.number)),
    ];
    if !contract.access_key.is_empty() {
        customer.push(row("アクセスキー", spelt(&contract.access_key)));
    }
    let status = match contract.status {
        ContractStatus::Applied => "お申込み中",
        ContractStatus::Preparing => "サービス提供準備中",
        ContractStatus::Active => "利用中",
        ContractStatus::Terminated => "解約済",
        ContractStatus::Cancelled => "取消",
    };
    let line = vec![
        row("サービス名", contract.service_name.clone()),
        row("契約ステータス", status.to_owned()),
        row("開始日", contract.started_on.format("%Y年%-m月%-d日").to_string()),
    ];
    let section = |title: &str, rows| Section { title: title.to_owned(), rows };
    let mut sections = vec![section("お客さま情報", customer), section("アクセスライン", line)];
    if !contract.phone_number.is_empty() {
        let mut phone = vec![
            row("サービス名", contract.phone_service_name.clone()),
            row("契約電話番号", contract.phone_number.clone()),
            row("詳細", contract.phone_detail.clone()),
        ];
        phone.retain(|(_, value)| !value.is_empty());
        sections.push(section("ひかり電話", phone));
    }
    if !options.is_empty() {
        let numbered = (1..).zip(options).map(|(place, option)| row(&format!("サービス名{}", circled(place)), option));
        sections.push(section("オプション", numbered.collect()));
    }
    sections
}

impl Job for RenderOpeningNotice {
    const KIND: &'static str = "render_opening_notice";
    type Context = Services;

    async fn run(self, services: &Services, _: Claim) -> Result<(), Failure> {
        let key = (self.customer_id, self.document_id);
        let found = documents::Entity::find_by_id(key).one(services.db.read()).await.map_err(Error::from)?;
        // Whoever asked for it meanwhile had it rendered.
        if let Some(document) = found.filter(|document| document.file_key.is_none()) {
            render_now(services, document).await?;
        }
        Ok(())
    }
}

/// Renders and stores a notice that has no file yet. Answers with its row as it is then: who was first counts.
pub(super) async fn render_now(services: &Services, document: Document) -> Result<Document, Error> {
    let content = document.content.clone().ok_or_else(|| Error::internal("an opening notice without content"))?;
    let content: OpeningNotice = serde_json::from_value(content).map_err(Error::internal)?;
    let pdf = services.pdf_renderer.opening_notice(content).await?;
    files::attach(services, services.db.write(), &document, pdf).await?;
    let key = (document.customer_id, document.id);
    documents::Entity::find_by_id(key).one(services.db.write()).await?.ok_or(Error::NotFound)
}
