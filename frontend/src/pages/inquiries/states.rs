//! The state of an inquiry, by word and by shape.

use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::inquiries::InquiryState;

/// 受付済, 回答済, 完了.
pub fn badge(state: InquiryState) -> AnyView {
    let (class, words) = match state {
        InquiryState::Received => ("status received", t!(inquiries.received)),
        InquiryState::Answered => ("status answered", t!(inquiries.answered)),
        InquiryState::Closed => ("status closed", t!(inquiries.closed)),
    };
    view! { <span class=class>{words}</span> }.into_any()
}
