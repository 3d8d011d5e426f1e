//! The order of a list that is read part by part: by any column, both ways, and by a unique one where that is equal.
//! Knows no table.
//!
//! A part begins behind the last row of the one before, so that it costs the same wherever it is, and rows that come or
//! go meanwhile neither repeat nor hide others. All columns run one way: an order down is the order up read backwards,
//! and one index serves both. What is absent counts as more than any value, on both engines. No index finds "beyond this
//! value, or absent" without reading what is before it: so rows with a value and rows without are read one after the
//! other, by a statement each.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, NullOrdering, SimpleExpr};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, Order as Direction, QueryFilter, QueryOrder, QuerySelect, Select,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::cursors::{self, List, Page, Part};
use crate::{Error, Services};

/// A value that rows are ordered by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    /// Nothing: more than any value.
    Absent,
    Number(i64),
    /// A text, by the collation of the database.
    Text(String),
    Day(NaiveDate),
    Instant(DateTime<Utc>),
    Id(Uuid),
}

macro_rules! cells {
    ($($from:ty => $kind:ident),+ $(,)?) => {$(
        impl From<$from> for Cell {
            fn from(value: $from) -> Self {
                Self::$kind(value.into())
            }
        }

        impl From<Option<$from>> for Cell {
            fn from(value: Option<$from>) -> Self {
                value.map_or(Self::Absent, Self::from)
            }
        }
    )+};
}

cells!(i64 => Number, i32 => Number, String => Text, &str => Text, NaiveDate => Day, DateTime<Utc> => Instant, Uuid => Id);

impl Cell {
    fn expression(&self) -> SimpleExpr {
        match self.clone() {
            Self::Absent => Expr::value(None::<i64>),
            Self::Number(number) => Expr::value(number),
            Self::Text(text) => Expr::value(text),
            Self::Day(day) => Expr::value(day),
            Self::Instant(instant) => Expr::value(instant),
            Self::Id(id) => Expr::value(id),
        }
    }
}

/// Where a row stands in an order: its value in each column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Position(Vec<Cell>);

impl Position {
    /// The value in the column that leads, if that is an instant.
    pub(crate) fn instant(&self) -> Option<DateTime<Utc>> {
        match self.0.first() {
            Some(Cell::Instant(instant)) => Some(*instant),
            _ => None,
        }
    }
}

struct Column<R> {
    expression: SimpleExpr,
    read: Box<dyn Fn(&R) -> Cell + Send + Sync>,
}

/// An order of rows `R`.
pub struct Order<R> {
    columns: Vec<Column<R>>,
    is_lead_optional: bool,
    descending: bool,
}

impl<R> Order<R> {
    /// By a unique column that always has a value.
    pub fn unique<C: Into<Cell>>(column: impl ColumnTrait, read: impl Fn(&R) -> C + Send + Sync + 'static) -> Self {
        Self::unique_expression(Expr::col(column.as_column_ref()), read)
    }

    /// By something that always has a value and tells rows apart that are equal before it.
    pub fn unique_expression<C: Into<Cell>>(
        expression: SimpleExpr,
        read: impl Fn(&R) -> C + Send + Sync + 'static,
    ) -> Self {
        Self { columns: Vec::new(), is_lead_optional: false, descending: false }.with(expression, read)
    }

    /// By a column before the others.
    #[must_use]
    pub fn led_by<C: Into<Cell>>(
        self,
        column: impl ColumnTrait,
        read: impl Fn(&R) -> C + Send + Sync + 'static,
    ) -> Self {
        self.with(Expr::col(column.as_column_ref()), read)
    }

    /// By a column before the others that may have no value; no other may lead then.
    #[must_use]
    pub fn led_by_optional<C: Into<Cell>>(
        self,
        column: impl ColumnTrait,
        read: impl Fn(&R) -> C + Send + Sync + 'static,
    ) -> Self {
        Self { is_lead_optional: true, ..self.with(Expr::col(column.as_column_ref()), read) }
    }

    /// Largest first, or smallest.
    #[must_use]
    pub fn descending(self, descending: bool) -> Self {
        Self { descending, ..self }
    }

    fn with<C: Into<Cell>>(mut self, expression: SimpleExpr, read: impl Fn(&R) -> C + Send + Sync + 'static) -> Self {
        self.columns.insert(0, Column { expression, read: Box::new(move |row| read(row).into()) });
        self
    }

    /// Where a row stands.
    pub fn position(&self, row: &R) -> Position {
        Position(self.columns.iter().map(|column| (column.read)(row)).collect())
    }

    fn direction(&self) -> Direction {
        if self.descending { Direction::Desc } else { Direction::Asc }
    }

    /// Orders a whole list.
    pub fn sort<S: QueryOrder>(&self, select: S) -> S {
        let nulls = if self.descending { NullOrdering::First } else { NullOrdering::Last };
        let mut columns = self.columns.iter();
        let select = match columns.next() {
            Some(lead) if self.is_lead_optional => {
                select.order_by_with_nulls(lead.expression.clone(), self.direction(), nulls)
            }
            Some(lead) => select.order_by(lead.expression.clone(), self.direction()),
            None => select,
        };
        columns.fold(select, |select, column| select.order_by(column.expression.clone(), self.direction()))
    }

