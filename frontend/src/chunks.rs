//! Which pages are fetched together when one of them is first needed. Everything that is not named here comes with the
//! first visit.

use crate::api::Error;
use crate::pages::{call_records, contracts, home, invoices, registrations, sessions};
use crate::visits::Page;
use std::future::Future;
use std::pin::Pin;

/// A page that may have to be fetched.
pub type Later = fn() -> Pin<Box<dyn Future<Output = Result<Page, Error>>>>;

/// Pages that a login leads to.
#[derive(Clone, Copy)]
pub enum Entry {
    /// Second step of the login.
    OneTimePassword,
    /// Home.
    Home,
}

/// Pages about contracts.
#[derive(Clone, Copy)]
pub enum Contracts {
    /// Contracts of a category.
    List,
    /// One contract.
    Detail,
    /// Its invoices.
    Invoices,
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

/// A page of [`Entry`].
#[cfg_attr(
    feature = "split",
    leptos::wasm_split::wasm_split(entry, wasm_split_path = ::leptos::wasm_split, fallible)
)]
pub fn entry(page: Entry) -> Result<Page, Error> {
    Ok(match page {
        Entry::OneTimePassword => sessions::one_time_password::page,
        Entry::Home => |visit| visit.signed_in(home::page),
    })
}

/// A page of [`Contracts`].
#[cfg_attr(
    feature = "split",
    leptos::wasm_split::wasm_split(contracts, wasm_split_path = ::leptos::wasm_split, fallible)
)]
pub fn contracts(page: Contracts) -> Result<Page, Error> {
    Ok(match page {
        Contracts::List => |visit| visit.signed_in(contracts::list::page),
        Contracts::Detail => |visit| visit.signed_in(contracts::detail::page),
        Contracts::Invoices => |visit| visit.signed_in(invoices::list::page),
    })
}

/// The call records of a contract.
#[cfg_attr(
    feature = "split",
    leptos::wasm_split::wasm_split(call_records, wasm_split_path = ::leptos::wasm_split, fallible)
)]
pub fn call_records() -> Result<Page, Error> {
    Ok(|visit| visit.signed_in(call_records::list::page))
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
    ($chunk:ident($($page:expr)?)) => {
        || {
            #[cfg(feature = "split")]
            let page = $crate::chunks::$chunk($($page)?);
            #[cfg(not(feature = "split"))]
            let page = std::future::ready($crate::chunks::$chunk($($page)?));
            Box::pin(page)
        }
    };
}
pub(crate) use later;
