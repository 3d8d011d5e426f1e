//! The mailbox of a demo server: every mail it would have sent, for people and for tests. Not there in production.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, ContentType};
use actix_web::{HttpResponse, get, web};
use madoguchi_services::Services;
use madoguchi_services::mails::{self, MailboxMail};
use serde::Deserialize;
use uuid::Uuid;

use crate::input::{Path, Query};
use crate::problem::ApiError;

/// Mails shown.
const NEWEST: u64 = 50;
/// A mail brings its own styles and may do nothing else.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-top-navigation-by-user-activation";

#[derive(Debug, Deserialize)]
struct MailboxQuery {
    /// Recipient.
    to: Option<String>,
}

/// Mounts page and list.
pub fn configure(config: &mut web::ServiceConfig) {
    config.service(page).service(list).service(get_html);
}

/// The newest mails as JSON, newest first.
#[get("/dev/mailbox/messages")]
async fn list(services: web::Data<Services>, query: Query<MailboxQuery>) -> Result<HttpResponse, ApiError> {
    let mails = mails::mailbox(&services, query.to.as_deref(), NEWEST).await?;
    let rows: Vec<_> = mails.iter().map(as_json).collect();
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(rows))
}

fn as_json(MailboxMail { mail, content }: &MailboxMail) -> serde_json::Value {
    serde_json::json!({
        "id": mail.id,
        "portal": mail.portal,
        "message": mail.message,
        "recipient": mail.recipient,
        "message_id": mail.message_id,
        "sent_at": mail.sent_at,
        "subject": content.subject,
        "text": content.text,
        "html": content.html,
    })
}

/// The newest mails as a page.
#[get("/dev/mailbox")]
async fn page(services: web::Data<Services>) -> Result<HttpResponse, ApiError> {
    let mails = mails::mailbox(&services, None, NEWEST).await?;
    let rows: String = mails.iter().map(as_article).collect();
    let empty = if rows.is_empty() { "<p>まだメールはありません。</p>" } else { "" };
    let body = format!(
        "<!doctype html><html lang=\"ja\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <link rel=\"icon\" href=\"/favicon.svg\"><title>メール（デモ）</title><h1>メール（デモ）</h1>{empty}{rows}</html>"
    );
    Ok(HttpResponse::Ok().content_type(ContentType::html()).insert_header((CACHE_CONTROL, "no-store")).body(body))
}

fn as_article(MailboxMail { mail, content }: &MailboxMail) -> String {
    let (id, subject, recipient) = (mail.id, escape(&content.subject), escape(&mail.recipient));
    let text = linked(&content.text);
    format!(
        "<article><h2>{subject}</h2><p>{recipient} <a href=\"/dev/mailbox/messages/{id}\">HTML</a></p><pre>{text}</pre></article><hr>"
    )
}

/// The HTML part of one mail.
#[get("/dev/mailbox/messages/{mail}")]
async fn get_html(services: web::Data<Services>, path: Path<Uuid>) -> Result<HttpResponse, ApiError> {
    let mails = mails::mailbox(&services, None, NEWEST).await?;
    let wanted = mails.into_iter().find(|found| found.mail.id.0 == *path);
    let found = wanted.ok_or(madoguchi_services::Error::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type(ContentType::html())
        .insert_header((CONTENT_SECURITY_POLICY, MAIL_POLICY))
        .body(found.content.html))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Text with its links made clickable.
fn linked(text: &str) -> String {
    let word = |word: &str| {
        let (url, end) = word.split_at(word.trim_end().len());
        let escaped = escape(url);
        if url.starts_with("http://") || url.starts_with("https://") {
            format!("<a href=\"{escaped}\">{escaped}</a>{end}")
        } else {
            format!("{escaped}{end}")
        }
    };
    text.split_inclusive(char::is_whitespace).map(word).collect()
}
