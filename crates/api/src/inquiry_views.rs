//! Inquiries as the API shows them.

use madoguchi_api_types::inquiries as types;
use madoguchi_api_types::inquiries::{Inquiry, InquiryDetail, InquiryForm};
use madoguchi_domain::attachments::AttachmentType;
use madoguchi_domain::forms::{self, Questionnaire};
use madoguchi_domain::policy::{self, SwitchPolicy, WishPolicy};
use madoguchi_domain::switches::SwitchKind;
use madoguchi_services::Scope;
use madoguchi_services::inquiries::{self, attachments};

use crate::portals::text;

/// What can be asked of whom.
pub fn form(scope: &Scope) -> InquiryForm {
    let portal = scope.portal();
    let fields = |name: &str| {
        let path = forms::Path::root().name(name);
        let asked = portal.inquiry_kinds().map(|kind| Questionnaire::of_inquiry(portal, kind).field(&path).cloned());
        asked.collect::<Vec<Option<policy::Field>>>()
    };
    let required = |name| fields(name).iter().all(|field| field.as_ref().is_some_and(|field| field.required));
    let hint = fields("text").into_iter().flatten().find_map(|field| field.hint);
    let kinds = portal.inquiry_kinds();
    let kinds = kinds.map(|kind| types::InquiryKind {
        code: kind.code.clone(),
        label: text(&kind.label),
        confirm: kind.confirm,
        questionnaire: Questionnaire::of_inquiry(portal, kind),
    });
    InquiryForm {
        kinds: kinds.collect(),
        subject_required: required("subject"),
        text_required: required("text"),
        text_note: hint.as_ref().map(text),
        attachment_bytes: u64::try_from(attachments::SIZE_MAX).unwrap_or(u64::MAX),
        attachments: u32::try_from(attachments::PER_MESSAGE_MAX).unwrap_or(u32::MAX),
        attachment_types: AttachmentType::ALL.iter().map(|kind| kind.media_type().to_owned()).collect(),
        wishes: madoguchi_services::switches::offered(scope).map(wish_words).collect(),
    }
}

fn wish_words((policy, wish): (&SwitchPolicy, &WishPolicy)) -> types::WishWords {
    types::WishWords { switch: policy.kind, kind: wish.kind.clone(), subject: wish.subject.clone() }
}

fn kind(scope: &Scope, code: &str) -> madoguchi_api_types::portals::Text {
    match scope.portal().request_kind(code) {
        Some(kind) => text(&kind.label),
        // A kind that the portal has no more.
        None => madoguchi_api_types::portals::Text { ja: code.to_owned(), en: code.to_owned() },
    }
}

/// A row of the list.
pub fn row(scope: &Scope, inquiry: inquiries::Inquiry) -> Inquiry {
    Inquiry {
        id: inquiry.id.into(),
        kind: kind(scope, &inquiry.kind),
        number: inquiry.number,
        subject: inquiry.subject,
        state: inquiry.state,
        created_at: inquiry.created_at,
        updated_at: inquiry.updated_at,
    }
}

/// One in full.
pub fn detail(scope: &Scope, found: inquiries::Detail) -> InquiryDetail {
    let inquiry = found.inquiry;
    let wish = inquiry.wish.as_deref().and_then(SwitchKind::from_code);
    let effective_from = inquiry.wish_effective_from;
    InquiryDetail {
        id: inquiry.id.into(),
        kind: kind(scope, &inquiry.kind),
        number: inquiry.number,
        subject: inquiry.subject,
        state: inquiry.state,
        created_at: inquiry.created_at,
        messages: found.messages.into_iter().map(shown_message).collect(),
        wish: wish.map(|wish| types::InquiryWish { kind: wish, effective_from }),
    }
}

pub fn shown_message(found: inquiries::Message) -> types::InquiryMessage {
    types::InquiryMessage {
        id: found.message.id.into(),
        by_provider: found.message.user_id.is_none(),
        author: found.author,
        text: found.message.text,
        created_at: found.message.created_at,
        attachments: found.attachments.into_iter().map(attachment).collect(),
    }
}

/// A file.
pub fn attachment(kept: inquiries::Attachment) -> types::Attachment {
    types::Attachment {
        id: kept.id.into(),
        file_name: kept.file_name,
        media_type: kept.media_type,
        size: u64::try_from(kept.size).unwrap_or(0),
    }
}
