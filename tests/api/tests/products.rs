//! The catalogue (R14): found however it is typed, by category, in any order, with how many are free.

use api_tests::{App, Browser, PORTAL, RENTAL, on_both_engines};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::products::{Availability, ListedProduct, Product, ProductCategory};
use madoguchi_domain::rental_charges::{ChargeUnit, ChargedBy};
use madoguchi_services::products::by_provider;
use madoguchi_services::products::store::NewProduct;

on_both_engines!(
    a_product_is_found_however_it_is_typed,
    lists_are_narrowed_sorted_and_paged,
    many_of_a_kind_are_found_page_by_page,
    availability_counts_both_ends_and_says_what_it_costs,
    what_is_withdrawn_is_not_offered,
    a_product_has_the_picture_it_was_given,
    a_portal_without_orders_has_no_catalogue,
);

async fn member(app: &App) -> Browser {
    app.signed_in(&app.person_at(RENTAL).await).await
}

fn new(code: &str, name: &str, category: &str, daily: &str) -> NewProduct {
    NewProduct {
        code: code.to_owned(),
        name: name.to_owned(),
        category: category.to_owned(),
        daily_price: daily.to_owned(),
        monthly_price: if daily == "500" { String::new() } else { format!("{daily}0") },
        stock: "3".to_owned(),
        note: String::new(),
    }
}

async fn page(browser: &Browser, query: &str) -> Page<ListedProduct> {
    browser.get(&format!("/products?{query}")).await.expect(200).json()
}

async fn codes(browser: &Browser, query: &str) -> Vec<String> {
    page(browser, query).await.items.into_iter().map(|listed| listed.product.code).collect()
}

async fn catalogue(app: &App) {
    app.products(&[
        new("DSX2-8000", "OTDR 光パルス試験器", "測定器", "9800"),
        new("DSX2-8002", "光ファイバテープ心線単心分離具Ⅱ", "接続", "300"),
        new("DSX2-8004", "光源 1310/1550", "測定器", "900"),
        new("DSX3-8012", "Wi-Fiルーター", "通信", "500"),
        new("DSX3-8013", "ノートＰＣ　１４型", "PC", "1200"),
    ])
    .await;
}

async fn a_product_is_found_however_it_is_typed(app: App) {
    catalogue(&app).await;
    let browser = member(&app).await;
    for (words, found) in [
        ("DSX2-8000", &["DSX2-8000"][..]),
        ("dsx28000", &["DSX2-8000"]),
        ("ＤＳＸ２－８０００", &["DSX2-8000"]),
        ("8000", &["DSX2-8000"]),
        ("ふぁいば", &["DSX2-8002"]),
        ("ﾌｧｲﾊﾞｰ", &["DSX2-8002"]),
        ("ファイバ 心線", &["DSX2-8002"]),
        ("心線　光", &["DSX2-8002"]),
        ("II", &["DSX2-8002"]),
        ("るーた", &["DSX3-8012"]),
        ("ルータ", &["DSX3-8012"]),
        ("wifi", &["DSX3-8012"]),
        ("ノートpc 14", &["DSX3-8013"]),
        ("光源1310/1550", &["DSX2-8004"]),
        ("光", &["DSX2-8000", "DSX2-8002", "DSX2-8004"]),
        ("光 測定", &["DSX2-8000", "DSX2-8004"]),
        ("具", &["DSX2-8002"]),
        ("源光", &[]),
        ("光 ルータ", &[]),
        ("%", &["DSX2-8000", "DSX2-8002", "DSX2-8004", "DSX3-8012", "DSX3-8013"]),
    ] {
        let typed: String = url_encoded(words);
        assert_eq!(codes(&browser, &format!("words={typed}")).await, found, "{words}");
    }
    let long = "あ".repeat(201);
    let refused = browser.get(&format!("/products?words={}", url_encoded(&long))).await;
    assert_eq!(refused.refused_fields(), [("words".to_owned(), "too_long".to_owned())]);
}

