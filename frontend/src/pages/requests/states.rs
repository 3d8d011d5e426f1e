//! The state of a request, by word and by shape.

use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::requests::{RequestDoer, RequestState};

/// The word of a state.
pub fn word(state: RequestState) -> fn() -> &'static str {
    match state {
        RequestState::Draft => t!(requests.draft),
        RequestState::InApproval => t!(approvals.waiting),
        RequestState::NotApproved => t!(approvals.refused),
        RequestState::Accepted => t!(requests.accepted),
        RequestState::Failed => t!(requests.failed),
        RequestState::InReview => t!(requests.in_review),
        RequestState::Completed => t!(requests.completed),
        RequestState::Rejected => t!(requests.rejected),
        RequestState::Withdrawn => t!(requests.withdrawn),
    }
}

/// 下書き, 受付完了, …
pub fn badge(state: RequestState) -> AnyView {
    let class = match state {
        RequestState::Draft => "status preparing",
        RequestState::InApproval => "status awaited",
        RequestState::Accepted => "status received",
        RequestState::InReview => "status awaited",
        RequestState::Completed => "status answered",
        RequestState::NotApproved | RequestState::Failed | RequestState::Rejected => "status refused",
        RequestState::Withdrawn => "status closed",
    };
    view! { <span class=class>{word(state)}</span> }.into_any()
}

/// Who brought a request into a state.
pub fn doer(doer: RequestDoer) -> fn() -> &'static str {
    match doer {
        RequestDoer::Customer => t!(requests.by_customer),
        RequestDoer::Provider => t!(requests.by_provider),
        RequestDoer::System => t!(requests.by_system),
    }
}
