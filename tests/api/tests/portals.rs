//! Portals as anybody may see them.

use api_tests::{App, NETWORK, OTHER_PORTAL, PORTAL, RENTAL, STRICT, on_both_engines};
use madoguchi_api_types::portals::Portal;

on_both_engines!(all_portals_are_listed, a_portal_says_what_its_pages_need, a_demo_server_says_so);

async fn all_portals_are_listed(app: App) {
    let portals: Vec<Portal> = app.browser().get("/api/v1").await.expect(200).json();
    assert_eq!(
        portals.iter().map(|portal| portal.key.as_str()).collect::<Vec<_>>(),
        [NETWORK, RENTAL, OTHER_PORTAL, STRICT, PORTAL]
    );
}

async fn a_portal_says_what_its_pages_need(app: App) {
    let portal: Portal = app.browser().get("").await.expect(200).json();
    assert_eq!((portal.name.ja.as_str(), portal.provider.en.as_str()), ("マイページ", "Aoba Telecom"));
    assert_eq!(portal.identifiers, ["access_id"]);
    assert!(portal.registration_by_contract && !portal.demo);
    assert_eq!((portal.registration_link_days, portal.one_time_password_minutes), (10, 10));
    assert_eq!((portal.idle_minutes, portal.warn_minutes), (10, 2));
    assert_eq!((portal.password_policy.min, portal.password_policy.max), (8, Some(32)));
    assert_eq!(portal.contract_categories.iter().map(|c| c.code.as_str()).collect::<Vec<_>>(), ["line", "other"]);
    assert!(portal.legal_forms.iter().any(|form| form.name == "株式会社" && form.abbreviation == "カ"));
    assert_eq!(portal.terms.version, "2026-04-01");
}

async fn a_demo_server_says_so(app: App) {
    let portal: Portal = app.demo().browser().get("").await.expect(200).json();
    assert!(portal.demo);
}
