//! What stands in place of the calls of a month that may not be read: why, and what may be read instead.

use super::state::{Calls, Shown};
use crate::api::Error;
use crate::components::parts::Part;
use crate::components::views::{changing, optional, text};
use crate::formats;
use crate::pages::switches::offers;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::contracts::ContractDetail;
use madoguchi_api_types::problems::ProblemCode;

/// Why the records of a month may not be read.
#[derive(Clone, Copy, PartialEq)]
pub enum Closed {
    /// The service is not active.
    Inactive,
    /// The service starts later.
    NotStarted,
    /// They are kept no longer.
    Expired,
    /// The address names no month, day, hour or order that there is.
    Unreadable,
}

impl Closed {
    /// By the problem.
    pub fn of(error: &Error) -> Option<Self> {
        let of_address = |field: &str| matches!(field, "month" | "day" | "hour" | "order");
        match error.problem()? {
            ProblemCode::ValidationFailed if error.fields().iter().any(|it| of_address(&it.field)) => {
                Some(Self::Unreadable)
            }
            ProblemCode::CallRecordsInactive => Some(Self::Inactive),
            ProblemCode::CallRecordsNotStarted => Some(Self::NotStarted),
            ProblemCode::CallRecordsExpired => Some(Self::Expired),
            _ => None,
        }
    }
}

/// Why, and the way to the newest month where one can be read.
pub fn notice(calls: Calls, contract: Part<ContractDetail>, reason: Closed) -> AnyView {
    let address = calls.address(&Shown::default());
    let sentence = move || match reason {
        Closed::Inactive => tr!(calls.inactive).to_owned(),
        Closed::Unreadable => tr!(calls.unreadable).to_owned(),
        Closed::Expired => tr!(problems.call_records_expired).to_owned(),
        Closed::NotStarted => contract.value().and_then(|contract| contract.call_records_from).map_or_else(
            || tr!(problems.call_records_not_started).to_owned(),
            |from| tr!(calls.readable_from, formats::month_of(from)),
        ),
    };
    let offer = (reason == Closed::Inactive).then(|| offers::call_records(&calls.context(), calls.contract()));
    let newest = move || {
        let readable = reason != Closed::Inactive && contract.value().is_some_and(|contract| contract.call_records);
        let link = readable.then(|| view! { <p><a href=address.clone()>{t!(calls.newest)}</a></p> }.into_any());
        optional(link)
    };
    view! { <div class="empty"><p>{text(sentence)}</p>{optional(offer)} {changing(newest)}</div> }.into_any()
}
