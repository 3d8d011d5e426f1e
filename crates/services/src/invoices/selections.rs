//! Which invoices of those that a user sees: a filter by day, amount, counterparty and text, alone and together, as the
//! law asks of an archive (電子帳簿保存法施行規則 4条). Knows no order and no page.

use chrono::NaiveDate;
use madoguchi_domain::dates::{Month, fiscal_year_days};
use madoguchi_domain::names::NameKey;
use madoguchi_domain::policy::InvoicePolicy;
use madoguchi_domain::text::trim_fold;
use madoguchi_entities::{contracts, invoice_lines, invoices};
use sea_orm::sea_query::{Expr, ExprTrait, Func, IntoColumnRef, LikeExpr, Query, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect, QueryTrait, Select};

use super::finders;
use crate::{Error, FieldCode, Scope, Services};

/// Longest text that can be searched for, in characters.
const TEXT_MAX: usize = 100;

/// Which invoices, as asked. What is absent does not narrow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// 発行日 from this day on.
    pub issued_from: Option<NaiveDate>,
    /// 発行日 until this day, itself included.
    pub issued_until: Option<NaiveDate>,
    /// Issued in this calendar year.
    pub year: Option<i32>,
    /// Issued in this fiscal year, which the portal's policy says the start of.
    pub fiscal_year: Option<i32>,
    /// Month billed, `2026-10`: from this one on.
    pub month_from: Option<String>,
    /// Month billed until this one, itself included.
    pub month_until: Option<String>,
    /// Yen to pay, from this amount on.
    pub amount_from: Option<i64>,
    /// Yen to pay, until this amount.
    pub amount_until: Option<i64>,
    /// A part of the name of who issued it or of whom it is addressed to.
    pub counterparty: Option<String>,
    /// A part of its number, of a contract's number, of a line's item or of its note.
    pub text: Option<String>,
}

/// A filter that was checked. Amounts and days are bounds, both included.
#[derive(Clone, Debug)]
pub struct Selection {
    issued: Vec<Days>,
    months: (Option<NaiveDate>, Option<NaiveDate>),
    amounts: (Option<i64>, Option<i64>),
    counterparty: Option<Counterparty>,
    text: Option<String>,
    /// As it was asked, for cursors and file names.
    pub(super) asked: Filter,
}

/// Names that a searched part occurs in, of those that stand on the user's invoices.
#[derive(Clone, Debug)]
struct Counterparty {
    names: Vec<String>,
    /// Whether the one who issues today is among them: invoices from before the issuer was kept have none.
    is_today: bool,
}

/// Checks a filter.
///
/// # Errors
/// [`Error::NotFound`] in a portal without invoices; `range_reversed` at the end of a range that lies before its start;
/// `invalid_month`, a year `out_of_range`, a text `too_long`.
pub async fn select(services: &Services, scope: &Scope, filter: Filter) -> Result<Selection, Error> {
    let policy = policy(scope)?;
    let issued = days(policy, &filter)?;
    let month = |month: &Option<String>, field| {
        let asked = month.as_deref().filter(|month| !month.is_empty());
        let read = asked.map(Month::parse).transpose().map_err(|_| Error::invalid(field, FieldCode::InvalidMonth))?;
        Ok::<_, Error>(read.map(Month::first_day))
    };
    let months = (month(&filter.month_from, "month_from")?, month(&filter.month_until, "month_until")?);
    in_order(months.0, months.1, "month_until")?;
    in_order(filter.amount_from, filter.amount_until, "amount_until")?;
    let counterparty = match text(filter.counterparty.as_deref(), "counterparty")? {
        Some(part) => Some(counterparty(services, scope, &part).await?),
        None => None,
    };
    let amounts = (filter.amount_from, filter.amount_until);
    let text = text(filter.text.as_deref(), "text")?;
    Ok(Selection { issued, months, amounts, counterparty, text, asked: filter })
}

/// First and last day of a range; without one it has no end there.
type Days = (Option<NaiveDate>, Option<NaiveDate>);

