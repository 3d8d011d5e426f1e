//! Login: its two steps, how they are bound together, and how guessing is slowed.

mod apps;
mod enrolments;
mod guessing;
mod issued_passwords;
mod likeness;
mod lockouts;
mod passkeys;
mod policies;
mod recovery_codes;
mod robot_checks;
mod second_step;
mod simultaneous;
mod stops;
