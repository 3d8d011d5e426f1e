//! Orders as they travel. Knows no operation.

use crate::products::estimate;
use crate::request_views::section;
use madoguchi_api_types::orders::{
    Order, OrderActions, OrderDetail, OrderEvent, OrderLine, OrderLineEnd, OrderSorting, RentalCharge,
};
use madoguchi_domain::policy::{Portal, RequestAction};
use madoguchi_services::rental_orders::{self, Charge, Detail, Key, LineDetail, Ordering, WholeLine};

/// An order of a list as it travels.
pub fn ordering(order: OrderSorting) -> Ordering {
    use OrderSorting as O;
    let (key, descending) = match order {
        O::OrderedOn => (Key::OrderedOn, false),
        O::OrderedOnDescending => (Key::OrderedOn, true),
        O::Number => (Key::Number, false),
        O::NumberDescending => (Key::Number, true),
        O::State => (Key::State, false),
        O::StateDescending => (Key::State, true),
        O::FirstOn => (Key::FirstOn, false),
        O::FirstOnDescending => (Key::FirstOn, true),
        O::LastOn => (Key::LastOn, false),
        O::LastOnDescending => (Key::LastOn, true),
    };
    Ordering { key, descending }
}

/// An order in a list.
pub fn row(order: rental_orders::Order) -> Order {
    Order {
        number: order.number,
        state: order.state,
        ordered_on: order.ordered_on,
        first_on: order.first_on,
        last_on: order.last_on,
    }
}

/// An order in full.
pub fn detail(portal: &Portal, found: Detail) -> OrderDetail {
    let actions = actions(portal, &found);
    let lines = found.whole.lines.into_iter().zip(found.lines);
    OrderDetail {
        order: row(found.whole.order),
        lines: lines.map(|(whole, said)| line(whole, &said)).collect(),
        charge_to_date: found.to_date.0,
        charge_total: found.total.0,
        answers: found.answers,
        sections: found.sections.into_iter().map(section).collect(),
        history: found.history.into_iter().map(event).collect(),
        actions,
    }
}

/// What the portal takes requests for, as far as it makes sense for the order now.
fn actions(portal: &Portal, found: &Detail) -> OrderActions {
    let offered = |action| portal.kept_kinds().find(|kind| kind.action == action).map(|kind| kind.code.clone());
    let in_rent = found.is_running && !found.is_correctable;
    OrderActions {
        change: offered(RequestAction::OrderChange).filter(|_| found.is_running),
        exchange: offered(RequestAction::Exchange).filter(|_| in_rent),
        cancellation: offered(RequestAction::OrderCancellation)
            .filter(|_| found.lines.iter().any(|line| line.cancellable > 0)),
        reorder: offered(RequestAction::Order),
    }
}

fn line(WholeLine { line, ends }: WholeLine, said: &LineDetail) -> OrderLine {
    let ends =
        ends.into_iter().map(|end| OrderLineEnd { ends_on: end.ends_on, quantity: end.quantity, state: end.state });
    OrderLine {
        line: line.position,
        product_code: line.product_code,
        product_name: line.product_name,
        class: line.class,
        quantity: line.quantity,
        first_on: line.first_on,
        last_on: line.last_on,
        returned_on: line.returned_on,
        in_rent: said.in_rent,
        cancellable: said.cancellable,
        delivery: line.delivery,
        daily_price: line.daily_price,
        monthly_price: line.monthly_price,
        charge_to_date: said.to_date.0,
        charges: said.charges.iter().map(charge).collect(),
        ends: ends.collect(),
    }
}

/// What units that end together cost.
pub fn charge(charge: &Charge) -> RentalCharge {
    RentalCharge {
        last_on: charge.of.last,
        quantity: charge.of.quantity,
        estimate: estimate(&charge.estimate),
        amount: charge.amount.0,
    }
}

/// Something that happened to an order.
pub fn event(event: rental_orders::OrderEvent) -> OrderEvent {
    OrderEvent {
        kind: event.kind,
        at: event.at,
        doer: event.doer,
        name: event.name,
        note: event.note,
        request_number: event.request_number,
    }
}
