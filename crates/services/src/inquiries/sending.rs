//! Sending: a new inquiry with its number, its receipt and what it wishes, or one more message, each in one
//! transaction.

use madoguchi_domain::dates;
use madoguchi_domain::events::EventType;
use madoguchi_domain::forms::{Object, Questionnaire, Value, is_blank, long_text};
use madoguchi_domain::locales::Locale;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::{CustomerId, InquiryAttachmentId, InquiryId, InquiryMessageId, UserId};
use madoguchi_entities::{inquiries, inquiry_messages, users};
use madoguchi_mail::Message;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};
use uuid::Uuid;

use super::{Detail, Inquiry, InquiryState, attachments, finders, told};
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::idempotency::Once;
use crate::limits::{self, INQUIRY, INQUIRY_CUSTOMER, INQUIRY_MESSAGE, Whose};
use crate::switches::{self, Asked, Wish};
use crate::{Error, FieldCode, FieldError, Origin, Scope, Services, mails, numberings};

/// What a customer asks.
#[derive(Clone, Debug)]
pub struct NewInquiry {
    /// Code of its kind.
    pub kind: String,
    /// 件名.
    pub subject: String,
    /// The first message.
    pub message: NewMessage,
    /// What the form of the kind asks beside these.
    pub answers: Object,
    /// Whether the person consents to what the switch means that is wished for, if one is.
    pub consent: bool,
}

/// A message to the provider.
#[derive(Clone, Debug)]
pub struct NewMessage {
    pub text: String,
    /// Files uploaded before by the same person.
    pub attachments: Vec<InquiryAttachmentId>,
}

/// Sends an inquiry: it gets its number, a receipt is mailed, and a wish that is worded as the provider's guide words
/// it is done at once when the person may and consents; otherwise it is an inquiry like any other.
///
/// # Errors
/// `unknown` at `kind`; `too_long`, `invalid_characters` at `subject` and `text`, and `required` where the form of the
/// kind asks for them; `unknown`, `too_many` at `attachments`; too many tries; `idempotency_key_reused`.
pub async fn create(
    services: &Services,
    scope: &Scope,
    new: &NewInquiry,
    origin: &Origin,
    once: &Once,
) -> Result<Detail, Error> {
    let checked = check(scope.portal(), new)?;
    let (portal, who) = (scope.portal(), Some(scope.user_id()));
    if let Some(made) = once.made(services.db.read(), portal, who).await? {
        return super::get(services, scope, made).await;
    }
    limits::hit(services, portal, INQUIRY, &Whose::of(scope, origin)).await?;
    limits::hit(services, portal, INQUIRY_CUSTOMER, &Whose::of_customer(scope, origin)).await?;
    let id = services
        .db
        .transaction(async |tx| {
            if let Some(made) = once.made(tx, portal, who).await? {
                return Ok(made);
            }
            let id = InquiryId(Uuid::now_v7());
            // First, because it holds the customer.
            let (kind, subject, consent) = (new.kind.as_str(), checked.subject.as_str(), new.consent);
            let asked = Asked { inquiry_id: id, kind, subject, consent };
            let wish = switches::fulfil(tx, services, scope, origin, &asked).await?;
            let inquiry = insert(tx, services, scope, id, (&new.kind, &checked), wish).await?;
            let message = NewRow { text: &checked.text, user_id: Some(scope.user_id()) };
            let message = insert_message(tx, services, &inquiry, message).await?;
            attachments::send(tx, scope, &new.message.attachments, message).await?;
            confirm(tx, services, scope, &inquiry, &checked.text, wish).await?;
            let received = (&inquiry, InquiryState::Received);
            told::tell(tx, services, EventType::InquiryReceived, received).await?;
            let event =
                Event::of(scope, "inquiry.created").to(id).with(serde_json::json!({ "number": inquiry.number }));
            audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await?;
            once.keep(tx, services, portal, who, &id).await?;
            Ok(id)
        })
        .await?;
    super::get(services, scope, id).await
}

