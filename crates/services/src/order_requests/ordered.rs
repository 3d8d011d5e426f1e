//! 見積依頼, 注文, 見積依頼と注文: an order is made when it is sent, promised when the provider completes it, and given up when it is
//! refused or taken back; a quote is made by its answer.

use madoguchi_domain::dates::jst_date;
use madoguchi_domain::forms::Object;
use madoguchi_domain::policy::{Portal, RequestAction};
use madoguchi_domain::rental_charges::days;
use madoguchi_domain::rentals::{OrderEventKind, OrderState, QuoteState, RentalClass};
use madoguchi_domain::requests::RequestState;
use sea_orm::ConnectionTrait;

use super::answers::{self, Item};
use super::decisions::Decision;
use super::known;
use crate::database::Transaction;
use crate::error::FieldError;
use crate::quotes::{self, Quote, QuoteLine, answering};
use crate::rental_orders::events::{Happened, record};
use crate::rental_orders::new::{self, NewLine, NewOrder};
use crate::rental_orders::{WholeOrder, changes, finders};
use crate::request_parts::{Asked, Decided};
use crate::{Error, FieldCode, Origin, ProblemCode, Scope, Services};

/// What is wrong with items as they stand together: periods that are over or too long, addresses that are not there.
pub(super) fn faults(
    items: &[Item],
    given: &Object,
    today: chrono::NaiveDate,
    may_have_begun: bool,
) -> Vec<FieldError> {
    let addresses = i64::try_from(answers::copies(given, "delivery").len().max(1)).unwrap_or(i64::MAX);
    let mut faults = Vec::new();
    for (at, item) in items.iter().enumerate() {
        if item.first < today && !may_have_begun {
            faults.push(FieldError::new(format!("items[{at}].period.first"), FieldCode::BeforeToday));
        }
        if days(item.first, item.last).is_err() {
            faults.push(FieldError::new(format!("items[{at}].period.last"), FieldCode::OutOfRange));
        }
        if item.delivery.is_none() && addresses > 1 {
            // Nobody may guess where they go.
            faults.push(FieldError::new(format!("items[{at}].delivery"), FieldCode::Required));
        }
        if item.delivery.is_some_and(|number| number > addresses) {
            faults.push(FieldError::new(format!("items[{at}].delivery"), FieldCode::OutOfRange));
        }
    }
    faults
}

/// The lines that a request asks for, checked: at the prices of the catalogue, or of the quote that is ordered.
pub(super) async fn lines(
    db: &impl ConnectionTrait,
    services: &Services,
    portal: &Portal,
    (given, quote): (&Object, Option<&[QuoteLine]>),
) -> Result<Vec<NewLine>, Error> {
    let items = answers::items(given);
    let today = jst_date(services.clock.now());
    known::refuse(faults(&items, given, today, false))?;
    let products = known::products(db, portal, items.iter().map(|item| item.product.clone())).await?;
    let gone = items
        .iter()
        .enumerate()
        .filter(|(_, item)| products.get(&item.product).is_none_or(|product| product.withdrawn_at.is_some()));
    let gone = gone.map(|(at, _)| FieldError::new(format!("items[{at}].product"), FieldCode::Unknown));
    known::refuse(gone.collect())?;
    let lines = known::lines(&items, &products, answers::class(given))?;
    match quote {
        Some(quoted) => as_quoted(lines, quoted),
        None => Ok(lines),
    }
}

/// What is ordered of a quote is what was quoted, at its prices.
fn as_quoted(mut lines: Vec<NewLine>, quoted: &[QuoteLine]) -> Result<Vec<NewLine>, Error> {
    let mut faults = Vec::new();
    for (at, line) in lines.iter_mut().enumerate() {
        let same = |it: &&QuoteLine| {
            (it.product_code.as_str(), it.quantity, it.first_on, it.last_on)
                == (line.product_code.as_str(), line.quantity, line.first_on, line.last_on)
        };
        match quoted.get(at).filter(same) {
            Some(it) => {
                line.prices.daily.0 = it.daily_price;
                line.prices.monthly = it.monthly_price.map(madoguchi_domain::money::Yen);
            }
            None => faults.push(FieldError::new(format!("items[{at}].product"), FieldCode::DiffersFromQuote)),
        }
    }
    if lines.len() < quoted.len() {
        faults.push(FieldError::new(answers::QUOTE_NUMBER, FieldCode::DiffersFromQuote));
    }
    known::refuse(faults)?;
    Ok(lines)
}

/// Refuses a quote that cannot be ordered, at its field.
pub(super) fn require_acceptable(quote: &Quote, today: chrono::NaiveDate) -> Result<(), Error> {
    let refused = |code| Err(Error::invalid(answers::QUOTE_NUMBER, code));
    match quote.state {
        QuoteState::Accepted => refused(FieldCode::QuoteAccepted),
        QuoteState::Answered if quote.valid_until < today => refused(FieldCode::QuoteExpired),
        QuoteState::Answered => Ok(()),
    }
}

/// The quote that a request orders, if it names one.
pub(super) async fn quote(
    db: &impl ConnectionTrait,
    services: &Services,
    scope: &Scope,
    given: &Object,
) -> Result<Option<(Quote, Vec<QuoteLine>)>, Error> {
    let Some(number) = answers::quote_number(given) else { return Ok(None) };
    let quote = quotes::finders::find(db, scope, number).await.map_err(unknown_quote)?;
    require_acceptable(&quote, jst_date(services.clock.now()))?;
    let lines = quotes::finders::lines(db, &quote).await?;
    Ok(Some((quote, lines)))
}

