//! The thread of an inquiry: its messages with who wrote them and their files, in three queries.

use std::collections::HashMap;

use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::{InquiryId, InquiryMessageId, UserId};
use madoguchi_entities::{inquiry_attachments, inquiry_messages, users};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{Attachment, Inquiry, finders};
use crate::{Error, Scope, Services};

/// An inquiry with its thread.
#[derive(Clone, Debug)]
pub struct Detail {
    pub inquiry: Inquiry,
    /// Messages, oldest first.
    pub messages: Vec<Message>,
}

/// A message with all that is shown of it.
#[derive(Clone, Debug)]
pub struct Message {
    /// The row.
    pub message: inquiry_messages::Model,
    /// Name of the person; of the provider, its department in the reader's language.
    pub author: String,
    /// Its files, in the order in which they were uploaded.
    pub attachments: Vec<Attachment>,
}

/// Reads the thread of an inquiry that was found through a scope, or by the provider.
pub(super) async fn read(
    services: &Services,
    portal: &Portal,
    inquiry: Inquiry,
    reader: Option<UserId>,
) -> Result<Detail, Error> {
    let messages = inquiry_messages::Entity::find()
        .filter(inquiry_messages::Column::CustomerId.eq(inquiry.customer_id))
        .filter(inquiry_messages::Column::InquiryId.eq(inquiry.id))
        .order_by_asc(inquiry_messages::Column::CreatedAt)
        .order_by_asc(inquiry_messages::Column::Id)
        .all(services.db.read())
        .await?;
    let mut files = files(services, &inquiry, &messages).await?;
    let ids = messages.iter().filter_map(|message| message.user_id).chain(reader);
    let people = users::Entity::find()
        .filter(users::Column::CustomerId.eq(inquiry.customer_id))
        .filter(users::Column::Id.is_in(ids))
        .all(services.db.read())
        .await?;
    let locale = people.iter().find(|user| Some(user.id) == reader).map(|user| user.locale);
    let department = portal.support.department.get(locale.unwrap_or_default());
    let names: HashMap<UserId, String> =
        people.into_iter().map(|user| (user.id, user.shown_name().to_owned())).collect();
    let message = |message: inquiry_messages::Model| Message {
        author: match message.user_id {
            Some(user) => names.get(&user).cloned().unwrap_or_default(),
            None => department.to_owned(),
        },
        attachments: files.remove(&message.id).unwrap_or_default(),
        message,
    };
    Ok(Detail { inquiry, messages: messages.into_iter().map(message).collect() })
}

async fn files(
    services: &Services,
    inquiry: &Inquiry,
    messages: &[inquiry_messages::Model],
) -> Result<HashMap<InquiryMessageId, Vec<Attachment>>, Error> {
    let rows = inquiry_attachments::Entity::find()
        .filter(inquiry_attachments::Column::CustomerId.eq(inquiry.customer_id))
        .filter(inquiry_attachments::Column::MessageId.is_in(messages.iter().map(|message| message.id)))
        .order_by_asc(inquiry_attachments::Column::CreatedAt)
        .order_by_asc(inquiry_attachments::Column::Id)
        .all(services.db.read())
        .await?;
    let mut files: HashMap<InquiryMessageId, Vec<Attachment>> = HashMap::new();
    for row in rows {
        if let Some(message) = row.message_id {
            files.entry(message).or_default().push(row);
        }
    }
    Ok(files)
}

/// One inquiry with its thread.
///
/// # Errors
/// [`Error::NotFound`] when it is absent or not the user's to see.
pub async fn get(services: &Services, scope: &Scope, id: InquiryId) -> Result<Detail, Error> {
    let inquiry = finders::one_seen_by(scope, id).one(services.db.read()).await?.ok_or(Error::NotFound)?;
    read(services, scope.portal(), inquiry, Some(scope.user_id())).await
}
