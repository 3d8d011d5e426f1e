//! The statements whose plans are written: built as the services build them, from the same entities, with the same
//! filters in the same order. What the services keep to themselves is spelled out here.

use api_tests::{App, Engine, PORTAL};
use chrono::{DateTime, Months, NaiveDate, Utc};
use madoguchi_domain::dates::jst_date;
use madoguchi_entities::ids::{BillingGroupId, CallRecordId, ContractId, CustomerId, InvoiceId};
use madoguchi_entities::{call_record_months, call_record_views, call_records, invoices};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, Statement};
use uuid::Uuid;

use crate::call_records::{Cast, DIGITS, FROM, UNTIL};

/// Rows of a page, and one that tells whether there are more.
const LIMIT: u64 = 51;
/// A start in the middle of the month.
const MIDDLE: &str = "2026-10-15T15:00:00+00:00";
/// Deadlines of one kind.
const DEADLINES: u64 = 10;
/// Months that deadlines look back.
const MONTHS_BACK: u32 = 6;

/// Whose rows are read.
struct Asked {
    customer: CustomerId,
    contract: ContractId,
    group: BillingGroupId,
}

/// Each with what it is for.
pub fn all(app: &App, cast: &Cast) -> Vec<(&'static str, Statement)> {
    let contract = &cast.reader.contract;
    let asked = Asked { customer: contract.customer_id, contract: contract.id, group: contract.billing_group_id };
    let backend = app.db().get_database_backend();
    let page = in_order(asked.records()).limit(LIMIT);
    let next = in_order(asked.records_from(instant(MIDDLE)).filter(beyond())).limit(LIMIT);
    let by_number = call_records::Column::Caller.contains(DIGITS).or(call_records::Column::Callee.contains(DIGITS));
    vec![
        ("call records: page", page.build(backend)),
        ("call records: page with cursor", next.build(backend)),
        ("call records: totals of a month", asked.kept_sums().build(backend)),
        ("call records: totals by a number", sums(asked.records().filter(by_number)).build(backend)),
        ("call records: charts", charts(asked.records(), app.engine()).build(backend)),
        ("call records: who looked", asked.views().build(backend)),
        ("invoices: months there are", asked.months_of_invoices().build(backend)),
        ("invoices: which correct a year's", asked.corrections().build(backend)),
        ("invoices of a year", asked.invoices_of_year().build(backend)),
        ("deadlines: payments", asked.payments(jst_date(app.now())).build(backend)),
    ]
}

impl Asked {
    fn records(&self) -> Select<call_records::Entity> {
        self.records_from(instant(FROM))
    }

    fn records_from(&self, from: DateTime<Utc>) -> Select<call_records::Entity> {
        call_records::Entity::find()
            .filter(call_records::Column::CustomerId.eq(self.customer))
            .filter(call_records::Column::ContractId.eq(self.contract))
            .filter(call_records::Column::StartedAt.gte(from))
            .filter(call_records::Column::StartedAt.lt(instant(UNTIL)))
    }

    fn kept_sums(&self) -> Select<call_record_months::Entity> {
        use call_record_months::Column;
        call_record_months::Entity::find()
            .filter(Column::CustomerId.eq(self.customer))
            .filter(Column::ContractId.eq(self.contract))
            .filter(Column::Month.eq(day(2026, 10)))
            .order_by_desc(Column::Count)
            .order_by_asc(Column::Kind)
    }

    fn views(&self) -> Select<call_record_views::Entity> {
        use call_record_views::Column;
        call_record_views::Entity::find()
            .filter(Column::CustomerId.eq(self.customer))
            .filter(Column::ContractId.eq(self.contract))
            .order_by_desc(Column::ViewedAt)
            .order_by_desc(Column::Id)
            .limit(LIMIT)
    }

    fn invoices(&self) -> Select<invoices::Entity> {
        invoices::Entity::find()
            .filter(invoices::Column::CustomerId.eq(self.customer))
            .filter(invoices::Column::Portal.eq(PORTAL))
            .filter(invoices::Column::BillingGroupId.eq(self.group))
    }

