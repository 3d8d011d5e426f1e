//! Knows what stands on the paper of a request; must not know what can be asked for.

use chrono::NaiveDate;

use crate::Issuer;

/// お申込内容: what was asked and answered, before it is sent or after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestDocument {
    /// Day on which it was sent; of a draft, the day of the paper.
    pub dated: NaiveDate,
    /// Brand of the portal.
    pub provider: String,
    /// Whom it goes to.
    pub issuer: Issuer,
    /// What it is, as 閲覧施設 新規.
    pub title: String,
    /// Number of the request.
    pub number: String,
    /// When it was taken, as written for people; none: it is not sent yet, and the paper says so.
    pub submitted_at: Option<String>,
    /// Facts before the answers.
    pub facts: Vec<RequestLine>,
    /// Forms with their answers, in order.
    pub parts: Vec<RequestPart>,
    /// Sentences below.
    pub notes: Vec<String>,
}

/// A form with its answers.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RequestPart {
    /// Heading.
    pub title: String,
    /// Questions with their answers.
    pub lines: Vec<RequestLine>,
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RequestLine {
    /// The question.
    pub label: String,
    /// The answer; line feeds are kept.
    pub text: String,
    /// What stood there before, for a change that changes it.
    pub before: Option<String>,
}
