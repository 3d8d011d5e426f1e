//! Calls about requests (申込).

use super::revisions::Revised;
use super::{Client, Error, query};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::requests::{
    Request, RequestAnswersRequest, RequestConfirmation, RequestDetail, RequestDraftRequest, RequestSubmissionRequest,
    RequestWithdrawalRequest,
};

/// Path of the list, of which the requests are below.
const PLACE: &str = "/requests";

/// What to look for; empty parts are not asked for. The names are those of the API and of the page's address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// State by the name of the API.
    pub state: String,
    /// Code of the kind.
    pub kind: String,
    /// Opened from this day on, `2026-04-01`.
    pub from: String,
    /// Opened until this day.
    pub until: String,
    /// Part of the number.
    pub number: String,
    /// 確認結果 by the name of the API.
    pub decision: String,
    /// Part of the number of the order.
    pub order_number: String,
    /// `true` leaves drafts out.
    pub sent: String,
    /// Order by the name of the API.
    pub order: String,
}

impl Filter {
    /// As a query, for addresses of pages.
    pub fn query(&self) -> String {
        self.with(&[])
    }

    /// How many conditions narrow the list.
    pub fn conditions(&self) -> usize {
        self.selection().iter().filter(|(name, value)| *name != "sent" && !value.is_empty()).count()
    }

    fn with(&self, more: &[(&str, &str)]) -> String {
        let mut parts = self.selection().to_vec();
        parts.push(("order", &self.order));
        parts.extend(more);
        query(&parts)
    }

    fn selection(&self) -> [(&'static str, &str); 8] {
        [
            ("state", &self.state),
            ("kind", &self.kind),
            ("from", &self.from),
            ("until", &self.until),
            ("number", &self.number),
            ("decision", &self.decision),
            ("order_number", &self.order_number),
            ("sent", &self.sent),
        ]
    }
}

/// A page of the requests; an empty cursor is the start.
pub async fn list(client: Client, filter: &Filter, cursor: &str) -> Result<Page<Request>, Error> {
    client.get(&format!("{PLACE}{}", filter.with(&[("cursor", cursor)]))).await
}

/// Opens a draft, once under one name.
pub async fn create(client: Client, draft: &RequestDraftRequest, name: Option<String>) -> Result<RequestDetail, Error> {
    client.post_named(PLACE, draft, name).await
}

/// A request, with the revision that changes of it are made from.
pub async fn get(client: Client, id: &str) -> Result<Revised<RequestDetail>, Error> {
    client.get_revised(&format!("{PLACE}/{id}")).await
}

/// Saves what a draft holds.
pub async fn save(
    client: Client,
    id: &str,
    content: &RequestAnswersRequest,
    revision: &str,
) -> Result<Revised<Request>, Error> {
    client.put_revised(&format!("{PLACE}/{id}/answers"), content, revision).await
}

/// A request as it is read before it is sent, and afterwards.
pub async fn confirmation(client: Client, id: &str) -> Result<RequestConfirmation, Error> {
    client.get(&format!("{PLACE}/{id}/confirmation")).await
}

/// Sends a draft. However often the same state of it is sent, from this page or after a reload, it is done once.
pub async fn submit(
    client: Client,
    id: &str,
    submission: &RequestSubmissionRequest,
    revision: &str,
) -> Result<RequestDetail, Error> {
    let name = format!("submit-{id}-{}", revision.trim_matches('"'));
    client.post_revised(&format!("{PLACE}/{id}/submission"), submission, revision, &name).await
}

/// Takes a request back.
pub async fn withdraw(client: Client, id: &str, withdrawal: &RequestWithdrawalRequest) -> Result<RequestDetail, Error> {
    client.post(&format!("{PLACE}/{id}/withdrawal"), withdrawal).await
}

/// Throws a draft away.
pub async fn discard(client: Client, id: &str) -> Result<(), Error> {
    client.delete(&format!("{PLACE}/{id}")).await
}

/// The path of the PDF.
pub fn document(id: &str) -> String {
    format!("{PLACE}/{id}/document")
}