fn unknown_quote(error: Error) -> Error {
    match error {
        Error::NotFound => Error::invalid(answers::QUOTE_NUMBER, FieldCode::Unknown),
        other => other,
    }
}

/// Makes the order of a request (受付完了). A quote that it names is held: it becomes an order once.
pub(super) async fn place(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    origin: &Origin,
    asked: Asked<'_>,
) -> Result<WholeOrder, Error> {
    let (portal, given) = (scope.portal(), asked.answers);
    let quote = match answers::quote_number(given) {
        Some(number) => {
            let quote = quotes::finders::hold(tx, scope, number).await.map_err(unknown_quote)?;
            require_acceptable(&quote, jst_date(services.clock.now()))?;
            let lines = quotes::finders::lines(tx, &quote).await?;
            Some((quote, lines))
        }
        None => None,
    };
    let quoted = quote.as_ref().map(|(_, lines)| lines.as_slice());
    let lines = lines(tx, services, portal, (given, quoted)).await?;
    let new = NewOrder {
        customer_id: scope.customer_id(),
        user_id: Some(scope.user_id()),
        answers: written(given)?,
        quote_id: quote.as_ref().map(|(quote, _)| quote.id),
        lines: &lines,
    };
    let whole = new::make(tx, services, portal, new).await?;
    if let Some((quote, _)) = quote {
        answering::accept(tx, services, quote, &whole.order).await?;
    }
    let number = Some(asked.request.number.as_str());
    let happened = Happened { kind: OrderEventKind::Ordered, note: "", request_number: number };
    record(tx, services, (&scope.actor(origin), portal), &whole.order, happened).await?;
    Ok(whole)
}

pub(super) fn written(given: &Object) -> Result<String, Error> {
    serde_json::to_string(&answers::addresses(given)).map_err(Error::internal)
}

/// Promises the goods and answers the quote, or gives the order up.
pub(super) async fn decide(tx: &Transaction, decision: Decision<'_>) -> Result<Decided, Error> {
    let whole = match decision.request.order_id {
        Some(id) => Some(finders::hold_of(tx, decision.who.1, (decision.request.customer_id, id)).await?),
        None => None,
    };
    let Some(whole) = whole else {
        let quote_number = if decision.is_done() { Some(answer(tx, &decision, None).await?) } else { None };
        return Ok(Decided { quote_number });
    };
    if !decision.is_done() {
        give_up(tx, &decision, &whole).await?;
        return Ok(Decided::default());
    }
    let quote_number = match decision.kind.action {
        RequestAction::QuoteAndOrder => Some(answer(tx, &decision, Some(&whole)).await?),
        _ => None,
    };
    changes::arrange(tx, decision.services, decision.who.1, &whole).await?;
    happened(tx, &decision, &whole, OrderEventKind::Arranged).await?;
    Ok(Decided { quote_number })
}

/// Makes the quote. One that an order follows is that order's.
async fn answer(tx: &Transaction, decision: &Decision<'_>, order: Option<&WholeOrder>) -> Result<String, Error> {
    let Decision { services, who: (_, portal), request, answer, .. } = decision;
    if order.is_none() && answer.valid_until.is_none() {
        return Err(Error::Refused(ProblemCode::QuoteUnanswered));
    }
    let given: Object = serde_json::from_str(&request.answers).map_err(Error::internal)?;
    let items = answers::items(&given);
    let products = known::products(tx, portal, items.iter().map(|item| item.product.clone())).await?;
    let class: RentalClass = answers::class(&given);
    let lines = answering::priced(known::lines(&items, &products, class)?, answer)?;
    let asked = answering::Asked { class, answers: written(&given)?, lines };
    let quote = answering::make(tx, services, portal, request, (asked, answer)).await?;
    let number = quote.number.clone();
    if let Some(whole) = order {
        answering::accept(tx, services, quote, &whole.order).await?;
    }
    Ok(number)
}

/// Refused or taken back before its goods were promised: nothing is to be freed, and a quote can be ordered once more.
async fn give_up(tx: &Transaction, decision: &Decision<'_>, whole: &WholeOrder) -> Result<(), Error> {
    let (state, kind) = match decision.state {
        RequestState::Withdrawn => (OrderState::Withdrawn, OrderEventKind::Withdrawn),
        _ => (OrderState::Refused, OrderEventKind::Refused),
    };
    changes::set_state(tx, decision.services, &whole.order, state).await?;
    if let Some(id) = whole.order.quote_id
        && let Some(quote) = quotes::finders::hold_of(tx, (whole.order.customer_id, id)).await?
    {
        answering::give_back(tx, decision.services, quote).await?;
    }
    happened(tx, decision, whole, kind).await
}

async fn happened(
    tx: &Transaction,
    decision: &Decision<'_>,
    whole: &WholeOrder,
    kind: OrderEventKind,
) -> Result<(), Error> {
    let number = Some(decision.request.number.as_str());
    let happened = Happened { kind, note: &decision.answer.note, request_number: number };
    record(tx, decision.services, decision.who, &whole.order, happened).await
}
