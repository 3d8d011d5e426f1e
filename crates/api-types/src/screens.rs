//! Words of the screens that are a portal's own, and what comes next for who just came in.

use super::portals::Text;
use super::travels;

pub use madoguchi_domain::policy::{ContractColumn, ContractLink, ContractSection, NavigationPage, StepDone, StepPage};

travels! {
    /// A link of the navigation.
    pub struct NavigationLink {
        /// Where it leads.
        pub page: NavigationPage,
        /// What it is called.
        pub label: Text,
    }

    /// Words of the screens that differ between portals; what is absent is said in general words.
    #[derive(Default)]
    pub struct Screens {
        /// What stands behind the label of the password at the login.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub password_note: Option<Text>,
        /// The navigation in the provider's words and order; one of what there is when absent.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub navigation: Vec<NavigationLink>,
        /// What the home page and the way to it are called.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub home_title: Option<Text>,
        /// Heading over the doors to the contracts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub home_contracts: Option<Text>,
        /// What is behind the door of the switches.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub home_switches: Option<Text>,
        /// Heading over the steps.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub steps_title: Option<Text>,
        /// What comes next for who just came in, in this order.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub steps: Vec<HomeStep>,
        /// Columns of the lists of contracts beside the number, in this order: `customer_name`, `address`,
        /// `service_name`, `status`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub contract_columns: Vec<ContractColumn>,
        /// Sections of a contract below its overview, in this order: `place`, `line`, `phone`, `options`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub contract_sections: Vec<ContractSection>,
        /// Under the heading of the lists of contracts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub contracts_lead: Option<Text>,
        /// Under the lists of contracts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub contracts_note: Option<Text>,
        /// In place of a list without contracts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub contracts_empty: Option<Text>,
        /// What the list of requests and the way to it are called.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub requests_title: Option<Text>,
        /// Under the heading of the list of requests.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub requests_lead: Option<Text>,
        /// In place of a list without requests.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub requests_empty: Option<Text>,
        /// Above the forms of a request.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub requests_form_lead: Option<Text>,
        /// Above the answers before they are sent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub requests_confirm_lead: Option<Text>,
        /// The button that sends a request.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub requests_submit: Option<Text>,
        /// What follows, once a request was sent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub requests_sent_lead: Option<Text>,
        /// Whether the categories of contracts are tabs of one page.
        #[serde(default)]
        pub contract_tabs: bool,
        /// Over the lists of contracts; `{name}` stands for the customer's name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub contracts_welcome: Option<Text>,
        /// Links below the lists of contracts, in this order.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub contract_links: Vec<ContractLink>,
        /// What becomes of personal data.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub privacy: Option<Text>,
        /// How accessible the site is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub accessibility: Option<Text>,
    }

    /// A step for who just came in.
    pub struct HomeStep {
        /// What is to be done.
        pub label: Text,
        /// What it is about.
        pub text: Text,
        /// The page where it is done; absent: the provider is asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub page: Option<StepPage>,
        /// By what one sees that it is done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub done_when: Option<StepDone>,
    }
}
