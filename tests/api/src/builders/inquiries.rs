//! Inquiries, as a browser sends them.

use madoguchi_api_types::inquiries::{Attachment, InquiryDetail};
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use crate::browsers::{Answer, Browser};

impl Browser {
    /// Sends an inquiry with a text of its own.
    pub async fn inquire(&self, kind: &str, subject: &str) -> InquiryDetail {
        let body = json!({ "kind": kind, "subject": subject, "text": "よろしくお願いいたします。" });
        self.post("/inquiries", body).await.expect(201).json()
    }

    /// Sends an inquiry that wishes a switch, with consent.
    pub async fn wish(&self, kind: &str, subject: &str) -> InquiryDetail {
        let text = "よろしくお願いいたします。";
        let body = json!({ "kind": kind, "subject": subject, "text": text, "consent": true });
        self.post("/inquiries", body).await.expect(201).json()
    }

    /// Uploads a file for an inquiry, whatever comes of it.
    pub async fn upload(&self, file_name: &str, content: impl Into<Vec<u8>>) -> Answer {
        let name: String = file_name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let request = self.change(Method::POST, &format!("/inquiry-attachments?file_name={name}"));
        request.header("content-type", "application/octet-stream").body(content).send().await
    }

    /// Uploads a small file that is taken.
    pub async fn attach(&self, file_name: &str) -> Uuid {
        let kept: Attachment = self.upload(file_name, "%PDF-1.7\n見本").await.expect(201).json();
        kept.id
    }
}
