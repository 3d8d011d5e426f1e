//! What can be done with call records, as the log of it says. Knows no record.

use crate::closed_sets::closed_sets;

closed_sets! {
    /// What was done with call records.
    pub enum CallRecordAction {
        /// A page was shown.
        List = "list",
        /// A CSV file was downloaded.
        Csv = "csv",
        /// A spreadsheet was downloaded.
        Xlsx = "xlsx",
        /// Called numbers were unmasked.
        Unmask = "unmask",
        /// Count and charge were shown.
        Totals = "totals",
        /// Charts were shown.
        Charts = "charts",
    }
}
