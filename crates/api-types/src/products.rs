//! Products that are rented out, and when how many of them are free.

use super::portals::Text;
use super::travels;
use chrono::NaiveDate;
use madoguchi_domain::rental_charges::{ChargeUnit, ChargedBy};

travels! {
    /// A product.
    pub struct Product {
        /// Code, as the provider writes it.
        pub code: String,
        /// Name.
        pub name: String,
        /// Name of its category; empty where it has none.
        pub category: String,
        /// Yen before tax for a day.
        pub daily_price: i64,
        /// Yen before tax for a month; absent where it is rented by the day only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub monthly_price: Option<i64>,
        /// What else is to be known; may be empty.
        pub note: String,
        /// Whether it has a picture, to be read at `/products/{product}/picture`.
        pub has_picture: bool,
    }

    /// A product in a list, with how many are free.
    pub struct ListedProduct {
        /// The product.
        #[serde(flatten)]
        pub product: Product,
        /// Units free on every day of the period asked for; of today when none was.
        pub available: i64,
    }

    /// A category of products.
    pub struct ProductCategory {
        /// Name, by which products are filtered.
        pub name: String,
        /// The same in the languages of the screens.
        pub label: Text,
        /// Products offered in it.
        pub products: i64,
    }

    /// Order of a list of products.
    #[derive(Copy, Eq, Default)]
    pub enum ProductOrder {
        /// By code.
        #[default]
        Code,
        /// By code, backwards.
        CodeDescending,
        /// By name.
        Name,
        /// By name, backwards.
        NameDescending,
        /// Cheapest day first.
        DailyPrice,
        /// Dearest day first.
        DailyPriceDescending,
        /// Cheapest month first; those without such a price last.
        MonthlyPrice,
        /// Dearest month first; those without such a price first.
        MonthlyPriceDescending,
    }

    /// How many units of a product are free in a period.
    pub struct Availability {
        /// First day.
        pub from: NaiveDate,
        /// Last day, which belongs to the period.
        pub until: NaiveDate,
        /// Units free on every day of it. A unit that comes back on a day is free from the day after.
        pub available: i64,
        /// The period, cut where the number changes.
        pub spans: Vec<AvailabilitySpan>,
        /// What one unit is estimated to cost in the period.
        pub estimate: RentalEstimate,
    }

    /// Days that follow each other with as many units free.
    pub struct AvailabilitySpan {
        /// First day.
        pub from: NaiveDate,
        /// Last day.
        pub until: NaiveDate,
        /// Units free on each of them.
        pub available: i64,
    }

    /// What renting one unit is estimated to cost before tax: by the day or by months, whichever is cheaper.
    pub struct RentalEstimate {
        /// Days, first and last counted.
        pub days: u32,
        /// The way that is cheaper.
        pub by: ChargedBy,
        /// How the amount comes about.
        pub parts: Vec<RentalEstimatePart>,
        /// Yen for one unit.
        pub amount: i64,
        /// Yen for one unit the other way; absent where there is none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub otherwise: Option<i64>,
    }

    /// A part of an estimate: so many days or months at a price.
    pub struct RentalEstimatePart {
        /// Day or month.
        pub unit: ChargeUnit,
        /// How many.
        pub count: u32,
        /// Yen for one of them.
        pub price: i64,
        /// Yen for all of them.
        pub amount: i64,
    }
}
