//! Mails: rendered and stored in the transaction that causes them, delivered by a job, never lost and not sent twice.

mod failed;
mod hidden;
pub(crate) mod rounds;
mod unsettled;

use std::time::SystemTime;

use chrono::{DateTime, Utc};
use madoguchi_domain::dates;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::{CustomerId, MailId};
use madoguchi_entities::mails::{self, MailState};
use madoguchi_entities::users;
use madoguchi_jobs::{Claim, Failure, Job};
use madoguchi_mail::{Content, DeliveryError, Envelope, Message, Transport};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QueryOrder, QuerySelect};
use sea_orm::{ColumnTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::database::Transaction;
use crate::{Error, Services, portals};

pub use failed::{FailedMail, list_failed, retry_failed};
pub(crate) use unsettled::settle;

/// Kinds of the jobs that deliver mails.
pub(crate) const KINDS: &[&str] = &[Deliver::KIND, DeliverOfMany::KIND];

/// A mail to be sent.
#[derive(Clone, Debug)]
pub struct NewMail {
    /// Customer it concerns.
    pub customer_id: CustomerId,
    /// Address.
    pub recipient: String,
    /// Language.
    pub locale: String,
    /// What it says.
    pub message: Message,
}

impl NewMail {
    fn to(user: &users::Model, message: Message) -> Self {
        let (recipient, locale) = (user.mail_address.clone(), user.locale.clone());
        Self { customer_id: user.customer_id, recipient, locale, message }
    }
}

/// Delivers a mail. One already sent is left alone.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Deliver {
    customer_id: CustomerId,
    mail_id: MailId,
}

/// Delivers one mail of many: nobody sits and waits for it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct DeliverOfMany(Deliver);

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

/// Renders a mail, stores it sealed and promises its delivery, all in the caller's transaction.
///
/// # Errors
/// A template that does not render, or any error of the database.
pub(crate) async fn enqueue(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    mail: NewMail,
) -> Result<(), Error> {
    let delivery = store(tx, services, portal, mail).await?;
    madoguchi_jobs::promise(tx, &delivery, services.clock.now()).await?;
    Ok(())
}

/// The same for one mail of many.
async fn enqueue_of_many(tx: &Transaction, services: &Services, portal: &Portal, mail: NewMail) -> Result<(), Error> {
    let delivery = store(tx, services, portal, mail).await?;
    madoguchi_jobs::promise(tx, &DeliverOfMany(delivery), services.clock.now()).await?;
    Ok(())
}

async fn store(tx: &Transaction, services: &Services, portal: &Portal, mail: NewMail) -> Result<Deliver, Error> {
    let now = services.clock.now();
    let id = MailId(Uuid::now_v7());
    let texts = portals::mail_texts(portal, &mail.locale);
    let content = madoguchi_mail::render(&mail.message, &mail.locale, &texts).map_err(Error::internal)?;
    let content = serde_json::to_vec(&content).map_err(Error::internal)?;
    let domain = portal.mail.from.rsplit('@').next().unwrap_or("localhost");
    let row = mails::ActiveModel {
        customer_id: Set(mail.customer_id),
        id: Set(id),
        portal: Set(portal.key.clone()),
        message: Set(mail.message.name().to_owned()),
        locale: Set(mail.locale),
        sender: Set(portal.mail.from.clone()),
        recipient: Set(mail.recipient),
        message_id: Set(format!("{id}@{domain}")),
        sealed_content: Set(Some(services.keys.seal(id.0.as_bytes(), &content)?)),
        state: Set(MailState::Queued),
        attempts: Set(0),
        last_error: Set(None),
        created_at: Set(now),
        sent_at: Set(None),
    };
    row.insert(tx).await?;
    Ok(Deliver { customer_id: mail.customer_id, mail_id: id })
}

/// Mails something to a user, in the user's language.
pub(crate) async fn to_user(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    user: &users::Model,
    message: Message,
) -> Result<(), Error> {
    enqueue(tx, services, portal, NewMail::to(user, message)).await
}

/// A time as mails write it: Japan's, to the minute.
pub(crate) fn time(at: DateTime<Utc>, locale: &str) -> String {
    let local = dates::jst(at);
    match locale {
        "en" => local.format("%-d %B %Y, %H:%M (Japan time)").to_string(),
        _ => local.format("%Y年%-m月%-d日 %H:%M").to_string(),
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
        Ok(envelope) => services.mail.deliver(&envelope).await,
        // Sealed with another key, perhaps: it may be given back before the tries end, and else the mail has failed.
        Err(error) => Err(DeliveryError::Temporary(format!("the stored content cannot be opened: {error}"))),
    };
    record(services, mail, result.map_err(without_addresses), last_try).await?
}

/// Servers repeat the recipient when they refuse: what is stored and logged of it hides the address.
fn without_addresses(error: DeliveryError) -> DeliveryError {
    match error {
        DeliveryError::Temporary(text) => DeliveryError::Temporary(hidden::hide_addresses(&text)),
        DeliveryError::Permanent(text) => DeliveryError::Permanent(hidden::hide_addresses(&text)),
    }
}

fn envelope(services: &Services, mail: &mails::Model, sealed: &[u8]) -> Result<Envelope, Error> {
    let from_name = services.portals.get(&mail.portal).map(|p| p.brand.provider.get(&mail.locale).to_owned());
    Ok(Envelope {
        message_id: mail.message_id.clone(),
        from: mail.sender.clone(),
        from_name: from_name.unwrap_or_default(),
        to: mail.recipient.clone(),
        date: SystemTime::from(mail.created_at),
        content: open(services, mail, sealed)?,
    })
}

fn open(services: &Services, mail: &mails::Model, sealed: &[u8]) -> Result<Content, Error> {
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
    let mut row = mail.into_active_model();
    row.attempts = Set(attempts);
    let outcome = match result {
        Ok(()) => {
            row.state = Set(MailState::Sent);
            row.sent_at = Set(Some(services.clock.now()));
            row.last_error = Set(None);
            if !matches!(services.mail, Transport::Mailbox) {
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

/// A mail as the demo mailbox shows it.
#[derive(Clone, Debug)]
pub struct MailboxMail {
    /// The stored row.
    pub mail: mails::Model,
    /// Subject, text and HTML.
    pub content: Content,
}

/// The newest mails that were "delivered" to the demo mailbox, to one address or to all.
///
/// # Errors
/// [`Error::NotFound`] unless the server delivers to the mailbox.
pub async fn mailbox(services: &Services, recipient: Option<&str>, limit: u64) -> Result<Vec<MailboxMail>, Error> {
    if !matches!(services.mail, Transport::Mailbox) {
        return Err(Error::NotFound);
    }
    let mut select = mails::Entity::find().filter(mails::Column::State.eq(MailState::Sent));
    if let Some(recipient) = recipient {
        select = select.filter(mails::Column::Recipient.eq(recipient));
    }
    let newest = select.order_by_desc(mails::Column::CreatedAt).order_by_desc(mails::Column::Id).limit(limit);
    let rows = newest.all(services.db.read()).await?;
    let opened = rows.into_iter().filter_map(|mail| {
        let sealed = mail.sealed_content.clone()?;
        Some(open(services, &mail, &sealed).map(|content| MailboxMail { mail, content }))
    });
    opened.collect()
}