/// The ranges of days that an invoice must lie in, each.
fn days(policy: &InvoicePolicy, filter: &Filter) -> Result<Vec<Days>, Error> {
    in_order(filter.issued_from, filter.issued_until, "issued_until")?;
    // Years that no database can name are refused where the bounds are made.
    let known = |day: Option<NaiveDate>, field| match day {
        Some(day) if Month::parse(&Month::of(day).to_string()).is_err() => {
            Err(Error::invalid(field, FieldCode::OutOfRange))
        }
        day => Ok(day),
    };
    let mut issued = vec![(known(filter.issued_from, "issued_from")?, known(filter.issued_until, "issued_until")?)];
    let years = [("year", filter.year, 1), ("fiscal_year", filter.fiscal_year, policy.fiscal_year_starts)];
    for (field, year, starts) in years {
        let Some(year) = year else { continue };
        let (first, last) = fiscal_year_days(year, starts).map_err(|_| Error::invalid(field, FieldCode::OutOfRange))?;
        issued.push((Some(first), Some(last)));
    }
    Ok(issued)
}

fn in_order<T: PartialOrd>(from: Option<T>, until: Option<T>, field: &'static str) -> Result<(), Error> {
    match (from, until) {
        (Some(from), Some(until)) if from > until => Err(Error::invalid(field, FieldCode::RangeReversed)),
        _ => Ok(()),
    }
}

fn text(asked: Option<&str>, field: &'static str) -> Result<Option<String>, Error> {
    let text = asked.map(str::trim).filter(|text| !text.is_empty());
    match text {
        Some(text) if text.chars().count() > TEXT_MAX => Err(Error::invalid(field, FieldCode::TooLong)),
        Some(text) if text.contains('\0') => Err(Error::invalid(field, FieldCode::InvalidCharacters)),
        text => Ok(text.map(str::to_owned)),
    }
}

/// Where a name has the part in any spelling: width, case, spaces and legal form do not count.
async fn counterparty(services: &Services, scope: &Scope, part: &str) -> Result<Counterparty, Error> {
    let key = NameKey::of(part);
    let folded = trim_fold(part);
    let occurs = |name: &String| {
        let by_key = !key.is_empty() && NameKey::of(name).as_str().contains(key.as_str());
        // Of 株式会社 alone nothing remains in a key.
        by_key || (key.is_empty() && trim_fold(name).contains(&folded))
    };
    let names = names(services, scope).await?.into_iter().filter(occurs).collect();
    Ok(Counterparty { names, is_today: occurs(&today(scope)?) })
}

