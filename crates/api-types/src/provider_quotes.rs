//! Quotes as the provider's systems read them and answer by.

use super::quotes::{QuoteLine, QuoteState, RentalClass};
use super::travels;
use chrono::NaiveDate;

travels! {
    /// A quote in the provider's list.
    pub struct ProviderQuote {
        /// 見積番号, for paths.
        pub number: String,
        /// State.
        pub state: QuoteState,
        /// The provider's number of the customer.
        pub customer_number: String,
        /// Name of the customer.
        pub customer_name: String,
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

    /// A quote in full.
    pub struct ProviderQuoteDetail {
        /// As in the list.
        pub quote: ProviderQuote,
        /// レンタル区分.
        pub class: RentalClass,
        /// What was said with it; may be empty.
        pub note: String,
        /// By their numbers.
        pub lines: Vec<QuoteLine>,
    }

    /// Answers a request for a quote.
    #[serde(deny_unknown_fields)]
    pub struct QuoteAnswerRequest {
        /// 有効期限: the last day on which it can be ordered, today or later.
        pub valid_until: NaiveDate,
        /// Prices of lines; those without keep that of the catalogue.
        #[serde(default)]
        pub prices: Vec<QuotedPrice>,
        /// A note for the customer, on one line; may be empty.
        #[serde(default)]
        pub note: String,
    }

    /// What a unit of a line costs, before tax.
    #[serde(deny_unknown_fields)]
    pub struct QuotedPrice {
        /// Number of the line, from 1, in the order in which they were asked for.
        #[cfg_attr(feature = "openapi", schema(minimum = 1))]
        pub line: u32,
        /// Yen for a day.
        #[cfg_attr(feature = "openapi", schema(minimum = 0))]
        pub daily: i64,
        /// Yen for a month; absent: that of the catalogue.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(minimum = 0))]
        pub monthly: Option<i64>,
    }
}
