//! The order history as a file: a row for each line, in the columns of the provider's own lists.

use std::collections::HashMap;

use bytes::Bytes;
use madoguchi_documents::tables;
use madoguchi_documents::text_files::Encoding;
use madoguchi_domain::rentals::{OrderState, RentalClass};
use madoguchi_entities::ids::OrderId;
use madoguchi_entities::order_lines::{self, Column};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::listed::{self, Filter, Ordering};
use super::{Line, Order};
use crate::{Error, Scope, Services};

/// Orders of a file at most.
const ORDERS_MAX: u64 = 5_000;
/// Orders whose lines are read with one statement.
const AT_ONCE: usize = 1_000;

/// The file of what a filter leaves, the first 5,000 orders of it. In Japanese, as every paper.
///
/// # Errors
/// `range_reversed` at `until`.
pub async fn csv(
    services: &Services,
    scope: &Scope,
    filter: &Filter,
    ordering: Ordering,
    encoding: Encoding,
) -> Result<Bytes, Error> {
    let chosen = listed::order(ordering).sort(listed::chosen(scope, filter)?).limit(ORDERS_MAX);
    let orders: Vec<Order> = chosen.all(services.db.read()).await?;
    let mut lines: HashMap<OrderId, Vec<Line>> = HashMap::new();
    for part in orders.chunks(AT_ONCE) {
        let found = order_lines::Entity::find()
            .filter(Column::CustomerId.eq(scope.customer_id()))
            .filter(Column::OrderId.is_in(part.iter().map(|order| order.id)))
            .order_by_asc(Column::Position)
            .all(services.db.read())
            .await?;
        found.into_iter().for_each(|line| lines.entry(line.order_id).or_default().push(line));
    }
    let head =
        ["注文番号", "注文日", "状態", "レンタル区分", "明細", "商品コード", "商品名", "開始日", "終了日", "数量"];
    let rows = orders.iter().flat_map(|order| {
        let lines = lines.remove(&order.id).unwrap_or_default();
        lines.into_iter().map(|line| row(order, line)).collect::<Vec<_>>()
    });
    let file = tables::csv(&head.map(str::to_owned), rows.collect::<Vec<_>>(), encoding).map_err(Error::internal)?;
    Ok(Bytes::from(file))
}

fn row(order: &Order, line: Line) -> Vec<String> {
    vec![
        order.number.clone(),
        order.ordered_on.to_string(),
        state(order.state).to_owned(),
        class(line.class).to_owned(),
        line.position.to_string(),
        line.product_code,
        line.product_name,
        line.first_on.to_string(),
        line.last_on.to_string(),
        line.quantity.to_string(),
    ]
}

fn state(state: OrderState) -> &'static str {
    match state {
        OrderState::Accepted => "受付完了",
        OrderState::Arranged => "手配済",
        OrderState::Refused => "受付失敗",
        OrderState::Withdrawn => "取消",
    }
}

fn class(class: RentalClass) -> &'static str {
    match class {
        RentalClass::Daily => "日極",
        RentalClass::Monthly => "月極",
    }
}
