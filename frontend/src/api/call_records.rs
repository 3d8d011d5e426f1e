//! Calls about call records (通話明細).

use super::{Client, Error, query};
use madoguchi_api_types::call_records::{
    CallRecord, CallRecordCharts, CallRecordTotals, CallRecordView, UnmaskRequest, Unmasking,
};
use madoguchi_api_types::pages::Page;

/// What to look for; empty parts are not asked for. The names are those of the API and of the page's address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Month, `2026-10`; the newest one when empty.
    pub month: String,
    /// Day of the month, `2026-10-05`.
    pub day: String,
    /// Hour of the day, `0` to `23`.
    pub hour: String,
    /// The provider's word for the kind.
    pub kind: String,
    /// Part of the calling or called number.
    pub number: String,
    /// Order by the name of the API.
    pub order: String,
}

impl Filter {
    /// As a query with these parts behind it, for addresses of pages and of the API.
    pub fn query(&self, more: &[(&str, &str)]) -> String {
        let mut parts = self.selection().to_vec();
        parts.push(("order", &self.order));
        parts.extend(more);
        query(&parts)
    }

    /// Which calls, whatever their order.
    fn selection(&self) -> [(&'static str, &str); 5] {
        [
            ("month", &self.month),
            ("day", &self.day),
            ("hour", &self.hour),
            ("kind", &self.kind),
            ("number", &self.number),
        ]
    }
}

/// A page of calls; an empty cursor is the start.
pub async fn list(client: Client, contract: &str, filter: &Filter, cursor: &str) -> Result<Page<CallRecord>, Error> {
    client.get(&format!("/contracts/{contract}/call-records{}", filter.query(&[("cursor", cursor)]))).await
}

/// Count and charge under the filter, and the choices for the next.
pub async fn totals(client: Client, contract: &str, filter: &Filter) -> Result<CallRecordTotals, Error> {
    client.get(&format!("/contracts/{contract}/call-records/totals{}", query(&filter.selection()))).await
}

/// Calls under the filter by day, hour and kind.
pub async fn charts(client: Client, contract: &str, filter: &Filter) -> Result<CallRecordCharts, Error> {
    client.get(&format!("/contracts/{contract}/call-records/charts{}", query(&filter.selection()))).await
}

/// Asks to see called numbers in full for a while.
pub async fn unmask(client: Client, contract: &str, reason: String) -> Result<Unmasking, Error> {
    client.post(&format!("/contracts/{contract}/call-records/unmaskings"), &UnmaskRequest { reason }).await
}

/// A page of who looked at the records; an empty cursor is the start.
pub async fn views(client: Client, contract: &str, cursor: &str) -> Result<Page<CallRecordView>, Error> {
    client.get(&format!("/contracts/{contract}/call-record-views{}", query(&[("cursor", cursor)]))).await
}

/// The path of the CSV file.
pub fn csv(contract: &str, filter: &Filter, encoding: &str) -> String {
    format!("/contracts/{contract}/call-records.csv{}", filter.query(&[("encoding", encoding)]))
}

/// The path of the spreadsheet.
pub fn xlsx(contract: &str, filter: &Filter) -> String {
    format!("/contracts/{contract}/call-records.xlsx{}", filter.query(&[]))
}
