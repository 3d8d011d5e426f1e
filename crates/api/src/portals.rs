//! Portals as anybody may see them: what a page needs before anyone is logged in.

use actix_web::{get, web};
use madoguchi_api_types::portals::{ContractCategory, LegalForm, Portal, Support, Terms, Text};
use madoguchi_domain::names::LEGAL_FORMS;
use madoguchi_domain::policy::{self, Localized, RegistrationStart};
use madoguchi_services::{Services, users};

use crate::Settings;
use crate::allowed::InPortal;

/// Lists the portals of this server.
#[utoipa::path(tag = "portals", responses((status = 200, body = Vec<Portal>)))]
#[get("")]
pub async fn list_portals(services: web::Data<Services>, settings: web::Data<Settings>) -> web::Json<Vec<Portal>> {
    web::Json(services.portals.all().map(|portal| view(portal, settings.demo)).collect())
}

/// Reads a portal: its brand, login fields, rules and terms.
#[utoipa::path(tag = "portals", params(("portal" = String, Path, description = "Portal")), responses((status = 200, body = Portal)))]
#[get("/{portal}")]
pub async fn get_portal(portal: InPortal, settings: web::Data<Settings>) -> web::Json<Portal> {
    web::Json(view(&portal.0, settings.demo))
}

fn view(portal: &policy::Portal, demo: bool) -> Portal {
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
        registration_link_days: portal.registration.link_days,
        one_time_password_minutes: portal.sign_in.second_factor.one_time_password.minutes,
        password_rules: portal.passwords.rules(),
        password_policy: portal.passwords.clone(),
        idle_minutes: portal.sessions.idle_minutes,
        warn_minutes: portal.sessions.warn_minutes,
        contract_categories: categories.map(category).collect(),
        legal_forms: legal_forms(),
        terms: Terms { version: portal.terms.version.clone(), text: text(&portal.terms.text) },
        demo,
    }
}

fn text(text: &Localized) -> Text {
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

fn legal_forms() -> Vec<LegalForm> {
    let form = |form: &madoguchi_domain::names::LegalForm| LegalForm {
        name: form.name.to_owned(),
        kana: form.kana.to_owned(),
        abbreviation: form.abbreviation.to_owned(),
    };
    LEGAL_FORMS.iter().map(form).collect()
}