    fn months_of_invoices(&self) -> Select<invoices::Entity> {
        self.invoices().select_only().column(invoices::Column::Month).distinct()
    }

    /// Of twelve invoices that correct nothing.
    fn corrections(&self) -> Select<invoices::Entity> {
        use invoices::Column::{CorrectsId, CustomerId, Id, Number};
        let own: [InvoiceId; 12] = std::array::from_fn(|_| Uuid::now_v7().into());
        let corrected: [InvoiceId; 0] = [];
        invoices::Entity::find()
            .filter(CustomerId.is_in([self.customer]))
            .select_only()
            .columns([Id, Number, CorrectsId])
            .filter(Id.is_in(corrected).or(CorrectsId.is_in(own)))
    }

    fn invoices_of_year(&self) -> Select<invoices::Entity> {
        self.invoices()
            .filter(invoices::Column::Month.between(day(2026, 1), day(2026, 12)))
            .order_by_desc(invoices::Column::Month)
            .order_by_desc(invoices::Column::Number)
    }

    fn payments(&self, today: NaiveDate) -> Select<invoices::Entity> {
        self.invoices()
            .filter(invoices::Column::Month.gte(today.checked_sub_months(Months::new(MONTHS_BACK)).unwrap()))
            .filter(invoices::Column::DueOn.gte(today))
            .filter(invoices::Column::Gross.gt(0))
            .filter(Expr::exists(correcting()).not())
            .order_by_asc(invoices::Column::DueOn)
            .order_by_asc(invoices::Column::Id)
            .limit(DEADLINES)
    }
}

fn in_order(query: Select<call_records::Entity>) -> Select<call_records::Entity> {
    use call_records::Column::{Callee, Caller, Charge, Duration, Id, Kind, StartedAt};
    let columns = [Id, StartedAt, Kind, Caller, Callee, Duration, Charge];
    query.select_only().columns(columns).order_by_asc(StartedAt).order_by_asc(Id)
}

/// The invoice that corrects the one at hand.
fn correcting() -> SelectStatement {
    use invoices::Column::{CorrectsId, CustomerId, Id};
    let (own, other) = (invoices::Entity, Alias::new("correcting"));
    Query::select()
        .expr(Expr::value(1))
        .from_as(own, other.clone())
        .and_where(Expr::col((other.clone(), CustomerId)).equals((own, CustomerId)))
        .and_where(Expr::col((other, CorrectsId)).equals((own, Id)))
        .to_owned()
}

/// After a record in the middle of the month.
fn beyond() -> SimpleExpr {
    let columns = [Expr::col(call_records::Column::StartedAt), Expr::col(call_records::Column::Id)];
    let id = CallRecordId(Uuid::nil());
    let values = [Expr::value(instant(MIDDLE)), Expr::value(id)];
    Expr::tuple(columns).gt(Expr::tuple(values))
}

fn sums(query: Select<call_records::Entity>) -> Select<call_records::Entity> {
    let charge = Expr::col(call_records::Column::Charge).sum().cast_as("bigint");
    query.select_only().column_as(call_records::Column::Id.count(), "count").column_as(charge, "charge")
}

fn charts(query: Select<call_records::Entity>, engine: Engine) -> Select<call_records::Entity> {
    let part = |postgres: &'static str, sqlite: &'static str| {
        Expr::cust(match engine {
            Engine::Postgres => {
                format!("CAST(EXTRACT({postgres} FROM started_at AT TIME ZONE 'Asia/Tokyo') AS integer)")
            }
            Engine::Sqlite => format!("CAST(strftime('{sqlite}', started_at, '+9 hours') AS integer)"),
        })
    };
    let (day, hour) = (part("DAY", "%d"), part("HOUR", "%H"));
    sums(query)
        .column_as(day.clone(), "day")
        .column_as(hour.clone(), "hour")
        .column(call_records::Column::Kind)
        .group_by(day)
        .group_by(hour)
        .group_by(call_records::Column::Kind)
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).unwrap()
}
