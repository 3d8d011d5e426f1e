//! Files for inquiries: uploaded first, then sent with a message. Rows say whose they are, the store has the bytes.

use std::collections::BTreeSet;

use bytes::Bytes;
use chrono::TimeDelta;
use madoguchi_domain::attachments::{AttachmentType, safe_file_name};
use madoguchi_domain::forms::ATTACHMENTS_MAX;
use madoguchi_entities::ids::{CustomerId, InquiryAttachmentId, InquiryMessageId};
use madoguchi_entities::inquiry_attachments::{Column, TAKEN_BACK};
use madoguchi_entities::{inquiry_attachments, inquiry_messages};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, ModelTrait,
    PaginatorTrait, QueryFilter, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::Inquiry;
use super::finders;
use crate::limits::{self, ATTACHMENT, Whose};
use crate::{Error, FieldCode, Origin, ProblemCode, Scope, Services};

pub use madoguchi_entities::inquiry_attachments::Model as Attachment;

/// Largest file, in bytes.
pub const SIZE_MAX: usize = 10 * 1024 * 1024;
/// Files of one message at most.
pub const PER_MESSAGE_MAX: usize = ATTACHMENTS_MAX;
/// Files of one person that are uploaded and not sent, at most.
const UNSENT_MAX: u64 = 20;
/// How long a file waits to be sent.
const UNSENT_HOURS: i64 = 24;
/// Files that housekeeping looks at together.
const BATCH: u64 = 100;

/// A file larger than [`SIZE_MAX`]; for who reads it piece by piece, too.
#[must_use]
pub fn too_large() -> Error {
    Error::Refused(ProblemCode::AttachmentTooLarge)
}

/// Whether the user may upload one more file, before it is read.
///
/// # Errors
/// `too_many` before some are sent; too many within the hour.
pub async fn require_room(services: &Services, scope: &Scope, origin: &Origin) -> Result<(), Error> {
    has_room(services.db.read(), scope).await?;
    limits::hit(services, scope.portal(), ATTACHMENT, &Whose::of(scope, origin)).await.map(drop)
}

async fn has_room(db: &impl ConnectionTrait, scope: &Scope) -> Result<(), Error> {
    if finders::unsent_attachments(scope).count(db).await? < UNSENT_MAX {
        return Ok(());
    }
    Err(Error::Refused(ProblemCode::TooMany))
}

/// Takes a file. Its content decides the type, and its name must fit.
///
/// # Errors
/// `attachment_empty`, `attachment_too_large`, `attachment_type_refused`, `file_infected`, `file_scan_unavailable`, `too_many`;
/// [`Error::Storage`].
pub async fn upload(services: &Services, scope: &Scope, file_name: &str, content: Bytes) -> Result<Attachment, Error> {
    if content.is_empty() {
        return Err(Error::Refused(ProblemCode::AttachmentEmpty));
    }
    if content.len() > SIZE_MAX {
        return Err(too_large());
    }
    let file_name = safe_file_name(file_name);
    let kind = AttachmentType::of(&file_name, &content).ok_or(Error::Refused(ProblemCode::AttachmentTypeRefused))?;
    if let Some(scanner) = &services.scanner {
        scanner.check(&content).await?;
    }
    let size = i64::try_from(content.len()).map_err(Error::internal)?;
    // The row first: a file without a row would be found by nobody, a row without its file is cleared away.
    let row = services
        .db
        .transaction(async |tx| {
            crate::users::hold(tx, scope.user_id()).await?;
            has_room(tx, scope).await?;
            let row = inquiry_attachments::ActiveModel {
                customer_id: Set(scope.customer_id()),
                id: Set(InquiryAttachmentId(Uuid::now_v7())),
                portal: Set(scope.portal().key.clone()),
                user_id: Set(scope.user_id()),
                message_id: Set(None),
                file_name: Set(file_name.clone()),
                media_type: Set(kind.media_type().to_owned()),
                size: Set(size),
                created_at: Set(services.clock.now()),
            };
            Ok(row.insert(tx).await?)
        })
        .await?;
    if let Err(error) = services.files.put(&key(&row), content).await {
        // On a disk that is full this fails too: then the row is cleared away with those that nobody sent.
        if let Err(failed) = row.delete(services.db.write()).await {
            tracing::warn!(error = %failed, "the row of a file that could not be kept stays for a while");
        }
        return Err(error);
    }
    Ok(row)
}

