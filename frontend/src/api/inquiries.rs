//! Calls about inquiries (お問い合わせ).

use super::{Client, Error, query};
use madoguchi_api_types::inquiries::{
    Attachment, Inquiry, InquiryDetail, InquiryForm, InquiryMessageRequest, InquiryRequest,
};
use madoguchi_api_types::pages::Page;
use uuid::Uuid;
use web_sys::{File, XmlHttpRequest};

/// What the form offers.
pub async fn form(client: Client) -> Result<InquiryForm, Error> {
    client.get("/inquiry-form").await
}

/// A page of the inquiries; an empty cursor is the start.
pub async fn list(client: Client, cursor: &str) -> Result<Page<Inquiry>, Error> {
    client.get(&format!("/inquiries{}", query(&[("cursor", cursor)]))).await
}

/// An inquiry with its thread.
pub async fn get(client: Client, id: &str) -> Result<InquiryDetail, Error> {
    client.get(&format!("/inquiries/{id}")).await
}

/// Sends a new one.
pub async fn create(client: Client, inquiry: InquiryRequest) -> Result<InquiryDetail, Error> {
    client.post_once("/inquiries", &inquiry).await
}

/// Adds a message to the thread.
pub async fn reply(client: Client, id: &str, message: InquiryMessageRequest) -> Result<InquiryDetail, Error> {
    client.post_once(&format!("/inquiries/{id}/messages"), &message).await
}

/// Uploads a file for the next message.
pub async fn attach(
    client: Client,
    file: &File,
    request: &XmlHttpRequest,
    progress: impl Fn(u32) + 'static,
) -> Result<Attachment, Error> {
    let path = format!("/inquiry-attachments{}", query(&[("file_name", &file.name())]));
    client.upload(("POST", &path), file, request, progress).await
}

/// Takes an uploaded file back before it is sent.
pub async fn detach(client: Client, attachment: Uuid) -> Result<(), Error> {
    client.delete(&format!("/inquiry-attachments/{attachment}")).await
}

/// The path of a file in a thread.
pub fn attachment_path(inquiry: Uuid, attachment: Uuid) -> String {
    format!("/inquiries/{inquiry}/attachments/{attachment}")
}
