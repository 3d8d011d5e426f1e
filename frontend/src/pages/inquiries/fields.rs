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
pub fn subject() -> Field {
    Field::required("subject", t!(inquiries.subject), |typed| at_most(SUBJECT, typed.trim()))
}

/// 内容.
pub fn text() -> Field {
    // Indented lines stay as they are.
    Field::required("text", t!(inquiries.text), |typed| at_most(TEXT, typed.trim_end()))
}

fn at_most(most: usize, typed: &str) -> Result<String, String> {
    if typed.chars().count() > most { Err("too_long".to_owned()) } else { Ok(typed.to_owned()) }
}

/// Whose draft it is: people share a tab at a counter.
pub fn owner(visit: &Visit, what: &str) -> String {
    match visit.sessions.state.get_untracked() {
        State::Active(session) => format!("{} {} {what}", session.user.sign_in_name, session.user.mail_address),
        State::Unknown | State::Absent => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::at_most;

    #[test]
    fn characters_are_counted_not_bytes() {
        assert_eq!(at_most(3, "件名三").as_deref(), Ok("件名三"));
        assert_eq!(at_most(3, "件名三四"), Err("too_long".to_owned()));
    }
}
