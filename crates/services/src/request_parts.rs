//! What a request is asked with and answered by, and what comes of it, whatever it is about. Must not know what it does.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use madoguchi_domain::forms::Object;
use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::{Localized, RequestKind};
use madoguchi_domain::requests::{ConfirmedEntry, ConfirmedSection};
use madoguchi_entities::ids::{ContractId, OrderId};
use madoguchi_entities::requests::Model as Request;

/// A draft that is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opening<'a> {
    pub kind: &'a RequestKind,
    /// Contract category, for a new contract; of a contract that is there its own is taken.
    pub category: Option<&'a str>,
    /// The contract that it is about.
    pub contract_id: Option<ContractId>,
    /// Number of the order that it is about, or that is ordered once more.
    pub order_number: Option<&'a str>,
    /// Number of the quote that is ordered.
    pub quote_number: Option<&'a str>,
}

/// What a draft is opened with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Opened {
    /// Contract category.
    pub category: Option<String>,
    /// The contract that it is about.
    pub contract_id: Option<ContractId>,
    /// What it is filled in with at first.
    pub answers: Object,
    /// Whom it is for, where its answers will not say it.
    pub title: String,
}

/// A request that is confirmed or sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    /// Its row.
    pub request: &'a Request,
    pub kind: &'a RequestKind,
    /// Its answers, checked.
    pub answers: &'a Object,
}

/// What is said before a request is sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Confirming {
    /// Title of the page; category and kind where it is absent.
    pub title: Option<Localized>,
    /// Facts beside number and day.
    pub facts: Vec<ConfirmedEntry>,
    /// What stands before the answers: contractor and contact.
    pub sections: Vec<ConfirmedSection>,
    /// What stands after them: what it is estimated to cost.
    pub after: Vec<ConfirmedSection>,
    /// What all of it is estimated to cost before tax, where that is known.
    pub amount: Option<Yen>,
    /// Sentences below.
    pub notes: Vec<Localized>,
    /// What a change changes: the answers of before.
    pub before: Option<Object>,
    /// Values that stand in the forms and are changed elsewhere.
    pub read_only: Object,
    /// The answers with what only the action knows to spell; those that were checked where absent.
    pub answers: Option<Object>,
    /// What products are called, by the code that was answered.
    pub products: BTreeMap<String, String>,
}

/// An order by id and number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OrderNamed {
    pub id: OrderId,
    pub number: String,
}

/// What came of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Submitted {
    /// The contract that it is about, or that was made.
    pub contract_id: Option<ContractId>,
    /// Number of the contractor.
    pub contractor_number: String,
    /// Name of the contractor.
    pub contractor_name: String,
    /// What is known of the contract beside the answers: for the facts of mails.
    pub known: Object,
    /// The order that it is about, or that was made.
    pub order: Option<OrderNamed>,
}

/// What the provider says when it completes a request.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// For the customer; may be empty.
    pub note: String,
    /// The last day on which a quote can be accepted.
    pub valid_until: Option<NaiveDate>,
    /// Prices of a quote's lines where they are not those of the catalogue.
    pub prices: Vec<LinePrice>,
}

/// What a unit of a line costs before tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinePrice {
    /// Number of the line, from 1.
    pub line: usize,
    /// For a day.
    pub daily: Yen,
    /// For a month.
    pub monthly: Option<Yen>,
}

/// What came of a decision, beside the state.
#[derive(Clone, Debug, Default)]
pub(crate) struct Decided {
    /// Number of the quote that was made.
    pub quote_number: Option<String>,
}
