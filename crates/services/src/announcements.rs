//! Mails about new documents: to people with mail notice on whose contracts they concern, one mail a person however many
//! documents there are (telecom T14).

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use madoguchi_domain::policy::Portal;
use madoguchi_entities::documents::DocumentKind;
use madoguchi_entities::ids::{AnnouncementId, BillingGroupId, CustomerId};
use madoguchi_entities::{announcement_groups, announcements, users};
use madoguchi_jobs::{Claim, Failure, Job};
use madoguchi_mail::Message;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::database::Transaction;
use crate::mails::bulk;
use crate::{Error, Services, rows};

/// Writes the mails of one batch, and promises the next.
#[derive(Serialize, Deserialize)]
pub(crate) struct MailAnnouncement {
    announcement_id: AnnouncementId,
    /// Addresses up to this one have their mail.
    after: String,
}

/// Promises the mails about new documents in the caller's transaction.
pub(crate) async fn promise(
    tx: &Transaction,
    portal: &Portal,
    kind: DocumentKind,
    groups: BTreeSet<(CustomerId, BillingGroupId)>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if groups.is_empty() {
        return Ok(());
    }
    let id = AnnouncementId(Uuid::now_v7());
    let row = announcements::ActiveModel {
        id: Set(id),
        portal: Set(portal.key.clone()),
        kind: Set(kind),
        created_at: Set(now),
    };
    row.insert(tx).await?;
    let groups = groups.into_iter().map(|(customer, group)| announcement_groups::ActiveModel {
        announcement_id: Set(id),
        customer_id: Set(customer),
        billing_group_id: Set(group),
        portal: Set(portal.key.clone()),
    });
    rows::insert(tx, groups, None).await?;
    madoguchi_jobs::promise(tx, &MailAnnouncement { announcement_id: id, after: String::new() }, now).await?;
    Ok(())
}

impl Job for MailAnnouncement {
    const KIND: &'static str = "mail_announcement";
    type Context = Services;

    async fn run(self, services: &Services, claim: Claim) -> Result<(), Failure> {
        Ok(write(services, &self, claim.id).await?)
    }
}

async fn write(services: &Services, batch: &MailAnnouncement, job: Uuid) -> Result<(), Error> {
    let found = announcements::Entity::find_by_id(batch.announcement_id).one(services.db.read()).await?;
    let Some(announcement) = found else { return Ok(()) };
    let portal = services.portals.get(&announcement.portal)?;
    services
        .db
        .transaction(async |tx| {
            if !madoguchi_jobs::take(tx, job).await? {
                return Ok(());
            }
            let people = bulk::with_mail_notice(&portal).filter(Expr::exists(concerned(announcement.id)));
            let message = |_: &users::Model| Message::DocumentPublished {
                invoice: announcement.kind == DocumentKind::Invoice,
                url: services.page(&portal, ""),
            };
            if let Some(after) = bulk::write(tx, services, &portal, people, &batch.after, message).await? {
                let next = MailAnnouncement { announcement_id: announcement.id, after };
                madoguchi_jobs::promise(tx, &next, services.clock.now()).await?;
            }
            Ok(())
        })
        .await
}

/// The groups of the announcement that a user sees.
fn concerned(announcement: AnnouncementId) -> SelectStatement {
    use announcement_groups::Column;
    let of_user = |column: Column, user: users::Column| {
        Expr::col((announcement_groups::Entity, column)).equals((users::Entity, user))
    };
    let whole_customer = Expr::col((users::Entity, users::Column::BillingGroupId)).is_null();
    Query::select()
        .expr(Expr::value(1))
        .from(announcement_groups::Entity)
        .and_where(Column::AnnouncementId.eq(announcement))
        .and_where(of_user(Column::CustomerId, users::Column::CustomerId))
        .and_where(whole_customer.or(of_user(Column::BillingGroupId, users::Column::BillingGroupId)))
        .to_owned()
}
