//! Rows of orders: each is a line of one, and lines of one order may stand apart. An order with a line that cannot be right is not
//! stored at all.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::batches::{Batcher, Batches, RowSpan};
use super::cells::{self, Cells};
use super::files::Rows;
use super::mapping::{OrderColumns, Source};
use super::summaries::{Noun, Outcome, Progress};
use super::{Error, Run};
use crate::FieldCode;
use crate::rental_orders::store::{self, GivenLine, GivenOrder};
use crate::rows::RowError;

const BATCH: u64 = 500;
/// Lines of a file at most: its orders are put together before the first is stored.
const LINES_MAX: usize = 500_000;

pub async fn import<P: FnMut(Progress)>(
    run: &mut Run<'_, P>,
    path: PathBuf,
    source: &Source<OrderColumns>,
) -> Result<(), Error> {
    let (file, source) = (path.clone(), source.clone());
    let batches = Batches::read(BATCH, move |batcher| read(&file, &source, batcher));
    let (services, provider) = (run.services, run.provider);
    let store = async |tx: &_, rows: &[GivenOrder]| {
        let answers = store::store(tx, services, provider, rows).await?;
        let outcome = |(row, answer): (&GivenOrder, Result<_, _>)| {
            let lines = u64::try_from(row.lines.len()).unwrap_or(u64::MAX);
            answer.map(|outcome| Outcome { outcome, lines, amount: 0 })
        };
        Ok(rows.iter().zip(answers).map(outcome).collect())
    };
    run.file(Noun::Orders, path, batches, async |_| Ok(()), store).await
}

/// An order as far as it was read; none as soon as a line was refused.
type Draft = (RowSpan, Option<GivenOrder>);

fn read(path: &Path, source: &Source<OrderColumns>, batcher: &mut Batcher<GivenOrder>) -> Result<(), Error> {
    let columns = &source.columns;
    let mut rows = Rows::open(path, source.encoding, &columns.headers())?;
    let (mut places, mut drafts, mut lines) = (HashMap::<String, usize>::new(), Vec::<Draft>::new(), 0);
    while let Some(cells) = rows.next()? {
        let number = columns.number.of("number", &cells).unwrap_or_default();
        let read = head_and_line(columns, &cells, &number);
        let at = *places.entry(number).or_insert(drafts.len());
        if at == drafts.len() {
            let head = read.as_ref().ok().map(|(head, _)| head.clone());
            drafts.push((RowSpan { line: cells.line, rows: 0 }, head));
        }
        let (span, draft) = &mut drafts[at];
        match read.and_then(|(head, line)| Ok((same_head(draft.as_ref(), head)?, line))) {
            Ok(((), line)) => {
                batcher.note(&cells);
                span.rows += 1;
                draft.iter_mut().for_each(|order| order.lines.push(line.clone()));
            }
            Err(error) => {
                *draft = None;
                batcher.add(RowSpan { line: cells.line, rows: 1 }, Err(error))?;
            }
        }
        lines += 1;
        if lines > LINES_MAX {
            return Err(Error::file(path, "more lines than are read at once; part the file by order"));
        }
    }
    let mut numbers = vec![String::new(); drafts.len()];
    places.into_iter().for_each(|(number, at)| numbers[at] = number);
    for ((span, draft), number) in drafts.into_iter().zip(numbers).filter(|((span, _), _)| span.rows > 0) {
        batcher.add(span, draft.ok_or_else(|| RowError::new("lines", FieldCode::OrderIncomplete, &number)))?;
    }
    Ok(())
}

/// Refuses a line that says something else of the order than those before.
fn same_head(order: Option<&GivenOrder>, head: GivenOrder) -> Result<(), RowError> {
    match order {
        Some(known) if known.customer != head.customer => {
            Err(RowError::new("customer", FieldCode::LinesDiffer, &head.customer))
        }
        _ => Ok(()),
    }
}

fn head_and_line(columns: &OrderColumns, cells: &Cells<'_>, number: &str) -> Result<(GivenOrder, GivenLine), RowError> {
    cells.check()?;
    let head = GivenOrder {
        number: crate::rows::required("number", number, crate::rows::SHORT_MAX)?,
        customer: columns.customer.of("customer", cells)?,
        lines: Vec::new(),
    };
    let quantity = columns.quantity.of("quantity", cells)?;
    let folded = madoguchi_domain::text::trim_fold(&quantity);
    let line = GivenLine {
        product: columns.product.of("product", cells)?,
        class: columns.class.of("class", cells)?,
        first_on: cells::date("first_on", &columns.first_on.of("first_on", cells)?)?,
        last_on: cells::date("last_on", &columns.last_on.of("last_on", cells)?)?,
        quantity: folded.parse().map_err(|_| RowError::new("quantity", FieldCode::NotANumber, &quantity))?,
        is_returned: columns.is_returned.of("is_returned", cells)?,
    };
    Ok((head, line))
}
