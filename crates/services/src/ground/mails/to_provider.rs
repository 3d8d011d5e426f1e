//! Mails to the provider itself: to the address where a portal's customers ask. They belong to no customer, so no row is
//! kept of them; the job that delivers one holds what it says, which must be no secret.

use std::time::SystemTime;

use chrono::{DateTime, Utc};
use madoguchi_domain::locales::Locale;
use madoguchi_domain::policy::Portal;
use madoguchi_jobs::{Claim, Failure, Job};
use madoguchi_mail::{Content, DeliveryError, Envelope, Message, PortalTexts};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::database::Transaction;
use crate::{Error, Services, portals};

/// Delivers a mail to the provider of a portal.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct DeliverToProvider {
    portal: String,
    mail_id: Uuid,
    locale: Locale,
    written_at: DateTime<Utc>,
    content: Content,
}

/// Renders a mail and promises its delivery in the caller's transaction.
///
/// # Errors
/// A template that does not render, or any error of the database.
pub(crate) async fn to_provider(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    message: Message,
    locale: Locale,
) -> Result<(), Error> {
    let greeting = match locale {
        Locale::Ja => "ご担当者様",
        Locale::En => "To whom it may concern",
    };
    let texts = PortalTexts { greeting: greeting.to_owned(), ..portals::mail_texts(portal, locale) };
    let content = madoguchi_mail::render(&message, locale, &texts).map_err(Error::internal)?;
    let written_at = services.clock.now();
    let delivery =
        DeliverToProvider { portal: portal.key.clone(), mail_id: Uuid::now_v7(), locale, written_at, content };
    madoguchi_jobs::promise(tx, &delivery, written_at).await?;
    Ok(())
}

impl Job for DeliverToProvider {
    const KIND: &'static str = "deliver_provider_mail";
    type Context = Services;

    async fn run(self, services: &Services, _: Claim) -> Result<(), Failure> {
        let portal = services.portals.get(&self.portal)?;
        let domain = portal.mail.from.rsplit('@').next().unwrap_or("localhost");
        let envelope = Envelope {
            message_id: format!("{}@{domain}", self.mail_id),
            from: portal.mail.from.clone(),
            from_name: portal.brand.provider.get(self.locale).to_owned(),
            to: portal.support.mail.clone(),
            date: SystemTime::from(self.written_at),
            content: self.content,
        };
        services.mail.deliver(&envelope).await.map_err(|error| match error {
            DeliveryError::Temporary(text) => Failure::Retry(text),
            DeliveryError::Permanent(text) => Failure::Fail(text),
        })
    }
}
