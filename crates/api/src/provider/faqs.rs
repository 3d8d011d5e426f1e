//! Frequently asked questions by the sender's own keys.

use actix_web::{HttpResponse, get, post, put, web};
use madoguchi_api_types::provider::batches::BatchAnswer;
use madoguchi_api_types::provider::faqs::{FaqBatch, ProviderFaq, WriteFaq, WrittenFaq};
use madoguchi_services::ProblemCode::{BatchTooLong, NotFound};
use madoguchi_services::Services;
use madoguchi_services::faqs::Faq;
use madoguchi_services::faqs::by_provider::NewFaq;
use madoguchi_services::faqs::puts::PutFaq;
use madoguchi_services::upserts::{Basis, faqs};
use utoipa_actix_web::service_config::ServiceConfig;

use super::answers::{Batch, DryRun, status, written};
use crate::bodies::{Row, Rows};
use crate::clients::Client;
use crate::input::{Path, Query};
use crate::paths::{FaqKeyPath, PortalPath};
use crate::problem::ApiError;
use crate::revisions::{IfMatch, Revised};
use crate::scopes::{FaqsRead, FaqsWrite};

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(get_provider_faq).service(upsert_faq).service(upsert_faqs);
}

/// Reads a question back, published or not.
#[utoipa::path(
    tag = "provider faqs",
    security(("client" = ["faqs:read"])),
    params(FaqKeyPath),
    responses((status = 200, body = ProviderFaq, headers(("ETag" = String, description = "Revision")))),
)]
#[get("/{portal}/provider/faqs/{key}")]
pub async fn get_provider_faq(
    services: web::Data<Services>,
    client: Client<FaqsRead>,
    path: Path<FaqKeyPath>,
) -> Result<Revised<ProviderFaq>, ApiError> {
    let faq = faqs::get(&services, &client.provider, &path.key).await?;
    let revision = faqs::revision(&faq)?;
    Ok(Revised(view(faq), revision))
}

/// Stores a question under a key of the sender's own: 201 when it is new, 200 when it was there. `published` shows it to customers or
/// hides it. The same again is `unchanged`.
#[utoipa::path(
    tag = "provider faqs",
    security(("client" = ["faqs:write"])),
    params(FaqKeyPath, DryRun, IfMatch),
    request_body = WriteFaq,
    responses(
        (status = 200, body = WrittenFaq, headers(("ETag" = String, description = "Revision"))),
        (status = 201, body = WrittenFaq, headers(("ETag" = String, description = "Revision"))),
    ),
)]
#[put("/{portal}/provider/faqs/{key}")]
pub async fn upsert_faq(
    services: web::Data<Services>,
    client: Client<FaqsWrite>,
    path: Path<FaqKeyPath>,
    tried: Query<DryRun>,
    from: IfMatch,
    body: Row<WriteFaq>,
) -> Result<HttpResponse, ApiError> {
    let put = given(path.into_inner().key, body.0);
    let basis = Basis { expected: &from.0, dry_run: tried.dry_run };
    let (faq, outcome) = faqs::put(&services, &client.provider, basis, &put).await?;
    let revision = faqs::revision(&faq)?;
    let body = WrittenFaq { status: status(outcome), faq: view(faq) };
    Ok(written(outcome, Some(&revision), &body))
}

/// Stores up to 1,000 questions in one transaction. `per_row`: each row stands by itself, and its answer says what became of it.
/// `all_or_nothing`: the first refusals end it, `errors` names them as `rows[3].category`, and nothing is written.
#[utoipa::path(
    tag = "provider faqs",
    security(("client" = ["faqs:write"])),
    params(PortalPath, DryRun),
    request_body = FaqBatch,
    responses((status = 200, body = BatchAnswer)),
    extensions(("x-problem-codes" = json!([BatchTooLong, NotFound]))),
)]
#[post("/{portal}/provider/faq-batches")]
pub async fn upsert_faqs(
    services: web::Data<Services>,
    client: Client<FaqsWrite>,
    tried: Query<DryRun>,
    body: Rows<FaqBatch>,
) -> Result<web::Json<BatchAnswer>, ApiError> {
    let FaqBatch { mode, rows } = body.0;
    let mut batch = Batch::read((mode, tried.dry_run), rows, |row| {
        let (key, faq) = row.split();
        (key.clone(), Ok(given(key, faq)))
    })?;
    let (how, rows) = batch.take();
    let answers = faqs::put_all(&services, &client.provider, how, rows).await?;
    Ok(web::Json(batch.answer(answers, |outcome| *outcome)))
}

fn given(key: String, body: WriteFaq) -> PutFaq {
    let WriteFaq { category, question, question_en, answer, answer_en, position, published } = body;
    let new = NewFaq { key, category, question, question_en, answer, answer_en };
    PutFaq { new, position, is_published: published }
}

fn view(faq: Faq) -> ProviderFaq {
    ProviderFaq {
        id: faq.id.into(),
        key: faq.key,
        category: faq.category,
        question: faq.question,
        question_en: faq.question_en,
        answer: faq.answer,
        answer_en: faq.answer_en,
        position: faq.position,
        published_at: faq.published_at,
    }
}
