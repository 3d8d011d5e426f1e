//! Configuration: one TOML file and the environment, a struct a section. What is wrong is refused with line and reason.

mod retention;
mod sections;
mod webhooks;

use std::path::Path;

use serde::Deserialize;

pub use retention::Retention;
pub use sections::{
    Database, Documents, Files, Imports, Jobs, Log, LogFormat, Mail, MailTransport, Portals, Security, Server,
};
pub use webhooks::Webhooks;

/// Read when no file is named.
const FILE: &str = "madoguchi.toml";
const PREFIX: &str = "MADOGUCHI_";

/// All sections; the sample file beside this crate says what each value means.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    pub server: Server,
    pub database: Database,
    pub security: Security,
    pub mail: Mail,
    pub files: Files,
    pub documents: Documents,
    pub imports: Imports,
    pub portals: Portals,
    pub jobs: Jobs,
    pub log: Log,
    pub retention: Retention,
    pub webhooks: Webhooks,
}

/// A configuration that was refused.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct ConfigError {
    place: String,
    reason: String,
}

impl Config {
    /// Reads the file (the default one may be absent) and then the environment.
    ///
    /// # Errors
    /// File, line and reason; or the variable and the reason.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let variables = std::env::vars().filter(|(name, _)| name.starts_with(PREFIX) && name.contains("__"));
        let path = file.unwrap_or(Path::new(FILE));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if file.is_none() && error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => {
                return Err(ConfigError { place: path.display().to_string(), reason: error.to_string() });
            }
        };
        Self::read(&path.display().to_string(), &text, variables)
    }

    fn read(file: &str, text: &str, variables: impl Iterator<Item = (String, String)>) -> Result<Self, ConfigError> {
        let refused = |error: toml::de::Error| {
            let line = error.span().map(|span| text[..span.start].matches('\n').count() + 1);
            let place = line.map_or_else(|| file.to_owned(), |line| format!("{file} line {line}"));
            ConfigError { place, reason: error.message().to_owned() }
        };
        let _: Self = toml::from_str(text).map_err(refused)?;
        let mut table: toml::Table = toml::from_str(text).map_err(refused)?;
        for (name, value) in variables {
            table = overlay(table, &name, value)?;
        }
        let config: Self = Self::deserialize(table).map_err(|error| refuse_value("configuration", &error))?;
        config.validate()
    }

    fn validate(self) -> Result<Self, ConfigError> {
        let refuse = |place: &str, reason: &str| ConfigError { place: place.to_owned(), reason: reason.to_owned() };
        if self.server.base_url.ends_with('/') || !self.server.base_url.starts_with("http") {
            return Err(refuse("server.base_url", "must start with http:// or https:// and end without a slash"));
        }
        if self.database.connections == 0 {
            return Err(refuse("database.connections", "must be at least 1"));
        }
        if self.jobs.batch == 0 || self.jobs.max_attempts < 1 || self.jobs.lease_seconds == 0 {
            return Err(refuse("jobs", "batch, max_attempts and lease_seconds must be at least 1"));
        }
        Ok(self)
    }
}

fn refuse_value(place: &str, error: &toml::de::Error) -> ConfigError {
    ConfigError { place: place.to_owned(), reason: error.message().to_owned() }
}

/// Sets one value from a variable: as TOML when that fits (numbers, lists), else as text.
fn overlay(table: toml::Table, name: &str, value: String) -> Result<toml::Table, ConfigError> {
    let path = name.trim_start_matches(PREFIX).to_lowercase();
    let parsed = toml::from_str::<toml::Table>(&format!("value = {value}")).ok();
    let parsed = parsed.and_then(|mut table| table.remove("value"));
    let mut last = None;
    for candidate in parsed.into_iter().chain([toml::Value::String(value)]) {
        let mut changed = table.clone();
        set(&mut changed, &path, candidate);
        match Config::deserialize(changed.clone()) {
            Ok(_) => return Ok(changed),
            Err(error) => last = Some(error),
        }
    }
    Err(last.map_or_else(|| ConfigError { place: name.to_owned(), reason: String::new() }, |e| refuse_value(name, &e)))
}

fn set(table: &mut toml::Table, path: &str, value: toml::Value) {
    match path.split_once("__") {
        None => {
            table.insert(path.to_owned(), value);
        }
        Some((section, rest)) => {
            let inner = table.entry(section.to_owned()).or_insert_with(|| toml::Value::Table(toml::Table::new()));
            if let toml::Value::Table(inner) = inner {
                set(inner, rest, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Config;

    fn read(text: &str, variables: &[(&str, &str)]) -> Result<Config, String> {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Config::read("m.toml", text, variables).map_err(|error| error.to_string())
    }

    #[test]
    fn the_sample_is_the_default() {
        let sample = read(include_str!("../madoguchi.sample.toml"), &[]).unwrap();
        let default = read("", &[]).unwrap();
        assert_eq!(format!("{sample:?}"), format!("{default:?}"));
    }

    #[test]
    fn mistakes_name_line_and_reason() {
        let error = read("[server]\nport = 80800\n", &[]).unwrap_err();
        assert!(error.starts_with("m.toml line 2: invalid value"), "{error}");
        let error = read("[server]\n\nprot = 1\n", &[]).unwrap_err();
        assert!(error.contains("line 3") && error.contains("unknown field `prot`"), "{error}");
    }

    #[test]
    fn the_environment_wins_and_is_refused_by_name() {
        let config = read("[server]\nport = 1", &[("MADOGUCHI_SERVER__PORT", "9000")]).unwrap();
        assert_eq!(config.server.port, 9000);
        let config =
            read("", &[("MADOGUCHI_SECURITY__KEY", "12345"), ("MADOGUCHI_PORTALS__PRESETS", "[\"a\"]")]).unwrap();
        assert_eq!((config.security.key.as_str(), config.portals.presets.len()), ("12345", 1));
        let error = read("", &[("MADOGUCHI_SERVER__PORT", "many")]).unwrap_err();
        assert!(error.starts_with("MADOGUCHI_SERVER__PORT: "), "{error}");
    }
}
