//! What is said before a request about orders is sent: the estimated price with how it was reckoned, and what remains in rent. It
//! is kept with the request as it was said.

use chrono::NaiveDate;
use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::{OrderPolicy, RequestAction};
use madoguchi_domain::rentals::{End, Stretch};
use madoguchi_domain::requests::{ConfirmedEntry, ConfirmedSection};

use super::answers;
use super::corrections::{self, Correction};
use super::{cancellations, exchanges, known, opening, ordered, words};
use crate::rental_orders::changes::Ending;
use crate::rental_orders::new::NewLine;
use crate::rental_orders::{Charge, WholeOrder, charge, charge_to, prices, total};
use crate::request_parts::{Asked, Confirming};
use crate::{Error, Scope, Services};

/// What is said before a request is sent.
///
/// # Errors
/// Every fault of what was asked at its path; `order_over`.
pub(crate) async fn confirmation(services: &Services, scope: &Scope, asked: Asked<'_>) -> Result<Confirming, Error> {
    let (db, portal, given) = (services.db.read(), scope.portal(), asked.answers);
    let policy = portal.orders.as_ref().ok_or(Error::NotFound)?;
    let form = match asked.kind.action {
        RequestAction::Exchange => exchanges::FORM,
        RequestAction::OrderCancellation => cancellations::FORM,
        _ => "items",
    };
    let (after, amount) = match asked.kind.action {
        RequestAction::Quote | RequestAction::Order | RequestAction::QuoteAndOrder => {
            let quote = ordered::quote(db, services, scope, given).await?;
            let quoted = quote.as_ref().map(|(_, lines)| lines.as_slice());
            let lines = ordered::lines(db, services, portal, (given, quoted)).await?;
            alone(estimate(policy, &lines)?)
        }
        RequestAction::OrderChange => {
            let whole = known::order(db, scope, given).await?;
            match corrections::understood(db, services, portal, (given, &whole)).await? {
                Correction::Lines(lines) => alone(estimate(policy, &lines)?),
                Correction::Days(days) => alone(extended(policy, &whole, &days)?),
            }
        }
        RequestAction::Exchange => {
            exchanges::check(services, (given, &known::order(db, scope, given).await?))?;
            (Vec::new(), None)
        }
        RequestAction::OrderCancellation => {
            let whole = known::order(db, scope, given).await?;
            let endings = cancellations::endings(services, (given, &whole))?;
            let (reckoned, amount) = reckoned(policy, &whole, &endings)?;
            (vec![afterwards(&whole, &endings), reckoned], Some(amount))
        }
        _ => (Vec::new(), None),
    };
    let copies = answers::copies(given, form).into_iter();
    let codes = copies.filter_map(|copy| copy.get("product")?.as_text().map(str::to_owned));
    let products = known::products(db, portal, codes).await?;
    let mut spelled = given.clone();
    answers::spell_products(&mut spelled, form, |code| products.get(code).map(|product| product.code.clone()));
    let has_price = asked.kind.action != RequestAction::Exchange;
    Ok(Confirming {
        after,
        amount,
        notes: has_price.then(|| policy.estimate_note.clone()).into_iter().collect(),
        read_only: opening::read_only(services, scope, given).await?,
        products: known::names(&products),
        answers: Some(spelled),
        ..Confirming::default()
    })
}

/// A section that is the only one, with the sum that it ends with.
fn alone((section, amount): (ConfirmedSection, Yen)) -> (Vec<ConfirmedSection>, Option<Yen>) {
    (vec![section], Some(amount))
}

fn section(form: &str, policy: &OrderPolicy, entries: Vec<ConfirmedEntry>) -> ConfirmedSection {
    ConfirmedSection { form: form.to_owned(), title: policy.estimate.clone(), entries }
}

