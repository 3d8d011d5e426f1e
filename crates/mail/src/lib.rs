//! Mails: what they say and how they leave; knows no database, no portal policy and no feature rule.

pub mod messages;
pub mod rendering;
#[cfg(any(test, feature = "smtp-sink"))]
pub mod smtp_sink;
pub mod transports;

pub use messages::{Message, RequestFact};
pub use rendering::{Content, PortalTexts, RenderError, render};
pub use transports::{DeliveryError, Envelope, SettingsError, SmtpSecurity, SmtpSettings, Transport, compose};
