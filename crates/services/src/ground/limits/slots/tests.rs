//! Nobody takes all places, nobody waits for ever, and what is given back can be taken.

use uuid::Uuid;

use super::*;

fn places() -> Places {
    Places::new(Bound { each: 1, all: 2, waiting: 1, patience: Duration::from_millis(50) })
}

fn somebody() -> UserId {
    UserId(Uuid::now_v7())
}

fn is_busy(outcome: &Result<Slot, Error>) -> bool {
    matches!(outcome, Err(Error::Busy))
}

#[tokio::test]
async fn one_person_leaves_places_to_others() {
    let (places, greedy) = (places(), somebody());
    let first = places.take(greedy).await.unwrap();
    assert!(is_busy(&places.take(greedy).await), "a second place of one person");
    let _another = places.take(somebody()).await.unwrap();
    drop(first);
    let _again = places.take(greedy).await.unwrap();
}

#[tokio::test]
async fn one_person_fills_no_queue() {
    let (places, greedy) = (places(), somebody());
    let _first = places.take(greedy).await.unwrap();
    let many = futures_util::future::join_all((0..20).map(|_| places.take(greedy)));
    let (refused, another) = tokio::join!(many, places.take(somebody()));
    assert!(refused.iter().all(is_busy));
    assert!(another.is_ok());
}

#[tokio::test]
async fn who_comes_too_late_is_refused_at_once_and_who_waits_in_time() {
    let places = places();
    let _taken = (places.take(somebody()).await.unwrap(), places.take(somebody()).await.unwrap());
    let started = std::time::Instant::now();
    let late = async {
        tokio::task::yield_now().await;
        (places.take(somebody()).await, started.elapsed())
    };
    let (waiting, (late, after)) = tokio::join!(places.take(somebody()), late);
    assert!(is_busy(&late) && after < Duration::from_millis(40), "{after:?}");
    assert!(is_busy(&waiting) && started.elapsed() >= Duration::from_millis(50));
}

#[tokio::test]
async fn a_place_that_comes_free_goes_to_who_waits() {
    let places = places();
    let first = places.take(somebody()).await.unwrap();
    let _second = places.take(somebody()).await.unwrap();
    let leave = async {
        tokio::time::sleep(Duration::from_millis(10)).await;
        drop(first);
    };
    let (waiting, ()) = tokio::join!(places.take(somebody()), leave);
    assert!(waiting.is_ok());
}

#[tokio::test]
async fn people_who_are_gone_are_forgotten() {
    let places = places();
    for _ in 0..3 * FORGET_FROM {
        drop(places.take(somebody()).await.unwrap());
    }
    assert!(places.people.lock().unwrap().len() <= FORGET_FROM);
    assert_eq!(places.waiting.load(Ordering::SeqCst), 0);
}
