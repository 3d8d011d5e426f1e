//! Orders of rented goods (注文): what is in rent, what ends when, and what it costs.

use super::products::RentalEstimate;
use super::requests::RequestSection;
use super::travels;
use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_domain::forms::Object;
pub use madoguchi_domain::rentals::{LineEndState, OrderEventKind, OrderState, RentalClass};
pub use madoguchi_domain::requests::RequestDoer;

travels! {
    /// An order in a list.
    pub struct Order {
        /// 注文番号, for paths.
        pub number: String,
        /// State.
        pub state: OrderState,
        /// 注文日, in Japan.
        pub ordered_on: NaiveDate,
        /// The first day of its lines.
        pub first_on: NaiveDate,
        /// The last day on which anything of it is in rent.
        pub last_on: NaiveDate,
    }

    /// Order of a list of orders.
    #[derive(Copy, Eq, Default)]
    pub enum OrderSorting {
        /// Last ordered first.
        #[default]
        OrderedOnDescending,
        /// First ordered first.
        OrderedOn,
        /// Largest number first.
        NumberDescending,
        /// Smallest number first.
        Number,
        /// By state, backwards.
        StateDescending,
        /// By state.
        State,
        /// Last begun first.
        FirstOnDescending,
        /// First begun first.
        FirstOn,
        /// Last ended first.
        LastOnDescending,
        /// First ended first.
        LastOn,
    }

    /// An order in full.
    pub struct OrderDetail {
        /// As in the list.
        pub order: Order,
        /// By their numbers.
        pub lines: Vec<OrderLine>,
        /// Yen up to today, before tax.
        pub charge_to_date: i64,
        /// Yen up to the end of everything, before tax.
        pub charge_total: i64,
        /// Orderer and delivery addresses, by the forms of the portal; empty where the provider's own system says nothing of them.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub answers: Object,
        /// The same as they read: labels and answers.
        #[serde(default)]
        pub sections: Vec<RequestSection>,
        /// What happened to it, oldest first.
        pub history: Vec<OrderEvent>,
        /// What may be asked for now.
        pub actions: OrderActions,
    }

    /// What may be asked for, by the codes of request kinds.
    pub struct OrderActions {
        /// 注文修正.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub change: Option<String>,
        /// 機器交換依頼.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub exchange: Option<String>,
        /// 解約.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub cancellation: Option<String>,
        /// 注文, once more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reorder: Option<String>,
    }

    /// A line of an order.
    pub struct OrderLine {
        /// Its number within the order, from 1.
        pub line: i32,
        /// Code of the product.
        pub product_code: String,
        /// Its name on the day of the order.
        pub product_name: String,
        /// レンタル区分.
        pub class: RentalClass,
        /// Units that were ordered.
        pub quantity: i64,
        /// First day.
        pub first_on: NaiveDate,
        /// The last day of the units that do not end before.
        pub last_on: NaiveDate,
        /// When all of it was given back before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub returned_on: Option<NaiveDate>,
        /// Units in rent today.
        pub in_rent: i64,
        /// Units that may still be cancelled.
        pub cancellable: i64,
        /// Number of its delivery address.
        pub delivery: i32,
        /// Yen for a day and a unit, before tax.
        pub daily_price: i64,
        /// Yen for a month and a unit; absent: only by the day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub monthly_price: Option<i64>,
        /// Yen up to today, before tax.
        pub charge_to_date: i64,
        /// By last day, up to the end.
        pub charges: Vec<RentalCharge>,
        /// Units that end before the last day, the earliest first.
        pub ends: Vec<OrderLineEnd>,
    }

    /// Units of a line that end before its last day.
    pub struct OrderLineEnd {
        /// Their last day (解約日).
        pub ends_on: NaiveDate,
        /// How many.
        pub quantity: i64,
        /// Whether the provider took it.
        pub state: LineEndState,
    }

    /// What units that end together cost.
    pub struct RentalCharge {
        /// Their last day.
        pub last_on: NaiveDate,
        /// How many.
        pub quantity: i64,
        /// What one of them costs, and how that is reckoned.
        pub estimate: RentalEstimate,
        /// Yen of all of them, before tax.
        pub amount: i64,
    }

    /// Something that happened to an order.
    pub struct OrderEvent {
        /// What.
        pub kind: OrderEventKind,
        /// When.
        pub at: DateTime<Utc>,
        /// Who.
        pub doer: RequestDoer,
        /// Name of the person of the customer; empty for the provider's people.
        pub name: String,
        /// What in particular; may be empty.
        pub note: String,
        /// Number of the request that brought it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub request_number: Option<String>,
    }

    /// What it would cost if the units of a line that do not end yet ended on a day.
    pub struct OrderSimulation {
        /// Number of the line.
        pub line: i32,
        /// The day.
        pub ends_on: NaiveDate,
        /// Units that do not end yet.
        pub quantity: i64,
        /// What they cost up to their own last day.
        pub now: RentalCharge,
        /// What they would cost up to the day.
        pub then: RentalCharge,
        /// Yen more, or less where it is negative.
        pub difference: i64,
    }
}
