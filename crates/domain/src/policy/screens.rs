//! Words of the screens that are a portal's own, and what comes next for who just came in. Knows no page's markup.

use serde::{Deserialize, Serialize};

use super::validation::refuse;
use super::{Localized, PolicyError, Portal};

/// Words of the screens that differ between portals; what is absent is said in general words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScreenPolicy {
    /// What stands behind the label of the password at the login, as （半角英小文字/数字で8~32文字）.
    pub password_note: Option<Localized>,
    /// Home.
    pub home: HomePolicy,
    /// The lists of contracts.
    pub contracts: ContractScreenPolicy,
    /// What becomes of personal data; in general words when absent.
    pub privacy: Option<Localized>,
    /// How accessible the site is; in general words when absent.
    pub accessibility: Option<Localized>,
}

/// Words of a portal's home.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HomePolicy {
    /// What the page and the way to it are called; ホーム when absent.
    pub title: Option<Localized>,
    /// Heading over the doors to the contracts; 契約内容 when absent.
    pub contracts: Option<Localized>,
    /// What is behind the door of the switches.
    pub switches: Option<Localized>,
    /// Heading over the steps.
    pub steps_title: Option<Localized>,
    /// What comes next for who just came in, in this order.
    pub steps: Vec<HomeStep>,
}

/// A step for who just came in. It leads to a page, or says whom to ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HomeStep {
    /// What is to be done.
    pub label: Localized,
    /// What it is about.
    pub text: Localized,
    /// Where it is done; absent: by asking the provider, whose phone and mail address stand there.
    #[serde(default)]
    pub page: Option<StepPage>,
    /// By what one sees that it is done; absent: it stays something that one may do.
    #[serde(default)]
    pub done_when: Option<StepDone>,
}

/// A page that a step leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepPage {
    /// Password, registered information and mail address.
    Account,
    /// Second factors.
    SecondFactors,
    /// The people of the customer.
    Users,
    /// Contracts.
    Contracts,
    /// Inquiries.
    Inquiries,
    /// Switches.
    Switches,
}

/// By what one sees that a step is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepDone {
    /// The customer has a name.
    CustomerNamed,
    /// There is a contract.
    HasContract,
}

/// Words and columns of the lists of contracts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ContractScreenPolicy {
    /// Columns beside the number, in this order; all when empty.
    pub columns: Vec<ContractColumn>,
    /// Sections of a contract below its overview, in this order; all when empty.
    pub sections: Vec<ContractSection>,
    /// Under the heading.
    pub lead: Option<Localized>,
    /// Under the list.
    pub note: Option<Localized>,
    /// In place of a list without contracts; in general words when absent.
    pub empty: Option<Localized>,
}

/// A column of the lists of contracts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContractColumn {
    /// 顧客名.
    CustomerName,
    /// 設置場所住所.
    Address,
    /// Service.
    ServiceName,
    /// State.
    Status,
}

/// A section of a contract below its overview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContractSection {
    /// 届出場所住所.
    Place,
    /// アクセスライン.
    Line,
    /// ひかり電話.
    Phone,
    /// オプション.
    Options,
}

impl Portal {
    /// A step leads only to what the portal has.
    pub(super) fn validate_screens(&self) -> Result<(), PolicyError> {
        for step in &self.screens.home.steps {
            let there = match step.page {
                None | Some(StepPage::Account) => true,
                Some(StepPage::SecondFactors) => !self.sign_in.second_factor.methods.is_empty(),
                Some(StepPage::Users) => !self.users.managed_by.is_empty(),
                Some(StepPage::Contracts) => self.contracts.is_some(),
                Some(StepPage::Inquiries) => self.inquiry_kinds().next().is_some(),
                Some(StepPage::Switches) => !self.switches.is_empty(),
            };
            if !there {
                let reason = format!("`{}` leads to a page that the portal has not", step.label.ja);
                return Err(refuse("screens.home.steps", reason));
            }
            if step.done_when == Some(StepDone::HasContract) && self.contracts.is_none() {
                let reason = format!("`{}` needs a [contracts] section", step.label.ja);
                return Err(refuse("screens.home.steps", reason));
            }
        }
        Ok(())
    }
}
