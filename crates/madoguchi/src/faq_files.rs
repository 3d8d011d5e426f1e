//! Questions that are often asked as a TOML file has them.

use madoguchi_domain::policy::Localized;
use madoguchi_services::faqs::by_provider::NewFaq;
use serde::Deserialize;

/// The questions of a portal, in their order; docs/operating.md shows a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaqList {
    faqs: Vec<FaqFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FaqFile {
    key: String,
    category: String,
    question: Localized,
    answer: Localized,
}

impl FaqList {
    /// As they are stored.
    pub fn into_new(self) -> Vec<NewFaq> {
        let new = |file: FaqFile| NewFaq {
            key: file.key,
            category: file.category,
            question: file.question.ja,
            question_en: file.question.en,
            answer: file.answer.ja,
            answer_en: file.answer.en,
        };
        self.faqs.into_iter().map(new).collect()
    }
}