/// Takes back a file that was not sent yet.
///
/// # Errors
/// [`Error::NotFound`] when it is absent, sent or another person's.
pub async fn delete(services: &Services, scope: &Scope, id: InquiryAttachmentId) -> Result<(), Error> {
    let unsent = finders::unsent_attachments(scope).filter(Column::Id.eq(id)).one(services.db.read()).await?;
    let unsent = unsent.ok_or(Error::NotFound)?;
    let own = Condition::all().add(Column::CustomerId.eq(unsent.customer_id)).add(Column::Id.eq(unsent.id));
    if take_back(services, own).await? == 0 {
        return Err(Error::NotFound);
    }
    if let Err(error) = clear(services, &unsent).await {
        tracing::warn!(%error, attachment = %unsent.id, "a file that was taken back is cleared away later");
    }
    Ok(())
}

/// Takes files back that were not sent: from now on they are nobody's. Tells how many.
async fn take_back(services: &Services, which: Condition) -> Result<u64, Error> {
    let taken = inquiry_attachments::Entity::update_many()
        .col_expr(Column::CreatedAt, Expr::value(TAKEN_BACK))
        .filter(Column::MessageId.is_null())
        .filter(Column::CreatedAt.gt(TAKEN_BACK))
        .filter(which);
    Ok(taken.exec(services.db.write()).await?.rows_affected)
}

/// Deletes a file that was taken back. Its row goes last: when anything fails, the row is there to be looked at again.
async fn clear(services: &Services, row: &Attachment) -> Result<(), Error> {
    services.files.delete(&key(row)).await?;
    inquiry_attachments::Entity::delete_by_id((row.customer_id, row.id)).exec(services.db.write()).await?;
    Ok(())
}

/// Gives files to the message that is being sent, in the caller's transaction.
pub(super) async fn send(
    tx: &impl ConnectionTrait,
    scope: &Scope,
    ids: &[InquiryAttachmentId],
    (customer_id, message_id): (CustomerId, InquiryMessageId),
) -> Result<(), Error> {
    let ids: BTreeSet<InquiryAttachmentId> = ids.iter().copied().collect();
    if ids.len() > PER_MESSAGE_MAX {
        return Err(Error::invalid("attachments", FieldCode::TooMany));
    }
    if ids.is_empty() {
        return Ok(());
    }
    // Held, so that none is taken back or cleared away meanwhile.
    let found = finders::unsent_attachments(scope).filter(Column::Id.is_in(ids.iter().copied())).lock_exclusive();
    if found.all(tx).await?.len() != ids.len() {
        return Err(Error::invalid("attachments", FieldCode::Unknown));
    }
    inquiry_attachments::Entity::update_many()
        .col_expr(Column::MessageId, Expr::value(message_id))
        .filter(Column::CustomerId.eq(customer_id))
        .filter(Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(())
}

/// A file of an inquiry that was found through a scope, or by the provider.
pub(super) async fn read(
    services: &Services,
    inquiry: &Inquiry,
    id: InquiryAttachmentId,
) -> Result<(Attachment, Bytes), Error> {
    let messages = inquiry_messages::Entity::find()
        .select_only()
        .column(inquiry_messages::Column::Id)
        .filter(inquiry_messages::Column::CustomerId.eq(inquiry.customer_id))
        .filter(inquiry_messages::Column::InquiryId.eq(inquiry.id));
    let attachment = inquiry_attachments::Entity::find_by_id((inquiry.customer_id, id))
        .filter(Column::MessageId.in_subquery(messages.into_query()))
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    let content = services.files.get(&key(&attachment)).await?;
    Ok((attachment, content))
}

/// Clears away what was uploaded and not sent for a day.
///
/// # Errors
/// [`Error::Storage`], or any error of the database.
pub async fn delete_unsent(services: &Services) -> Result<(), Error> {
    let before = services.clock.now() - TimeDelta::hours(UNSENT_HOURS);
    take_back(services, Condition::all().add(Column::CreatedAt.lt(before))).await?;
    loop {
        let taken = inquiry_attachments::Entity::find()
            .filter(Column::MessageId.is_null())
            .filter(Column::CreatedAt.eq(TAKEN_BACK))
            .limit(BATCH)
            .all(services.db.read())
            .await?;
        if taken.is_empty() {
            return Ok(());
        }
        for row in taken {
            clear(services, &row).await?;
        }
    }
}

fn key(row: &Attachment) -> String {
    format!("inquiry-attachments/{}/{}", row.portal, row.id)
}
