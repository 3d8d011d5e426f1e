//! Orders of rented goods: asked for, arranged, corrected, extended, exchanged and cancelled, with what they cost.

mod cancellations;
mod histories;
mod ordering;
mod quotes;
