//! Makes the services from the configuration: the steps that every command shares.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use madoguchi_documents::Fonts;
use madoguchi_jobs::Settings;
use madoguchi_services::files::Bucket;
use madoguchi_services::limits::Slots;
use madoguchi_services::password_hashes::Hasher;
use madoguchi_services::passwords::BreachedPasswords;
use madoguchi_services::scanner::Scanner;
use madoguchi_services::webhooks;
use madoguchi_services::{Database, Files, Keys, PdfRenderer, Portals, Services, SystemClock, Transport};

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
        keys: keys(&config.security)?,
        hasher: Hasher::new(cores(config.security.parallel_hashes))?,
        breached_passwords: breached_passwords(&config.security)?,
        retention: config.retention.rules(),
        import_limits: config.imports.limits(),
        scanner: scanner(&config.files)?,
        mail,
        files: files(&config.files)?,
        webhooks: webhooks::Client::new(config.webhooks.settings()),
        pdf_renderer: pdf_renderer(&config.documents),
        base_url: config.server.base_url.clone(),
        webauthn: madoguchi_services::authenticators::passkeys::relying_party(&config.server.base_url),
        slots: Slots::beside(config.database.connections),
    }))
}

fn breached_passwords(security: &Security) -> Result<Option<BreachedPasswords>, Failure> {
    let path = &security.breached_passwords_file;
    Ok(if path.as_os_str().is_empty() { None } else { Some(BreachedPasswords::open(path)?) })
}

fn scanner(files: &config::Files) -> Result<Option<Scanner>, Failure> {
    Ok(if files.scanner.is_empty() { None } else { Some(files.scanner.parse()?) })
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
fn pdf_renderer(documents: &config::Documents) -> PdfRenderer {
    let fonts = Fonts::find(&documents.fonts).inspect_err(|error| tracing::warn!("{error}")).ok();
    PdfRenderer::new(fonts, cores(documents.parallel))
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

/// The key ring: of the configuration where it has keys, else of the key file.
pub fn keys(security: &Security) -> Result<Keys, Failure> {
    let (setting, keys) = match (security.keys.is_empty(), security.key.is_empty()) {
        (false, false) => return Err("security.key and security.keys: only one of them can be set".into()),
        (false, true) => ("security.keys", Keys::fixed(&security.keys.join("\n"))),
        (true, false) => ("security.key", Keys::fixed(&security.key)),
        (true, true) => ("security.key_file", Keys::file(&security.key_file)),
    };
    keys.map_err(|error| format!("{setting}: {error}").into())
}
