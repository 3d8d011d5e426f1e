//! The basket: kept on the server for each user, priced, and worth nothing to anybody else.

use api_tests::{App, Browser, RENTAL, on_both_engines};
use madoguchi_api_types::baskets::Basket;
use serde_json::json;

on_both_engines!(
    a_basket_is_filled_changed_and_emptied,
    what_cannot_be_right_is_refused_at_its_field,
    a_basket_has_an_end,
    each_user_has_a_basket_of_their_own,
    two_tabs_make_one_line_of_one,
);

async fn member(app: &App) -> Browser {
    app.signed_in(&app.person_at(RENTAL).await).await
}

async fn basket(browser: &Browser) -> Basket {
    browser.get("/basket").await.expect(200).json()
}

async fn a_basket_is_filled_changed_and_emptied(app: App) {
    let product = app.product("DSX2-8004", "光源", 2).await;
    app.reserve(&product, 1, ("2027-12-28", "2027-12-31")).await;
    let browser = member(&app).await;
    assert!(basket(&browser).await.lines.is_empty());
    let wish = json!({ "product": "ｄｓｘ２８００４", "quantity": 1, "from": "2027-12-28", "until": "2028-01-29" });
    let filled: Basket = browser.post("/basket/lines", &wish).await.expect(201).json();
    let line = &filled.lines[0];
    assert_eq!((line.product.code.as_str(), line.quantity, line.amount), ("DSX2-8004", 1, Some(9_600)));
    assert_eq!((line.available, filled.amount, filled.complete), (Some(1), 9_600, true));
    // The same product for the same days is more of it; for other days it is another line.
    let _more = browser.post("/basket/lines", &wish).await.expect(201);
    let _other = browser.post("/basket/lines", json!({ "product": "DSX2-8004", "quantity": 3 })).await.expect(201);
    let filled = basket(&browser).await;
    assert_eq!(filled.lines.iter().map(|line| line.quantity).collect::<Vec<_>>(), [2, 3]);
    assert_eq!((filled.amount, filled.complete), (19_200, false));
    let path = format!("/basket/lines/{}", filled.lines[1].id);
    let wish = json!({ "quantity": 1, "from": "2028-02-01", "until": "2028-02-01" });
    let changed: Basket = browser.put(&path, wish).await.expect(200).json();
    assert_eq!((changed.amount, changed.complete), (19_200 + 900, true));
    let left: Basket = browser.delete(&path).await.expect(200).json();
    assert_eq!(left.lines.len(), 1);
    browser.delete(&path).await.refused(404, "not_found");
    let _empty = browser.delete("/basket/lines").await.expect(204);
    assert!(basket(&browser).await.lines.is_empty());
}

async fn what_cannot_be_right_is_refused_at_its_field(app: App) {
    app.product("DSX2-8004", "光源", 2).await;
    let browser = member(&app).await;
    for (wish, field, code) in [
        (json!({ "product": "NONE", "quantity": 1 }), "product", "unknown"),
        (json!({ "product": "DSX2-8004", "quantity": 0 }), "quantity", "out_of_range"),
        (json!({ "product": "DSX2-8004", "quantity": 10_000 }), "quantity", "out_of_range"),
        (
            json!({ "product": "DSX2-8004", "quantity": 1, "from": "2026-11-19", "until": "2026-11-30" }),
            "from",
            "out_of_range",
        ),
        (
            json!({ "product": "DSX2-8004", "quantity": 1, "from": "2027-01-02", "until": "2027-01-01" }),
            "until",
            "range_reversed",
        ),
        (
            json!({ "product": "DSX2-8004", "quantity": 1, "from": "2027-01-02", "until": "2047-01-01" }),
            "until",
            "out_of_range",
        ),
        (json!({ "product": "DSX2-8004", "quantity": 1, "from": "2027-01-02" }), "until", "required"),
        (json!({ "product": "DSX2-8004", "quantity": 1, "until": "2027-01-02" }), "from", "required"),
    ] {
        let refused = browser.post("/basket/lines", &wish).await.refused_fields();
        assert_eq!(refused, [(field.to_owned(), code.to_owned())], "{wish}");
    }
    assert!(basket(&browser).await.lines.is_empty());
}

async fn a_basket_has_an_end(app: App) {
    app.product("DSX2-8004", "光源", 2).await;
    let browser = member(&app).await;
    let most = basket(&browser).await.lines_max;
    for day in 1..=most {
        let wish = json!({ "product": "DSX2-8004", "quantity": 1, "from": "2027-01-01", "until": format!("2027-01-{day:02}") });
        let _added = browser.post("/basket/lines", wish).await.expect(201);
    }
    let wish = json!({ "product": "DSX2-8004", "quantity": 1 });
    browser.post("/basket/lines", &wish).await.refused(409, "basket_full");
}

async fn each_user_has_a_basket_of_their_own(app: App) {
    app.product("DSX2-8004", "光源", 2).await;
    let customer = app.customer(RENTAL, "カ)ヴェルデ2").await;
    let (one, other) = (app.colleague(&customer, "verde").await, app.colleague(&customer, "verde").await);
    let (one, other) = (app.signed_in(&one).await, app.signed_in(&other).await);
    let wish = json!({ "product": "DSX2-8004", "quantity": 1 });
    let own: Basket = one.post("/basket/lines", &wish).await.expect(201).json();
    assert!(basket(&other).await.lines.is_empty());
    let path = format!("/basket/lines/{}", own.lines[0].id);
    other.put(&path, json!({ "quantity": 5 })).await.refused(404, "not_found");
    other.delete(&path).await.refused(404, "not_found");
    let _empty = other.delete("/basket/lines").await.expect(204);
    assert_eq!(basket(&one).await.lines[0].quantity, 1);
}

async fn two_tabs_make_one_line_of_one(app: App) {
    app.product("DSX2-8004", "光源", 2).await;
    let browser = member(&app).await;
    let wish = json!({ "product": "DSX2-8004", "quantity": 1 });
    let add = async || browser.post("/basket/lines", &wish).await.expect(201);
    let _both = futures_util::future::join4(add(), add(), add(), add()).await;
    let basket = basket(&browser).await;
    assert_eq!(basket.lines.iter().map(|line| line.quantity).collect::<Vec<_>>(), [4]);
}
