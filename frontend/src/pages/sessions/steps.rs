//! What the parts of the second step of a login share. Must not know the ways that there are.

use crate::components::robot_check_boxes::RobotCheck;
use crate::contexts::PageContext;
use leptos::prelude::*;
use madoguchi_api_types::sessions::{SecondFactor, SignInAttempt};

/// The id of its form in the page.
pub const FORM_ID: &str = "second-factor";

/// What the second step is about, while it is shown.
#[derive(Clone)]
pub struct Step {
    pub context: PageContext,
    /// The login.
    pub attempt: SignInAttempt,
    /// The way that is shown; none where none is asked.
    pub way: RwSignal<Option<SecondFactor>>,
    /// Whether there is a one-time password in the mail.
    pub mailed: RwSignal<bool>,
    /// The robot check, whichever way is shown.
    pub robot: Option<RobotCheck>,
}
