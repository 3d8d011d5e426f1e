//! Knows an invoice as a page of its own; must not know where it is shown.

use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};

use super::FileError;
use crate::InvoiceDocument;
use crate::wording::InvoiceView;

const TEMPLATE: &str = include_str!("../../templates/invoice.html");

/// Everything that is put into the template is escaped; there is no way around it.
static PAGES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut pages = Environment::new();
    pages.set_auto_escape_callback(|_| AutoEscape::Html);
    pages.set_undefined_behavior(UndefinedBehavior::Strict);
    // Building fails only for clashing delimiters, and these are the usual ones.
    pages.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().unwrap_or_default());
    pages
});

pub fn write(invoice: &InvoiceDocument) -> Result<String, FileError> {
    let view = minijinja::value::Serde(InvoiceView::of(invoice));
    Ok(PAGES.render_str(TEMPLATE, context! { d => view })?)
}
