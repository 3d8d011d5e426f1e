//! Portals as anybody may see them.

use api_tests::{App, NETWORK, OTHER_PORTAL, PORTAL, RENTAL, SANDBOX, STRICT, on_both_engines};
use madoguchi_api_types::portals::{Identifier, Portal};

on_both_engines!(
    all_portals_are_listed,
    a_portal_says_what_its_pages_need,
    words_of_the_screens_are_the_portals_own,
    what_a_portal_has_not_is_not_found,
    a_demo_server_says_so,
);

async fn all_portals_are_listed(app: App) {
    let portals: Vec<Portal> = app.browser().get("/api/v1").await.expect(200).json();
    assert_eq!(
        portals.iter().map(|portal| portal.key.as_str()).collect::<Vec<_>>(),
        [NETWORK, RENTAL, SANDBOX, OTHER_PORTAL, STRICT, PORTAL]
    );
}

async fn a_portal_says_what_its_pages_need(app: App) {
    let portal: Portal = app.browser().get("").await.expect(200).json();
    assert_eq!((portal.name.ja.as_str(), portal.provider.en.as_str()), ("マイページ", "Aoba Telecom"));
    assert_eq!(portal.identifiers, [Identifier::AccessId]);
    assert!(portal.registration_by_contract && !portal.demo);
    assert_eq!((portal.registration_link_days, portal.one_time_password_minutes), (10, 10));
    assert_eq!((portal.idle_minutes, portal.warn_minutes), (10, 2));
    assert_eq!((portal.password_policy.min, portal.password_policy.max), (8, Some(32)));
    assert_eq!(portal.contract_categories.iter().map(|c| c.code.as_str()).collect::<Vec<_>>(), ["line", "other"]);
    assert!(portal.legal_forms.iter().any(|form| form.name == "株式会社" && form.abbreviation == "カ"));
    assert_eq!(portal.terms.version, "2026-04-01");
}

async fn words_of_the_screens_are_the_portals_own(app: App) {
    let telecom: Portal = app.browser().get("").await.expect(200).json();
    let note = |portal: &Portal| portal.screens.password_note.clone().map(|note| note.ja);
    assert_eq!(note(&telecom).as_deref(), Some("（半角英小文字/数字で8~32文字）"));
    assert_eq!(telecom.screens.home_title.map(|title| title.ja).as_deref(), Some("契約情報"));
    let network: Portal = app.browser_at(NETWORK).get("").await.expect(200).json();
    assert_eq!(network.contractor_numbers.clone().map(|it| (it.prefix, it.digits)), Some(("id".to_owned(), 6)));
    let steps: Vec<_> = network.screens.steps.iter().map(|step| step.label.ja.as_str()).collect();
    assert_eq!(steps, ["ご契約者情報", "お申し込み", "完了"]);
    let rental: Portal = app.browser_at(RENTAL).get("").await.expect(200).json();
    // Words of lines and phones are those of telecom alone.
    for portal in [&network, &rental] {
        let said = serde_json::to_string(&portal.screens).unwrap();
        for word in ["契約番号", "設置場所", "回線", "通話明細"] {
            assert!(!said.contains(word), "{}: {word} in {said}", portal.key);
        }
        assert_eq!(note(portal), None);
    }
}

async fn what_a_portal_has_not_is_not_found(app: App) {
    let rental = app.signed_in(&app.person_at(RENTAL).await).await;
    for path in ["/contracts", "/inquiries", "/inquiry-form", "/switches"] {
        rental.get(path).await.refused(404, "not_found");
    }
    let network = app.signed_in(&app.person_at(NETWORK).await).await;
    let _contracts = network.get("/contracts").await.expect(200);
    for path in ["/users", "/switches"] {
        network.get(path).await.refused(404, "not_found");
    }
}

async fn a_demo_server_says_so(app: App) {
    let portal: Portal = app.demo().browser().get("").await.expect(200).json();
    assert!(portal.demo);
}
