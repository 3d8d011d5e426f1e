//! One order in full: what is in rent, what ends when, and what it costs.

use madoguchi_domain::dates::jst_date;
use madoguchi_domain::forms::{Object, Questionnaire};
use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::{Portal, RequestAction};
use madoguchi_domain::rentals::OrderState;
use madoguchi_domain::requests::{ConfirmedSection, confirmed};

use super::charges::{self, Charge};
use super::{OrderEvent, WholeLine, WholeOrder, events, finders};
use crate::{Error, Scope, Services};

/// An order in full.
#[derive(Clone, Debug)]
pub struct Detail {
    pub whole: WholeOrder,
    /// What is to be said of each line, in their order.
    pub lines: Vec<LineDetail>,
    /// Yen up to today, before tax.
    pub to_date: Yen,
    /// Yen up to the end of everything, before tax.
    pub total: Yen,
    /// Orderer and delivery addresses.
    pub answers: Object,
    /// The same as they read.
    pub sections: Vec<ConfirmedSection>,
    /// What happened to it, oldest first.
    pub history: Vec<OrderEvent>,
    /// Whether it may be corrected freely: its goods are not arranged yet.
    pub is_correctable: bool,
    /// Whether anything of it is in rent or to come.
    pub is_running: bool,
}

/// What is to be said of a line.
#[derive(Clone, Debug)]
pub struct LineDetail {
    /// Units in rent today.
    pub in_rent: i64,
    /// Units that may still be cancelled.
    pub cancellable: i64,
    /// By last day, up to the end.
    pub charges: Vec<Charge>,
    /// Yen up to today, before tax.
    pub to_date: Yen,
}

/// One order in full, by its number.
///
/// # Errors
/// [`Error::NotFound`] when it is absent or not the customer's.
pub async fn get(services: &Services, scope: &Scope, number: &str) -> Result<Detail, Error> {
    let db = services.db.read();
    let whole = finders::find(db, scope, number).await?;
    let history = events::of(db, &whole.order).await?;
    let today = jst_date(services.clock.now());
    let is_promised = whole.order.state == OrderState::Arranged;
    let line = |whole: &WholeLine| {
        let (rental, prices) = (whole.rental(), charges::prices(&whole.line));
        let to_date = charges::total(&charges::charge_to(&rental, prices, today)?)?;
        Ok::<_, Error>(LineDetail {
            in_rent: if is_promised { rental.on(today) } else { 0 },
            cancellable: if is_promised { whole.asked().cancellable(today) } else { 0 },
            charges: charges::charge_to(&rental, prices, chrono::NaiveDate::MAX)?,
            to_date: if is_promised { to_date } else { Yen::ZERO },
        })
    };
    let lines = whole.lines.iter().map(line).collect::<Result<Vec<_>, _>>()?;
    let sum = |amounts: Vec<Yen>| Yen::checked_sum(amounts).ok_or_else(|| Error::internal("beyond 64 bits"));
    let answers = answers(&whole)?;
    Ok(Detail {
        sections: sections(scope.portal(), &answers),
        to_date: sum(lines.iter().map(|line| line.to_date).collect())?,
        total: sum(lines.iter().flat_map(|line| &line.charges).map(|charge| charge.amount).collect())?,
        answers,
        history,
        is_correctable: whole.order.state == OrderState::Accepted,
        is_running: !whole.is_over(today),
        lines,
        whole,
    })
}

/// What the forms of an order ask, as it was answered.
fn sections(portal: &Portal, answers: &Object) -> Vec<ConfirmedSection> {
    let orders = portal.kept_kinds().find(|kind| kind.action == RequestAction::Order);
    let forms = orders.into_iter().flat_map(|kind| &kind.forms).filter(|form| answers.contains_key(*form));
    confirmed(&Questionnaire::of(portal, forms, &[]), answers, None)
}

/// Orderer and delivery addresses of an order, as they were answered.
pub(crate) fn answers(whole: &WholeOrder) -> Result<Object, Error> {
    match whole.order.answers.as_str() {
        "" => Ok(Object::new()),
        json => serde_json::from_str(json).map_err(Error::internal),
    }
}
