//! Files of requests as a person sends them.

use madoguchi_api_types::pages::Page;
use madoguchi_api_types::request_batches::{RequestBatchDetail, RequestBatchRow};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::browsers::{Answer, Browser};

/// What is the same for all rows of a file at `NETWORK`.
#[must_use]
pub fn common_answers(pattern: &str) -> Value {
    json!({
        "pattern": { "pattern": pattern },
        "facility": { "records_place": "みどり野中央病院", "records_place_agreed": "true" },
        "basic": { "viewing_kind": "viewing_only", "sheets_by": "mail" },
        "extended": { "storage": "true" },
    })
}

impl Browser {
    /// Begins a file for viewing facilities.
    pub async fn begin_batch(&self, pattern: &str) -> RequestBatchDetail {
        let body = json!({ "category": "viewing", "answers": common_answers(pattern) });
        self.post("/request-batches", body).await.expect(201).json()
    }

    /// Sends the file itself.
    pub async fn send_file(&self, batch: Uuid, content: &[u8]) -> Answer {
        let path = format!("/request-batches/{batch}/file?file_name=facilities.csv");
        self.change(Method::PUT, &path).header("content-type", "text/csv").body(content).send().await
    }

    /// The rows of a file, all of them.
    pub async fn batch_rows(&self, batch: Uuid) -> Vec<RequestBatchRow> {
        let (mut rows, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/request-batches/{batch}/rows?limit=200{cursor}");
            let page: Page<RequestBatchRow> = self.get(&path).await.expect(200).json();
            rows.extend(page.items);
            match page.next_cursor {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return rows,
            }
        }
    }

    /// Sends all requests of a file.
    pub async fn submit_batch(&self, batch: Uuid) -> Answer {
        let body = json!({ "terms_version": self.app().terms_version() });
        self.post(&format!("/request-batches/{batch}/submission"), body).await
    }
}
