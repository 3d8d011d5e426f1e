//! Requests as a person makes them: opened, filled in, sent.

use madoguchi_api_types::requests::{Request, RequestDetail};
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{App, NETWORK};
use crate::browsers::{Answer, Browser};
use crate::builders::User;

/// A draft as a browser holds it: with the revision of what it shows.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What was read.
    pub detail: RequestDetail,
    /// Its `ETag`.
    pub tag: String,
}

impl Draft {
    /// The draft of an answer.
    #[must_use]
    pub fn of(answer: &Answer) -> Self {
        Self { detail: answer.json(), tag: answer.header("etag").unwrap().to_owned() }
    }

    /// Its path, below the portal.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/requests/{}", self.detail.request.id)
    }
}

impl App {
    /// Somebody of a customer of [`NETWORK`] who applies, logged in.
    pub async fn applicant(&self) -> (User, Browser) {
        let user = self.person_at(NETWORK).await;
        let browser = self.signed_in(&user).await;
        (user, browser)
    }

    /// Version of the terms in force at [`NETWORK`].
    #[must_use]
    pub fn terms_version(&self) -> String {
        self.services().portals.get(NETWORK).unwrap().terms.version.clone()
    }
}

impl Browser {
    /// Opens a draft for a new contract.
    pub async fn open_draft(&self, category: &str) -> Draft {
        let answer = self.post("/requests", json!({ "kind": "new", "category": category })).await;
        Draft::of(&answer.expect(201))
    }

    /// Saves answers from what a draft shows.
    pub async fn save_draft(&self, draft: &Draft, answers: &Value) -> Answer {
        let path = format!("{}/answers", draft.path());
        self.change(Method::PUT, &path).header("if-match", &draft.tag).json(&json!({ "answers": answers })).send().await
    }

    /// Opens a draft and fills it in.
    pub async fn filled_draft(&self, category: &str) -> Draft {
        let draft = self.open_draft(category).await;
        let saved = self.save_draft(&draft, &answers_for(category)).await.expect(200);
        let _row: Request = saved.json();
        self.read_draft(&draft).await
    }

    /// Reads a draft anew.
    pub async fn read_draft(&self, draft: &Draft) -> Draft {
        Draft::of(&self.get(&draft.path()).await.expect(200))
    }

    /// Sends a draft under a name.
    pub async fn send_draft(&self, draft: &Draft, name: &str) -> Answer {
        let body = json!({ "terms_version": self.app().terms_version() });
        let path = format!("{}/submission", draft.path());
        let request = self.change(Method::POST, &path).header("if-match", &draft.tag);
        request.header("idempotency-key", name).json(&body).send().await
    }

    /// Opens a draft, fills it in and sends it.
    pub async fn apply(&self, category: &str) -> RequestDetail {
        let draft = self.filled_draft(category).await;
        self.send_draft(&draft, &draft.path()).await.expect(200).json()
    }
}

/// Answers that are complete for a category of [`NETWORK`].
#[must_use]
pub fn answers_for(category: &str) -> Value {
    let mut facility = json!({
        "facility_name": "みどり野診療所",
        "facility_name_kana": "みどりのしんりょうじょ",
        "postal_code": "１０８－８００１",
        "prefecture": "東京都",
        "address1": "港区芝",
        "address2": "5丁目7-1",
        "phone": "03-3798-6756",
        "facility_kind": "clinic",
    });
    let mut basic = json!({ "sheets_by": "mail" });
    if category == "viewing" {
        facility["records_place"] = json!("みどり野中央病院");
        facility["records_place_agreed"] = json!("true");
        basic["viewing_kind"] = json!("manual");
    } else {
        facility["server_place"] = json!("本館 地下1階");
    }
    let pattern = json!({ "pattern": "A" });
    json!({ "pattern": pattern, "facility": facility, "basic": basic, "extended": { "storage": "true" } })
}
