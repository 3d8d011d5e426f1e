//! Many write at once, in several processes, and whoever reads meanwhile misses nothing and sees nothing twice.

use std::collections::{BTreeSet, HashMap};

use api_tests::{App, Engine, PORTAL, System, on_both_engines};
use futures_util::future::{join, join_all};
use madoguchi_entities::events::{self, EventType};
use madoguchi_services::Services;
use madoguchi_services::notices::publish as notices;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ActiveModelTrait, TransactionTrait};
use uuid::Uuid;

use super::{publish, read, reader};

/// Who writes at the same time.
const WRITERS: usize = 20;
/// Changes of each, one after the other.
const CHANGES: usize = 10;

on_both_engines!(twenty_writers_and_a_reader, what_is_committed_late_comes_later, two_readers_give_out_each_place_once);

/// One writer: its changes follow each other, so their events must too.
async fn write(app: &App, services: &Services) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..CHANGES {
        let made = notices::create(services, &app.provider(PORTAL), &app.new_notice()).await.unwrap();
        ids.push(made.id.to_string());
    }
    ids
}

/// Reads until all is there, part by part.
async fn follow(system: &System, until: usize) -> Vec<String> {
    let (mut seen, mut after) = (Vec::new(), "oldest".to_owned());
    while seen.len() < until {
        let batch = read(system, &format!("?limit=7&after={after}")).await;
        seen.extend(super::notices(&batch.events));
        after = batch.next_cursor;
    }
    assert_eq!(read(system, &format!("?after={after}")).await.events, []);
    seen
}

async fn twenty_writers_and_a_reader(app: App) {
    let system = reader(&app).await;
    let other = app.other_process().await;
    let services = |writer: usize| if writer.is_multiple_of(2) { app.services() } else { &other };
    let writers = join_all((0..WRITERS).map(|writer| write(&app, services(writer))));
    let (written, seen) = join(writers, follow(&system, WRITERS * CHANGES)).await;
    other.db.close().await.unwrap();
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), WRITERS * CHANGES, "each of them once");
    let places: HashMap<&String, usize> = seen.iter().enumerate().map(|(place, id)| (id, place)).collect();
    for ids in &written {
        assert!(ids.iter().map(|id| places[id]).is_sorted(), "what one does after the other is told so");
    }
}

/// A change that began first and ends last. SQLite has one writer, so there it is simply the last one.
async fn what_is_committed_late_comes_later(app: App) {
    let system = reader(&app).await;
    let late = Uuid::now_v7();
    let row = events::ActiveModel {
        serial: NotSet,
        id: Set(late.into()),
        portal: Set(PORTAL.to_owned()),
        position: Set(None),
        kind: Set(EventType::NoticePublished),
        subjects: Set("{}".to_owned()),
        data: Set("null".to_owned()),
        occurred_at: Set(app.now()),
    };
    let after = if app.engine() == Engine::Postgres {
        let tx = app.db().begin().await.unwrap();
        row.insert(&tx).await.unwrap();
        publish(&app, 3).await;
        let batch = read(&system, "").await;
        assert_eq!(batch.events.len(), 3);
        tx.commit().await.unwrap();
        batch.next_cursor
    } else {
        publish(&app, 3).await;
        let batch = read(&system, "").await;
        row.insert(app.db()).await.unwrap();
        batch.next_cursor
    };
    let [event] = read(&system, &format!("?after={after}")).await.events.try_into().unwrap();
    assert_eq!(event.id, late);
}

async fn two_readers_give_out_each_place_once(app: App) {
    let ids = publish(&app, 30).await;
    let systems = [reader(&app).await, reader(&app).await];
    let seen = join_all(systems.iter().cycle().take(8).map(|system| read(system, "?after=oldest"))).await;
    for batch in seen {
        assert_eq!(super::notices(&batch.events), ids);
    }
}
