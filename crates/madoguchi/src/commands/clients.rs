//! `madoguchi clients`: third-party systems that act for the provider by REST, their secrets and keys.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use clap::{Args, Subcommand};
use madoguchi_domain::api_clients::ApiScope;
use madoguchi_domain::dates;
use madoguchi_services::api_clients::{self, ApiCredential, Created, Listed, NewApiClient};
use madoguchi_services::{Error, FieldCode, Operator, ProblemCode, Provider, Services};
use uuid::Uuid;

use crate::config::Config;
use crate::start::{self, Failure};

/// Makes API clients, gives them secrets and keys, revokes them.
#[derive(Debug, Args)]
pub struct Clients {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Makes a client of a portal and shows its id and its secret, this once.
    Create(Create),
    /// Lists the clients of a portal with their scopes, secrets and keys, and when each was last used.
    List {
        /// Portal.
        portal: String,
    },
    /// Makes a new secret and shows it, this once. The one before is good for a while longer, so that the system can change
    /// over without a gap.
    RotateSecret {
        #[command(flatten)]
        named: Named,
        /// How long the secrets before are good.
        #[arg(long, default_value_t = 168, value_name = "HOURS", value_parser = clap::value_parser!(u32).range(0..=8784))]
        overlap_hours: u32,
    },
    /// Adds a public key, whose private half signs the client's assertions. Those before stay good until they are revoked.
    AddKey {
        #[command(flatten)]
        named: Named,
        /// File with the key, as JWK or PEM: EC P-256 or P-384, Ed25519, RSA of 2048 bits or more.
        file: PathBuf,
    },
    /// Revokes a client at once and for good, with all its tokens; with --credential one secret or key of it.
    Revoke {
        #[command(flatten)]
        named: Named,
        /// Id of the secret or key, as `clients list` shows it.
        #[arg(long, value_name = "ID")]
        credential: Option<Uuid>,
    },
}

#[derive(Debug, Args)]
struct Named {
    /// Portal.
    portal: String,
    /// Id of the client.
    client: Uuid,
}

#[derive(Debug, Args)]
struct Create {
    /// Portal.
    portal: String,
    /// What the client is called, as 会計システム.
    #[arg(long)]
    name: String,
    /// What it may do, as `requests:read`; several times or with commas.
    #[arg(long = "scope", value_name = "SCOPE", required = true, value_delimiter = ',', value_parser = scope)]
    scopes: Vec<ApiScope>,
    /// File with its public key, as JWK or PEM, in place of a secret.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

fn scope(text: &str) -> Result<ApiScope, String> {
    let all = || ApiScope::ALL.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(", ");
    ApiScope::from_code(text).ok_or_else(|| format!("is none of {}", all()))
}

impl Clients {
    /// Runs the command.
    pub async fn run(self, config: &Config, operator: &Operator) -> Result<(), Failure> {
        let services = start::services(config).await?;
        services.db.migrate().await?;
        let at = |portal: &str| Ok::<_, Error>(operator.at(&services.portals.get(portal)?));
        match self.command {
            Command::Create(create) => create.run(&services, &at(&create.portal)?).await,
            Command::List { portal } => {
                for listed in api_clients::list(&services, &at(&portal)?).await? {
                    show(&listed, services.clock.now());
                }
                Ok(())
            }
            Command::RotateSecret { named, overlap_hours } => {
                let overlap = TimeDelta::hours(overlap_hours.into());
                let provider = at(&named.portal)?;
                let made = api_clients::rotate_secret(&services, &provider, named.client.into(), overlap).await;
                given(&made.map_err(in_words)?);
                say!("the secrets before are good for {overlap_hours} hours");
                Ok(())
            }
            Command::AddKey { named, file } => {
                let (provider, key) = (at(&named.portal)?, read(&file)?);
                let made = api_clients::add_key(&services, &provider, named.client.into(), &key).await;
                given(&made.map_err(in_words)?);
                Ok(())
            }
            Command::Revoke { named, credential: None } => {
                let done = api_clients::revoke(&services, &at(&named.portal)?, named.client.into()).await;
                done.map_err(in_words)?;
                say!("revoked");
                Ok(())
            }
            Command::Revoke { named, credential: Some(credential) } => {
                let (provider, client) = (at(&named.portal)?, named.client.into());
                let done = api_clients::end_credential(&services, &provider, client, credential.into()).await;
                done.map_err(in_words)?;
                say!("ended");
                Ok(())
            }
        }
    }
}

impl Create {
    async fn run(&self, services: &Services, provider: &Provider) -> Result<(), Failure> {
        let new = NewApiClient {
            name: self.name.clone(),
            scopes: self.scopes.iter().copied().collect::<BTreeSet<_>>(),
            public_key: self.key.as_deref().map(read).transpose()?,
        };
        given(&api_clients::create(services, provider, &new).await.map_err(in_words)?);
        Ok(())
    }
}

fn read(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()).into())
}

/// What the operator gives to who runs the client.
fn given(made: &Created) {
    say!("client_id\t{}", made.client.id);
    match (&made.secret, &made.credential.key_id) {
        (Some(secret), _) => say!("client_secret\t{secret}"),
        (None, key) => say!("kid\t{}", key.as_deref().unwrap_or_default()),
    }
}

fn show(listed: &Listed, now: DateTime<Utc>) {
    let Listed { client, credentials } = listed;
    let state = if client.revoked_at.is_some() { "revoked" } else { "active" };
    say!("{}\t{}\t{state}\t{}\tused {}", client.id, client.name, client.scopes, used(client.last_used_at));
    for credential in credentials {
        let (kind, key) = (credential.kind, credential.key_id.as_deref().unwrap_or_default());
        say!("  {}\t{kind}\t{}\t{key}\tused {}", credential.id, good(credential, now), used(credential.last_used_at));
    }
}

fn good(credential: &ApiCredential, now: DateTime<Utc>) -> String {
    match (credential.ended_at, credential.expires_at) {
        (Some(_), _) => "ended".to_owned(),
        (None, Some(end)) if end <= now => "ended".to_owned(),
        (None, Some(end)) => format!("until {}", time(end)),
        (None, None) => "good".to_owned(),
    }
}

fn used(at: Option<DateTime<Utc>>) -> String {
    at.map_or_else(|| "never".to_owned(), time)
}

fn time(at: DateTime<Utc>) -> String {
    dates::jst(at).format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

fn in_words(error: Error) -> Failure {
    match error {
        Error::NotFound => "the portal has no client or credential with this id".into(),
        Error::Refused(ProblemCode::ClientRevoked) => "the client is revoked: make another".into(),
        Error::Invalid(fields) if fields.iter().any(|it| it.code == FieldCode::Duplicate) => {
            "the client has a key with this id already: give the new one another `kid`".into()
        }
        Error::Invalid(fields) if fields.iter().any(|it| it.field == "public_key") => {
            "no public key that is taken: EC P-256 or P-384, Ed25519, RSA of 2048 bits or more, as JWK or PEM".into()
        }
        Error::Invalid(fields) if fields.iter().any(|it| it.field == "name") => {
            "the name has 1 to 100 characters".into()
        }
        other => other.into(),
    }
}
