//! The basket of a user.

use super::products::{Product, RentalEstimate};
use super::travels;
use chrono::NaiveDate;
use uuid::Uuid;

travels! {
    /// The basket of the user.
    pub struct Basket {
        /// In the order in which they were put in.
        pub lines: Vec<BasketLine>,
        /// Most lines that there may be.
        pub lines_max: u32,
        /// Yen before tax that all lines with a period are estimated to cost.
        pub amount: i64,
        /// Whether each line has its period, so that the amount is of all.
        pub complete: bool,
    }

    /// A line of a basket.
    pub struct BasketLine {
        /// Names it.
        pub id: Uuid,
        /// What is wanted.
        pub product: Product,
        /// Whether it is still offered.
        pub offered: bool,
        /// Units.
        pub quantity: i32,
        /// First day, where it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub from: Option<NaiveDate>,
        /// Last day, where it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub until: Option<NaiveDate>,
        /// What one unit is estimated to cost, where the period is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub estimate: Option<RentalEstimate>,
        /// Yen that all units are estimated to cost, where the period is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub amount: Option<i64>,
        /// Units free on every day of the period, where it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub available: Option<i64>,
    }

    /// What is put into a basket.
    #[serde(deny_unknown_fields)]
    pub struct NewBasketLine {
        /// Code of the product, in any width, with hyphens or without.
        pub product: String,
        /// Units.
        pub quantity: i32,
        /// First day; both days or none.
        #[serde(default)]
        pub from: Option<NaiveDate>,
        /// Last day, which belongs to the rental.
        #[serde(default)]
        pub until: Option<NaiveDate>,
    }

    /// How a line of a basket is to be.
    #[serde(deny_unknown_fields)]
    pub struct WriteBasketLine {
        /// Units.
        pub quantity: i32,
        /// First day; both days or none.
        #[serde(default)]
        pub from: Option<NaiveDate>,
        /// Last day, which belongs to the rental.
        #[serde(default)]
        pub until: Option<NaiveDate>,
    }
}
