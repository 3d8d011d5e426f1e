//! Mails about a new notice: to people with mail notice on, one for each person however many users they are. Worked off
//! in batches; each batch and the promise of the next are one transaction, so that a stop loses and doubles nothing.

use chrono::{DateTime, Utc};
use madoguchi_domain::locales::Locale;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::NoticeId;
use madoguchi_entities::{contracts, notices, users};
use madoguchi_jobs::{Claim, Failure, Job};
use madoguchi_mail::Message;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};
use serde::{Deserialize, Serialize};

use super::{Importance, Notice};
use crate::database::Transaction;
use crate::mails::bulk;
use crate::{Error, Services};

/// Writes the mails of one batch, and promises the next.
#[derive(Serialize, Deserialize)]
pub(crate) struct MailNotice {
    notice_id: NoticeId,
    /// Addresses up to this one have their mail.
    after: String,
}

/// Promises the mails of a notice for the time it appears.
pub(super) async fn promise(tx: &Transaction, notice: &Notice, at: DateTime<Utc>) -> Result<(), Error> {
    madoguchi_jobs::promise(tx, &MailNotice { notice_id: notice.id, after: String::new() }, at).await?;
    Ok(())
}

impl Job for MailNotice {
    const KIND: &'static str = "mail_notice";
    type Context = Services;

    async fn run(self, services: &Services, claim: Claim) -> Result<(), Failure> {
        Ok(write(services, &self, claim.id).await?)
    }
}

async fn write(services: &Services, batch: &MailNotice, job: uuid::Uuid) -> Result<(), Error> {
    services
        .db
        .transaction(async |tx| {
            // A batch whose process died after it was written is done: its job is taken away with it.
            if !madoguchi_jobs::take(tx, job).await? {
                return Ok(());
            }
            let found = notices::Entity::find_by_id(batch.notice_id).one(tx).await?;
            // A stopped worker may come to it late, and a wrong notice is ended: nobody is sent to a page that is gone.
            let Some(notice) = found.filter(|notice| !notice.is_over(services.clock.now())) else { return Ok(()) };
            let portal = services.portals.get(&notice.portal)?;
            let text = |user: &users::Model| message(services, &portal, &notice, user);
            let people = people(&portal, &notice);
            if let Some(after) = bulk::write(tx, services, &portal, people, &batch.after, text).await? {
                let next = MailNotice { notice_id: notice.id, after };
                madoguchi_jobs::promise(tx, &next, services.clock.now()).await?;
            }
            Ok(())
        })
        .await
}

fn message(services: &Services, portal: &Portal, notice: &Notice, user: &users::Model) -> Message {
    let english = user.locale == Locale::En && !notice.title_en.is_empty();
    let title = if english { &notice.title_en } else { &notice.title };
    Message::NoticePublished {
        title: title.clone(),
        important: notice.importance == Importance::Important,
        url: services.page(portal, &format!("notices/{}", notice.id)),
    }
}

/// Who is told.
fn people(portal: &Portal, notice: &Notice) -> Select<users::Entity> {
    let mut select = bulk::with_mail_notice(portal);
    if let Some(customer) = notice.customer_id {
        select = select.filter(users::Column::CustomerId.eq(customer));
    }
    if let Some(category) = &notice.category {
        let own = Query::select()
            .expr(Expr::value(1))
            .from(contracts::Entity)
            .and_where(contracts::Column::Category.eq(category.as_str()))
            .and_where(
                Expr::col((contracts::Entity, contracts::Column::CustomerId))
                    .equals((users::Entity, users::Column::CustomerId)),
            )
            .and_where(
                Expr::col((users::Entity, users::Column::BillingGroupId)).is_null().or(Expr::col((
                    contracts::Entity,
                    contracts::Column::BillingGroupId,
                ))
                .equals((users::Entity, users::Column::BillingGroupId))),
            )
            .to_owned();
        select = select.filter(Expr::exists(own));
    }
    select
}
