//! Questions that are often asked (よくあるご質問).

use actix_web::{get, web};
use madoguchi_api_types::faqs::Faq;
use madoguchi_api_types::pages::Page;
use madoguchi_services::{Services, faqs};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, ReadFaqs};
use crate::input::Query;
use crate::pages::{self, PageQuery};
use crate::paths::PortalPath;
use crate::portals::repeated;
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_faqs);
}

/// Which questions. What is absent does not narrow.
#[derive(Debug, Deserialize, IntoParams)]
pub struct FaqQuery {
    /// Words that occur in question, answer or category, each of them; width, kana and hyphens do not count.
    #[serde(default)]
    words: String,
    /// Code of a category of the portal.
    category: Option<String>,
}

/// Lists questions that are often asked, with their answers, in the provider's order.
#[utoipa::path(
    tag = "faqs",
    security(("session" = [])),
    params(PortalPath, FaqQuery, PageQuery),
    responses((status = 200, body = Page<Faq>)),
)]
#[get("/{portal}/faqs")]
pub async fn list_faqs(
    services: web::Data<Services>,
    allowed: Allowed<ReadFaqs>,
    query: Query<FaqQuery>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<Faq>>, ApiError> {
    let category = query.category.as_deref().filter(|category| !category.is_empty());
    let page = faqs::list(&services, &allowed.scope, (&query.words, category), page.part()?).await?;
    Ok(web::Json(pages::page(page, None, view)))
}

fn view(faq: faqs::Faq) -> Faq {
    Faq {
        id: faq.id.into(),
        category: faq.category,
        question: repeated(faq.question, faq.question_en),
        answer: repeated(faq.answer, faq.answer_en),
    }
}
