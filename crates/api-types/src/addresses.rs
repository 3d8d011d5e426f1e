//! Addresses of a postal code (住所検索).

use super::travels;

travels! {
    /// Addresses that a postal code stands for: several where one code serves several towns.
    pub struct Addresses {
        /// Seven digits.
        pub postal_code: String,
        /// The addresses, in the order of the table; none: there is no such code.
        pub addresses: Vec<Address>,
    }

    /// One address.
    pub struct Address {
        /// Prefecture.
        pub prefecture: String,
        /// City and town, without what stands behind: no note words.
        pub town: String,
        /// The same in katakana; empty where the town's reading is not known.
        pub town_kana: String,
        /// Who has the code alone (an office's own code); absent: the code is that of a town.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub office: Option<String>,
        /// Street and number that belong to an office's own code; empty otherwise.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        pub street: String,
    }
}
