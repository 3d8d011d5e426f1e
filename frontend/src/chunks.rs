//! Which pages are fetched together when one of them is first needed. Everything that is not named here comes with the
//! first visit.
//!
//! There are four parts and no more: what some of them share is a file for each combination, and each file a request.

use crate::api::Error;
use crate::components::lone_robot_checks::{self, Checking};
use crate::components::pages_of_state::not_found_page;
use crate::pages::sessions::endings::Ending;
use crate::pages::{
    accounts, authenticators, call_records, contractors, contracts, found_invoices, home, inquiries, invoices, links,
    notices, passwords, recoveries, registrations, sessions, statements, switches, users,
};
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
    /// Notices of the provider.
    Notices,
    /// One of them.
    Notice,
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
    /// The invoices of all contracts.
    FoundInvoices,
    /// One of them.
    FoundInvoice,
}

/// Pages about call records.
#[derive(Clone, Copy)]
pub enum CallRecords {
    /// Calls of a month.
    List,
    /// Who looked at them.
    Views,
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

/// Pages of the own account.
#[derive(Clone, Copy)]
pub enum Account {
    /// Password, registered information, mail address.
    Settings,
    /// Authenticator apps, passkeys, recovery codes.
    SecondFactors,
    /// A second factor before anything else.
    Enrolment,
    /// Where one is logged in.
    Sessions,
    /// What happened.
    Events,
}

/// Pages about what a customer asks.
#[derive(Clone, Copy)]
pub enum Inquiries {
    /// All inquiries.
    List,
    /// The form.
    Create,
    /// It was received.
    Sent,
    /// One with its thread.
    Detail,
}

/// Pages for who cannot log in, or came by a mailed link.
#[derive(Clone, Copy)]
pub enum Recovery {
    /// The ways back in.
    Create,
    /// A new mail address, within a login.
    MailAddress,
    /// A password before anything else.
    PasswordChange,
    /// A password behind a link.
    PasswordSetting,
    /// A change of mail address: names the new one.
    MailChange,
    /// Makes the change.
    MailChangeConfirmation,
    /// Takes it back.
    MailChangeUndo,
    /// "This was not me."
    NotMe,
    /// What becomes of personal data.
    Privacy,
    /// How accessible the site is.
    Accessibility,
}

/// A page of [`Entry`].
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    leptos::wasm_split::wasm_split(entry, wasm_split_path = ::leptos::wasm_split, fallible)
)]
pub fn entry(page: Entry) -> Result<Page, Error> {
    Ok(match page {
        Entry::OneTimePassword => sessions::one_time_password::page,
        Entry::Home => home::overview::page,
        Entry::Notices => notices::list::page,
        Entry::Notice => notices::detail::page,
    })
}

/// The end of a login on its first page.
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    leptos::wasm_split::wasm_split(entry, wasm_split_path = ::leptos::wasm_split, fallible)
)]
pub fn ending() -> Result<Ending, Error> {
    Ok(sessions::endings::end)
}

/// The robot check of a login from where many passwords were wrong.
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    leptos::wasm_split::wasm_split(entry, wasm_split_path = ::leptos::wasm_split, fallible)
)]
pub fn checking() -> Result<Checking, Error> {
    Ok(lone_robot_checks::view)
}

/// A page of [`Contracts`].
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    leptos::wasm_split::wasm_split(contracts, wasm_split_path = ::leptos::wasm_split, fallible)
)]
pub fn contracts(page: Contracts) -> Result<Page, Error> {
    Ok(match page {
        Contracts::List => contracts::list::page,
        Contracts::Detail => contracts::detail::page,
        Contracts::Invoices => invoices::list::page,
        Contracts::FoundInvoices => found_invoices::list::page,
        Contracts::FoundInvoice => found_invoices::detail::page,
    })
}

/// A page of [`CallRecords`].
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    leptos::wasm_split::wasm_split(contracts, wasm_split_path = ::leptos::wasm_split, fallible)
)]
pub fn call_records(page: CallRecords) -> Result<Page, Error> {
    Ok(match page {
        CallRecords::List => call_records::list::page,
        CallRecords::Views => call_records::views::page,
    })
}

/// A page of [`Account`].
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    leptos::wasm_split::wasm_split(account, wasm_split_path = ::leptos::wasm_split, fallible)
)]
pub fn account(page: Account) -> Result<Page, Error> {
    Ok(match page {
        Account::Settings => accounts::settings::page,
        Account::SecondFactors => authenticators::list::page,
        Account::Enrolment => |visit| visit.enrolling(authenticators::list::enrolment),
        Account::Sessions => accounts::sessions::page,
        Account::Events => accounts::events::page,
    })
}

/// The people of the customer.
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    leptos::wasm_split::wasm_split(account, wasm_split_path = ::leptos::wasm_split, fallible)
)]
pub fn users() -> Result<Page, Error> {
    Ok(users::list::page)
}

/// A page of [`Inquiries`].
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    leptos::wasm_split::wasm_split(account, wasm_split_path = ::leptos::wasm_split, fallible)
)]
pub fn inquiries(page: Inquiries) -> Result<Page, Error> {
    Ok(match page {
        Inquiries::List => inquiries::list::page,
        Inquiries::Create => inquiries::create::page,
        Inquiries::Sent => inquiries::sent::page,
        Inquiries::Detail => inquiries::detail::page,
    })
}

/// What a customer turns on and off.
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    leptos::wasm_split::wasm_split(account, wasm_split_path = ::leptos::wasm_split, fallible)
)]
pub fn switches() -> Result<Page, Error> {
    Ok(switches::list::page)
}

/// A page of [`Registration`].
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    leptos::wasm_split::wasm_split(visitors, wasm_split_path = ::leptos::wasm_split, fallible)
)]
pub fn registration(page: Registration) -> Result<Page, Error> {
    Ok(match page {
        Registration::Create => {
            |visit| match (visit.portal.registration_by_mail, visit.portal.registration_by_contract) {
                (true, _) => contractors::create::page(visit),
                (false, true) => registrations::create::page(visit),
                (false, false) => not_found_page(),
            }
        }
        Registration::Sent => |visit| match visit.portal.registration_by_contract {
            true => registrations::sent::page(visit),
            false => not_found_page(),
        },
        Registration::Complete => registrations::complete::page,
    })
}

/// A page of [`Recovery`].
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    leptos::wasm_split::wasm_split(visitors, wasm_split_path = ::leptos::wasm_split, fallible)
)]
pub fn recovery(page: Recovery) -> Result<Page, Error> {
    Ok(match page {
        Recovery::Create => recoveries::create::page,
        Recovery::MailAddress => sessions::mail_address::page,
        Recovery::PasswordChange => |visit| visit.choosing_password(passwords::change::page),
        Recovery::PasswordSetting => passwords::set::page,
        Recovery::MailChange => links::mail_change::open,
        Recovery::MailChangeConfirmation => links::mail_change::confirm,
        Recovery::MailChangeUndo => links::mail_change::undo,
        Recovery::NotMe => links::not_me::page,
        Recovery::Privacy => statements::privacy,
        Recovery::Accessibility => statements::accessibility,
    })
}

/// Waits for a page: with the feature `split` it is fetched, without it is there.
macro_rules! later {
    ($chunk:ident($($page:expr)?)) => {
        || {
            #[cfg(all(feature = "split", target_family = "wasm"))]
            let page = $crate::chunks::$chunk($($page)?);
            #[cfg(not(all(feature = "split", target_family = "wasm")))]
            let page = std::future::ready($crate::chunks::$chunk($($page)?));
            Box::pin(page)
        }
    };
}
pub(crate) use later;
