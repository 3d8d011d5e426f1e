//! What the provider of the demo tells its customers: notices, answers to questions, and when the site is closed.

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_domain::policy::Localized;
use madoguchi_services::faqs::by_provider as faqs_by_provider;
use madoguchi_services::maintenances::by_provider::{self as maintenances, NewMaintenance};
use madoguchi_services::notices::publish;
use madoguchi_services::{Provider, Services};
use serde::Deserialize;

use super::{days, file};
use crate::faq_files::FaqList;
use crate::notice_files::NoticeList;
use crate::start::Failure;

/// Notices of a portal.
const NOTICES: &str = "notices.toml";
/// Questions and answers.
const FAQS: &str = "faqs.toml";
/// When it is closed.
const MAINTENANCE: &str = "maintenance.toml";

/// Planned maintenance, as a file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MaintenanceFile {
    announced_at: DateTime<Utc>,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    reason: Localized,
}

/// Publishes the notices of the demo, once.
pub async fn notices(services: &Services, provider: &Provider, today: NaiveDate) -> Result<(), Failure> {
    let Some(list) = file(provider.portal(), NOTICES)? else { return Ok(()) };
    if publish::is_empty(services, provider).await? {
        let list: NoticeList = toml::from_str(&days::fill(&list, today))?;
        for notice in list.notices {
            publish::create(services, provider, &notice.into()).await?;
        }
    }
    Ok(())
}

/// Sets down and publishes the questions of the demo.
pub async fn faqs(services: &Services, provider: &Provider) -> Result<(), Failure> {
    let Some(list) = file(provider.portal(), FAQS)? else { return Ok(()) };
    let list: FaqList = toml::from_str(&list)?;
    let answers = faqs_by_provider::store(services, provider, &list.into_new()).await?;
    if let Some(refused) = answers.into_iter().find_map(Result::err) {
        return Err(format!("the questions of the demo: {refused}").into());
    }
    faqs_by_provider::publish(services, provider, &[]).await?;
    Ok(())
}

/// Plans the maintenance of the demo, once.
pub async fn maintenance(services: &Services, provider: &Provider, today: NaiveDate) -> Result<(), Failure> {
    let Some(planned) = file(provider.portal(), MAINTENANCE)? else { return Ok(()) };
    if maintenances::is_empty(services, provider).await? {
        let planned: MaintenanceFile = toml::from_str(&days::fill(&planned, today))?;
        let MaintenanceFile { announced_at, starts_at, ends_at, reason } = planned;
        let new = NewMaintenance { announced_at, starts_at, ends_at, reason: reason.ja, reason_en: reason.en };
        maintenances::plan(services, provider, &new).await?;
    }
    Ok(())
}