/// What lines are estimated to cost, each with how it is reckoned, and all together.
fn estimate(policy: &OrderPolicy, lines: &[NewLine]) -> Result<(ConfirmedSection, Yen), Error> {
    let cost = |line: &NewLine| {
        charge(line.prices, Stretch { first: line.first_on, last: line.last_on, quantity: line.quantity })
    };
    let charges = lines.iter().map(cost).collect::<Result<Vec<Charge>, _>>()?;
    let named = (1..).zip(lines).zip(&charges);
    let mut entries: Vec<ConfirmedEntry> = named
        .map(|((number, line), charge)| {
            ConfirmedEntry::new(words::line(number, &line.product_code), words::reckoned(charge))
        })
        .collect();
    let amount = total(&charges)?;
    entries.push(ConfirmedEntry::new(policy.total.clone(), words::yen(amount)));
    Ok((section("items", policy, entries), amount))
}

/// What lines cost whose last day moves on.
fn extended(
    policy: &OrderPolicy,
    whole: &WholeOrder,
    days: &std::collections::BTreeMap<i64, NaiveDate>,
) -> Result<(ConfirmedSection, Yen), Error> {
    let moved = |it: &crate::rental_orders::WholeLine| {
        // Units whose cancellation is under way are not asked to be extended.
        let rental = it.asked();
        days.get(&i64::from(it.line.position)).map_or(rental.clone(), |last| rental.until(*last))
    };
    let entries = whole.lines.iter().map(|it| costs(it.line.position, &it.line, &moved(it)));
    with_total(policy, "items", entries)
}

/// What the lines cost once units end.
fn reckoned(policy: &OrderPolicy, whole: &WholeOrder, endings: &[Ending]) -> Result<(ConfirmedSection, Yen), Error> {
    let entries = whole.lines.iter().map(|it| costs(it.line.position, &it.line, &ended(it, endings)));
    with_total(policy, cancellations::FORM, entries)
}

type Costs = (Vec<ConfirmedEntry>, Vec<Charge>);

fn costs(
    position: i32,
    line: &crate::rental_orders::Line,
    rental: &madoguchi_domain::rentals::RentalLine,
) -> Result<Costs, Error> {
    let charges = charge_to(rental, prices(line), NaiveDate::MAX)?;
    let number = usize::try_from(position).unwrap_or_default();
    let entry = |charge| ConfirmedEntry::new(words::line(number, &line.product_code), words::reckoned(charge));
    Ok((charges.iter().map(entry).collect(), charges))
}

fn with_total(
    policy: &OrderPolicy,
    form: &str,
    all: impl Iterator<Item = Result<Costs, Error>>,
) -> Result<(ConfirmedSection, Yen), Error> {
    let (mut entries, mut charges) = (Vec::new(), Vec::new());
    for costs in all {
        let (of_line, charged) = costs?;
        entries.extend(of_line);
        charges.extend(charged);
    }
    let amount = total(&charges)?;
    entries.push(ConfirmedEntry::new(policy.total.clone(), words::yen(amount)));
    Ok((section(form, policy, entries), amount))
}

fn ended(it: &crate::rental_orders::WholeLine, endings: &[Ending]) -> madoguchi_domain::rentals::RentalLine {
    let own = endings.iter().filter(|ending| ending.line == i64::from(it.line.position));
    own.fold(it.asked(), |rental, ending| rental.ending(End { on: ending.on, quantity: ending.quantity }))
}

/// What remains in rent, line by line.
fn afterwards(whole: &WholeOrder, endings: &[Ending]) -> ConfirmedSection {
    let entry = |it: &crate::rental_orders::WholeLine| {
        let number = usize::try_from(it.line.position).unwrap_or_default();
        ConfirmedEntry::new(words::line(number, &it.line.product_code), words::remains(&ended(it, endings).groups()))
    };
    ConfirmedSection {
        form: cancellations::FORM.to_owned(),
        title: words::afterwards(),
        entries: whole.lines.iter().map(entry).collect(),
    }
}
