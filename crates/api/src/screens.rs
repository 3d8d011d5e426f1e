//! The words of the screens that are a portal's own, as they travel.

use madoguchi_api_types::screens::{HomeStep, NavigationLink, Screens};
use madoguchi_domain::policy;

use crate::portals::text;

/// The words of a portal.
pub fn view(screens: &policy::ScreenPolicy) -> Screens {
    let policy::ScreenPolicy { password_note, navigation, home, contracts, requests, privacy, accessibility } = screens;
    let text = |words: &Option<policy::Localized>| words.as_ref().map(text);
    Screens {
        password_note: text(password_note),
        navigation: navigation.iter().map(link).collect(),
        home_title: text(&home.title),
        home_contracts: text(&home.contracts),
        home_switches: text(&home.switches),
        steps_title: text(&home.steps_title),
        steps: home.steps.iter().map(step).collect(),
        contract_columns: contracts.columns.clone(),
        contract_sections: contracts.sections.clone(),
        contracts_lead: text(&contracts.lead),
        contracts_note: text(&contracts.note),
        contracts_empty: text(&contracts.empty),
        requests_title: text(&requests.title),
        requests_lead: text(&requests.lead),
        requests_empty: text(&requests.empty),
        requests_form_lead: text(&requests.form_lead),
        requests_confirm_lead: text(&requests.confirm_lead),
        requests_submit: text(&requests.submit),
        requests_sent_lead: text(&requests.sent_lead),
        contract_tabs: contracts.tabs,
        contracts_welcome: text(&contracts.welcome),
        contract_links: contracts.links.clone(),
        privacy: text(privacy),
        accessibility: text(accessibility),
    }
}

fn link(link: &policy::NavigationLink) -> NavigationLink {
    NavigationLink { page: link.page, label: text(&link.label) }
}

fn step(step: &policy::HomeStep) -> HomeStep {
    let (label, text) = (text(&step.label), text(&step.text));
    HomeStep { label, text, page: step.page, done_when: step.done_when }
}
