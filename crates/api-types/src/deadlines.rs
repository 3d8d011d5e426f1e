//! Deadlines: what comes next for a customer, by date.

use super::travels;
use chrono::NaiveDate;
use uuid::Uuid;

travels! {
    /// What happens on a day.
    pub struct Deadline {
        /// The day.
        pub on: NaiveDate,
        /// What it is.
        pub kind: DeadlineKind,
        /// Yen to pay, for payments.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub amount: Option<i64>,
        /// Invoice to pay.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub invoice_id: Option<Uuid>,
        /// Contract whose page shows it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub contract_id: Option<Uuid>,
        /// Its number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub contract_number: Option<String>,
        /// How many contracts it concerns, where it is more than one; none of them is named then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub contracts: Option<u64>,
    }

    /// Kind of a deadline.
    #[derive(Copy, Eq)]
    pub enum DeadlineKind {
        /// 口座振替: the amount is debited.
        Debit,
        /// お支払期限: the amount must be paid.
        Payment,
        /// 利用開始: service of a contract starts.
        ServiceStart,
        /// 通話明細の開始: call records can be read from then on.
        CallRecordsStart,
        /// 解約受付期限: the last day on which a termination is filed for the end of the period.
        ContractNotice,
        /// 自動更新: the first day of the next period of a contract.
        ContractRenewal,
        /// 契約終了: the last day of a contract whose termination was filed.
        ContractEnd,
    }
}
