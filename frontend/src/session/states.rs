//! What is known of a session, why it is over, and its limits. Must not watch anything.

use madoguchi_api_types::sessions::Session;

/// What is known of the session.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// The server was not asked yet.
    Unknown,
    /// Nobody is logged in.
    Absent,
    /// Someone is.
    Active(Box<Session>),
}

impl State {
    /// Whether the pages of the portal are open: someone is logged in, and nothing has to be done first.
    pub fn is_open(&self) -> bool {
        let open = |session: &Session| {
            let Session { password_change_required, second_factor_enrolment_required, contractor_required, .. } =
                session;
            !password_change_required && !second_factor_enrolment_required && !contractor_required
        };
        matches!(self, Self::Active(session) if open(session))
    }
}

/// Why a session is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The person logged out, here or in another tab.
    SignedOut,
    /// Too long without activity.
    Idle,
    /// Ended by the server for another reason.
    Elsewhere,
}

/// The portal's limits, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Without a request, the session ends after so long.
    pub idle: u32,
    /// So long before that, a dialog warns.
    pub warn: u32,
}
