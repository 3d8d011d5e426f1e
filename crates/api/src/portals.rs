//! Portals as anybody may see them: what a page needs before anyone is logged in. Pages carry it; programs ask for it.

use actix_web::{get, web};
use madoguchi_api_types::portals::{
    ApplicationKind, ContractCategory, ContractorNumbers, FaqCategory, LegalForm, Portal, Support, Terms, Text,
};
use madoguchi_domain::names::LEGAL_FORMS;
use madoguchi_domain::policy::{self, Localized, RegistrationStart, RequestAction};
use madoguchi_services::authenticators::passkeys;
use madoguchi_services::{Services, contracts};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::Settings;
use crate::allowed::InPortal;
use crate::paths::PortalPath;
use crate::screens;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_portals).service(get_portal);
}

/// Lists the portals of this server.
#[utoipa::path(
    tag = "portals",
    responses((status = 200, body = Vec<Portal>)),
)]
#[get("")]
pub async fn list_portals(services: web::Data<Services>, settings: web::Data<Settings>) -> web::Json<Vec<Portal>> {
    web::Json(views(&services, settings.demo))
}

/// Every portal, in the order of their keys.
pub fn views(services: &Services, demo: bool) -> Vec<Portal> {
    services.portals.all().map(|portal| view(services, portal, demo)).collect()
}

/// Reads a portal: its brand, login fields, rules and terms.
#[utoipa::path(
    tag = "portals",
    params(PortalPath),
    responses((status = 200, body = Portal)),
)]
#[get("/{portal}")]
pub async fn get_portal(
    services: web::Data<Services>,
    portal: InPortal,
    settings: web::Data<Settings>,
) -> web::Json<Portal> {
    web::Json(view(&services, &portal.0, settings.demo))
}

fn view(services: &Services, portal: &policy::Portal, demo: bool) -> Portal {
    let categories = portal.contracts.iter().flat_map(|contracts| &contracts.categories);
    Portal {
        key: portal.key.clone(),
        name: text(&portal.name),
        provider: text(&portal.brand.provider),
        service: text(&portal.brand.service),
        color: portal.brand.color.clone(),
        support: support(&portal.support),
        mail_from: portal.mail.from.clone(),
        identifiers: portal.sign_in.identifiers.clone(),
        registration_by_contract: portal.registration.start == RegistrationStart::ContractFacts,
        registration_by_mail: portal.registration.start == RegistrationStart::MailAddress,
        recovery: portal.sign_in.recovery.clone(),
        mail_address_recovery: portal.sign_in.mail_address_recovery,
        second_factor: portal.sign_in.second_factor.mode,
        second_factors: portal.sign_in.second_factor.methods.clone(),
        passkeys: passkeys::are_offered(services, portal),
        mail_change: portal.users.mail_change,
        mail_change_hours: portal.users.mail_change_hours,
        roles: portal.users.roles.clone(),
        mail_notice_choice: portal.users.mail_notice_choice,
        passwords_mailed: portal.issued_passwords.mailed,
        modules: portal.modules().collect(),
        registration_link_days: portal.registration.link_days,
        one_time_password_minutes: portal.sign_in.second_factor.one_time_password.minutes,
        password_policy: portal.passwords.clone(),
        idle_minutes: portal.sessions.idle_minutes,
        warn_minutes: portal.sessions.warn_minutes,
        contract_numbers: portal.contracts.as_ref().map(|contracts| contracts.numbers.clone()),
        contract_categories: categories.map(|it| category(portal, it)).collect(),
        applications: portal.kept_kinds().map(application).collect(),
        request_batch: portal.request_batch().map(|batch| text(&batch.title)),
        faq_categories: portal.faqs.iter().flat_map(|faqs| &faqs.categories).map(faq_category).collect(),
        legal_forms: legal_forms(),
        contractor_numbers: portal.numbering.get("contractor").map(contractor_numbers),
        screens: screens::view(&portal.screens),
        terms: terms(&portal.terms),
        demo,
        sandbox: portal.is_sandbox(),
    }
}

/// A text of a portal as it travels.
pub fn text(text: &Localized) -> Text {
    Text { ja: text.ja.trim().to_owned(), en: text.en.trim().to_owned() }
}

/// A text of the provider in both languages: English repeats the Japanese where there is none.
pub fn repeated(ja: String, en: String) -> Text {
    let en = if en.is_empty() { ja.clone() } else { en };
    Text { ja, en }
}

/// Terms as they travel.
pub fn terms(terms: &policy::Terms) -> Terms {
    Terms { version: terms.version.clone(), text: text(&terms.text) }
}

fn support(support: &policy::Support) -> Support {
    Support {
        department: text(&support.department),
        phone: support.phone.clone(),
        hours: text(&support.hours),
        mail: support.mail.clone(),
        calendar: support.calendar.clone(),
    }
}

fn category(portal: &policy::Portal, category: &policy::ContractCategory) -> ContractCategory {
    let applied = portal.kept_kinds().find(|kind| kind.action == RequestAction::ContractNew);
    ContractCategory {
        code: category.code.clone(),
        label: text(&category.label),
        description: text(&category.description),
        add: category.add.as_ref().filter(|_| applied.is_some()).map(text),
        request_kind: applied.map(|kind| kind.code.clone()),
        listed: contracts::listed_labels(portal, &category.code).iter().map(text).collect(),
    }
}

fn application(kind: &policy::RequestKind) -> ApplicationKind {
    ApplicationKind { code: kind.code.clone(), label: text(&kind.label), of_contract: !kind.action.begins_anew() }
}

fn faq_category((code, label): &(String, Localized)) -> FaqCategory {
    FaqCategory { code: code.clone(), label: text(label) }
}

fn contractor_numbers(numbering: &policy::Numbering) -> ContractorNumbers {
    ContractorNumbers { prefix: numbering.prefix.clone(), digits: numbering.digits }
}

fn legal_forms() -> Vec<LegalForm> {
    let form = |form: &madoguchi_domain::names::LegalForm| LegalForm {
        name: form.name.to_owned(),
        kana: form.kana.to_owned(),
        abbreviation: form.abbreviation.to_owned(),
    };
    LEGAL_FORMS.iter().map(form).collect()
}
