//! The sections of the configuration with their defaults; the sample file says what each value means.

use std::net::IpAddr;
use std::path::PathBuf;

use madoguchi_mail::{SmtpSecurity, SmtpSettings};
use madoguchi_services::imports::uploads::Limits;
use serde::Deserialize;

/// Where and how the server listens.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    pub host: String,
    pub port: u16,
    pub base_url: String,
    pub trusted_proxies: Vec<IpAddr>,
    pub workers: usize,
}

/// Which database.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    pub url: String,
    pub connections: u32,
}

/// Secrets and their use.
#[derive(Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Security {
    pub key: String,
    pub keys: Vec<String>,
    pub key_file: PathBuf,
    pub parallel_hashes: usize,
    pub breached_passwords_file: PathBuf,
}

/// How mails leave.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mail {
    pub transport: MailTransport,
    pub smtp: Smtp,
}

/// The mail server.
#[derive(Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Smtp {
    pub host: String,
    pub port: u16,
    pub security: SmtpSecurity,
    pub username: Option<String>,
    pub password: Option<String>,
    pub timeout_seconds: u64,
}

impl Smtp {
    /// As the mail crate takes them.
    pub fn settings(&self) -> SmtpSettings {
        SmtpSettings {
            host: self.host.clone(),
            port: self.port,
            security: self.security,
            username: self.username.clone(),
            password: self.password.clone(),
            timeout_seconds: self.timeout_seconds,
        }
    }
}

/// By which way mails leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailTransport {
    Smtp,
    Mailbox,
}

/// Where documents and attachments are kept.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Files {
    pub folder: PathBuf,
    pub scanner: String,
    pub bucket: Bucket,
}

/// A bucket that speaks the S3 protocol.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bucket {
    pub name: String,
    pub endpoint: String,
    pub region: String,
    pub access_key_id: String,
    pub secret_access_key: String,
}

/// How documents are rendered.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Documents {
    pub fonts: Vec<PathBuf>,
    pub parallel: usize,
}

/// How much a provider's systems may send at once.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Imports {
    pub unpacked_bytes_max: u64,
}

impl Imports {
    /// As the services take them.
    pub fn limits(self) -> Limits {
        Limits { unpacked_bytes_max: self.unpacked_bytes_max }
    }
}

impl Default for Imports {
    fn default() -> Self {
        Self { unpacked_bytes_max: Limits::default().unpacked_bytes_max }
    }
}

/// Which portals are served.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Portals {
    pub presets: Vec<String>,
    pub directory: PathBuf,
}

/// How work off the request path is done.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Jobs {
    pub batch: u64,
    pub lease_seconds: u64,
    pub max_attempts: i32,
    pub first_delay_seconds: u64,
}

/// What is logged, and how.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    pub format: LogFormat,
    pub filter: String,
}

/// Form of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Text,
    Json,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            port: 8080,
            base_url: "http://localhost:8080".to_owned(),
            trusted_proxies: Vec::new(),
            workers: 0,
        }
    }
}

impl Default for Database {
    fn default() -> Self {
        Self { url: "sqlite://data/madoguchi.sqlite".to_owned(), connections: 16 }
    }
}

impl Default for Security {
    fn default() -> Self {
        Self {
            key: String::new(),
            keys: Vec::new(),
            key_file: PathBuf::from("data/master.key"),
            parallel_hashes: 0,
            breached_passwords_file: PathBuf::new(),
        }
    }
}

impl std::fmt::Debug for Security {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Security").field("key_file", &self.key_file).finish_non_exhaustive()
    }
}

impl Default for Files {
    fn default() -> Self {
        Self { folder: PathBuf::from("data/files"), scanner: String::new(), bucket: Bucket::default() }
    }
}

impl std::fmt::Debug for Bucket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bucket").field("name", &self.name).field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

impl Default for Mail {
    fn default() -> Self {
        Self { transport: MailTransport::Smtp, smtp: Smtp::default() }
    }
}

impl Default for Smtp {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            port: 1025,
            security: SmtpSecurity::None,
            username: None,
            password: None,
            timeout_seconds: 30,
        }
    }
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.settings().fmt(f)
    }
}

impl Default for Portals {
    fn default() -> Self {
        Self { presets: madoguchi_services::portals::preset_keys(), directory: PathBuf::new() }
    }
}

impl Default for Jobs {
    fn default() -> Self {
        Self { batch: 10, lease_seconds: 120, max_attempts: 12, first_delay_seconds: 10 }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::Text, filter: "info".to_owned() }
    }
}
