//! Pages on which a password is chosen outside the settings.

pub mod change;
pub mod set;
