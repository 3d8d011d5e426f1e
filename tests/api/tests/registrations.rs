//! First registration: what it forgives, what it refuses, and what becomes of its links.

mod facts;
mod links;
mod passwords;
