//! The navigation of a portal, where it is in the provider's own words and order. Knows no page's address.

use serde::{Deserialize, Serialize};

use super::validation::refuse;
use super::{Localized, PolicyError, Portal};
use crate::closed_sets::closed_sets;

/// A link of the navigation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NavigationLink {
    /// Where it leads.
    pub page: NavigationPage,
    /// What it is called.
    pub label: Localized,
}

closed_sets! {
    /// A page that the navigation leads to.
    pub enum NavigationPage {
        /// Home.
        Home = "home",
        /// The catalogue.
        Products = "products",
        /// The basket.
        Basket = "basket",
        /// The form of a new request.
        NewRequest = "new_request",
        /// Requests that were made.
        Requests = "requests",
        /// Orders.
        Orders = "orders",
        /// Quotes.
        Quotes = "quotes",
        /// The own account and the customer's.
        Account = "account",
        /// The people of the customer.
        Users = "users",
        /// Questions that are often asked.
        Faqs = "faqs",
        /// Notices.
        Notices = "notices",
        /// Inquiries.
        Inquiries = "inquiries",
    }
}

impl Portal {
    /// The navigation leads only to what the portal has.
    pub(super) fn validate_navigation(&self) -> Result<(), PolicyError> {
        for link in &self.screens.navigation {
            let is_there = match link.page {
                NavigationPage::Home | NavigationPage::Account | NavigationPage::Notices => true,
                NavigationPage::Users => !self.users.managed_by.is_empty(),
                NavigationPage::Faqs => self.faqs.is_some(),
                NavigationPage::Inquiries => self.inquiry_kinds().next().is_some(),
                NavigationPage::Products | NavigationPage::Basket | NavigationPage::Orders | NavigationPage::Quotes => {
                    self.orders.is_some()
                }
                NavigationPage::NewRequest | NavigationPage::Requests => {
                    self.orders.is_some() || self.kept_kinds().next().is_some()
                }
            };
            if !is_there {
                return Err(refuse("screens.navigation", format!("leads to {}, which the portal has not", link.page)));
            }
        }
        Ok(())
    }
}
