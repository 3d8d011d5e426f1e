//! The job that delivers a mail: opened, given to the transport, and what came of it written down. Must not know who is
//! mailed, or why.

use std::time::SystemTime;

use madoguchi_entities::ids::{CustomerId, MailId};
use madoguchi_entities::mails::{self, MailState};
use madoguchi_jobs::{Claim, Failure, Job};
use madoguchi_mail::{Content, DeliveryError, Envelope, Transport};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde::{Deserialize, Serialize};

use super::hidden;
use crate::{Error, Services};

/// Kinds of the jobs that deliver mails.
pub(crate) const KINDS: &[&str] = &[Deliver::KIND, DeliverOfMany::KIND];

/// Delivers a mail. One already sent is left alone.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Deliver {
    pub(super) customer_id: CustomerId,
    pub(super) mail_id: MailId,
}

/// Delivers one mail of many: nobody sits and waits for it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct DeliverOfMany(pub(super) Deliver);

impl Job for Deliver {
    const KIND: &'static str = "deliver_mail";
    type Context = Services;

    async fn run(self, services: &Services, claim: Claim) -> Result<(), Failure> {
        deliver(services, self, claim.is_last_try).await
    }
}

impl Job for DeliverOfMany {
    const KIND: &'static str = "deliver_round_mail";
    type Context = Services;

    async fn run(self, services: &Services, claim: Claim) -> Result<(), Failure> {
        deliver(services, self.0, claim.is_last_try).await
    }
}

async fn deliver(services: &Services, delivery: Deliver, last_try: bool) -> Result<(), Failure> {
    let key = (delivery.customer_id, delivery.mail_id);
    let found = mails::Entity::find_by_id(key).one(services.db.read()).await.map_err(Error::from)?;
    let mail = found.ok_or_else(|| Failure::Fail("the mail is gone".to_owned()))?;
    let Some(sealed) = mail.sealed_content.as_ref().filter(|_| mail.state == MailState::Queued) else {
        return Ok(());
    };
    let result = match envelope(services, &mail, sealed) {
        Ok(envelope) => transport(services, &mail.portal).deliver(&envelope).await,
        // Sealed with another key, perhaps: it may be given back before the tries end, and else the mail has failed.
        Err(error) => Err(DeliveryError::Temporary(format!("the stored content cannot be opened: {error}"))),
    };
    record(services, mail, result.map_err(without_addresses), last_try).await?
}

/// The way that mails of a portal go. Those of a sandbox reach nobody, whatever the server sends otherwise.
fn transport<'a>(services: &'a Services, portal: &str) -> &'a Transport {
    static NOWHERE: Transport = Transport::Mailbox;
    let is_sandbox = services.portals.get(portal).is_ok_and(|portal| portal.is_sandbox());
    if is_sandbox { &NOWHERE } else { &services.mail }
}

/// Servers repeat the recipient when they refuse: what is stored and logged of it hides the address.
fn without_addresses(error: DeliveryError) -> DeliveryError {
    match error {
        DeliveryError::Temporary(text) => DeliveryError::Temporary(hidden::hide_addresses(&text)),
        DeliveryError::Permanent(text) => DeliveryError::Permanent(hidden::hide_addresses(&text)),
    }
}

fn envelope(services: &Services, mail: &mails::Model, sealed: &[u8]) -> Result<Envelope, Error> {
    let from_name = services.portals.get(&mail.portal).map(|p| p.brand.provider.get(mail.locale).to_owned());
    Ok(Envelope {
        message_id: mail.message_id.clone(),
        from: mail.sender.clone(),
        from_name: from_name.unwrap_or_default(),
        to: mail.recipient.clone(),
        date: SystemTime::from(mail.created_at),
        content: open(services, mail, sealed)?,
    })
}

pub(super) fn open(services: &Services, mail: &mails::Model, sealed: &[u8]) -> Result<Content, Error> {
    let content = services.keys.open(mail.id.0.as_bytes(), sealed)?;
    serde_json::from_slice(&content).map_err(Error::internal)
}

async fn record(
    services: &Services,
    mail: mails::Model,
    result: Result<(), DeliveryError>,
    last_try: bool,
) -> Result<Result<(), Failure>, Error> {
    let attempts = mail.attempts + 1;
    let is_kept = matches!(transport(services, &mail.portal), Transport::Mailbox);
    let mut row = mail.into_active_model();
    row.attempts = Set(attempts);
    let outcome = match result {
        Ok(()) => {
            row.state = Set(MailState::Sent);
            row.sent_at = Set(Some(services.clock.now()));
            row.last_error = Set(None);
            if !is_kept {
                // What the recipient has need not lie here: a mail may carry a password.
                row.sealed_content = Set(None);
            }
            Ok(())
        }
        Err(DeliveryError::Temporary(error)) => {
            row.last_error = Set(Some(error.clone()));
            if last_try {
                row.state = Set(MailState::Failed);
            }
            Err(Failure::Retry(error))
        }
        Err(DeliveryError::Permanent(error)) => {
            row.last_error = Set(Some(error.clone()));
            row.state = Set(MailState::Failed);
            Err(Failure::Fail(error))
        }
    };
    row.update(services.db.write()).await?;
    Ok(outcome)
}
