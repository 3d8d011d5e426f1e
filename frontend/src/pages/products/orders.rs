//! The orders of the catalogue, by their names in the API.

use crate::components::select_fields::Choice;
use crate::texts::tr;

/// What there is to choose from; by code where nothing is chosen.
pub fn choices() -> Vec<Choice> {
    let choice = |value: &str, words: &str| (value.to_owned(), words.to_owned());
    vec![
        choice("", tr!(products.by_code)),
        choice("name", tr!(products.by_name)),
        choice("daily_price", tr!(products.by_daily_price)),
        choice("daily_price_descending", tr!(products.by_daily_price_descending)),
        choice("monthly_price", tr!(products.by_monthly_price)),
        choice("monthly_price_descending", tr!(products.by_monthly_price_descending)),
    ]
}
