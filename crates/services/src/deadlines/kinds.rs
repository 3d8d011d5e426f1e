//! What a deadline is.

use chrono::NaiveDate;
use madoguchi_entities::ids::{ContractId, InvoiceId};

/// Deadlines of one kind that are shown at most.
pub(super) const EACH: u64 = 10;

/// What happens on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The day.
    pub on: NaiveDate,
    /// What it is.
    pub kind: Kind,
    /// A contract that it concerns, and its number.
    pub contract: Option<(ContractId, String)>,
    /// How many contracts it concerns, where it is more than one; none of them is named then.
    pub contracts: Option<u64>,
}

/// Kind of a deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An amount in yen is to be paid, or debited.
    Payment {
        invoice: InvoiceId,
        /// Yen with tax.
        amount: i64,
        /// Whether it is debited.
        debit: bool,
    },
    /// Service of a contract starts.
    ServiceStart,
    /// Call records of a contract can be read from then on.
    CallRecordsStart,
    /// The last day on which a termination is filed for the end of the period.
    Notice,
    /// First day of the next period of a contract.
    Renewal,
    /// Last day of a contract whose termination was filed.
    End,
}
