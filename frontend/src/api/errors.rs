//! The one error of a call, and its sentence on the screen. Must not know which call it was.

use super::problems::{self, Fault};
use crate::browser;
use crate::formats;
use crate::texts::tr;
use chrono::{DateTime, Utc};
use madoguchi_api_types::problems::{FieldCode, FieldProblem, Problem, ProblemCode};

/// Why a call failed.
#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    /// The server said why.
    Problem(Box<Problem>),
    /// No answer: the network or the server is away.
    Offline,
    /// An answer that makes no sense to this version of the app.
    Unreadable,
    /// The browser or the person did not do what the call needs, or the answer has a better sentence where it is shown.
    Local(LocalError),
}

/// What a [`LocalError`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalCode {
    /// A problem that the server told of.
    Problem(ProblemCode),
    /// The code is not the one that the app shows.
    WrongTotp,
    WrongRecoveryCode,
    /// This browser knows no passkeys.
    PasskeysUnknown,
    /// The person gave none.
    PasskeyNotGiven,
}

/// What failed, with its sentence: so that sentences of later pages are fetched with them.
#[derive(Clone, Copy, Debug)]
pub struct LocalError {
    pub code: LocalCode,
    /// The sentence in the language of the screens.
    pub text: fn() -> &'static str,
}

impl PartialEq for LocalError {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

#[cfg(feature = "split")]
impl From<leptos::wasm_split::SplitLoaderError> for Error {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self::Offline
    }
}

impl Error {
    /// The code of the problem that this is, or has another sentence for.
    pub fn problem(&self) -> Option<ProblemCode> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Local(LocalError { code: LocalCode::Problem(code), .. }) => Some(*code),
            Self::Offline | Self::Unreadable | Self::Local(_) => None,
        }
    }

    /// Whether it is that problem.
    pub fn is(&self, code: ProblemCode) -> bool {
        self.problem() == Some(code)
    }

    /// Whether what was asked for is not there, or not for this person: the two look the same.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.status == 404)
    }

    /// Whether there is no session (any more).
    pub fn is_session_over(&self) -> bool {
        use ProblemCode::{SessionEnded, SessionExpired, SessionMissing};
        matches!(self.problem(), Some(SessionMissing | SessionExpired | SessionEnded))
    }

    /// Whether it is the mailed link that is worth nothing (any more).
    pub fn is_of_link(&self) -> bool {
        use ProblemCode::{LinkExpired, LinkUnknown, LinkUsed};
        matches!(self.problem(), Some(LinkUnknown | LinkUsed | LinkExpired))
    }

    /// Why what was asked cannot be searched for: the refused conditions, none where the address itself makes no sense.
    pub fn refused_conditions(&self) -> Option<&[FieldProblem]> {
        let is_of_query = matches!(self.problem(), Some(ProblemCode::MalformedQuery | ProblemCode::ValidationFailed));
        // Of a list that changed meanwhile, the conditions are well.
        let is_of_cursor = self.fields().iter().any(|refused| refused.code == FieldCode::InvalidCursor);
        (is_of_query && !is_of_cursor).then(|| self.fields())
    }

    /// The fields that were refused.
    pub fn fields(&self) -> &[FieldProblem] {
        match self {
            Self::Problem(problem) => &problem.errors,
            Self::Offline | Self::Unreadable | Self::Local(_) => &[],
        }
    }

    /// What to tell the person, in the language of the screens.
    pub fn text(&self) -> String {
        match self {
            Self::Problem(problem) => {
                let is_of_list = problem.errors.iter().any(|refused| refused.code == FieldCode::InvalidCursor);
                let text = if is_of_list { tr!(problems.invalid_cursor) } else { problems::text(problem.code) };
                let text = with_time(text.to_owned(), problem.retry_at);
                match problem.tries_left {
                    Some(0) => format!("{text} {}", tr!(problems.no_try_left)),
                    Some(left @ 1..=2) => format!("{text} {}", tr!(problems.tries_left, left)),
                    _ => text,
                }
            }
            Self::Local(here) => (here.text)().to_owned(),
            Self::Offline => tr!(problems.offline).to_owned(),
            Self::Unreadable => tr!(problems.unreadable).to_owned(),
        }
    }
}

fn with_time(text: String, retry_at: Option<DateTime<Utc>>) -> String {
    match retry_at {
        Some(at) => format!("{text} {}", tr!(problems.retry_at, formats::time_after(browser::instant(), at))),
        None => text,
    }
}

/// The field that a failure of the whole is about, where it is about one, and what that means for it.
pub fn field_of(error: &Error) -> Option<(&'static str, Fault)> {
    let fault = match error {
        Error::Problem(problem) if problem.code == ProblemCode::InvalidOneTimePassword => Fault::WrongOneTimePassword,
        Error::Local(LocalError { code: LocalCode::WrongTotp, .. }) => Fault::WrongTotp,
        Error::Local(LocalError { code: LocalCode::WrongRecoveryCode, .. }) => Fault::WrongRecoveryCode,
        _ => return None,
    };
    Some(("one_time_password", fault))
}
