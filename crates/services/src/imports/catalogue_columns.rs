//! What a mapping says of customers, of products, and of companies with their first user.

use serde::Deserialize;

use super::columns::Text;

/// Fields of a product.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProductColumns {
    pub code: Text,
    pub name: Text,
    pub category: Text,
    pub daily_price: Text,
    /// Empty: only by the day.
    pub monthly_price: Text,
    pub stock: Text,
    pub note: Text,
}

impl ProductColumns {
    pub fn headers(&self) -> Vec<&str> {
        let Self { code, name, category, daily_price, monthly_price, stock, note } = self;
        let texts = [code, name, category, daily_price, monthly_price, stock, note];
        texts.into_iter().filter_map(Text::header).collect()
    }
}

/// Fields of a customer that comes with its first user.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CompanyColumns {
    /// Login ID of all its users, where the portal has one.
    pub sign_in_name: Text,
    pub mail_address: Text,
    pub user_name: Text,
    pub customer: CustomerColumns,
}

impl CompanyColumns {
    pub fn headers(&self) -> Vec<&str> {
        let Self { sign_in_name, mail_address, user_name, customer } = self;
        let texts = [sign_in_name, mail_address, user_name];
        texts.into_iter().filter_map(Text::header).chain(customer.headers()).collect()
    }
}

/// Fields of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CustomerColumns {
    pub number: Text,
    pub name: Text,
    pub name_kana: Text,
    pub postal_code: Text,
    pub prefecture: Text,
    pub address1: Text,
    pub address2: Text,
    pub phone: Text,
}

impl CustomerColumns {
    pub fn headers(&self) -> Vec<&str> {
        let Self { number, name, name_kana, postal_code, prefecture, address1, address2, phone } = self;
        let texts = [number, name, name_kana, postal_code, prefecture, address1, address2, phone];
        texts.into_iter().filter_map(Text::header).collect()
    }
}
