//! What customers may ask for, as data: kinds of requests and what comes of them. Knows no request.

use serde::{Deserialize, Serialize};

use super::{Localized, Portal};

/// Something a customer may ask for (見積依頼, 解約, 新規申込, 通話明細記録について …).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestKind {
    /// Stable code.
    pub code: String,
    /// Label in lists.
    pub label: Localized,
    /// What comes of it.
    #[serde(default)]
    pub action: RequestAction,
    /// Forms asked, in order, by name. [`RequestAction::ContractNew`] and [`RequestAction::ContractChange`] ask the forms
    /// of the contract's category before these.
    pub forms: Vec<String>,
    /// Whether a confirmation screen comes before it is sent.
    pub confirm: bool,
    /// Noun of [`super::Portal::numbering`] for the number it gets at the start, if any.
    #[serde(default)]
    pub numbering: Option<String>,
    /// Whether a draft is kept on the server while it is filled in.
    #[serde(default)]
    pub draft: bool,
    /// Whether the terms in force must be agreed to when it is sent.
    #[serde(default)]
    pub terms: bool,
}

/// What comes of a request once it is sent; decides which rules of the domain hold for its values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestAction {
    /// A person answers.
    #[default]
    Inquiry,
    /// A new contract (登録区分 新規).
    ContractNew,
    /// Other terms for a contract in force (登録区分 変更).
    ContractChange,
    /// The end of a contract (登録区分 解約); the notice of [`super::PeriodPolicy`] holds.
    ContractTermination,
    /// A quote.
    Quote,
    /// An order.
    Order,
    /// A quote, and the order that follows it.
    QuoteAndOrder,
    /// A correction of an order.
    OrderChange,
    /// Another unit for a rented one.
    Exchange,
    /// The end of an order's rental, as a whole or in part.
    OrderCancellation,
}

impl RequestAction {
    /// Whether it is about contracts, and so needs a [`super::ContractPolicy`].
    #[must_use]
    pub fn concerns_contracts(self) -> bool {
        matches!(self, Self::ContractNew | Self::ContractChange | Self::ContractTermination)
    }

    /// Whether something new comes of it; other actions are about something that is there.
    #[must_use]
    pub fn begins_anew(self) -> bool {
        matches!(self, Self::ContractNew | Self::Quote | Self::Order | Self::QuoteAndOrder)
    }

    /// Whether a price is estimated of it before it is sent: the one that all of it will cost.
    #[must_use]
    pub fn is_estimated(self) -> bool {
        matches!(self, Self::Quote | Self::Order | Self::QuoteAndOrder | Self::OrderChange)
    }

    /// Whether it is about quotes and orders, and so needs a [`super::OrderPolicy`].
    #[must_use]
    pub fn concerns_orders(self) -> bool {
        self != Self::Inquiry && !self.concerns_contracts()
    }
}

impl Portal {
    /// A kind of request by its code.
    #[must_use]
    pub fn request_kind(&self, code: &str) -> Option<&RequestKind> {
        self.request_kinds.iter().find(|kind| kind.code == code)
    }

    /// The kinds of inquiry, in the order of their list.
    pub fn inquiry_kinds(&self) -> impl Iterator<Item = &RequestKind> {
        self.request_kinds.iter().filter(|kind| kind.action == RequestAction::Inquiry)
    }
}