fn url_encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn lists_are_narrowed_sorted_and_paged(app: App) {
    catalogue(&app).await;
    let browser = member(&app).await;
    let categories: Vec<ProductCategory> = browser.get("/product-categories").await.expect(200).json();
    let counted: Vec<(&str, i64)> = categories.iter().map(|it| (it.name.as_str(), it.products)).collect();
    assert_eq!(counted, [("測定器", 2), ("接続", 1), ("通信", 1), ("PC", 1)], "in the order in which they came");
    let measuring = url_encoded("測定器");
    assert_eq!(codes(&browser, &format!("category={measuring}")).await, ["DSX2-8000", "DSX2-8004"]);
    let cheapest = ["DSX2-8002", "DSX3-8012", "DSX2-8004", "DSX3-8013", "DSX2-8000"];
    assert_eq!(codes(&browser, "order=daily_price").await, cheapest);
    assert_eq!(
        codes(&browser, "order=daily_price_descending").await,
        cheapest.iter().rev().copied().collect::<Vec<_>>()
    );
    let by_month = codes(&browser, "order=monthly_price").await;
    assert_eq!(by_month.last().map(String::as_str), Some("DSX3-8012"), "what has no monthly price comes last");
    for order in ["code", "code_descending", "name", "daily_price", "monthly_price", "monthly_price_descending"] {
        let whole = codes(&browser, &format!("order={order}")).await;
        let (mut joined, mut cursor) = (Vec::new(), String::new());
        loop {
            let part = page(&browser, &format!("order={order}&limit=2{cursor}")).await;
            assert_eq!(part.total, Some(5));
            joined.extend(part.items.into_iter().map(|listed| listed.product.code));
            let Some(next) = part.next_cursor else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(joined, whole, "{order}");
    }
    let first = page(&browser, "limit=2").await.next_cursor.unwrap();
    let elsewhere = browser.get(&format!("/products?order=name&limit=2&cursor={first}")).await;
    assert_eq!(elsewhere.refused_fields(), [("cursor".to_owned(), "invalid_cursor".to_owned())]);
}

/// More than are looked at one by one: the list in its order is gone through.
async fn many_of_a_kind_are_found_page_by_page(app: App) {
    let many: Vec<NewProduct> = (0..2_100).map(|at| new(&format!("K{at:04}"), "発電機", "電源", "100")).collect();
    app.products(&many).await;
    app.products(&[new("Z-1", "発電機用ケーブル", "電源", "100")]).await;
    let browser = member(&app).await;
    let words = url_encoded("発電機");
    let first = page(&browser, &format!("words={words}&limit=200")).await;
    assert_eq!((first.items.len(), first.total), (200, None), "they are not counted");
    let last = page(&browser, &format!("words={words}&order=code_descending&limit=1")).await;
    assert_eq!(last.items[0].product.code, "Z-1");
    let rare = page(&browser, &format!("words={}&limit=1", url_encoded("発電機 けーぶる"))).await;
    assert_eq!((rare.items[0].product.code.as_str(), rare.total), ("Z-1", Some(1)));
    assert_eq!(page(&browser, "limit=1").await.total, Some(2_101));
}

async fn availability_counts_both_ends_and_says_what_it_costs(app: App) {
    let product = app.product("DSX2-8004", "光源", 2).await;
    app.reserve(&product, 1, ("2027-12-28", "2028-01-10")).await;
    app.reserve(&product, 1, ("2028-01-05", "2028-01-07")).await;
    let browser = member(&app).await;
    let found: Availability =
        browser.get("/products/dsx28004/availability?from=2027-12-28&until=2028-01-29").await.expect(200).json();
    let spans: Vec<(String, i64)> = found.spans.iter().map(|span| (span.until.to_string(), span.available)).collect();
    let told = [("2028-01-04", 1), ("2028-01-07", 0), ("2028-01-10", 1), ("2028-01-29", 2)];
    assert_eq!(spans, told.map(|(until, units)| (until.to_owned(), units)));
    assert_eq!((found.available, found.estimate.days, found.estimate.by), (0, 33, ChargedBy::Months));
    assert_eq!((found.estimate.amount, found.estimate.otherwise), (7_800 + 2 * 900, Some(33 * 900)));
    let parts: Vec<(ChargeUnit, u32)> = found.estimate.parts.iter().map(|part| (part.unit, part.count)).collect();
    assert_eq!(parts, [(ChargeUnit::Month, 1), (ChargeUnit::Day, 2)]);
    let listed = page(&browser, "from=2028-01-08&until=2028-01-10").await;
    assert_eq!(listed.items[0].available, 1);
    assert_eq!(page(&browser, "from=2028-01-11").await.items[0].available, 2, "free from the day after");
    for (query, code) in
        [("from=2028-01-02&until=2028-01-01", "range_reversed"), ("from=2028-01-01&until=2031-01-01", "out_of_range")]
    {
        for path in ["/products/DSX2-8004/availability", "/products"] {
            let refused = browser.get(&format!("{path}?{query}")).await.refused_fields();
            assert_eq!(refused, [("until".to_owned(), code.to_owned())]);
        }
    }
}

async fn what_is_withdrawn_is_not_offered(app: App) {
    app.product("DSX2-8004", "光源", 2).await;
    let (browser, provider) = (member(&app).await, app.provider(RENTAL));
    let read: Product = browser.get("/products/DSX2%2D8004").await.expect(200).json();
    assert_eq!((read.daily_price, read.monthly_price, read.has_picture), (900, Some(7_800), false));
    by_provider::withdraw(app.services(), &provider, "dsx28004").await.unwrap();
    browser.get("/products/DSX2-8004").await.refused(404, "not_found");
    assert!(codes(&browser, "").await.is_empty());
    let categories: Vec<ProductCategory> = browser.get("/product-categories").await.expect(200).json();
    assert!(categories.is_empty());
    // What an import names again stays withdrawn.
    app.product("DSX2-8004", "光源Ⅲ", 5).await;
    assert!(codes(&browser, "").await.is_empty());
    by_provider::offer(app.services(), &provider, "DSX2-8004").await.unwrap();
    assert_eq!(codes(&browser, &format!("words={}", url_encoded("光源3"))).await, Vec::<String>::new());
    assert_eq!(codes(&browser, &format!("words={}", url_encoded("光源III"))).await, ["DSX2-8004"]);
    assert_eq!(by_provider::set_stock(app.services(), &provider, "DSX2-8004", 7).await.unwrap().stock, 7);
    assert_eq!(page(&browser, "").await.items[0].available, 7);
}

async fn a_product_has_the_picture_it_was_given(app: App) {
    app.product("DSX2-8004", "光源", 2).await;
    let browser = member(&app).await;
    browser.get("/products/DSX2-8004/picture").await.refused(404, "not_found");
    app.picture("DSX2-8004").await;
    let picture = browser.get("/products/DSX2-8004/picture").await.expect(200);
    assert_eq!(picture.header("content-type"), Some("image/png"));
    assert!(picture.body.starts_with(b"\x89PNG"));
    let read: Product = browser.get("/products/DSX2-8004").await.expect(200).json();
    assert!(read.has_picture);
}

async fn a_portal_without_orders_has_no_catalogue(app: App) {
    app.product("DSX2-8004", "光源", 2).await;
    let subscriber = app.subscriber_at(PORTAL).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    for path in ["/products", "/products/DSX2-8004", "/product-categories", "/basket"] {
        browser.get(path).await.refused(404, "not_found");
    }
}
