//! The order of lists, on a table of its own: all parts, one after the other, are the whole list once and in order, up
//! and down, whatever is equal, absent or added meanwhile.

use std::cmp::Ordering;

use api_tests::{App, on_both_engines};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use madoguchi_services::cursors::{List, Part};
use madoguchi_services::orders::{Cell, Order, Step};
use madoguchi_services::{Error, FieldCode};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, QueryTrait, Schema, Statement,
    TransactionTrait,
};
use uuid::Uuid;

on_both_engines!(
    all_parts_are_the_whole_list_in_order,
    rows_that_come_meanwhile_neither_repeat_nor_hide_others,
    a_cursor_fits_its_list_only_and_cannot_be_made,
    parts_are_read_by_the_index,
);

mod things {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "things")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub owner: i32,
        pub name: String,
        pub number: Option<i64>,
        pub day: Option<Date>,
        pub at: Option<DateTimeUtc>,
        pub note: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use things::{Column, Model};

/// The orders of the list, by what leads.
const LEADS: [&str; 6] = ["id", "name", "number", "day", "at", "note"];

fn order(lead: &str, descending: bool) -> Order<Model> {
    let order = Order::unique(Column::Id, |row: &Model| row.id);
    let order = match lead {
        "id" => order,
        "name" => order.led_by(Column::Name, |row| row.name.clone()),
        "number" => order.led_by_optional(Column::Number, |row| row.number),
        "day" => order.led_by_optional(Column::Day, |row| row.day),
        "at" => order.led_by_optional(Column::At, |row| row.at),
        "note" => order.led_by_optional(Column::Note, |row| row.note.clone()),
        other => panic!("no order {other}"),
    };
    order.descending(descending)
}

/// The same order, said once more: what is absent is more than any value.
fn compare(lead: &str, one: &Model, other: &Model) -> Ordering {
    fn last<T: Ord>(one: Option<T>, other: Option<T>) -> Ordering {
        (one.is_none(), one).cmp(&(other.is_none(), other))
    }
    let led = match lead {
        "name" => one.name.cmp(&other.name),
        "number" => last(one.number, other.number),
        "day" => last(one.day, other.day),
        "at" => last(one.at, other.at),
        "note" => last(one.note.as_deref(), other.note.as_deref()),
        _ => Ordering::Equal,
    };
    led.then(one.id.cmp(&other.id))
}

/// Few values, so that many are equal; texts of one case and script, which all collations order alike.
fn rows() -> impl Strategy<Value = Vec<Model>> {
    let day = |days: u32| NaiveDate::from_ymd_opt(2026, 11, 1 + days).unwrap();
    let at = |seconds: i64| DateTime::<Utc>::UNIX_EPOCH + TimeDelta::seconds(seconds) + TimeDelta::microseconds(7);
    let optional = (
        prop::option::of(-2_i64..3),
        prop::option::of((0_u32..3).prop_map(day)),
        prop::option::of((0_i64..3).prop_map(at)),
        prop::option::of("[a-c]{0,1}"),
    );
    let row = (any::<u128>(), "[a-c]{1,2}", optional).prop_map(|(id, name, (number, day, at, note))| Model {
        id: Uuid::from_u128(id),
        owner: 1,
        name,
        number,
        day,
        at,
        note,
    });
    prop::collection::vec(row, 0..25)
}

async fn table(app: &App) {
    let table = Schema::new(app.db().get_database_backend()).create_table_from_entity(things::Entity);
    app.db().execute(&table).await.unwrap();
}

async fn fill(app: &App, rows: &[Model]) {
    things::Entity::delete_many().exec(app.db()).await.unwrap();
    for row in rows {
        row.clone().into_active_model().reset_all().insert(app.db()).await.unwrap();
    }
}

async fn part(app: &App, order: &Order<Model>, list: &List<'_>, part: Part<'_>) -> (Vec<Model>, Option<String>) {
    let read =
        async |step: Step| -> Result<Vec<Model>, Error> { Ok(step.on(things::Entity::find()).all(app.db()).await?) };
    let page = order.page(list, part, read).await.unwrap();
    (page.items, page.next_cursor)
}

/// All parts, one after the other.
async fn walk(app: &App, order: &Order<Model>, limit: u64) -> Vec<Model> {
    let list = List::new(app.services(), "things".to_owned());
    let (mut walked, mut cursor) = (Vec::new(), None);
    loop {
        let (rows, next) = part(app, order, &list, Part { cursor: cursor.as_deref(), limit }).await;
        assert!(next.is_none() || rows.len() as u64 == limit, "a part that is not the last is full");
        assert!(!rows.is_empty() || walked.is_empty(), "only the first part may be empty");
        walked.extend(rows);
        match next {
            Some(next) => cursor = Some(next),
            None => return walked,
        }
    }
}

async fn all_parts_are_the_whole_list_in_order(app: App) {
    table(&app).await;
    let mut runner = TestRunner::deterministic();
    for _ in 0..4 {
        let rows = rows().new_tree(&mut runner).unwrap().current();
        fill(&app, &rows).await;
        for lead in LEADS {
            let mut wanted = rows.clone();
            wanted.sort_by(|one, other| compare(lead, one, other));
            for descending in [false, true] {
                let order = order(lead, descending);
                for limit in [1, 2, 7, 24, 200] {
                    assert_eq!(walk(&app, &order, limit).await, wanted, "{lead} {descending} {limit}");
                }
                let whole = order.sort(things::Entity::find()).all(app.db()).await.unwrap();
                assert_eq!(whole, wanted, "{lead} {descending}");
                wanted.reverse();
            }
        }
    }
}