/// Names of issuers and recipients on the invoices that a user sees, each once: few, however many invoices there are.
pub(super) async fn names(services: &Services, scope: &Scope) -> Result<Vec<String>, Error> {
    let pairs: Vec<(String, Option<String>)> = finders::seen_by(scope)
        .select_only()
        .column(invoices::Column::RecipientName)
        .column_as(issuer(), "issuer")
        .distinct()
        .into_tuple()
        .all(services.db.read())
        .await?;
    let today = today(scope)?;
    let mut names: Vec<String> = pairs
        .into_iter()
        .flat_map(|(recipient, issuer)| [issuer.unwrap_or_else(|| today.clone()), recipient])
        .collect();
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

/// Name of the issuer as when the invoice was issued; the same words on both engines.
fn issuer() -> SimpleExpr {
    Expr::cust("issued_by -> 'issuer' ->> 'name'")
}

impl Selection {
    /// The fiscal year, where nothing else narrows.
    pub(crate) fn only_fiscal_year(&self) -> Option<i32> {
        let year = self.asked.fiscal_year;
        year.filter(|_| self.asked == Filter { fiscal_year: year, ..Filter::default() })
    }

    /// The calendar year, where nothing else narrows.
    pub(crate) fn only_year(&self) -> Option<i32> {
        let year = self.asked.year;
        year.filter(|_| self.asked == Filter { year, ..Filter::default() })
    }

    /// The invoices, in no order.
    pub(super) fn invoices(&self, services: &Services, scope: &Scope) -> Select<invoices::Entity> {
        use invoices::Column::{Gross, IssuedOn, Month};
        let mut all = Condition::all();
        for (from, until) in &self.issued {
            all = all.add_option(from.map(|from| IssuedOn.gte(from))).add_option(until.map(|day| IssuedOn.lte(day)));
        }
        let ((first, last), (least, most)) = (self.months, self.amounts);
        all = all.add_option(first.map(|first| Month.gte(first))).add_option(last.map(|last| Month.lte(last)));
        all = all.add_option(least.map(|least| Gross.gte(least))).add_option(most.map(|most| Gross.lte(most)));
        all = all.add_option(self.counterparty.as_ref().map(Counterparty::condition));
        all = all.add_option(self.text.as_ref().map(|text| occurs(services, scope, text)));
        finders::seen_by(scope).filter(all)
    }
}

impl Counterparty {
    fn condition(&self) -> Condition {
        let issuers = issuer().is_in(self.names.iter().cloned());
        let recipients = invoices::Column::RecipientName.is_in(self.names.iter().cloned());
        let unnamed = self.is_today.then(|| invoices::Column::IssuedBy.is_null());
        Condition::any().add(issuers).add(recipients).add_option(unnamed)
    }
}

/// Whether a text occurs in the number of an invoice, of a contract on it, in an item or a note.
fn occurs(services: &Services, scope: &Scope, text: &str) -> Condition {
    use invoice_lines::Column::{ContractId, CustomerId, InvoiceId, Item, Note};
    let number = contracts::Column::Number;
    let own = crate::contracts::managed_by(scope)
        .select_only()
        .column(contracts::Column::Id)
        .filter(any(services, number, text));
    let of_invoice = |line, invoice| Expr::col((invoice_lines::Entity, line)).equals((invoices::Entity, invoice));
    let words =
        any(services, (invoice_lines::Entity, Item), text).add(any(services, (invoice_lines::Entity, Note), text));
    let lines = Query::select()
        .expr(Expr::value(1))
        .from(invoice_lines::Entity)
        .and_where(of_invoice(CustomerId, invoices::Column::CustomerId))
        .and_where(of_invoice(InvoiceId, invoices::Column::Id))
        .cond_where(words.add(Expr::col((invoice_lines::Entity, ContractId)).in_subquery(own.into_query())))
        .to_owned();
    Condition::any()
        .add(any(services, (invoices::Entity, invoices::Column::Number), text))
        .add(any(services, (invoices::Entity, invoices::Column::CustomerNumber), text))
        .add(Expr::exists(lines))
}

/// Whether a column has a text as it was typed, narrow or wide, in any case.
fn any(services: &Services, column: impl IntoColumnRef, text: &str) -> Condition {
    let column = column.into_column_ref();
    let narrow = trim_fold(text);
    let mut spellings = vec![text.to_owned(), narrow.chars().map(wide).collect(), narrow];
    spellings.sort_unstable();
    spellings.dedup();
    let like = |spelling: &String| {
        // SQLite knows the case of ASCII only, on both sides.
        let lower = if services.db.is_postgres() { spelling.to_lowercase() } else { spelling.to_ascii_lowercase() };
        let escaped: String =
            lower.chars().flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c])).collect();
        let pattern = LikeExpr::new(format!("%{escaped}%")).escape('\\');
        Expr::expr(Func::lower(Expr::col(column.clone()))).like(pattern)
    };
    spellings.iter().fold(Condition::any(), |any, spelling| any.add(like(spelling)))
}

/// ASCII as old systems write it: ＩＴサポート２４.
fn wide(c: char) -> char {
    match c {
        ' ' => '\u{3000}',
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
        c => c,
    }
}

pub(crate) fn policy(scope: &Scope) -> Result<&InvoicePolicy, Error> {
    scope.portal().invoices.as_ref().ok_or(Error::NotFound)
}

/// Name of who issues invoices now.
pub(super) fn today(scope: &Scope) -> Result<String, Error> {
    Ok(policy(scope)?.issuer.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_has_a_wide_form() {
        assert_eq!("IT24 ~".chars().map(wide).collect::<String>(), "ＩＴ２４\u{3000}～");
        assert_eq!(wide('光'), '光');
    }

    #[test]
    fn a_range_ends_after_its_start() {
        assert!(in_order(Some(1), Some(1), "amount_until").is_ok());
        assert!(in_order(Some(2), None, "amount_until").is_ok());
        assert!(in_order(Some(2), Some(1), "amount_until").is_err());
    }
}
