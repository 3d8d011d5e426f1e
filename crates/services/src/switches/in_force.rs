//! The switches of a portal that count in a month, for the provider: whose paper is not sent, whose call records can be
//! read. Read in parts, one query each, so that any number of customers fits.

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_domain::dates::Month;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::switches::SwitchKind;
use madoguchi_entities::{billing_groups, contracts, customers, switches, users};
use sea_orm::sea_query::{Expr, ExprTrait, Func, IntoCondition, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationDef, Select};

use crate::cursors::{List, Page, Part};
use crate::orders::Order;
use crate::{Error, ProblemCode, Provider, Services};

/// Name of the rows that may be newer, beside those that are asked for.
const NEWER: &str = "newer";

/// A switch that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// Which.
    pub kind: SwitchKind,
    /// The provider's number of the customer.
    pub customer_number: String,
    /// The provider's number of what is billed together; none: the whole customer.
    pub billing_group_number: Option<String>,
    /// Number of the contract, for switches of one.
    pub contract_number: Option<String>,
    /// From when it counts.
    pub effective_from: NaiveDate,
    /// When it was turned on; none: never here, the provider's export says it.
    pub turned_on_at: Option<DateTime<Utc>>,
    /// Name or mail address of the person who consented; none: the provider turned it on.
    pub turned_on_by: Option<String>,
}

/// Numbers of customer, billing group and contract, start, when, and name and mail address of the person.
type Row = (String, Option<String>, Option<String>, NaiveDate, Option<DateTime<Utc>>, Option<String>, Option<String>);

/// A part of the switches of a kind that count from the first day of a month on, by number of the customer.
///
/// # Errors
/// `switch_unknown` where the portal has no such switch; `invalid_cursor`.
pub async fn list(
    services: &Services,
    provider: &Provider,
    (kind, month): (SwitchKind, Month),
    part: Part<'_>,
) -> Result<Page<InForce>, Error> {
    let portal = provider.portal();
    portal.switch(kind).ok_or(Error::Refused(ProblemCode::SwitchUnknown))?;
    let list = List::new(services, format!("switches in force {} {} {}", portal.key, kind.as_str(), month.first_day()));
    let page = if kind.is_of_contract() {
        let contract = Expr::col((contracts::Entity, contracts::Column::Number));
        let order = by(contract, |row: &Row| row.2.clone().unwrap_or_default());
        read(services, (&list, part), &order, &of_contracts(portal, (kind, month))).await?
    } else {
        // The whole customer has no number of a group.
        let group = Expr::col((billing_groups::Entity, billing_groups::Column::Number));
        let group = Expr::expr(Func::coalesce([group, Expr::val("")]));
        let order = by(group, |row: &Row| row.1.clone().unwrap_or_default());
        read(services, (&list, part), &order, &of_groups(portal, (kind, month))).await?
    };
    Ok(page.map(|row| shown(kind, row)))
}

/// By the number of the customer, then by another one.
fn by(second: SimpleExpr, read: impl Fn(&Row) -> String + Send + Sync + 'static) -> Order<Row> {
    Order::unique_expression(second, read).led_by(customers::Column::Number, |row: &Row| row.0.clone())
}

async fn read<E: EntityTrait>(
    services: &Services,
    (list, part): (&List<'_>, Part<'_>),
    order: &Order<Row>,
    select: &Select<E>,
) -> Result<Page<Row>, Error> {
    order.page(list, part, async |step| Ok(step.on(select.clone()).into_tuple().all(services.db.read()).await?)).await
}

fn shown(kind: SwitchKind, row: Row) -> InForce {
    let (customer_number, billing_group_number, contract_number, effective_from, turned_on_at, name, address) = row;
    let turned_on_by = name.filter(|name| !name.is_empty()).or(address);
    InForce { kind, customer_number, billing_group_number, contract_number, effective_from, turned_on_at, turned_on_by }
}

