//! Knows one conversation with an SMTP server and what its answers mean; must not know what the mail says.

use super::DeliveryError;
use lettre::message::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use serde::Deserialize;
use std::fmt;
use std::time::Duration;

/// How the connection is protected.
#[derive(Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum SmtpSecurity {
    /// Clear text, for a relay on the same host or network.
    None,
    /// Clear text first, then TLS; a server that does not offer it gets no mail.
    StartTls,
    /// TLS from the first byte.
    #[default]
    Tls,
}

/// Where and how to reach the SMTP server.
#[derive(Deserialize, Clone, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct SmtpSettings {
    /// Host name, checked against the certificate, or an IP address.
    pub host: String,
    /// Usually 465 with `tls`, 587 with `start_tls`.
    pub port: u16,
    /// `none`, `start_tls` or `tls`.
    #[serde(default)]
    pub security: SmtpSecurity,
    /// For servers that ask who sends; needs a password.
    #[serde(default)]
    pub username: Option<String>,
    /// Secret that belongs to the user name.
    #[serde(default)]
    pub password: Option<String>,
    /// Seconds that one delivery may take in all.
    #[serde(default = "default_timeout_seconds")]
    pub timeout_seconds: u64,
}

fn default_timeout_seconds() -> u64 {
    30
}

impl fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, security, username, timeout_seconds, .. } = self;
        f.debug_struct("SmtpSettings")
            .field("host", host)
            .field("port", port)
            .field("security", security)
            .field("username", username)
            .field("timeout_seconds", timeout_seconds)
            .finish_non_exhaustive()
    }
}

/// Why SMTP settings are refused at start.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Only one of user name and password is given.
    #[error("username and password go together")]
    HalfCredentials,
    /// A password would travel readable for everybody on the way.
    #[error("a password needs security = \"start_tls\" or \"tls\"")]
    PasswordInClearText,
    /// No delivery could ever succeed.
    #[error("timeout_seconds must be at least 1")]
    NoTime,
    /// The host name cannot be used with TLS.
    #[error("host: {0}")]
    Host(String),
}

/// Sends each mail over a connection of its own.
///
/// No connection pool: one whose delivery was cut short by the time limit goes back to lettre's pool in the middle of a
/// conversation, and the next mail would read the answers meant for the last.
#[derive(Clone)]
pub struct SmtpTransport {
    host: String,
    port: u16,
    security: SmtpSecurity,
    tls: Option<TlsParameters>,
    credentials: Option<Credentials>,
    timeout: Duration,
}

impl fmt::Debug for SmtpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, security, timeout, .. } = self;
        f.debug_struct("SmtpTransport")
            .field("host", host)
            .field("port", port)
            .field("security", security)
            .field("timeout", timeout)
            .finish_non_exhaustive()
    }
}

impl SmtpTransport {
    /// Checks the settings; does not connect yet.
    pub(super) fn new(settings: &SmtpSettings) -> Result<Self, SettingsError> {
        let SmtpSettings { host, port, security, username, password, timeout_seconds } = settings.clone();
        if timeout_seconds == 0 {
            return Err(SettingsError::NoTime);
        }
        let credentials = match (username, password) {
            (None, None) => None,
            (Some(_), Some(_)) if security == SmtpSecurity::None => {
                return Err(SettingsError::PasswordInClearText);
            }
            (Some(username), Some(password)) => Some(Credentials::new(username, password)),
            _ => return Err(SettingsError::HalfCredentials),
        };
        let tls = match security {
            SmtpSecurity::None => None,
            SmtpSecurity::StartTls | SmtpSecurity::Tls => {
                Some(TlsParameters::new(host.clone()).map_err(|error| SettingsError::Host(error.to_string()))?)
            }
        };
        let timeout = Duration::from_secs(timeout_seconds);
        Ok(Self { host, port, security, tls, credentials, timeout })
    }

    /// Sends one mail within the time limit. lettre itself limits only connecting, so a server that falls silent would
    /// hold the sender for ever.
    pub(super) async fn send(&self, message: &Message) -> Result<(), DeliveryError> {
        tokio::time::timeout(self.timeout, self.converse(message)).await.unwrap_or_else(|_| {
            let seconds = self.timeout.as_secs();
            Err(DeliveryError::Temporary(format!("no answer within {seconds} s")))
        })
    }

    async fn converse(&self, message: &Message) -> Result<(), DeliveryError> {
        // Whatever goes wrong before the mail is offered (a wrong password too) is about the server or its settings, not
        // about this mail: keep it for another try.
        let mut connection = self.connect().await.map_err(|error| DeliveryError::Temporary(describe(&error)))?;
        let outcome = connection.send(message.envelope(), &message.formatted()).await;
        if outcome.is_ok() {
            // The server has the mail: how it says goodbye must neither fail nor delay the delivery.
            let _ = tokio::time::timeout(Duration::from_secs(1), connection.quit()).await;
        }
        match outcome {
            Ok(_) => Ok(()),
            // `is_client`: an address in other letters than ASCII and a server that cannot take one.
            Err(error) if error.is_permanent() || error.is_client() => Err(DeliveryError::Permanent(describe(&error))),
            Err(error) => Err(DeliveryError::Temporary(describe(&error))),
        }
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let name = ClientId::default();
        let wrapper = self.tls.clone().filter(|_| self.security == SmtpSecurity::Tls);
        let server = (self.host.as_str(), self.port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, Some(self.timeout), &name, wrapper, None).await?;
        if let (SmtpSecurity::StartTls, Some(tls)) = (self.security, self.tls.clone()) {
            connection.starttls(tls, &name).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }
}

fn describe(error: &Error) -> String {
    crate::rendering::one_line(&error.to_string())
}
