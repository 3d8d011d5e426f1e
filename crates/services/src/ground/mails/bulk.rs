//! Mails to many people in batches: one mail for each address however many users it has. Each batch and the promise of
//! the next are one transaction of the caller, so that a stop loses and doubles nothing.

use madoguchi_domain::policy::Portal;
use madoguchi_entities::users::{self, UserState};
use madoguchi_mail::Message;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::{NewMail, enqueue_of_many};
use crate::database::Transaction;
use crate::{Error, Services};

/// People of one batch.
const BATCH: u64 = 200;

/// Users of a portal with mail notice on.
pub(crate) fn with_mail_notice(portal: &Portal) -> Select<users::Entity> {
    users::Entity::find()
        .filter(users::Column::Portal.eq(portal.key.as_str()))
        .filter(users::Column::State.eq(UserState::Active))
        .filter(users::Column::MailNotice.eq(true))
}

/// Mails the people after an address, in the order of addresses. Tells the address to go on after, if there are more.
pub(crate) async fn write(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    people: Select<users::Entity>,
    after: &str,
    message: impl Fn(&users::Model) -> Message,
) -> Result<Option<String>, Error> {
    let people = people
        .filter(users::Column::MailKey.gt(after))
        .order_by_asc(users::Column::MailKey)
        .order_by_asc(users::Column::Id)
        .limit(BATCH)
        .all(tx)
        .await?;
    let mut last = after.to_owned();
    for user in &people {
        // The same address again: the same person.
        if user.mail_key == last {
            continue;
        }
        last.clone_from(&user.mail_key);
        enqueue_of_many(tx, services, portal, NewMail::to(user, message(user))).await?;
    }
    let more = u64::try_from(people.len()).is_ok_and(|count| count == BATCH);
    Ok(more.then_some(last))
}
