//! Quotes that were answered (見積).

use super::travels;
use chrono::NaiveDate;
pub use madoguchi_domain::rentals::{QuoteState, RentalClass};

travels! {
    /// A quote in a list.
    pub struct Quote {
        /// 見積番号, for paths.
        pub number: String,
        /// State.
        pub state: QuoteState,
        /// 見積日, in Japan.
        pub quoted_on: NaiveDate,
        /// 有効期限: the last day on which it can be ordered.
        pub valid_until: NaiveDate,
        /// Yen of all lines, before tax.
        pub amount: i64,
        /// Number of the request that asked for it.
        pub request_number: String,
        /// Number of the order that was made of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub order_number: Option<String>,
    }

    /// Order of a list of quotes.
    #[derive(Copy, Eq, Default)]
    pub enum QuoteOrder {
        /// Last answered first.
        #[default]
        QuotedOnDescending,
        /// First answered first.
        QuotedOn,
        /// Largest number first.
        NumberDescending,
        /// Smallest number first.
        Number,
        /// Longest valid first.
        ValidUntilDescending,
        /// Shortest valid first.
        ValidUntil,
        /// By state, backwards.
        StateDescending,
        /// By state.
        State,
        /// Dearest first.
        AmountDescending,
        /// Cheapest first.
        Amount,
    }

    /// A quote in full.
    pub struct QuoteDetail {
        /// As in the list.
        pub quote: Quote,
        /// レンタル区分.
        pub class: RentalClass,
        /// What the provider says with it; may be empty.
        pub note: String,
        /// By their numbers.
        pub lines: Vec<QuoteLine>,
        /// Code of the request kind by which it is ordered; absent where that cannot be done now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub order_kind: Option<String>,
    }

    /// A line of a quote.
    pub struct QuoteLine {
        /// Its number within the quote, from 1.
        pub line: i32,
        /// Code of the product.
        pub product_code: String,
        /// Its name on that day.
        pub product_name: String,
        /// Units.
        pub quantity: i64,
        /// First day.
        pub first_on: NaiveDate,
        /// Last day.
        pub last_on: NaiveDate,
        /// Yen for a day and a unit, before tax.
        pub daily_price: i64,
        /// Yen for a month and a unit; absent: only by the day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub monthly_price: Option<i64>,
        /// Yen of the line, before tax.
        pub amount: i64,
    }
}
