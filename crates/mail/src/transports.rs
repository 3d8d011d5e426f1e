//! Knows how a rendered mail leaves (SMTP, mailbox page, memory); must not know what it says or when to try again.

mod compositions;
mod smtp;

pub use compositions::compose;
pub use smtp::{SettingsError, SmtpSecurity, SmtpSettings, SmtpTransport};

use crate::rendering::Content;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// A mail ready to leave. Delivering it twice sends the same Message-ID twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// `local@domain` in ASCII, with or without angle brackets; unique and stable for one mail.
    pub message_id: String,
    /// Sender address, also the return path.
    pub from: String,
    /// Sender's name as shown.
    pub from_name: String,
    /// The one recipient's address.
    pub to: String,
    /// When the mail was written.
    pub date: SystemTime,
    /// What it says.
    pub content: Content,
}

/// Why a mail did not leave. The texts may name addresses and the server's answer, never the content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryError {
    /// Trying again later may help: network, server trouble, greylisting (4xx).
    #[error("mail not delivered yet: {0}")]
    Temporary(String),
    /// Trying again cannot help: the server refused this mail (5xx), or an address is malformed.
    #[error("mail refused: {0}")]
    Permanent(String),
}

/// Where mails go.
#[derive(Clone, Debug)]
pub enum Transport {
    /// To an SMTP server.
    Smtp(SmtpTransport),
    /// Nowhere: the stored row is what the mailbox page shows. For demos only.
    Mailbox,
    /// Into a list that tests read.
    Memory(Arc<Mutex<Vec<Envelope>>>),
}

impl Transport {
    /// A transport to an SMTP server. Does not connect yet.
    ///
    /// # Errors
    /// When the settings contradict each other or would send a password in clear text.
    pub fn smtp(settings: &SmtpSettings) -> Result<Self, SettingsError> {
        SmtpTransport::new(settings).map(Self::Smtp)
    }

    /// Delivers one mail, in at most the configured time. Every transport refuses what SMTP would refuse to compose.
    ///
    /// # Errors
    /// [`DeliveryError`] says whether another try makes sense. After a temporary error the mail may have arrived all the
    /// same, when only the server's answer was lost; the stable Message-ID lets the receiver notice.
    pub async fn deliver(&self, envelope: &Envelope) -> Result<(), DeliveryError> {
        let message = compose(envelope)?;
        match self {
            Self::Smtp(transport) => transport.send(&message).await,
            Self::Mailbox => Ok(()),
            Self::Memory(delivered) => {
                delivered.lock().unwrap_or_else(PoisonError::into_inner).push(envelope.clone());
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests;
