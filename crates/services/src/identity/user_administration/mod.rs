//! Accounts that somebody else sees to: the people of a customer by those of them who manage users, all by the provider.

pub mod by_provider;
mod first_people;
pub mod invitations;
pub mod locks;
pub mod managed;
mod notifications;
pub mod puts;
mod seen;
mod typed;

pub(crate) use first_people::{FirstPerson, ensure_first};
