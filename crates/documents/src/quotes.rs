//! Knows what stands on the paper of a quote; must not know how prices come about.

use chrono::NaiveDate;

use crate::Issuer;

/// 見積書.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteDocument {
    /// Day of the quote.
    pub dated: NaiveDate,
    /// Brand of the portal.
    pub provider: String,
    /// Who quotes.
    pub issuer: Issuer,
    /// Name of who asked.
    pub recipient: String,
    /// 見積番号.
    pub number: String,
    /// 有効期限, as written for people.
    pub valid_until: String,
    /// Its lines, in order.
    pub rows: Vec<QuoteRow>,
    /// The sum before tax, with separators.
    pub total: String,
    /// Sentences below.
    pub notes: Vec<String>,
}

/// A line of a quote, as it is written; amounts with separators, empty where there is none.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct QuoteRow {
    pub number: String,
    /// Code and name.
    pub product: String,
    /// First and last day, and how many days.
    pub period: String,
    pub quantity: String,
    /// For a day and a unit.
    pub daily: String,
    /// For a month and a unit.
    pub monthly: String,
    /// Of the line.
    pub amount: String,
}
