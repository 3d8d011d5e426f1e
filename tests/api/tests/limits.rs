//! Who asks for too much: networks that count as one, addresses that many share, and what one customer could use up for
//! all others.

mod busy;
mod inquiries;
mod networks;
mod shared_addresses;

use api_tests::App;
use madoguchi_entities::throttles;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

const WRONG: &str = "mori9kawa2tani";

/// Sets the only counter of a kind that counts anything, in place of as many tries.
async fn set_count(app: &App, kind: &str, count: u32) {
    let counted = throttles::Entity::update_many()
        .col_expr(throttles::Column::Count, Expr::value(count))
        .filter(throttles::Column::Kind.eq(kind))
        .filter(throttles::Column::Count.gt(0))
        .exec(app.db())
        .await
        .unwrap();
    assert_eq!(counted.rows_affected, 1);
}

/// What a kind has counted, the most first.
async fn counts(app: &App, kind: &str) -> Vec<i32> {
    let rows = throttles::Entity::find().filter(throttles::Column::Kind.eq(kind)).all(app.db()).await.unwrap();
    let mut counts: Vec<i32> = rows.into_iter().map(|row| row.count).collect();
    counts.sort_by_key(|count| std::cmp::Reverse(*count));
    counts
}
