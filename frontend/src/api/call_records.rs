//! Calls about call records (通話明細).

use super::{Client, Error, query};
use madoguchi_api_types::call_records::{CallRecord, CallRecordTotals};
use madoguchi_api_types::pages::Page;

/// What to look for; empty parts are not asked for. The names are those of the API and of the page's address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Month, `2026-10`; the newest one when empty.
    pub month: String,
    /// The provider's word for the kind.
    pub kind: String,
    /// Part of the calling or called number.
    pub number: String,
    /// Order by the name of the API.
    pub order: String,
}

impl Filter {
    /// As a query, for addresses of pages and of the API.
    pub fn query(&self) -> String {
        query(&self.parts())
    }

    fn parts(&self) -> [(&'static str, &str); 4] {
        [("month", &self.month), ("kind", &self.kind), ("number", &self.number), ("order", &self.order)]
    }
}

/// A page of calls; an empty cursor is the start.
pub async fn list(client: Client, contract: &str, filter: &Filter, cursor: &str) -> Result<Page<CallRecord>, Error> {
    let [month, kind, number, order] = filter.parts();
    let query = query(&[month, kind, number, order, ("cursor", cursor)]);
    client.get(&format!("/contracts/{contract}/call-records{query}")).await
}

/// Count and charge under the filter, and the choices for the next.
pub async fn totals(client: Client, contract: &str, filter: &Filter) -> Result<CallRecordTotals, Error> {
    let [month, kind, number, _] = filter.parts();
    client.get(&format!("/contracts/{contract}/call-records/totals{}", query(&[month, kind, number]))).await
}

/// The address of the CSV file.
pub fn csv(client: Client, contract: &str, filter: &Filter, encoding: &str) -> String {
    let [month, kind, number, order] = filter.parts();
    let query = query(&[month, kind, number, order, ("encoding", encoding)]);
    client.address(&format!("/contracts/{contract}/call-records.csv{query}"))
}
