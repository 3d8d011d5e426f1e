//! In which states inquiries can be. Knows no row.

use crate::closed_sets::closed_sets;

closed_sets! {
    /// State of an inquiry: whose turn it is.
    pub enum InquiryState {
        /// 受付済: the provider's.
        Received = "received",
        /// 回答済: the customer's.
        Answered = "answered",
        /// 完了: nobody's.
        Closed = "closed",
    }
}
