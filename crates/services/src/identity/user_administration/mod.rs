//! Accounts that somebody else sees to: the people of a customer by those of them who manage users, all by the provider.

pub mod by_provider;
pub mod invitations;
pub mod locks;
pub mod managed;
mod notifications;
pub mod puts;
mod seen;
mod typed;
