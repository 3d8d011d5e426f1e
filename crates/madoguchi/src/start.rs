//! Makes the services from the configuration: the steps that every command shares.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use madoguchi_documents::Fonts;
use madoguchi_jobs::Settings;
use madoguchi_services::files::Bucket;
use madoguchi_services::keys::MASTER_KEY_BYTES;
use madoguchi_services::limits::Slots;
use madoguchi_services::password_hashes::Hasher;
use madoguchi_services::{Database, Files, Keys, Portals, Press, Services, SystemClock, Transport};

use crate::config::{self, Config, Jobs, MailTransport, Security};

/// Anything that ends a command, in words for the operator.
pub type Failure = Box<dyn std::error::Error>;

/// Connects and reads the portals; does not migrate.
pub async fn services(config: &Config) -> Result<Arc<Services>, Failure> {
    let portals = if config.portals.directory.as_os_str().is_empty() {
        Portals::presets(&config.portals.presets)?
    } else {
        Portals::directory(&config.portals.directory)?
    };
    let mail = match config.mail.transport {
        MailTransport::Smtp => Transport::smtp(&config.mail.smtp.settings())?,
        MailTransport::Mailbox => Transport::Mailbox,
    };
    Ok(Arc::new(Services {
        db: connect(config).await?,
        portals,
        clock: Arc::new(SystemClock),
        keys: Keys::derive(&master_key(&config.security)?),
        hasher: Hasher::new(cores(config.security.parallel_hashes))?,
        mail,
        files: files(&config.files)?,
        press: press(&config.documents),
        base_url: config.server.base_url.clone(),
        webauthn: madoguchi_services::authenticators::passkeys::relying_party(&config.server.base_url),
        slots: Slots::beside(config.database.connections),
        work: tokio::sync::Notify::new(),
    }))
}

fn files(files: &config::Files) -> Result<Files, Failure> {
    if files.bucket.name.is_empty() {
        return Ok(Files::folder(&files.folder)?);
    }
    let bucket = files.bucket.clone();
    Ok(Files::bucket(&Bucket {
        endpoint: bucket.endpoint,
        region: bucket.region,
        name: bucket.name,
        access_key_id: bucket.access_key_id,
        secret_access_key: bucket.secret_access_key,
    })?)
}

/// Renders documents; without a Japanese font the server runs, says so, and refuses to make PDFs.
fn press(documents: &config::Documents) -> Press {
    let mut folders = documents.fonts.clone();
    folders.extend(madoguchi_documents::system_font_directories());
    let fonts = Fonts::find(&folders).inspect_err(|error| tracing::warn!("{error}")).ok();
    Press::new(fonts, cores(documents.parallel))
}

/// Connects to the database; the folder of an SQLite file is made.
pub async fn connect(config: &Config) -> Result<Database, Failure> {
    if let Some(path) = config.database.url.strip_prefix("sqlite://") {
        let path = Path::new(path.split('?').next().unwrap_or(path));
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        }
    }
    Ok(Database::connect(&config.database.url, config.database.connections).await?)
}

/// How the runner of jobs works.
pub fn job_settings(jobs: Jobs) -> Settings {
    Settings {
        batch: jobs.batch,
        lease: Duration::from_secs(jobs.lease_seconds),
        max_attempts: jobs.max_attempts,
        first_delay: Duration::from_secs(jobs.first_delay_seconds),
    }
}

/// As configured, or one for each core.
fn cores(configured: usize) -> usize {
    if configured > 0 { configured } else { std::thread::available_parallelism().map_or(2, usize::from) }
}

fn master_key(security: &Security) -> Result<[u8; MASTER_KEY_BYTES], Failure> {
    let text = if security.key.is_empty() { key_file(&security.key_file)? } else { security.key.clone() };
    let bytes = BASE64_STANDARD.decode(text.trim()).map_err(|e| format!("security.key: {e}"))?;
    let wrong = |bytes: Vec<u8>| format!("security.key: {} bytes instead of {MASTER_KEY_BYTES}", bytes.len());
    Ok(bytes.try_into().map_err(wrong)?)
}

/// Reads the key file, or makes it, readable for the owner only.
fn key_file(path: &Path) -> Result<String, Failure> {
    match std::fs::read_to_string(path) {
        Ok(text) => return Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(format!("{}: {error}", path.display()).into()),
    }
    let mut key = [0; MASTER_KEY_BYTES];
    getrandom::fill(&mut key).map_err(|e| e.to_string())?;
    let text = BASE64_STANDARD.encode(key);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => file.write_all(text.as_bytes())?,
        // Another process was first: its key is the key.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Ok(std::fs::read_to_string(path)?),
        Err(error) => return Err(format!("{}: {error}", path.display()).into()),
    }
    Ok(text)
}
