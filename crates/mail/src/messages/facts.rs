//! Knows the facts of mails that have parts of their own; must not know how they look.

use serde::Serialize;

/// A fact of [`super::Message::RequestCompleted`].
#[derive(Serialize, Clone, PartialEq, Eq)]
pub struct RequestFact {
    /// What it is called.
    pub label: String,
    /// What it says; may be empty.
    pub text: String,
    /// Whether label and text stand on one line.
    pub inline: bool,
}
