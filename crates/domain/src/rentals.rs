//! A line of an order as its days go by: how many units are in rent on a day, which of them end when, and what may still be
//! cancelled or extended. Knows no product, no price and no row.

use chrono::NaiveDate;

use crate::closed_sets::closed_sets;
use crate::problems::FieldCode;

closed_sets! {
    /// State of an order.
    pub enum OrderState {
        /// 受付完了: it has its number, and its goods are not arranged yet.
        Accepted = "accepted",
        /// 手配済: its goods are promised; what is in rent, the days say.
        Arranged = "arranged",
        /// 受付失敗: the provider did not take it.
        Refused = "refused",
        /// 取消: taken back by the customer before its goods were arranged.
        Withdrawn = "withdrawn",
    }

    /// Something that happened to an order.
    pub enum OrderEventKind {
        /// 注文.
        Ordered = "ordered",
        /// 手配済.
        Arranged = "arranged",
        /// 受付失敗.
        Refused = "refused",
        /// 取消.
        Withdrawn = "withdrawn",
        /// 注文修正 before its goods were arranged.
        Corrected = "corrected",
        /// 期間延長: a last day moved on.
        Extended = "extended",
        /// 機器交換.
        Exchanged = "exchanged",
        /// 解約 was asked for.
        CancellationFiled = "cancellation_filed",
        /// 解約.
        Cancelled = "cancelled",
        /// 解約 was refused or taken back.
        CancellationDropped = "cancellation_dropped",
        /// 出荷: goods were sent to the customer.
        Shipped = "shipped",
        /// 返却: all units of a line were given back.
        Returned = "returned",
    }

    /// State of the end of some units before their own last day.
    pub enum LineEndState {
        /// It was asked for: these units cannot be cancelled once more.
        Filed = "filed",
        /// The provider took it.
        Done = "done",
    }

    /// レンタル区分.
    pub enum RentalClass {
        /// 日極レンタル.
        Daily = "daily",
        /// 月極レンタル.
        Monthly = "monthly",
    }

    /// State of a quote.
    pub enum QuoteState {
        /// 回答済: it can be accepted until its last day.
        Answered = "answered",
        /// 注文済: an order was made of it.
        Accepted = "accepted",
    }
}

/// Units of a line that end before its own last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct End {
    /// Their last day.
    pub on: NaiveDate,
    /// How many.
    pub quantity: i64,
}

/// So many units from one day to another, both counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub quantity: i64,
}

/// A line of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RentalLine {
    /// Units that were ordered.
    pub quantity: i64,
    pub first: NaiveDate,
    /// The last day of the units that do not end before.
    pub last: NaiveDate,
    /// Units that end before, in any order.
    pub ends: Vec<End>,
}

impl RentalLine {
    /// Units that keep the line's own last day.
    #[must_use]
    pub fn open(&self) -> i64 {
        self.quantity - self.ends.iter().map(|end| end.quantity).sum::<i64>()
    }

    /// Units in rent on a day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> i64 {
        self.groups().iter().filter(|group| group.first <= day && day <= group.last).map(|group| group.quantity).sum()
    }

    /// The units by their last day, the earliest first: what is charged together.
    #[must_use]
    pub fn groups(&self) -> Vec<Stretch> {
        let mut ends = self.ends.clone();
        ends.push(End { on: self.last, quantity: self.open() });
        ends.sort_unstable();
        let mut groups: Vec<Stretch> = Vec::new();
        for End { on, quantity } in ends.into_iter().filter(|end| end.quantity > 0 && end.on >= self.first) {
            match groups.last_mut() {
                Some(group) if group.last == on => group.quantity += quantity,
                _ => groups.push(Stretch { first: self.first, last: on, quantity }),
            }
        }
        groups
    }

    /// How many units are in rent from which day to which: fewer with every stretch.
    #[must_use]
    pub fn stretches(&self) -> Vec<Stretch> {
        let groups = self.groups();
        let mut first = self.first;
        let mut stretches = Vec::with_capacity(groups.len());
        for (at, group) in groups.iter().enumerate() {
            let quantity = groups[at..].iter().map(|group| group.quantity).sum();
            stretches.push(Stretch { first, last: group.last, quantity });
            first = group.last.succ_opt().unwrap_or(group.last);
        }
        stretches
    }

    /// The same from a day on.
    #[must_use]
    pub fn stretches_from(&self, day: NaiveDate) -> Vec<Stretch> {
        let later = self.stretches().into_iter().filter(|stretch| stretch.last >= day);
        later.map(|stretch| Stretch { first: stretch.first.max(day), ..stretch }).collect()
    }

    /// Whether no unit of it is in rent after a day.
    #[must_use]
    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.groups().iter().all(|group| group.last < today)
    }

    /// Units that may still be cancelled.
    #[must_use]
    pub fn cancellable(&self, today: NaiveDate) -> i64 {
        if self.last < today { 0 } else { self.open() }
    }

    /// What is wrong with the end of some units: with its day, and with how many.
    #[must_use]
    pub fn refusals(&self, end: End, today: NaiveDate) -> Refusals {
        let on = if end.on < self.first || end.on > self.last {
            Some(FieldCode::OutsideRental)
        } else if end.on < today {
            Some(FieldCode::BeforeToday)
        } else {
            None
        };
        let quantity = if end.quantity < 1 {
            Some(FieldCode::OutOfRange)
        } else if end.quantity > self.cancellable(today) {
            Some(FieldCode::AboveInRent)
        } else {
            None
        };
        Refusals { on, quantity }
    }

    /// The line after some units end on a day.
    #[must_use]
    pub fn ending(mut self, end: End) -> Self {
        self.ends.push(end);
        self
    }

    /// The line after its own last day moved: units that end before keep their end.
    #[must_use]
    pub fn until(self, last: NaiveDate) -> Self {
        Self { last, ..self }
    }
}

/// What is wrong with the end of some units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Refusals {
    /// With its day: `outside_rental`, `before_today`.
    pub on: Option<FieldCode>,
    /// With how many: `out_of_range`, `above_in_rent`.
    pub quantity: Option<FieldCode>,
}

impl Refusals {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

#[cfg(test)]
mod tests;
