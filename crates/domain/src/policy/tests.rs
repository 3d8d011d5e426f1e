//! Knows the presets and one way to break each rule that holds between the values of a portal file.

use super::{FieldKind, Portal, RequestAction};
use crate::passwords::PasswordContext;

const NETWORK: &str = include_str!("../../../../portals/network.toml");
const RENTAL: &str = include_str!("../../../../portals/rental.toml");
const TELECOM: &str = include_str!("../../../../portals/telecom.toml");

fn portal(text: &str) -> Portal {
    let mut portal: Portal = toml::from_str(text).unwrap();
    portal.complete();
    portal
}

/// Field and reason of the refusal of a preset in which `from` became `to`.
fn refusal(preset: &str, from: &str, to: &str) -> (&'static str, String) {
    assert!(preset.contains(from), "the preset has no {from}");
    let error = portal(&preset.replacen(from, to, 1)).validate().unwrap_err();
    (error.field, error.reason)
}

#[test]
fn presets_are_valid() {
    for (key, text) in [("network", NETWORK), ("rental", RENTAL), ("telecom", TELECOM)] {
        let portal = portal(text);
        assert_eq!(portal.key, key);
        assert_eq!(portal.validate(), Ok(()), "{key}");
        let texts = portal.forms.values().flat_map(|f| f.fields.iter().map(|field| &field.label).chain([&f.title]));
        assert!(texts.chain([&portal.terms.text]).all(|t| !t.ja.is_empty() && !t.en.is_empty()), "{key}");
    }
}

#[test]
fn presets_keep_the_numbers_of_their_documents() {
    let (network, rental) = (portal(NETWORK), portal(RENTAL));
    assert_eq!((network.numbering["contractor"].prefix.as_str(), network.numbering["contractor"].digits), ("id", 6));
    assert_eq!(network.numbering["application"].digits, 6);
    assert_eq!(network.users.mail_change_hours, 48);
    let contracts = network.contracts.unwrap();
    let fees: Vec<_> = contracts.usage_fees.iter().map(|fee| (fee.monthly.0, fee.free_gigabytes)).collect();
    assert_eq!(fees, [(2980, 5)]);
    assert_eq!(contracts.period.map(|p| (p.ends_month, p.ends_day, p.notice_days)), Some((3, 31, 30)));
    assert_eq!((rental.users.max, rental.delivery_templates_max), (Some(10), Some(5)));
    assert_eq!(rental.request_kind("cancellation").unwrap().action, RequestAction::OrderCancellation);
    assert!(rental.forms["items"].fields.iter().any(|f| f.kind == FieldKind::Period));
}