    /// The statements that read what stands behind a position, one after the other.
    fn steps(&self, after: Option<&Position>) -> Vec<Step> {
        if !self.is_lead_optional {
            return vec![self.step(0, after)];
        }
        let lead = &self.columns[0].expression;
        let is_behind_absent = after.is_some_and(|position| position.0.first() == Some(&Cell::Absent));
        let valued = |after| self.step(0, after).and(lead.clone().is_not_null());
        let absent = |after| self.step(1, after).and(lead.clone().is_null());
        match (self.descending, is_behind_absent) {
            (false, false) => vec![valued(after), absent(None)],
            (false, true) => vec![absent(after)],
            (true, false) if after.is_some() => vec![valued(after)],
            (true, _) => vec![absent(after), valued(None)],
        }
    }

    /// What stands behind a position by the columns from one on.
    fn step(&self, from: usize, after: Option<&Position>) -> Step {
        let columns: Vec<SimpleExpr> = self.columns.iter().map(|column| column.expression.clone()).collect();
        let filter = after.map(|position| {
            let values = position.0.iter().skip(from).map(Cell::expression);
            let (columns, values) = (Expr::tuple(columns[from..].iter().cloned()), Expr::tuple(values));
            if self.descending { columns.lt(values) } else { columns.gt(values) }
        });
        // By the lead too where it has no value: PostgreSQL finds the order of an index by all of its columns only.
        Step { filter, columns, direction: self.direction(), limit: 0 }
    }

    /// At most `limit` rows behind a position, and the position of the last of them when there are more. `read` does each
    /// statement.
    ///
    /// # Errors
    /// Those of `read`.
    pub async fn read<F: Future<Output = Result<Vec<R>, Error>>>(
        &self,
        after: Option<&Position>,
        limit: u64,
        read: impl Fn(Step) -> F,
    ) -> Result<(Vec<R>, Option<Position>), Error> {
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut rows = Vec::new();
        for step in self.steps(after) {
            let missing = most.saturating_add(1).saturating_sub(rows.len());
            if missing > 0 {
                rows.extend(read(step.at_most(missing)).await?);
            }
        }
        let more = rows.len() > most;
        rows.truncate(most);
        let next = rows.last().filter(|_| more).map(|row| self.position(row));
        Ok((rows, next))
    }

    /// A part of a list.
    ///
    /// # Errors
    /// `invalid_cursor`; those of `read`.
    pub async fn page<F: Future<Output = Result<Vec<R>, Error>>>(
        &self,
        list: &List<'_>,
        part: Part<'_>,
        read: impl Fn(Step) -> F,
    ) -> Result<Page<R>, Error> {
        let after = part.cursor.map(|cursor| self.open(list, cursor)).transpose()?;
        let (items, next) = self.read(after.as_ref(), part.limit, read).await?;
        Ok(Page { items, next_cursor: next.map(|position| list.seal(&position)).transpose()? })
    }

    /// A part of the rows of `select`.
    pub(crate) async fn page_of<E: EntityTrait<Model = R>>(
        &self,
        services: &Services,
        list: &List<'_>,
        part: Part<'_>,
        select: &Select<E>,
    ) -> Result<Page<R>, Error>
    where
        R: FromQueryResult + Send + Sync,
    {
        self.page(list, part, async |step| Ok(step.on(select.clone()).all(services.db.read()).await?)).await
    }

    /// The position in a cursor.
    pub(crate) fn open(&self, list: &List<'_>, cursor: &str) -> Result<Position, Error> {
        let position: Position = list.open(cursor)?;
        // A cursor of a version that ordered the list otherwise.
        if position.0.len() == self.columns.len() { Ok(position) } else { Err(cursors::invalid()) }
    }
}

/// One statement of a part.
#[derive(Clone, Debug)]
pub struct Step {
    filter: Option<SimpleExpr>,
    columns: Vec<SimpleExpr>,
    direction: Direction,
    limit: u64,
}

impl Step {
    fn and(mut self, other: SimpleExpr) -> Self {
        self.filter = Some(match self.filter {
            Some(filter) => other.and(filter),
            None => other,
        });
        self
    }

    fn at_most(mut self, rows: usize) -> Self {
        self.limit = u64::try_from(rows).unwrap_or(u64::MAX);
        self
    }

    /// The statement over the rows of `select`.
    pub fn on<S: QueryFilter + QueryOrder + QuerySelect>(&self, select: S) -> S {
        let select = match &self.filter {
            Some(filter) => select.filter(filter.clone()),
            None => select,
        };
        let by = |select: S, column: &SimpleExpr| select.order_by(column.clone(), self.direction.clone());
        self.columns.iter().fold(select, by).limit(self.limit)
    }
}
