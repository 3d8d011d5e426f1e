//! A notice as a TOML file has it.

use chrono::{DateTime, Utc};
use madoguchi_domain::policy::Localized;
use madoguchi_services::notices::Importance;
use madoguchi_services::notices::publish::NewNotice;
use serde::Deserialize;

/// One notice; docs/operating.md shows a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeFile {
    title: Localized,
    body: Localized,
    #[serde(default)]
    important: bool,
    #[serde(default = "yes")]
    mailed: bool,
    customer_number: Option<String>,
    category: Option<String>,
    published_from: Option<DateTime<Utc>>,
    published_until: Option<DateTime<Utc>>,
}

/// Several, as the demo has them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeList {
    /// In the order in which they are published.
    pub notices: Vec<NoticeFile>,
}

fn yes() -> bool {
    true
}

impl From<NoticeFile> for NewNotice {
    fn from(file: NoticeFile) -> Self {
        Self {
            importance: if file.important { Importance::Important } else { Importance::Normal },
            title: file.title.ja,
            title_en: file.title.en,
            body: file.body.ja,
            body_en: file.body.en,
            customer_number: file.customer_number,
            category: file.category,
            published_from: file.published_from,
            published_until: file.published_until,
            mailed: file.mailed,
        }
    }
}
