//! The words of orders: states, events, who, and how a charge reads.

use crate::formats;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::orders::{OrderEventKind, OrderState, RentalCharge, RentalClass};
use madoguchi_api_types::products::RentalEstimatePart;
use madoguchi_domain::rental_charges::ChargeUnit;

/// The word of a state.
pub fn state(state: OrderState) -> fn() -> &'static str {
    match state {
        OrderState::Accepted => t!(orders.accepted),
        OrderState::Arranged => t!(orders.arranged),
        OrderState::Refused => t!(orders.refused),
        OrderState::Withdrawn => t!(orders.withdrawn),
    }
}

/// 受付完了, 手配済, …
pub fn badge(of: OrderState) -> AnyView {
    let class = match of {
        OrderState::Accepted => "status received",
        OrderState::Arranged => "status answered",
        OrderState::Refused => "status refused",
        OrderState::Withdrawn => "status closed",
    };
    view! { <span class=class>{state(of)}</span> }.into_any()
}

/// レンタル区分.
pub fn class(class: RentalClass) -> fn() -> &'static str {
    match class {
        RentalClass::Daily => t!(orders.daily),
        RentalClass::Monthly => t!(orders.monthly),
    }
}

/// What happened to an order.
pub fn event(kind: OrderEventKind) -> fn() -> &'static str {
    match kind {
        OrderEventKind::Ordered => t!(orders.event_ordered),
        OrderEventKind::Arranged => t!(orders.arranged),
        OrderEventKind::Refused => t!(orders.refused),
        OrderEventKind::Withdrawn => t!(orders.withdrawn),
        OrderEventKind::Corrected => t!(orders.event_corrected),
        OrderEventKind::Extended => t!(orders.event_extended),
        OrderEventKind::Exchanged => t!(orders.event_exchanged),
        OrderEventKind::CancellationFiled => t!(orders.event_cancellation_filed),
        OrderEventKind::Cancelled => t!(orders.event_cancelled),
        OrderEventKind::CancellationDropped => t!(orders.event_cancellation_dropped),
        OrderEventKind::Shipped => t!(orders.event_shipped),
        OrderEventKind::Returned => t!(orders.event_returned),
    }
}

/// How a charge comes about: `月額¥98,000×1か月＋日額¥9,800×2日`.
pub fn reckoned(charge: &RentalCharge) -> String {
    let part = |part: &RentalEstimatePart| {
        let (price, count) = (formats::yen(part.price), part.count);
        match part.unit {
            ChargeUnit::Day => tr!(orders.days_at, count, price),
            ChargeUnit::Month => tr!(orders.months_at, count, price),
        }
    };
    let parts: Vec<String> = charge.estimate.parts.iter().map(part).collect();
    tr!(orders.reckoned, charge.estimate.days, parts.join(" ＋ "), charge.quantity)
}
