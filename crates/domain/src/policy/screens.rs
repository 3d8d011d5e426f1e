//! Words of the screens that are a portal's own, and what comes next for who just came in. Knows no page's markup.

use serde::{Deserialize, Serialize};

use super::validation::refuse;
use super::{Localized, NavigationLink, PolicyError, Portal};
use crate::closed_sets::closed_sets;

/// Words of the screens that differ between portals; what is absent is said in general words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScreenPolicy {
    /// What stands behind the label of the password at the login, as （半角英小文字/数字で8~32文字）.
    pub password_note: Option<Localized>,
    /// The navigation in the provider's words and order; one of what there is when empty.
    pub navigation: Vec<NavigationLink>,
    /// Home.
    pub home: HomePolicy,
    /// The lists of contracts.
    pub contracts: ContractScreenPolicy,
    /// What is applied for.
    pub requests: RequestScreenPolicy,
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

closed_sets! {
    /// A page that a step leads to.
    pub enum StepPage {
        /// Password, registered information and mail address.
        Account = "account",
        /// Second factors.
        SecondFactors = "second_factors",
        /// The people of the customer.
        Users = "users",
        /// Contracts.
        Contracts = "contracts",
        /// Inquiries.
        Inquiries = "inquiries",
        /// Switches.
        Switches = "switches",
        /// What was applied for, and the way to apply.
        Requests = "requests",
    }
}

closed_sets! {
    /// By what one sees that a step is done.
    pub enum StepDone {
        /// The customer has a name.
        CustomerNamed = "customer_named",
        /// There is a contract.
        HasContract = "has_contract",
    }
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
    /// Whether the categories are tabs of one page; else each has a page of its own.
    pub tabs: bool,
    /// Over the list; `{name}` stands for the customer's.
    pub welcome: Option<Localized>,
    /// Links below the list, in this order.
    pub links: Vec<ContractLink>,
}

/// Words of the pages on which something is applied for; each in general words when absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RequestScreenPolicy {
    /// What the list and the way to it are called.
    pub title: Option<Localized>,
    /// Under the heading of the list.
    pub lead: Option<Localized>,
    /// In place of a list of nothing.
    pub empty: Option<Localized>,
    /// Above the forms.
    pub form_lead: Option<Localized>,
    /// Above the answers before they are sent.
    pub confirm_lead: Option<Localized>,
    /// The button that sends.
    pub submit: Option<Localized>,
    /// What follows, once it was sent.
    pub sent_lead: Option<Localized>,
}

closed_sets! {
    /// A column of the lists of contracts.
    pub enum ContractColumn {
        /// 顧客名.
        CustomerName = "customer_name",
        /// 設置場所住所.
        Address = "address",
        /// Service.
        ServiceName = "service_name",
        /// State.
        Status = "status",
        /// First day.
        StartedOn = "started_on",
        /// What comes next: the last day of notice, the renewal or the end.
        NextDeadline = "next_deadline",
        /// A column for each field of the forms that is `listed`, with what was answered.
        ListedAnswers = "listed_answers",
    }

    /// A link below the lists of contracts.
    pub enum ContractLink {
        /// パスワード変更.
        Password = "password",
        /// メールアドレス変更.
        MailAddress = "mail_address",
        /// ご契約者情報変更.
        Contractor = "contractor",
        /// ログオフ.
        SignOut = "sign_out",
    }

    /// A section of a contract below its overview.
    pub enum ContractSection {
        /// 届出場所住所.
        Place = "place",
        /// アクセスライン.
        Line = "line",
        /// ひかり電話.
        Phone = "phone",
        /// オプション.
        Options = "options",
        /// State, period, renewal and last day of notice.
        Period = "period",
        /// Who stands where.
        Parties = "parties",
        /// What was stored month by month, with its fee.
        Usages = "usages",
        /// What it was applied for with.
        Answers = "answers",
        /// Documents that were delivered to it.
        Documents = "documents",
        /// What happened to it.
        History = "history",
    }
}

impl Portal {
    /// A step leads only to what the portal has.
    pub(super) fn validate_screens(&self) -> Result<(), PolicyError> {
        if let Some(welcome) = &self.screens.contracts.welcome
            && [&welcome.ja, &welcome.en].iter().any(|text| !text.contains("{name}"))
        {
            return Err(refuse("screens.contracts.welcome", "does not say {name}"));
        }
        for step in &self.screens.home.steps {
            let there = match step.page {
                None | Some(StepPage::Account) => true,
                Some(StepPage::SecondFactors) => !self.sign_in.second_factor.methods.is_empty(),
                Some(StepPage::Users) => !self.users.managed_by.is_empty(),
                Some(StepPage::Contracts) => self.contracts.is_some(),
                Some(StepPage::Inquiries) => self.inquiry_kinds().next().is_some(),
                Some(StepPage::Switches) => !self.switches.is_empty(),
                Some(StepPage::Requests) => self.kept_kinds().next().is_some(),
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
