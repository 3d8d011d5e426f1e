//! Turns a message and a portal's texts into subject, text and HTML; must not know who receives them or how.

use crate::messages::Message;
use madoguchi_domain::locales::Locale;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, ValueKind};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::LazyLock;

/// What a portal says about itself in its mails, already in the language of the mail.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct PortalTexts {
    /// The provider's name.
    pub provider: String,
    /// Main service, as 〇〇ひかり.
    pub service: String,
    /// The portal's name with whose it is, as 〇〇テレコム マイページ.
    pub site_name: String,
    /// First line of each mail.
    pub greeting: String,
    /// Last lines of each mail, separated by line feeds.
    pub signature: String,
    /// Department that answers.
    pub support_department: String,
    /// Hours as written for people.
    pub support_hours: String,
    /// Phone number as written for people.
    pub support_phone: Option<String>,
    /// Mail address for questions.
    pub support_mail: String,
    /// Sender address.
    pub from: String,
    /// Main colour, `#rrggbb`, on which white text is readable.
    pub color: String,
}

/// What a mail says. Holds secrets of its reader, so `Debug` shows the subject only.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq)]
pub struct Content {
    /// Subject on one line, without control characters.
    pub subject: String,
    /// Plain text, lines separated by line feeds.
    pub text: String,
    /// A complete HTML document.
    pub html: String,
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Content").field("subject", &self.subject).finish_non_exhaustive()
    }
}

/// A template is missing, wrong, or names something the message does not state: a defect of the templates.
#[derive(Debug, thiserror::Error)]
#[error("mail template {template}: {source}")]
pub struct RenderError {
    template: String,
    source: minijinja::Error,
}

#[derive(rust_embed::RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/templates"]
struct Templates;

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // Building fails only for clashing delimiters, and these are the usual ones.
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().unwrap_or_default());
    environment.set_auto_escape_callback(|name| {
        let file = name.rsplit('/').next().unwrap_or(name);
        if file.starts_with("html") { AutoEscape::Html } else { AutoEscape::None }
    });
    environment
        .set_loader(|name| Ok(Templates::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned())));
    environment
});

/// Renders a message in a language.
///
/// # Errors
/// When a template is broken; never because of the values.
pub fn render(message: &Message, locale: Locale, texts: &PortalTexts) -> Result<Content, RenderError> {
    let facts = context! {
        message => facts_on_one_line(&Value::from(Serde(message))),
        texts => Serde(texts),
        locale => locale.as_str(),
    };
    let part = |part: &str| {
        let template = format!("{}/{part}.{locale}", message.name());
        ENVIRONMENT
            .get_template(&template)
            .and_then(|found| found.render(facts.clone()))
            .map_err(|source| RenderError { template, source })
    };
    Ok(Content { subject: one_line(&part("subject")?), text: part("text")?, html: part("html")? })
}

/// The text on one line: control characters and line separators become single spaces, so that a value can never start
/// a new header.
pub(crate) fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.split(breaks).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The same facts with every text on one line: a name that holds a line break cannot make a line `URL : …` of its own.
fn facts_on_one_line(facts: &Value) -> Value {
    let each = || facts.try_iter().into_iter().flatten();
    match facts.kind() {
        ValueKind::String => facts.as_str().map_or_else(Value::default, |text| Value::from(one_line(text))),
        ValueKind::Seq => each().map(|item| facts_on_one_line(&item)).collect(),
        ValueKind::Map => Value::from_pairs(
            each().filter_map(|key| facts.get_item(&key).ok().map(|fact| (key, facts_on_one_line(&fact)))),
        ),
        _ => facts.clone(),
    }
}

#[cfg(test)]
mod tests;
