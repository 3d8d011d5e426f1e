//! The portals served: read once at start, from the presets in the binary or from a directory.

use madoguchi_domain::locales::Locale;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use madoguchi_domain::policy::{Localized, Portal};
use madoguchi_mail::PortalTexts;

use crate::Error;

/// The presets that ship with the product, by file name.
const PRESETS: [(&str, &str); 3] = [
    ("network.toml", include_str!("../../../../portals/network.toml")),
    ("rental.toml", include_str!("../../../../portals/rental.toml")),
    ("telecom.toml", include_str!("../../../../portals/telecom.toml")),
];

/// Keys of the presets in the binary.
#[must_use]
pub fn preset_keys() -> Vec<String> {
    PRESETS.iter().map(|(file, _)| file.trim_end_matches(".toml").to_owned()).collect()
}

/// A portal file that was refused. The message names file, line and reason.
#[derive(Debug, thiserror::Error)]
#[error("{file}{}: {reason}", line.map(|l| format!(" line {l}")).unwrap_or_default())]
pub struct PortalError {
    /// File that was read.
    pub file: String,
    /// Line, when one is to blame.
    pub line: Option<usize>,
    /// What is wrong.
    pub reason: String,
}

/// Portals by key.
#[derive(Clone, Debug)]
pub struct Portals(BTreeMap<String, Arc<Portal>>);

impl Portals {
    /// The named presets.
    ///
    /// # Errors
    /// The first file that does not validate, or a name without a preset.
    pub fn presets(keys: &[String]) -> Result<Self, PortalError> {
        let chosen = keys.iter().map(|key| {
            let file = format!("{key}.toml");
            let preset = PRESETS.iter().find(|(name, _)| *name == file);
            let (name, text) = preset.ok_or_else(|| PortalError {
                file: file.clone(),
                line: None,
                reason: "no preset has this name".to_owned(),
            })?;
            parse(name, text)
        });
        Self::collect(chosen)
    }

    /// Every preset there is.
    ///
    /// # Errors
    /// The first preset that does not validate.
    pub fn every_preset() -> Result<Self, PortalError> {
        Self::collect(PRESETS.iter().map(|(name, text)| parse(name, text)))
    }

    /// All `*.toml` of a directory.
    ///
    /// # Errors
    /// The first file that cannot be read or does not validate.
    pub fn directory(directory: &Path) -> Result<Self, PortalError> {
        let unreadable = |path: &Path, error: std::io::Error| PortalError {
            file: path.display().to_string(),
            line: None,
            reason: error.to_string(),
        };
        let entries = std::fs::read_dir(directory).map_err(|e| unreadable(directory, e))?;
        let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.retain(|path| path.extension().is_some_and(|e| e == "toml"));
        paths.sort();
        Self::collect(paths.iter().map(|path| {
            let text = std::fs::read_to_string(path).map_err(|e| unreadable(path, e))?;
            parse(&path.display().to_string(), &text)
        }))
    }

    fn collect(portals: impl Iterator<Item = Result<Portal, PortalError>>) -> Result<Self, PortalError> {
        let portals: BTreeMap<_, _> =
            portals.map(|portal| portal.map(|p| (p.key.clone(), Arc::new(p)))).collect::<Result<_, _>>()?;
        if portals.is_empty() {
            let reason = "no portal file there".to_owned();
            return Err(PortalError { file: "portals".to_owned(), line: None, reason });
        }
        Ok(Self(portals))
    }

    /// The portal of a path segment.
    ///
    /// # Errors
    /// `portal_not_found`.
    pub fn get(&self, key: &str) -> Result<Arc<Portal>, Error> {
        self.0.get(key).cloned().ok_or(Error::Refused(crate::ProblemCode::PortalNotFound))
    }

    /// All portals, by key.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Portal>> {
        self.0.values()
    }
}

/// Reads and validates one portal file.
///
/// # Errors
/// Line and reason of the first mistake.
pub fn parse(file: &str, text: &str) -> Result<Portal, PortalError> {
    let mut portal: Portal = toml::from_str(text).map_err(|error| PortalError {
        file: file.to_owned(),
        line: error.span().map(|span| line_of(text, span.start)),
        reason: error.message().to_owned(),
    })?;
    portal.complete();
    portal.validate().map_err(|error| PortalError {
        file: file.to_owned(),
        line: line_of_key(text, error.field),
        reason: error.to_string(),
    })?;
    Ok(portal)
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1
}

/// Line of a dotted path: of its own section or list of sections, of its key within the section above, or of what
/// holds it when that is written on one line.
fn line_of_key(text: &str, path: &str) -> Option<usize> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let section = |path: &str| {
        let headers = [format!("[{path}]"), format!("[[{path}]]")];
        lines.iter().position(|line| headers.iter().any(|header| line.starts_with(header.as_str())))
    };
    let key_below = |start: usize, key: &str| {
        let named = |line: &&str| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
        let body = lines.iter().skip(start).take_while(|line| !line.starts_with('['));
        body.into_iter().position(named).map(|at| start + at + 1)
    };
    if let Some(header) = section(path) {
        return Some(header + 1);
    }
    let Some((above, key)) = path.rsplit_once('.') else { return key_below(0, path) };
    section(above).and_then(|header| key_below(header + 1, key)).or_else(|| line_of_key(text, above))
}

/// The fixed texts of a portal's mails in one language.
#[must_use]
pub fn mail_texts(portal: &Portal, locale: Locale) -> PortalTexts {
    let text = |text: &Localized| text.get(locale).to_owned();
    PortalTexts {
        provider: text(&portal.brand.provider),
        service: text(&portal.brand.service),
        // A mail stands among those of others: マイページ alone says nothing there.
        site_name: format!("{} {}", portal.brand.provider.get(locale), portal.name.get(locale)),
        greeting: text(&portal.mail.greeting),
        signature: text(&portal.mail.signature),
        support_department: text(&portal.support.department),
        support_hours: text(&portal.support.hours),
        support_phone: portal.support.phone.clone(),
        support_mail: portal.support.mail.clone(),
        from: portal.mail.from.clone(),
        color: portal.brand.color.clone(),
    }
}