/// Adds a message to an inquiry; one that was closed is open again.
///
/// # Errors
/// [`Error::NotFound`]; fields as [`create`].
pub async fn add_message(
    services: &Services,
    scope: &Scope,
    id: InquiryId,
    new: &NewMessage,
    (origin, once): (&Origin, &Once),
) -> Result<Detail, Error> {
    let text = text(&new.text).map_err(|error| Error::Invalid(vec![error]))?;
    let (portal, who) = (scope.portal(), Some(scope.user_id()));
    if let Some(made) = once.made(services.db.read(), portal, who).await? {
        return super::get(services, scope, made).await;
    }
    limits::hit(services, portal, INQUIRY_MESSAGE, &Whose::of(scope, origin)).await?;
    services
        .db
        .transaction(async |tx| {
            if once.made::<InquiryId>(tx, portal, who).await?.is_some() {
                return Ok(());
            }
            let inquiry = finders::one_seen_by(scope, id).lock_exclusive().one(tx).await?.ok_or(Error::NotFound)?;
            let message = NewRow { text: &text, user_id: Some(scope.user_id()) };
            let message = insert_message(tx, services, &inquiry, message).await?;
            attachments::send(tx, scope, &new.attachments, message).await?;
            let received = (&inquiry, InquiryState::Received);
            told::tell(tx, services, EventType::InquiryContinued, received).await?;
            let event =
                Event::of(scope, "inquiry.message_added").to(id).with(serde_json::json!({ "number": inquiry.number }));
            audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await?;
            update(tx, services, inquiry, InquiryState::Received).await?;
            once.keep(tx, services, portal, who, &id).await
        })
        .await?;
    super::get(services, scope, id).await
}

/// What was typed, tidied.
struct Checked {
    subject: String,
    text: String,
}

/// What the form of the kind takes of it.
fn check(portal: &Portal, new: &NewInquiry) -> Result<Checked, Error> {
    let kind = portal.inquiry_kinds().find(|kind| kind.code == new.kind);
    let kind = kind.ok_or_else(|| Error::invalid("kind", FieldCode::Unknown))?;
    let mut typed = new.answers.clone();
    for (name, text) in [("subject", &new.subject), ("text", &new.message.text)] {
        if !text.is_empty() {
            typed.insert(name.to_owned(), Value::from(text.as_str()));
        }
    }
    if !new.message.attachments.is_empty() {
        let ids = new.message.attachments.iter().map(|id| Value::from(id.to_string()));
        typed.insert("attachments".to_owned(), Value::List(ids.collect()));
    }
    let questionnaire = Questionnaire::of_inquiry(portal, kind);
    let mut kept = questionnaire.check(&typed)?;
    kept.remove("attachments");
    let mut text = |name| kept.remove(name).and_then(|value| Some(value.as_text()?.to_owned())).unwrap_or_default();
    let (mut subject, text) = (text("subject"), text("text"));
    // What an inquiry is about whose subject was left empty: its kind, in the provider's own language.
    if subject.is_empty() {
        subject.clone_from(&kind.label.ja);
    }
    // A person answers: other answers are for reading.
    let parts = [text, questionnaire.lines(&kept, Locale::Ja).join("\n")];
    let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    Ok(Checked { subject, text })
}

/// A text of several lines, its ends trimmed, lines ended by line feeds.
pub(super) fn text(typed: &str) -> Result<String, FieldError> {
    let text = if is_blank(typed) { Err(FieldCode::Required) } else { long_text(typed) };
    text.map_err(|code| FieldError::new("text", code))
}

