//! The fields of an inquiry, with the limits of the server.

use crate::components::forms::{Field, anything};
use crate::session::State;
use crate::texts::t;
use crate::visits::Visit;
use leptos::prelude::*;

/// Characters of a subject at most.
const SUBJECT: usize = 200;
/// Characters of a text at most.
const TEXT: usize = 10_000;

/// 種別.
pub fn kind() -> Field {
    Field::required("kind", t!(inquiries.kind), anything)
}

/// 件名.
pub fn subject(required: bool) -> Field {
    let check = |typed: &str| Ok(typed.trim().to_owned());
    Field::limited("subject", t!(inquiries.subject), SUBJECT, check).asked(required)
}

/// 内容.
pub fn text(required: bool) -> Field {
    // Indented lines stay as they are.
    let check = |typed: &str| Ok(typed.trim_end().to_owned());
    Field::limited("text", t!(inquiries.text), TEXT, check).asked(required)
}

/// Whose draft it is: people share a tab at a counter.
pub fn owner(visit: &Visit, what: &str) -> String {
    match visit.sessions.state.get_untracked() {
        State::Active(session) => format!("{} {} {what}", session.user.sign_in_name, session.user.mail_address),
        State::Unknown | State::Absent => String::new(),
    }
}
