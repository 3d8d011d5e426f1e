//! The steps by which a registration is completed.

/// Where one is on the way.
#[derive(Clone)]
pub enum Step {
    /// Access ID and temporary password are asked.
    Verify,
    /// The own password is asked, with the ticket of the first step and the access ID for the password manager.
    Password(String, String),
    Done,
}
