//! Orders of rented goods as the provider's systems read and handle them.

use super::orders::{OrderEvent, OrderLineEnd, OrderState, RentalClass};
use super::travels;
use chrono::NaiveDate;
use madoguchi_domain::forms::Object;

travels! {
    /// An order in the provider's list.
    pub struct ProviderOrder {
        /// 注文番号, for paths. It is given when the order is sent, by the numbering of the portal.
        pub number: String,
        /// State.
        pub state: OrderState,
        /// The provider's number of the customer.
        pub customer_number: String,
        /// Name of the customer.
        pub customer_name: String,
        /// 注文日, in Japan.
        pub ordered_on: NaiveDate,
        /// The first day of its lines.
        pub first_on: NaiveDate,
        /// The last day on which anything of it is in rent.
        pub last_on: NaiveDate,
    }

    /// An order in full.
    pub struct ProviderOrderDetail {
        /// As in the list.
        pub order: ProviderOrder,
        /// By their numbers.
        pub lines: Vec<ProviderOrderLine>,
        /// Orderer and delivery addresses, by the forms of the portal; empty where the provider's own system says nothing of them.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub answers: Object,
        /// What happened to it, oldest first.
        pub history: Vec<OrderEvent>,
        /// Whether nothing of it is in rent or to come any more.
        pub is_over: bool,
    }

    /// A line of an order.
    pub struct ProviderOrderLine {
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
        /// When all of it was given back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub returned_on: Option<NaiveDate>,
        /// Units in rent today.
        pub in_rent: i64,
        /// Number of its delivery address.
        pub delivery: i32,
        /// Yen for a day and a unit, before tax.
        pub daily_price: i64,
        /// Yen for a month and a unit; absent: only by the day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub monthly_price: Option<i64>,
        /// Units that end before the last day, the earliest first.
        pub ends: Vec<OrderLineEnd>,
    }

    /// Arranges an order (手配済).
    #[serde(deny_unknown_fields)]
    pub struct OrderArrangementRequest {
        /// A note for the customer, on one line; may be empty.
        #[serde(default)]
        pub note: String,
    }

    /// Does not take an order (受付失敗).
    #[serde(deny_unknown_fields)]
    pub struct OrderRefusalRequest {
        /// Why, for the customer, on one line.
        pub reason: String,
    }

    /// Says that goods were shipped (出荷).
    #[serde(deny_unknown_fields)]
    pub struct OrderShipmentRequest {
        /// The day, in Japan; today when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub shipped_on: Option<NaiveDate>,
        /// For the customer, on one line: carrier and number of the parcel; may be empty.
        #[serde(default)]
        pub note: String,
    }

    /// Says that all units of lines were given back (返却).
    #[serde(deny_unknown_fields)]
    pub struct OrderReturnRequest {
        /// The day, in Japan; today when absent. A day after a line's last one counts as the last one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub returned_on: Option<NaiveDate>,
        /// Numbers of the lines; all when absent.
        #[serde(default)]
        pub lines: Vec<i64>,
    }
}
