//! How long searches take in a catalogue of 100,000 products; a measurement, so only when it is asked for:
//! `cargo test -p api-tests --test api searches -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use api_tests::{App, Engine, RENTAL};
use madoguchi_services::products::store::NewProduct;
use sea_orm::ConnectionTrait;

use super::url_encoded;

const PRODUCTS: usize = 100_000;
const BATCH: usize = 500;
const TRIES: usize = 15;
/// What a search may take, session and all.
const MOST: Duration = Duration::from_millis(20);

#[test]
#[ignore = "a measurement"]
fn sqlite() {
    api_tests::run(Engine::Sqlite, measured);
}

#[test]
#[ignore = "a measurement"]
fn postgres() {
    api_tests::run(Engine::Postgres, measured);
}

const THINGS: [&str; 12] = [
    "OTDR 光パルス試験器",
    "光ファイバ融着接続機",
    "光ファイバテープ心線単心分離具",
    "光パワーメータ",
    "光源 1310/1550",
    "メタル回線試験器",
    "高所作業車 12m",
    "発電機 2.8kVA",
    "Wi-Fiルータ",
    "ノートPC 14型",
    "プロジェクタ 5000lm",
    "業務用無線機",
];
const KINDS: [&str; 8] = ["標準型", "小型", "防水型", "寒冷地仕様", "高精度型", "長時間型", "第二世代", "校正済"];
const CATEGORIES: [&str; 7] = ["測定器", "接続", "車両", "電源", "通信", "PC", "映像"];

fn product(at: usize) -> NewProduct {
    let (thing, kind) = (THINGS[at % THINGS.len()], KINDS[at / 7 % KINDS.len()]);
    NewProduct {
        code: format!("DSX{}-{:05}", at % 97, at),
        name: format!("{thing} {kind} {}", at / 13 % 400),
        category: CATEGORIES[at % CATEGORIES.len()].to_owned(),
        daily_price: (100 + at % 9_973).to_string(),
        monthly_price: ((100 + at % 9_973) * 9).to_string(),
        stock: "5".to_owned(),
        note: String::new(),
    }
}

async fn measured(app: App) {
    let started = Instant::now();
    for first in (0..PRODUCTS).step_by(BATCH) {
        app.products(&(first..first + BATCH).map(product).collect::<Vec<_>>()).await;
    }
    println!("{:?}: {PRODUCTS} products stored in {:?}", app.engine(), started.elapsed());
    if matches!(app.engine(), Engine::Postgres) {
        app.db().execute_unprepared("VACUUM ANALYZE").await.unwrap();
    }
    let browser = app.signed_in(&app.person_at(RENTAL).await).await;
    let mut slow = Vec::new();
    for (what, query) in [
        ("everything", String::new()),
        ("by price", "order=daily_price_descending".to_owned()),
        ("a category", format!("category={}", url_encoded("測定器"))),
        ("a category by name", format!("category={}&order=name", url_encoded("測定器"))),
        ("a code", format!("words={}", url_encoded("dsx4100041"))),
        ("part of a code", "words=99731".to_owned()),
        ("a common word", format!("words={}", url_encoded("ひかりふぁいば"))),
        ("a common word", format!("words={}", url_encoded("光ふぁいば"))),
        ("a common word by price", format!("words={}&order=monthly_price", url_encoded("発電機"))),
        ("a common word by name, downwards", format!("words={}&order=name_descending", url_encoded("ルーター"))),
        ("one character", format!("words={}", url_encoded("車"))),
        ("two words", format!("words={}", url_encoded("ノート 寒冷地"))),
        ("three words", format!("words={}", url_encoded("無線 防水 399"))),
        ("words that never meet", format!("words={}", url_encoded("発電機 ルータ"))),
        ("nothing", format!("words={}", url_encoded("冷蔵庫"))),
        ("a word in a category", format!("words={}&category={}", url_encoded("試験器"), url_encoded("通信"))),
        ("categories", "/product-categories".to_owned()),
    ] {
        let path = if query.starts_with('/') { query } else { format!("/products?{query}") };
        let mut times = Vec::new();
        for _ in 0..TRIES {
            let started = Instant::now();
            let _answer = browser.get(&path).await.expect(200);
            times.push(started.elapsed());
        }
        times.sort_unstable();
        let median = times[TRIES / 2];
        println!("{:?}: {what}: {median:?} (slowest {:?})", app.engine(), times[TRIES - 1]);
        if median > MOST {
            slow.push(what);
        }
    }
    println!("{:?}: above {MOST:?}: {slow:?}", app.engine());
}
