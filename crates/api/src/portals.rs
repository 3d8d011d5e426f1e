//! Portals as anybody may see them: what a page needs before anyone is logged in. Pages carry it; programs ask for it.

use actix_web::{get, web};
use madoguchi_api_types::portals::{ContractCategory, ContractorNumbers, LegalForm, Portal, Support, Terms, Text};
use madoguchi_api_types::recoveries::RecoveryWay;
use madoguchi_api_types::sessions::SecondFactor;
use madoguchi_domain::names::LEGAL_FORMS;
use madoguchi_domain::policy::{self, Localized, MailChange, PasswordRecovery, RegistrationStart, RoleName};
use madoguchi_domain::policy::{SecondFactorMethod, SecondFactorMode};
use madoguchi_services::authenticators::passkeys;
use madoguchi_services::{Services, users};
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
        identifiers: portal.sign_in.identifiers.iter().map(|i| users::identifier_name(*i).to_owned()).collect(),
        registration_by_contract: portal.registration.start == RegistrationStart::ContractFacts,
        registration_by_mail: portal.registration.start == RegistrationStart::MailAddress,
        recovery: portal.sign_in.recovery.iter().filter_map(recovery_way).collect(),
        mail_address_recovery: portal.sign_in.recovery.contains(&PasswordRecovery::ForgottenMailAddress),
        second_factor: second_factor_mode(portal.sign_in.second_factor.mode).to_owned(),
        second_factors: portal.sign_in.second_factor.methods.iter().map(second_factor).collect(),
        passkeys: passkeys::are_offered(services, portal),
        mail_change: mail_change(portal.users.mail_change).to_owned(),
        mail_change_hours: portal.users.mail_change_hours,
        roles: portal.users.roles.iter().map(|role| role_name(*role).to_owned()).collect(),
        mail_notice_choice: portal.users.mail_notice_choice,
        passwords_mailed: portal.issued_passwords.mailed,
        modules: modules(portal),
        registration_link_days: portal.registration.link_days,
        one_time_password_minutes: portal.sign_in.second_factor.one_time_password.minutes,
        password_policy: portal.passwords.clone(),
        idle_minutes: portal.sessions.idle_minutes,
        warn_minutes: portal.sessions.warn_minutes,
        contract_numbers: portal.contracts.as_ref().map(|contracts| contracts.numbers.clone()),
        contract_categories: categories.map(category).collect(),
        legal_forms: legal_forms(),
        contractor_numbers: portal.numbering.get("contractor").map(contractor_numbers),
        screens: screens::view(&portal.screens),
        terms: Terms { version: portal.terms.version.clone(), text: text(&portal.terms.text) },
        demo,
    }
}

fn recovery_way(way: &PasswordRecovery) -> Option<RecoveryWay> {
    match way {
        PasswordRecovery::ReissueIssued => Some(RecoveryWay::ReissueIssued),
        PasswordRecovery::FacilityAndMail => Some(RecoveryWay::FacilityAndMail),
        PasswordRecovery::ContractFacts => Some(RecoveryWay::ContractFacts),
        PasswordRecovery::MailLink => Some(RecoveryWay::MailLink),
        PasswordRecovery::ForgottenMailAddress => None,
    }
}

fn second_factor_mode(mode: SecondFactorMode) -> &'static str {
    match mode {
        SecondFactorMode::Never => "never",
        SecondFactorMode::ByChoice => "by_choice",
        SecondFactorMode::Always => "always",
    }
}

fn second_factor(method: &SecondFactorMethod) -> SecondFactor {
    match method {
        SecondFactorMethod::Mail => SecondFactor::Mail,
        SecondFactorMethod::Totp => SecondFactor::Totp,
        SecondFactorMethod::Passkey => SecondFactor::Passkey,
    }
}

fn mail_change(change: MailChange) -> &'static str {
    match change {
        MailChange::NewAddressConfirms => "new_address_confirms",
        MailChange::CurrentAddressThenNew => "current_address_then_new",
        MailChange::ByAdministrator => "by_administrator",
    }
}

fn role_name(role: RoleName) -> &'static str {
    match role {
        RoleName::Administrator => "administrator",
        RoleName::General => "general",
    }
}

/// What there is to be read in a portal.
fn modules(portal: &policy::Portal) -> Vec<String> {
    let has = [
        ("contracts", portal.contracts.is_some()),
        ("invoices", portal.invoices.is_some()),
        ("call_records", portal.call_records.is_some()),
        ("inquiries", portal.inquiry_kinds().next().is_some()),
        ("switches", !portal.switches.is_empty()),
    ];
    has.into_iter().filter(|module| module.1).map(|module| module.0.to_owned()).collect()
}

/// A text of a portal as it travels.
pub fn text(text: &Localized) -> Text {
    Text { ja: text.ja.trim().to_owned(), en: text.en.trim().to_owned() }
}

fn support(support: &policy::Support) -> Support {
    Support {
        department: text(&support.department),
        phone: support.phone.clone(),
        hours: text(&support.hours),
        mail: support.mail.clone(),
    }
}

fn category(category: &policy::ContractCategory) -> ContractCategory {
    ContractCategory {
        code: category.code.clone(),
        label: text(&category.label),
        description: text(&category.description),
    }
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