/// Of what is billed together the history says it: what was said last of what counts by then.
fn of_groups(portal: &Portal, (kind, month): (SwitchKind, Month)) -> Select<switches::Entity> {
    use switches::Column;
    let later = newer()
        .and_where(same(Column::BillingGroupId))
        .and_where(Expr::col((NEWER, Column::ContractId)).is_null())
        .and_where(Expr::col((NEWER, Column::EffectiveFrom)).lte(month.first_day()))
        .to_owned();
    let of_kind = switches::Entity::find()
        .filter(Column::Portal.eq(portal.key.as_str()))
        .filter(Column::Kind.eq(kind.as_str()))
        .filter(Column::ContractId.is_null())
        .filter(Column::TurnedOn.eq(true))
        .filter(Column::EffectiveFrom.lte(month.first_day()))
        .filter(Expr::exists(later).not())
        .join(
            JoinType::InnerJoin,
            related::<switches::Entity, customers::Entity>(Column::CustomerId, customers::Column::Id),
        )
        .join(
            JoinType::LeftJoin,
            related::<switches::Entity, billing_groups::Entity>(Column::BillingGroupId, billing_groups::Column::Id),
        )
        .join(JoinType::LeftJoin, related::<switches::Entity, users::Entity>(Column::UserId, users::Column::Id))
        .select_only()
        .column(customers::Column::Number)
        .column_as(billing_groups::Column::Number, "group_number")
        .expr_as(Expr::val(None::<String>), "contract_number")
        .column(Column::EffectiveFrom);
    who(of_kind)
}

/// A contract says itself whether its call records can be read; the history says who wanted it, where it says the same.
fn of_contracts(portal: &Portal, (kind, month): (SwitchKind, Month)) -> Select<contracts::Entity> {
    use contracts::Column;
    let code = kind.as_str();
    let history = contracts::Entity::belongs_to(switches::Entity)
        .from(Column::Id)
        .to(switches::Column::ContractId)
        .on_condition(move |_, _| {
            let later = newer().and_where(same(switches::Column::ContractId)).to_owned();
            let start = Expr::col((switches::Entity, switches::Column::EffectiveFrom));
            switches::Column::Kind
                .eq(code)
                .and(switches::Column::TurnedOn.eq(true))
                .and(start.equals((contracts::Entity, Column::CallRecordsFrom)))
                .and(Expr::exists(later).not())
                .into_condition()
        });
    let active = contracts::Entity::find()
        .filter(Column::Portal.eq(portal.key.as_str()))
        .filter(Column::CallRecordsFrom.lte(month.first_day()))
        .join(
            JoinType::InnerJoin,
            related::<contracts::Entity, customers::Entity>(Column::CustomerId, customers::Column::Id),
        )
        .join(
            JoinType::InnerJoin,
            related::<contracts::Entity, billing_groups::Entity>(Column::BillingGroupId, billing_groups::Column::Id),
        )
        .join(JoinType::LeftJoin, history.into())
        .join(
            JoinType::LeftJoin,
            related::<switches::Entity, users::Entity>(switches::Column::UserId, users::Column::Id),
        )
        .select_only()
        .column_as(customers::Column::Number, "customer_number")
        .column_as(billing_groups::Column::Number, "group_number")
        .column_as(Column::Number, "contract_number")
        .column(Column::CallRecordsFrom);
    who(active)
}

fn related<A: EntityTrait, B: EntityTrait>(from: A::Column, to: B::Column) -> RelationDef {
    A::belongs_to(B::default()).from(from).to(to).into()
}

/// When it was switched, and by whom.
fn who<E: EntityTrait>(select: Select<E>) -> Select<E> {
    select
        .column_as(switches::Column::CreatedAt, "turned_on_at")
        .column_as(users::Column::Name, "name")
        .column_as(users::Column::MailAddress, "mail_address")
}

/// Rows of the same customer, portal and kind that were written later.
fn newer() -> SelectStatement {
    use switches::Column;
    let own = |column| Expr::col((switches::Entity, column));
    let other = |column| Expr::col((NEWER, column));
    let at_once = other(Column::CreatedAt).eq(own(Column::CreatedAt)).and(other(Column::Id).gt(own(Column::Id)));
    Query::select()
        .expr(Expr::val(1))
        .from_as(switches::Entity, NEWER)
        .and_where(other(Column::CustomerId).eq(own(Column::CustomerId)))
        .and_where(other(Column::Portal).eq(own(Column::Portal)))
        .and_where(other(Column::Kind).eq(own(Column::Kind)))
        .and_where(other(Column::CreatedAt).gt(own(Column::CreatedAt)).or(at_once))
        .to_owned()
}

/// Whether a newer row has the same in a column, which may be nothing.
fn same(column: switches::Column) -> Expr {
    let (own, other) = (Expr::col((switches::Entity, column)), Expr::col((NEWER, column)));
    other.clone().eq(own.clone()).or(other.is_null().and(own.is_null()))
}