async fn insert(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    id: InquiryId,
    (kind, checked): (&str, &Checked),
    wish: Option<Wish>,
) -> Result<Inquiry, Error> {
    let (portal, now) = (scope.portal(), services.clock.now());
    let noun = portal.request_kind(kind).and_then(|kind| kind.numbering.as_deref()).unwrap_or("inquiry");
    let number = numberings::next(tx, portal, noun, dates::jst_date(now)).await?;
    let row = inquiries::ActiveModel {
        customer_id: Set(scope.customer_id()),
        id: Set(id),
        portal: Set(portal.key.clone()),
        billing_group_id: Set(scope.billing_group_id()),
        user_id: Set(scope.user_id()),
        number: Set(number),
        kind: Set(kind.to_owned()),
        subject: Set(checked.subject.clone()),
        state: Set(InquiryState::Received),
        wish: Set(wish.map(|wish| wish.kind.as_str().to_owned())),
        wish_effective_from: Set(wish.and_then(|wish| wish.effective_from)),
        created_at: Set(now),
        updated_at: Set(now),
    };
    Ok(row.insert(tx).await?)
}

/// A message to be stored.
pub(super) struct NewRow<'a> {
    /// The text, tidied.
    pub text: &'a str,
    /// Who wrote it; none: the provider.
    pub user_id: Option<UserId>,
}

/// Stores a message of an inquiry.
pub(super) async fn insert_message(
    tx: &Transaction,
    services: &Services,
    inquiry: &Inquiry,
    new: NewRow<'_>,
) -> Result<(CustomerId, InquiryMessageId), Error> {
    let id = InquiryMessageId(Uuid::now_v7());
    let row = inquiry_messages::ActiveModel {
        customer_id: Set(inquiry.customer_id),
        id: Set(id),
        portal: Set(inquiry.portal.clone()),
        inquiry_id: Set(inquiry.id),
        user_id: Set(new.user_id),
        text: Set(new.text.to_owned()),
        created_at: Set(services.clock.now()),
    };
    row.insert(tx).await?;
    Ok((inquiry.customer_id, id))
}

/// Notes that something happened to an inquiry, and whose turn it is now.
pub(super) async fn update(
    tx: &Transaction,
    services: &Services,
    inquiry: Inquiry,
    state: InquiryState,
) -> Result<Inquiry, Error> {
    let mut row = inquiry.into_active_model();
    row.state = Set(state);
    row.updated_at = Set(services.clock.now());
    Ok(row.update(tx).await?)
}

/// Mails the receipt (受付完了) with what was sent.
async fn confirm(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    inquiry: &Inquiry,
    text: &str,
    wish: Option<Wish>,
) -> Result<(), Error> {
    let portal = scope.portal();
    let user = users::Entity::find_by_id(scope.user_id()).one(tx).await?.ok_or(Error::NotFound)?;
    let kind = portal.request_kind(&inquiry.kind).map(|kind| kind.label.get(user.locale).to_owned());
    let switched = wish.and_then(|wish| Some((wish.kind, wish.effective_from?)));
    let message = Message::InquiryReceived {
        number: inquiry.number.clone(),
        kind: kind.unwrap_or_default(),
        subject: inquiry.subject.clone(),
        lines: text.lines().map(str::to_owned).collect(),
        switched: switched.map(|(kind, _)| switches::name(kind, user.locale).to_owned()),
        effective_from: switched.map(|(_, from)| switches::start(from, user.locale)),
        url: services.page(portal, &format!("inquiries/{}", inquiry.id)),
    };
    mails::to_user(tx, services, portal, &user, message).await
}

#[cfg(test)]
mod tests {
    use super::super::TEXT_MAX;
    use super::*;

    #[test]
    fn a_text_keeps_its_lines_and_nothing_hidden() {
        assert_eq!(text("　一行目\r\n\r\n二行目\r三行目\t\n "), Ok("一行目\n\n二行目\n三行目".to_owned()));
        let code = |typed: &str| text(typed).unwrap_err().code.as_str();
        assert_eq!(code(" \r\n　"), "required");
        assert_eq!(code("a\0b"), "invalid_characters");
        assert_eq!(code("a\u{202E}b"), "invalid_characters");
        assert_eq!(code("\u{1B}[2J"), "invalid_characters");
        assert_eq!(code(&"あ".repeat(TEXT_MAX + 1)), "too_long");
        assert_eq!(text(&"あ".repeat(TEXT_MAX)).unwrap().chars().count(), TEXT_MAX);
    }
}
