//! What machines that watch the server are told.

use api_tests::{App, on_both_engines};

on_both_engines!(alive_and_ready, not_ready_without_the_database, the_description_is_served);

async fn alive_and_ready(app: App) {
    assert_eq!(app.browser().get("/healthz").await.expect(200).text(), "ok");
    let _ready = app.browser().get("/readyz").await.expect(200);
}

async fn not_ready_without_the_database(app: App) {
    app.services().db.close().await.unwrap();
    let _alive = app.browser().get("/healthz").await.expect(200);
    let _not_ready = app.browser().get("/readyz").await.expect(503);
    app.browser().get("/session").await.refused(401, "session_missing");
    app.browser().give_password("user", "kumo4ishi7numa").await.refused(503, "database_unavailable");
}

async fn the_description_is_served(app: App) {
    let served: serde_json::Value = app.browser().get("/openapi.json").await.expect(200).json();
    assert_eq!(served, serde_json::to_value(madoguchi_api::openapi::description()).unwrap());
    assert!(served["openapi"].as_str().unwrap().starts_with("3.1"));
    // That of one portal says where its tokens are got, so that Swagger UI can log in there.
    let own: serde_json::Value = app.browser().get("/openapi.json?portal=telecom").await.expect(200).json();
    let flow = "/components/securitySchemes/client/flows/clientCredentials/tokenUrl";
    assert_eq!(own.pointer(flow).unwrap(), "/api/v1/telecom/oauth/token");
    assert_eq!(own["paths"], served["paths"]);
    let unknown: serde_json::Value = app.browser().get("/openapi.json?portal=nothing").await.expect(200).json();
    assert_eq!(unknown, served);
}
