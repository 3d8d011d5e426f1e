//! Login: its two steps, how they are bound together, and how guessing is slowed.

mod guessing;
mod robot_checks;
mod second_step;