async fn rows_that_come_meanwhile_neither_repeat_nor_hide_others(app: App) {
    table(&app).await;
    let row = |id: u128, number: Option<i64>| {
        let (id, name) = (Uuid::from_u128(id), "a".to_owned());
        Model { id, owner: 1, name, number, day: None, at: None, note: None }
    };
    let before = [row(10, Some(1)), row(20, Some(2)), row(30, Some(3)), row(40, None), row(50, None)];
    for descending in [false, true] {
        fill(&app, &before).await;
        let (order, list) = (order("number", descending), List::new(app.services(), "things".to_owned()));
        let (first, cursor) = part(&app, &order, &list, Part { cursor: None, limit: 3 }).await;
        for new in [row(1, Some(1)), row(2, Some(2)), row(3, None), row(60, Some(9)), row(70, None)] {
            new.into_active_model().reset_all().insert(app.db()).await.unwrap();
        }
        things::Entity::delete_by_id(first[2].id).exec(app.db()).await.unwrap();
        let (rest, _) = part(&app, &order, &list, Part { cursor: cursor.as_deref(), limit: 200 }).await;
        let seen: Vec<u128> = first.iter().chain(&rest).map(|row| row.id.as_u128()).collect();
        let old = |id: &u128| id.is_multiple_of(10) && *id <= 50;
        let mut wanted: Vec<u128> = before.iter().map(|row| row.id.as_u128()).collect();
        if descending {
            wanted.reverse();
        }
        assert_eq!(seen.iter().copied().filter(|id| old(id)).collect::<Vec<_>>(), wanted, "{descending}");
    }
}

async fn a_cursor_fits_its_list_only_and_cannot_be_made(app: App) {
    table(&app).await;
    let rows: Vec<Model> = rows().new_tree(&mut TestRunner::deterministic()).unwrap().current();
    assert!(rows.len() > 2);
    fill(&app, &rows).await;
    let (by_name, list) = (order("name", false), List::new(app.services(), "things by name".to_owned()));
    let cursor = part(&app, &by_name, &list, Part { cursor: None, limit: 1 }).await.1.unwrap();
    assert!(!cursor.contains(&rows[0].id.to_string()));
    let others = List::new(app.services(), "other things by name".to_owned());
    let middle = cursor.len() / 2;
    let other = if cursor.as_bytes()[middle] == b'A' { 'B' } else { 'A' };
    let forged = format!("{}{other}{}", &cursor[..middle], &cursor[middle + 1..]);
    let by_id = order("id", false);
    let tries = [
        (&others, &by_name, cursor.as_str()),
        (&list, &by_id, &cursor),
        (&list, &by_name, &forged),
        (&list, &by_name, ""),
    ];
    for (list, order, cursor) in tries {
        let read = async |_: Step| -> Result<Vec<Model>, Error> { panic!("nothing is read") };
        let refused = order.page(list, Part { cursor: Some(cursor), limit: 1 }, read).await.unwrap_err();
        let Error::Invalid(fields) = refused else { panic!("{refused}") };
        assert_eq!((&*fields[0].field, fields[0].code), ("cursor", FieldCode::InvalidCursor));
    }
    assert_eq!(by_name.position(&rows[0]), by_name.position(&rows[0].clone()));
    assert_eq!(Cell::from(None::<i64>), Cell::Absent);
}

/// Neither engine sorts: an index has the order, wherever the part begins.
async fn parts_are_read_by_the_index(app: App) {
    table(&app).await;
    app.db().execute_unprepared("CREATE INDEX things_by_number ON things (number, id)").await.unwrap();
    let backend = app.db().get_database_backend();
    let tx = app.db().begin().await.unwrap();
    let explain = if backend == DbBackend::Sqlite { "EXPLAIN QUERY PLAN " } else { "EXPLAIN " };
    if backend != DbBackend::Sqlite {
        // Of a table of nothing, anything is cheap.
        tx.execute_unprepared(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off",
        )
        .await
        .unwrap();
    }
    for descending in [false, true] {
        for number in [Some(1), None] {
            let order = order("number", descending);
            let row = Model {
                id: Uuid::from_u128(1),
                owner: 1,
                name: String::new(),
                number,
                day: None,
                at: None,
                note: None,
            };
            let after = order.position(&row);
            let read = async |step: Step| -> Result<Vec<Model>, Error> {
                let statement = step.on(things::Entity::find()).build(backend).to_string();
                let plan = tx.query_all_raw(Statement::from_string(backend, format!("{explain}{statement}"))).await?;
                let column = if backend == DbBackend::Sqlite { "detail" } else { "QUERY PLAN" };
                let plan: Vec<String> = plan.iter().map(|line| line.try_get("", column).unwrap()).collect();
                let plan = plan.join("\n");
                assert!(plan.contains("things_by_number"), "{statement}\n{plan}");
                assert!(!plan.contains("Sort") && !plan.contains("TEMP B-TREE"), "{statement}\n{plan}");
                Ok(Vec::new())
            };
            let _none = order.read(Some(&after), 10, read).await.unwrap();
            let _none = order.read(None, 10, read).await.unwrap();
        }
    }
}
