//! What a portal says of the requests that are kept: how long drafts live, what names a request, and what the mail about
//! a request that was sent says. Knows no request.

use serde::{Deserialize, Serialize};

use super::validation::{PolicyError, refuse};
use super::{BatchPolicy, Localized, Portal, RequestAction, RequestKind};
use crate::closed_sets::closed_sets;

/// Requests of a portal, when it takes any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestPolicy {
    /// Days after which a draft ends that nobody touched.
    pub draft_days: u32,
    /// Days before its end on which a mail says so.
    pub remind_days: u32,
    /// Drafts that a customer may have at a time.
    pub drafts_max: u32,
    /// `form.field` of the answer that says whom a request is for, as lists show it.
    pub title: String,
    /// What its number is called (お申込ID).
    pub number: Localized,
    /// What its day is called (お申込日).
    pub opened_on: Localized,
    /// The mail about a request that was sent.
    pub completion: CompletionMail,
    /// Many requests in one file, where the portal takes them.
    #[serde(default)]
    pub batch: Option<BatchPolicy>,
}

/// The mail about a request that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompletionMail {
    /// Subject, and heading of its page.
    pub subject: Localized,
    /// What was done: a sentence.
    pub done: Localized,
    /// What the address of the request's page is called.
    pub link: Localized,
    /// What stands before the facts: a sentence.
    pub keep: Localized,
    /// The facts, in order.
    pub facts: Vec<MailFact>,
}

/// A fact of that mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailFact {
    /// What it is called.
    pub label: Localized,
    /// What it says.
    pub shows: FactShown,
    /// `form.field` of the answers it says, for [`FactShown::Answers`]; those without an answer are left out.
    #[serde(default)]
    pub answers: Vec<String>,
    /// Whether label and fact stand on one line.
    #[serde(default)]
    pub inline: bool,
}

closed_sets! {
    /// What a fact of the mail says.
    pub enum FactShown {
        /// Number and name of the contractor.
        Contractor = "contractor",
        /// Number of the request.
        Number = "number",
        /// Label of its kind (登録区分).
        Kind = "kind",
        /// Number of the order that it is about, or that came of it.
        OrderNumber = "order_number",
        /// Forms with their answers, line by line, as they were confirmed.
        Sections = "sections",
        /// Label of its contract category.
        Category = "category",
        /// When it was sent, to the second, in Japan's time.
        SubmittedAt = "submitted_at",
        /// Answers, with a stroke between them.
        Answers = "answers",
    }
}

impl RequestKind {
    /// Whether its requests are kept from the draft on, with states and history. Inquiries have threads of their own.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.action != RequestAction::Inquiry && self.draft && self.numbering.is_some()
    }
}

impl Portal {
    /// The kinds of request that are kept, in the order of their list.
    pub fn kept_kinds(&self) -> impl Iterator<Item = &RequestKind> {
        self.request_kinds.iter().filter(|kind| kind.is_kept())
    }

    pub(super) fn validate_requests(&self) -> Result<(), PolicyError> {
        let Some(policy) = &self.requests else {
            return match self.kept_kinds().next() {
                Some(kind) => Err(refuse("requests", format!("`{}` needs a [requests] section", kind.code))),
                None => Ok(()),
            };
        };
        if policy.drafts_max == 0 {
            return Err(refuse("requests.drafts_max", "starts at 1"));
        }
        if policy.draft_days <= policy.remind_days || policy.remind_days == 0 {
            return Err(refuse("requests.remind_days", "from 1, and shorter than draft_days"));
        }
        if self.field(&policy.title).is_none() {
            return Err(refuse("requests.title", format!("`{}` is no field of a form", policy.title)));
        }
        for fact in &policy.completion.facts {
            if (fact.shows == FactShown::Answers) == fact.answers.is_empty() {
                return Err(refuse(
                    "requests.completion.facts",
                    "answers belong to `shows = \"answers\"`, one at least",
                ));
            }
            if let Some(path) = fact.answers.iter().find(|path| self.field(path).is_none()) {
                return Err(refuse("requests.completion.facts", format!("`{path}` is no field of a form")));
            }
        }
        Ok(())
    }
}
