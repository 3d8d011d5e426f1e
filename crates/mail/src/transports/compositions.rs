//! Knows how a mail is written by RFC 5322 and MIME; must not know how it travels.

use super::{DeliveryError, Envelope};
use crate::rendering::one_line;
use lettre::Address;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart};
use std::borrow::Cow;

/// Composes the mail: text and HTML as alternatives, UTF-8 in a 7-bit encoding, and `Auto-Submitted` (RFC 3834), so that
/// no absence notice answers it.
///
/// # Errors
/// [`DeliveryError::Permanent`] when an address or the Message-ID is malformed. Control characters in names and subject
/// become spaces (OWASP ASVS 5.0, 1.3.11).
pub fn compose(envelope: &Envelope) -> Result<Message, DeliveryError> {
    let from_name = one_line(&envelope.from_name);
    let from_name = Some(from_name).filter(|name| !name.is_empty());
    let content = &envelope.content;
    let (from, to) = (address(&envelope.from)?, address(&envelope.to)?);
    let refused = |error: lettre::error::Error| DeliveryError::Permanent(format!("cannot compose: {error}"));
    Message::builder()
        // Said here: read back from the header, a quoted address would not be found.
        .envelope(lettre::address::Envelope::new(Some(from.clone()), vec![to.clone()]).map_err(refused)?)
        .from(Mailbox::new(from_name, from))
        .to(Mailbox::new(None, to))
        .date(envelope.date)
        .message_id(Some(message_id(&envelope.message_id)?))
        .subject(one_line(&content.subject))
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()))
        .multipart(MultiPart::alternative_plain_html(content.text.clone(), content.html.clone()))
        .map_err(refused)
}

fn address(text: &str) -> Result<Address, DeliveryError> {
    // The parser lets quoted local parts hold odd characters: control characters are refused before it sees them.
    let refuse = |reason: &str| DeliveryError::Permanent(format!("address {text:?}: {reason}"));
    if text.chars().any(char::is_control) {
        return Err(refuse("control character"));
    }
    quoted(text).parse().map_err(|error: lettre::address::AddressError| refuse(&error.to_string()))
}

/// An address as RFC 5321 writes it: Japanese mobile carriers once issued addresses whose dots repeat, begin or end the
/// local part, which only quotes make legal.
fn quoted(text: &str) -> Cow<'_, str> {
    match text.rsplit_once('@') {
        Some((local, domain)) if !local.contains(['"', '\\', '@']) && local.split('.').any(str::is_empty) => {
            Cow::Owned(format!("\"{local}\"@{domain}"))
        }
        _ => Cow::Borrowed(text),
    }
}

fn message_id(text: &str) -> Result<String, DeliveryError> {
    let bare = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(text);
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_graphic() && !b"<>@".contains(&b));
    match bare.split_once('@') {
        Some((left, right)) if plain(left) && plain(right) => Ok(format!("<{bare}>")),
        _ => Err(DeliveryError::Permanent(format!("Message-ID {text:?} is malformed"))),
    }
}
