//! The words of the screens that are a portal's own, as they travel.

use madoguchi_api_types::screens::{ContractColumn, ContractSection, HomeStep, Screens, StepDone, StepPage};
use madoguchi_domain::policy;

use crate::portals::text;

/// The words of a portal.
pub fn view(screens: &policy::ScreenPolicy) -> Screens {
    let policy::ScreenPolicy { password_note, home, contracts, privacy, accessibility } = screens;
    let text = |words: &Option<policy::Localized>| words.as_ref().map(text);
    Screens {
        password_note: text(password_note),
        home_title: text(&home.title),
        home_contracts: text(&home.contracts),
        home_switches: text(&home.switches),
        steps_title: text(&home.steps_title),
        steps: home.steps.iter().map(step).collect(),
        contract_columns: contracts.columns.iter().map(|it| column(*it)).collect(),
        contract_sections: contracts.sections.iter().map(|it| section(*it)).collect(),
        contracts_lead: text(&contracts.lead),
        contracts_note: text(&contracts.note),
        contracts_empty: text(&contracts.empty),
        privacy: text(privacy),
        accessibility: text(accessibility),
    }
}

fn step(step: &policy::HomeStep) -> HomeStep {
    let page = |page: policy::StepPage| match page {
        policy::StepPage::Account => StepPage::Account,
        policy::StepPage::SecondFactors => StepPage::SecondFactors,
        policy::StepPage::Users => StepPage::Users,
        policy::StepPage::Contracts => StepPage::Contracts,
        policy::StepPage::Inquiries => StepPage::Inquiries,
        policy::StepPage::Switches => StepPage::Switches,
    };
    let done = |done: policy::StepDone| match done {
        policy::StepDone::CustomerNamed => StepDone::CustomerNamed,
        policy::StepDone::HasContract => StepDone::HasContract,
    };
    let (label, text) = (text(&step.label), text(&step.text));
    HomeStep { label, text, page: step.page.map(page), done_when: step.done_when.map(done) }
}

fn column(column: policy::ContractColumn) -> ContractColumn {
    match column {
        policy::ContractColumn::CustomerName => ContractColumn::CustomerName,
        policy::ContractColumn::Address => ContractColumn::Address,
        policy::ContractColumn::ServiceName => ContractColumn::ServiceName,
        policy::ContractColumn::Status => ContractColumn::Status,
    }
}

fn section(section: policy::ContractSection) -> ContractSection {
    match section {
        policy::ContractSection::Place => ContractSection::Place,
        policy::ContractSection::Line => ContractSection::Line,
        policy::ContractSection::Phone => ContractSection::Phone,
        policy::ContractSection::Options => ContractSection::Options,
    }
}
