//! Which pages are fetched together when one of them is first needed. Everything that is not named here comes with the
//! first visit.

use crate::api::Error;
use crate::pages::{call_records, contracts, home, invoices, registrations, sessions};
use crate::visits::Page;
use std::future::Future;
use std::pin::Pin;

/// A page that may have to be fetched.
pub type Later = fn() -> Pin<Box<dyn Future<Output = Result<Page, Error>>>>;

/// Pages from the one-time password on: who gets there goes on to the others.
#[derive(Clone, Copy)]
pub enum Account {
    /// Second step of the login.
    OneTimePassword,
    /// Home.
    Home,
    /// Contracts of a category.
    Contracts,
    /// One contract.
    Contract,
    /// Invoices of a contract.
    Invoices,
    /// Call records of a contract.
    CallRecords,
}

/// Pages of the first registration.
#[derive(Clone, Copy)]
pub enum Registration {
    /// The form.
    Create,
    /// The mail is on its way.
    Sent,
    /// The mailed link.
    Complete,
}

/// A page of [`Account`].
#[cfg_attr(
    feature = "split",
    leptos::wasm_split::wasm_split(account, wasm_split_path = ::leptos::wasm_split, fallible)
)]
pub fn account(page: Account) -> Result<Page, Error> {
    Ok(match page {
        Account::OneTimePassword => sessions::one_time_password::page,
        Account::Home => |visit| visit.signed_in(home::page),
        Account::Contracts => |visit| visit.signed_in(contracts::list::page),
        Account::Contract => |visit| visit.signed_in(contracts::detail::page),
        Account::Invoices => |visit| visit.signed_in(invoices::list::page),
        Account::CallRecords => |visit| visit.signed_in(call_records::list::page),
    })
}

/// A page of [`Registration`].
#[cfg_attr(
    feature = "split",
    leptos::wasm_split::wasm_split(registration, wasm_split_path = ::leptos::wasm_split, fallible)
)]
pub fn registration(page: Registration) -> Result<Page, Error> {
    Ok(match page {
        Registration::Create => registrations::create::page,
        Registration::Sent => registrations::sent::page,
        Registration::Complete => registrations::complete::page,
    })
}

/// Waits for a page: with the feature `split` it is fetched, without it is there.
macro_rules! later {
    ($chunk:ident($page:expr)) => {
        || {
            #[cfg(feature = "split")]
            let page = $crate::chunks::$chunk($page);
            #[cfg(not(feature = "split"))]
            let page = std::future::ready($crate::chunks::$chunk($page));
            Box::pin(page)
        }
    };
}
pub(crate) use later;