#[test]
fn kinds_of_requests_keep_the_order_of_the_file() {
    let codes = |text: &str| portal(text).request_kinds.into_iter().map(|kind| kind.code).collect::<Vec<_>>();
    let rental = ["quote", "order", "quote_and_order", "order_change", "exchange", "cancellation"];
    assert_eq!(codes(RENTAL), rental);
    assert_eq!(codes(NETWORK), ["new", "change", "termination"]);
    let telecom = portal(TELECOM);
    let inquiries: Vec<&str> = telecom.inquiry_kinds().map(|kind| kind.code.as_str()).collect();
    assert_eq!(inquiries, ["call_records", "invoice", "other"]);
    let moved = TELECOM.replacen(r#"code = "call_records""#, r#"code = "zebra""#, 1);
    assert_eq!(codes(&moved), ["zebra", "invoice", "other"]);
}

#[test]
fn presets_keep_the_password_rules_of_their_documents() {
    let accepts = |text: &str, password: &str| {
        let context = PasswordContext { login_id: "yamabiko", mail: "", current_matches: Some(false) };
        portal(text).passwords.check(password, &context).is_empty()
    };
    for (password, accepted) in [
        ("Aa1.-_=+", true),
        ("Aa1.-_=+2345", true),
        ("Aa1.-_=+23456", false),
        ("Aa1.-_=", false),
        ("aa1.-_=+", false),
        ("AA1.-_=+", false),
        ("AaB.-_=+", false),
        ("Aa1!-_=+", false),
        ("YamaBiko1", false),
    ] {
        assert_eq!(accepts(RENTAL, password), accepted, "{password}");
    }
    for (password, accepted) in
        [("ほしぞら の 空!", true), ("a b c d", false), (&"x".repeat(128), true), (&"x".repeat(129), false)]
    {
        assert_eq!(accepts(NETWORK, password), accepted, "{password}");
    }
}

#[test]
fn names_without_a_description_are_refused() {
    for (preset, from, to, field, reason) in [
        (NETWORK, r#"forms = ["contractor", "#, r#"forms = ["contracter", "#, "registration.forms", "`contracter`"),
        (
            NETWORK,
            r#"forms = ["pattern", "facility", "#,
            r#"forms = ["pattern", "clinic", "#,
            "contracts.categories",
            "`clinic` is used by `disclosing`",
        ),
        (
            NETWORK,
            r#"forms = ["termination"]"#,
            r#"forms = ["end"]"#,
            "request_kinds.forms",
            "`end` is used by `termination`",
        ),
        (NETWORK, r#"numbering = "application""#, r#"numbering = "paper""#, "request_kinds.numbering", "`paper`"),
        (NETWORK, r#"contractor = { prefix"#, r#"customer = { prefix"#, "sign_in.identifiers", "`contractor`"),
        (NETWORK, r#"copy_from = "contractor""#, r#"copy_from = "termination""#, "forms.copy_from", "`termination`"),
        (NETWORK, r#"is = "cd""#, r#"is = "dvd""#, "forms.asked_when", "`cd_destination`"),
        (
            NETWORK,
            r#"field = "extended.storage""#,
            r#"field = "extended.disk""#,
            "contracts.usage_fees.field",
            "`extended.disk`",
        ),
        (
            NETWORK,
            r#"medium_field = "basic.sheets_by""#,
            r#"medium_field = "facility.facility_kind""#,
            "contracts.documents.medium_field",
            "`hospital`, which is no medium",
        ),
        (
            NETWORK,
            r#"destination_form = "cd_destination""#,
            r#"destination_form = "post""#,
            "contracts.documents.destination_form",
            "`post`",
        ),
        (NETWORK, r#"code = "certificate""#, r#"code = "account_sheet""#, "contracts.documents.kinds", "the same code"),
        (NETWORK, r#"only_for = ["disclosing"]"#, r#"only_for = ["opening"]"#, "forms.fields", "`opening`"),
        (NETWORK, r#"user_form = "facility""#, r#"user_form = "clinic""#, "contracts.user_form", "`clinic` is no form"),
        (
            NETWORK,
            r#"pattern_field = "pattern.pattern""#,
            r#"pattern_field = "pattern.kind""#,
            "contracts.pattern_field",
            "`pattern.kind` is no choice",
        ),
        (NETWORK, r#"pattern_field = "pattern.pattern""#, "", "contracts.pattern_field", "patterns need the field"),
        (NETWORK, r"contract = { digits = 6 }", "", "request_kinds.action", "numbering `contract`"),
        (NETWORK, "{sheets}", "{whoever}", "contracts.parties.sentence", "{sheets}"),
        (
            NETWORK,
            r#"asked_when = { field = "extended.storage""#,
            r#"asked_when = { field = "extended.disk""#,
            "contracts.prices",
            "`extended.disk`",
        ),
        (NETWORK, "amount = 2980", "amount = 3000", "contracts.prices", "2,980 yen"),
        (NETWORK, "ストレージ容量が5GBを超えた月より", "容量を超えた月より", "contracts.prices", "does not say 5"),
        (NETWORK, "invoice = { prefix", "bill = { prefix", "contracts.usage_fees", "numbering `invoice`"),
        (
            NETWORK,
            r#"billing_form = "billing_address""#,
            r#"billing_form = "pattern""#,
            "contracts.billing_form",
            "`pattern`",
        ),
        (RENTAL, "[forms.delivery_template]", "[forms.destination]", "delivery_templates_max", "`delivery_template`"),
        (RENTAL, r#"order_numbering = "order""#, r#"order_numbering = "o""#, "orders.order_numbering", "not described"),
    ] {
        let (refused, said) = refusal(preset, from, to);
        assert_eq!(refused, field, "{to}");
        assert!(said.contains(reason), "{to}: {said}");
    }
}

#[test]
fn values_that_contradict_each_other_are_refused() {
    for (preset, from, to, field) in [
        (NETWORK, "restored_hours = 72", "", "sign_in.recovery"),
        (RENTAL, r#"recovery = ["mail_link"]"#, "mail_address_recovery = true", "sign_in.mail_address_recovery"),
        (NETWORK, "ends_day = 31", "ends_day = 32", "contracts.period.ends_day"),
        (NETWORK, "notice_days = 30", "notice_days = 366", "contracts.period.notice_days"),
        (NETWORK, r#"code = "B""#, r#"code = "A""#, "contracts.patterns"),
        (NETWORK, r#"code = "viewing""#, r#"code = "disclosing""#, "contracts.categories"),
        (NETWORK, r#"name = "title_kana""#, r#"name = "title""#, "forms.fields"),
        (
            NETWORK,
            r#"name = "beds", kind = "count", listed = true"#,
            r#"name = "beds", kind = "count""#,
            "forms.fields",
        ),
        (NETWORK, r#"kind = "kana""#, r#"kind = "choice""#, "forms.fields"),
        (NETWORK, r#"action = "contract_change""#, r#"action = "order""#, "request_kinds.action"),
        (RENTAL, r#"action = "exchange""#, r#"action = "contract_new""#, "request_kinds.action"),
        (RENTAL, "repeat_max = 5", "repeat_max = 0", "forms.repeat_max"),
        (RENTAL, r#"code = "order""#, r#"code = "quote""#, "request_kinds.code"),
        (RENTAL, r#"name = "fax""#, r#"name = "fax.no""#, "forms.fields"),
        (
            RENTAL,
            r#"name = "quantity", kind = "count""#,
            r#"name = "quantity", kind = "count", default = "x""#,
            "forms.fields",
        ),
        (RENTAL, r#"name = "quantity", kind = "count""#, r#"name = "quantity", kind = "text""#, "forms.fields"),
        (NETWORK, r#""facility", "basic", "#, r#""facility", "#, "contracts.categories"),
        (NETWORK, "[forms.basic]", "[forms.basic]\nrepeat_max = 2", "forms.asked_when"),
        (
            NETWORK,
            "[forms.basic]",
            "[forms.basic]\nasked_when = { field = \"basic.sheets_by\", is = \"cd\" }",
            "forms.asked_when",
        ),
        (NETWORK, "remind_days = 7", "remind_days = 90", "requests.remind_days"),
        (NETWORK, "remind_days = 7", "remind_days = 0", "requests.remind_days"),
        (NETWORK, "drafts_max = 200", "drafts_max = 0", "requests.drafts_max"),
        (NETWORK, r#"title = "facility.facility_name""#, r#"title = "facility.name""#, "requests.title"),
        (
            NETWORK,
            r#"answers = ["facility.facility_name", "#,
            r#"answers = ["facility.name", "#,
            "requests.completion.facts",
        ),
        (NETWORK, r#"shows = "number""#, r#"shows = "answers""#, "requests.completion.facts"),
        (TELECOM, r#"kind = "long_text""#, r#"kind = "text""#, "request_kinds.forms"),
        (
            NETWORK,
            r#"name = "linked_facility", kind = "text""#,
            r#"name = "attachments", kind = "attachments""#,
            "contracts.categories",
        ),
        (NETWORK, r#"kind = "long_text""#, r#"kind = "attachments""#, "request_kinds.forms"),
        (NETWORK, r#"name = "title", kind = "text""#, r#"name = "title", kind = "attachments""#, "registration.forms"),
        (
            TELECOM,
            r#"title = { ja = "お問い合わせ""#,
            "repeat_max = 2\ntitle = { ja = \"お問い合わせ\"",
            "request_kinds.forms",
        ),
        (RENTAL, "digits = 4", "digits = 0", "numbering.digits"),
        (RENTAL, "max = 12", "max = 7", "passwords"),
        (RENTAL, "lower = true, ", "", "passwords"),
        (RENTAL, "max = 10", "max = 0", "users.max"),
        (RENTAL, r#"managed_by = ["general"]"#, r#"managed_by = ["administrator"]"#, "users.managed_by"),
        (RENTAL, r#"roles = ["general"]"#, "roles = []", "users.roles"),
        (RENTAL, r#"methods = ["mail", "totp", "passkey"]"#, "methods = []", "sign_in.second_factor.methods"),
        (TELECOM, "warn_minutes = 2", "warn_minutes = 10", "sessions.warn_minutes"),
        (TELECOM, "fiscal_year_starts = 4", "fiscal_year_starts = 13", "invoices.fiscal_year_starts"),
        (TELECOM, "kept_years = 10", "kept_years = 6", "invoices.kept_years"),
    ] {
        assert_eq!(refusal(preset, from, to).0, field, "{to}");
    }
}

#[test]
fn requests_that_are_kept_need_their_section() {
    let mut network = portal(NETWORK);
    assert_eq!(network.kept_kinds().count(), 3);
    network.requests = None;
    assert_eq!(network.validate().unwrap_err().field, "requests");
    assert_eq!(portal(RENTAL).kept_kinds().count(), 6);
    // Inquiries have threads.
    assert!(portal(TELECOM).kept_kinds().next().is_none());
}

#[test]
fn ways_back_in_without_what_they_need_are_refused() {
    for (preset, from, to, reason) in [
        (NETWORK, "mailed = true", "mailed = false", "reissue_issued needs issued_passwords.mailed"),
        (
            NETWORK,
            r#"identifiers = ["contractor_id"]"#,
            r#"identifiers = ["access_id"]"#,
            "reissue_issued needs issued_passwords.mailed and the identifier contractor_id",
        ),
        (
            RENTAL,
            r#"recovery = ["mail_link"]"#,
            r#"recovery = ["facility_and_mail"]"#,
            "facility_and_mail needs issued_passwords.mailed and the identifier contractor_id",
        ),
        (RENTAL, r#"recovery = ["mail_link"]"#, r#"recovery = ["contract_facts"]"#, "contract_facts needs"),
        (TELECOM, r#"recovery = ["contract_facts"]"#, r#"recovery = ["mail_link"]"#, "mail_link needs the identifier"),
        (NETWORK, "restored_hours = 72", "restored_hours = 0", "restored_hours, from 1"),
    ] {
        let (field, said) = refusal(preset, from, to);
        assert_eq!(field, "sign_in.recovery", "{to}");
        assert!(said.contains(reason), "{to}: {said}");
    }
}

#[test]
fn the_choice_of_a_pattern_takes_its_choices_from_the_patterns() {
    let network = portal(NETWORK);
    let contracts = network.contracts.as_ref().unwrap();
    let codes: Vec<&str> = network.forms["pattern"].fields[0].choices.iter().map(|choice| choice.0.as_str()).collect();
    assert_eq!(codes, ["A", "B", "C"]);
    let by_another: Vec<bool> = contracts.patterns.iter().map(super::ContractPattern::is_held_by_another).collect();
    assert_eq!(by_another, [false, true, false]);
    let sentence = contracts.pattern("B").unwrap().sentence(contracts.parties.as_ref().unwrap());
    assert!(sentence.ja.contains("ご契約者は各施設") && sentence.ja.contains("運営主体（事務局）"), "{}", sentence.ja);
}

#[test]
fn either_name_of_a_person_will_do_for_a_link() {
    for identifiers in [r#"["login_id"]"#, r#"["mail_address"]"#] {
        let text = RENTAL.replacen(r#"["login_id", "mail_address"]"#, identifiers, 1);
        assert_eq!(portal(&text).validate(), Ok(()), "{identifiers}");
    }
}

#[test]
fn an_invoice_is_kept_as_long_as_the_latest_business_year_wants() {
    let portal = portal(TELECOM);
    let policy = portal.invoices.unwrap();
    let day = |y, m, d| chrono::NaiveDate::from_ymd_opt(y, m, d).unwrap();
    // Who closes the books at the end of October has the year until 2027-10-31 and the tax return by 2027-12-31.
    assert_eq!(policy.kept_until(day(2026, 11, 9)), day(2037, 12, 31));
    assert_eq!(policy.kept_until(day(2024, 1, 31)), day(2035, 2, 28));
}

#[test]
fn the_guide_to_portal_files_names_every_key() {
    let guide = include_str!("../../../../docs/portal-files.md");
    for preset in [NETWORK, RENTAL, TELECOM] {
        for key in preset.parse::<toml::Table>().unwrap().keys() {
            assert!(guide.contains(&format!("`{key}`")), "{key}");
        }
    }
}
