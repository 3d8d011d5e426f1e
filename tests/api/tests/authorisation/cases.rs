//! One case for each operation: what it touches and how its owner reaches it.

use api_tests::{NETWORK, PASSWORD, PORTAL, RENTAL, answers_for, common_answers, order_answers};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::targets::Targets;

/// Operations that need no session. This list may only shrink: a new public operation needs the consent of whoever
/// answers for security, and its own refusals in tests/registrations.rs or tests/sign_in_attempts.rs.
pub const PUBLIC: [&str; 27] = [
    "get /api/v1",
    "get /api/v1/{portal}",
    // The same for everybody, as a page that is closed says it: tests/maintenances.rs.
    "get /api/v1/{portal}/maintenance",
    "post /api/v1/{portal}/registrations",
    "post /api/v1/{portal}/registrations/link",
    "post /api/v1/{portal}/registrations/verification",
    "post /api/v1/{portal}/registrations/password",
    // A riddle that is the same for everybody and says nothing: tests/limits/shared_addresses.rs.
    "post /api/v1/{portal}/robot-checks",
    // A table that every post office has: tests/addresses.rs.
    "get /api/v1/{portal}/addresses",
    "post /api/v1/{portal}/sign-in-attempts",
    // Bound to their browser by a cookie: tests/sign_in_attempts.rs tries them with none and with foreign ones.
    "get /api/v1/{portal}/sign-in-attempts/{attempt}",
    "post /api/v1/{portal}/sign-in-attempts/{attempt}/one-time-password",
    "post /api/v1/{portal}/sign-in-attempts/{attempt}/session",
    "post /api/v1/{portal}/sign-in-attempts/{attempt}/passkey-challenge",
    "post /api/v1/{portal}/sign-in-attempts/{attempt}/mail-address-recovery",
    "post /api/v1/{portal}/passkey-sign-ins",
    "post /api/v1/{portal}/passkey-sign-ins/session",
    // The secret in its path is all that a calendar program has, and it reads one user's deadlines: tests/calendar_feeds.
    "get /api/v1/{portal}/calendar-feeds/{secret}.ics",
    // The same answer whoever asks; only a registered address hears more: tests/recoveries.rs.
    "post /api/v1/{portal}/contractors",
    "post /api/v1/{portal}/recoveries",
    // What a mailed link allows, and nothing else: tests/mail_changes.rs, tests/recoveries.rs, tests/sign_in_attempts.
    "post /api/v1/{portal}/password-settings",
    "post /api/v1/{portal}/password-settings/link",
    "post /api/v1/{portal}/mail-change-links",
    "post /api/v1/{portal}/mail-change-links/link",
    "post /api/v1/{portal}/sign-in-stops",
    "post /api/v1/{portal}/sign-in-stops/link",
    // Systems show there who they are; nothing comes of it without a secret or a key: tests/clients.
    "post /api/v1/{portal}/oauth/token",
];

/// Operations that a user of the general role is refused. A new one that needs a role belongs here: without it, the test says
/// that it is refused.
pub const NEEDS_ROLE: [&str; 8] = [
    "get /api/v1/{portal}/contracts/{contract}/call-record-views",
    "post /api/v1/{portal}/switches",
    "get /api/v1/{portal}/users",
    "post /api/v1/{portal}/users",
    "get /api/v1/{portal}/users/{user}",
    "patch /api/v1/{portal}/users/{user}",
    "post /api/v1/{portal}/users/{user}/invitations",
    "delete /api/v1/{portal}/users/{user}",
];

/// What an operation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touches {
    /// The session that asks.
    OwnSession,
    /// A list of what the session may see.
    OwnList,
    /// Something named in the path: foreign is the same as absent.
    Object,
    /// The same, and afterwards it is no more.
    Gone,
}

impl Touches {
    /// Whether something is named in the path.
    pub fn names_something(self) -> bool {
        matches!(self, Self::Object | Self::Gone)
    }
}

/// How an operation is tried.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    pub operation: &'static str,
    /// Where it is tried: a portal that has it.
    pub portal: &'static str,
    pub touches: Touches,
    /// Status for the owner.
    pub success: u16,
    /// Status for somebody else, of something that has no owner.
    pub others: u16,
    /// What is sent.
    pub body: fn(&Targets) -> Value,
}

const fn case(operation: &'static str, touches: Touches, success: u16) -> Case {
    Case { operation, portal: PORTAL, touches, success, others: success, body: |_| Value::Null }
}

const fn with(operation: &'static str, touches: Touches, success: u16, body: fn(&Targets) -> Value) -> Case {
    Case { body, ..case(operation, touches, success) }
}

/// What somebody else gets who has nothing of the kind.
const fn others(case: Case, others: u16) -> Case {
    Case { others, ..case }
}

/// What [`PORTAL`] has not.
const fn at_network(case: Case) -> Case {
    Case { portal: NETWORK, ..case }
}

/// What only a portal that takes orders has.
const fn at_rental(case: Case) -> Case {
    Case { portal: RENTAL, ..case }
}

fn address() -> Value {
    json!({ "answers": order_answers(&[])["orderer"] })
}

/// Operations that need a session. The one that ends it comes last.
pub const PROTECTED: &[Case] = &[
    case("get /api/v1/{portal}/session", Touches::OwnSession, 200),
    case("get /api/v1/{portal}/contracts", Touches::OwnList, 200),
    case("get /api/v1/{portal}/contracts/{contract}", Touches::Object, 200),
    case("get /api/v1/{portal}/contracts/{contract}/invoices", Touches::Object, 200),
    case("get /api/v1/{portal}/contracts/{contract}/invoices/{invoice}", Touches::Object, 200),
    case("get /api/v1/{portal}/contracts/{contract}/invoices/{invoice}/files/{format}", Touches::Object, 200),
    case("get /api/v1/{portal}/contracts/{contract}/invoices.zip", Touches::Object, 200),
    case("get /api/v1/{portal}/invoices", Touches::OwnList, 200),
    case("get /api/v1/{portal}/invoices/overview", Touches::OwnList, 200),
    // Nothing makes no archive.
    others(case("get /api/v1/{portal}/invoices/archive", Touches::OwnList, 200), 404),
    case("get /api/v1/{portal}/invoices/{invoice}", Touches::Object, 200),
    case("get /api/v1/{portal}/invoices/{invoice}/files/{format}", Touches::Object, 200),
    case("get /api/v1/{portal}/contracts/{contract}/opening-notices", Touches::Object, 200),
    case("get /api/v1/{portal}/contracts/{contract}/opening-notices/{opening_notice}/file", Touches::Object, 200),
    at_network(case("get /api/v1/{portal}/contracts/{contract}/documents", Touches::Object, 200)),
    at_network(case("get /api/v1/{portal}/contracts/{contract}/documents/{document}/file", Touches::Object, 200)),
    case("get /api/v1/{portal}/deadlines", Touches::OwnList, 200),
    case("get /api/v1/{portal}/account/calendar-feeds", Touches::OwnSession, 200),
    case("post /api/v1/{portal}/account/calendar-feeds", Touches::OwnSession, 201),
    case("delete /api/v1/{portal}/account/calendar-feeds", Touches::OwnSession, 204),
    case("get /api/v1/{portal}/contracts/{contract}/call-records", Touches::Object, 200),
    case("get /api/v1/{portal}/contracts/{contract}/call-records/totals", Touches::Object, 200),
    case("get /api/v1/{portal}/contracts/{contract}/call-records/charts", Touches::Object, 200),
    case("get /api/v1/{portal}/contracts/{contract}/call-records.csv", Touches::Object, 200),
    case("get /api/v1/{portal}/contracts/{contract}/call-records.xlsx", Touches::Object, 200),
    // Nothing is hidden from the owner, an administrator; tests/call_records has those from whom it is.
    with(
        "post /api/v1/{portal}/contracts/{contract}/call-records/unmaskings",
        Touches::Object,
        409,
        |_| json!({ "reason": "請求金額の確認" }),
    ),
    case("get /api/v1/{portal}/contracts/{contract}/call-record-views", Touches::Object, 200),
    with(
        "post /api/v1/{portal}/session/reauthentication",
        Touches::OwnSession,
        204,
        |_| json!({ "password": PASSWORD }),
    ),
    with("patch /api/v1/{portal}/account/profile", Touches::OwnSession, 204, |_| json!({ "name": "青山 葵" })),
    // The preset leaves it to administrators; tests/mail_changes.rs has the portals that do not.
    with(
        "post /api/v1/{portal}/account/mail-changes",
        Touches::OwnSession,
        403,
        |_| json!({ "mail_address": "a@example.jp" }),
    ),
    at_network(case("get /api/v1/{portal}/contractor", Touches::OwnSession, 200)),
    // Nothing is said, so every required field is named; tests/accounts/contractor_information.rs says all.
    at_network(with("put /api/v1/{portal}/contractor", Touches::OwnSession, 422, |_| json!({ "answers": {} }))),
    case("get /api/v1/{portal}/account/sessions", Touches::OwnList, 200),
    case("get /api/v1/{portal}/account/events", Touches::OwnSession, 200),
    case("get /api/v1/{portal}/account/authenticators", Touches::OwnList, 200),
    with("post /api/v1/{portal}/account/totp-offers", Touches::OwnSession, 201, |_| json!({ "name": "新しい端末" })),
    // The right code makes an app count; here it is enough that the owner's offer is known and a foreign one is not.
    with(
        "post /api/v1/{portal}/account/totp-offers/{offer}/confirmation",
        Touches::Object,
        404,
        |_| json!({ "one_time_password": "000000" }),
    ),
    case("post /api/v1/{portal}/account/passkey-challenges", Touches::OwnSession, 201),
    with(
        "post /api/v1/{portal}/account/passkeys",
        Touches::OwnSession,
        401,
        |_| json!({ "name": "鍵", "passkey": { "challenge": Uuid::nil(), "credential": {} } }),
    ),
    others(case("post /api/v1/{portal}/account/recovery-codes", Touches::OwnSession, 201), 409),
    with(
        "patch /api/v1/{portal}/account/authenticators/{authenticator}",
        Touches::Object,
        200,
        |_| json!({ "name": "別名" }),
    ),
    case("delete /api/v1/{portal}/account/authenticators/{authenticator}", Touches::Gone, 204),
    case("get /api/v1/{portal}/notices", Touches::OwnList, 200),
    case("get /api/v1/{portal}/notice-highlights", Touches::OwnList, 200),
    case("get /api/v1/{portal}/notices/{notice}", Touches::Object, 200),
    case("post /api/v1/{portal}/notices/{notice}/reading", Touches::Object, 204),
    case("get /api/v1/{portal}/inquiry-form", Touches::OwnSession, 200),
    case("get /api/v1/{portal}/inquiries", Touches::OwnList, 200),
    with(
        "post /api/v1/{portal}/inquiries",
        Touches::OwnSession,
        201,
        |_| json!({ "kind": "other", "subject": "工事の日程", "text": "いつ頃でしょうか。" }),
    ),
    case("get /api/v1/{portal}/inquiries/{inquiry}", Touches::Object, 200),
    with(
        "post /api/v1/{portal}/inquiries/{inquiry}/messages",
        Touches::Object,
        201,
        |_| json!({ "text": "急ぎます。" }),
    ),
    case("get /api/v1/{portal}/inquiries/{inquiry}/attachments/{attachment}", Touches::Object, 200),
    // Any text will do for a file of text.
    with("post /api/v1/{portal}/inquiry-attachments", Touches::OwnSession, 201, |_| json!("見本")),
    case("delete /api/v1/{portal}/inquiry-attachments/{attachment}", Touches::Gone, 204),
    at_network(case("get /api/v1/{portal}/contracts/{contract}/usages", Touches::Object, 200)),
    at_network(case("get /api/v1/{portal}/requests", Touches::OwnList, 200)),
    at_network(with(
        "post /api/v1/{portal}/requests",
        Touches::OwnSession,
        201,
        |_| json!({ "kind": "new", "category": "viewing" }),
    )),
    at_network(case("get /api/v1/{portal}/requests/{request}", Touches::Object, 200)),
    at_network(with(
        "put /api/v1/{portal}/requests/{request}/answers",
        Touches::Object,
        200,
        |_| json!({ "answers": answers_for("viewing") }),
    )),
    at_network(case("get /api/v1/{portal}/requests/{request}/confirmation", Touches::Object, 200)),
    at_network(case("get /api/v1/{portal}/requests/{request}/document", Touches::Object, 200)),
    at_network(with(
        "post /api/v1/{portal}/requests/{request}/submission",
        Touches::Object,
        200,
        |targets| json!({ "terms_version": targets.terms_version }),
    )),
    at_network(with(
        "post /api/v1/{portal}/requests/{request}/withdrawal",
        Touches::Object,
        200,
        |_| json!({ "reason": "重複のため" }),
    )),
    at_network(case("delete /api/v1/{portal}/requests/{request}", Touches::Gone, 204)),
    at_network(case("get /api/v1/{portal}/request-batch-form", Touches::OwnSession, 200)),
    at_network(case("get /api/v1/{portal}/request-batches", Touches::OwnList, 200)),
    at_network(with(
        "post /api/v1/{portal}/request-batches",
        Touches::OwnSession,
        201,
        |_| json!({ "category": "viewing", "answers": common_answers("B") }),
    )),
    at_network(case("get /api/v1/{portal}/request-batches/{batch}", Touches::Object, 200)),
    at_network(case("get /api/v1/{portal}/request-batches/{batch}/rows", Touches::Object, 200)),
    // A text in quotes is a file of one header.
    at_network(with("put /api/v1/{portal}/request-batches/{batch}/file", Touches::Object, 422, |_| json!("見本"))),
    at_network(with(
        "post /api/v1/{portal}/request-batches/{batch}/submission",
        Touches::Object,
        200,
        |targets| json!({ "terms_version": targets.terms_version }),
    )),
    at_network(case("delete /api/v1/{portal}/request-batches/{batch}", Touches::Gone, 204)),
    // Of the portal, and nobody's.
    case("get /api/v1/{portal}/terms/{version}", Touches::OwnSession, 200),
    case("get /api/v1/{portal}/faqs", Touches::OwnSession, 200),
    at_rental(case("get /api/v1/{portal}/products", Touches::OwnSession, 200)),
    at_rental(case("get /api/v1/{portal}/product-categories", Touches::OwnSession, 200)),
    at_rental(case("get /api/v1/{portal}/products/{product}", Touches::OwnSession, 200)),
    at_rental(case("get /api/v1/{portal}/products/{product}/availability", Touches::OwnSession, 200)),
    at_rental(case("get /api/v1/{portal}/products/{product}/picture", Touches::OwnSession, 200)),
    at_rental(case("get /api/v1/{portal}/basket", Touches::OwnList, 200)),
    at_rental(with(
        "post /api/v1/{portal}/basket/lines",
        Touches::OwnSession,
        201,
        |_| json!({ "product": "DSX2-8004", "quantity": 1 }),
    )),
    at_rental(with("put /api/v1/{portal}/basket/lines/{line}", Touches::Object, 200, |_| json!({ "quantity": 2 }))),
    at_rental(case("delete /api/v1/{portal}/basket/lines/{line}", Touches::Gone, 200)),
    at_rental(case("delete /api/v1/{portal}/basket/lines", Touches::OwnSession, 204)),
    at_rental(case("get /api/v1/{portal}/orders", Touches::OwnList, 200)),
    at_rental(case("get /api/v1/{portal}/orders.csv", Touches::OwnList, 200)),
    at_rental(case("get /api/v1/{portal}/orders/{order}", Touches::Object, 200)),
    at_rental(case("get /api/v1/{portal}/orders/{order}/simulations", Touches::Object, 200)),
    at_rental(case("get /api/v1/{portal}/quotes", Touches::OwnList, 200)),
    at_rental(case("get /api/v1/{portal}/quotes/{quote}", Touches::Object, 200)),
    at_rental(case("get /api/v1/{portal}/quotes/{quote}/document", Touches::Object, 200)),
    at_rental(case("get /api/v1/{portal}/delivery-templates", Touches::OwnList, 200)),
    at_rental(with("post /api/v1/{portal}/delivery-templates", Touches::OwnSession, 201, |_| address())),
    at_rental(with("put /api/v1/{portal}/delivery-templates/{delivery_template}", Touches::Object, 200, |_| address())),
    at_rental(case("delete /api/v1/{portal}/delivery-templates/{delivery_template}", Touches::Gone, 204)),
    at_rental(case("get /api/v1/{portal}/approval-settings", Touches::OwnList, 200)),
    // Whom others name is nobody of theirs.
    at_rental(others(
        with(
            "put /api/v1/{portal}/approval-settings",
            Touches::OwnSession,
            200,
            |targets| json!({ "on": true, "limit": 0, "approvers": [targets.approver] }),
        ),
        422,
    )),
    at_rental(case("get /api/v1/{portal}/approvals", Touches::OwnList, 200)),
    at_rental(case("post /api/v1/{portal}/requests/{request}/approval", Touches::Object, 200)),
    at_rental(with(
        "post /api/v1/{portal}/requests/{request}/approval-refusal",
        Touches::Object,
        200,
        |_| json!({ "reason": "来月にしてください" }),
    )),
    case("get /api/v1/{portal}/switches", Touches::OwnList, 200),
    with(
        "post /api/v1/{portal}/switches",
        Touches::OwnSession,
        200,
        |_| json!({ "kind": "opening_notice_paper_stop", "on": true, "consent": true }),
    ),
    case("get /api/v1/{portal}/users", Touches::OwnList, 200),
    with(
        "post /api/v1/{portal}/users",
        Touches::OwnSession,
        201,
        |_| json!({ "mail_address": "new@example.jp", "name": "新井 空", "role": "general" }),
    ),
    case("get /api/v1/{portal}/users/{user}", Touches::Object, 200),
    with(
        "patch /api/v1/{portal}/users/{user}",
        Touches::Object,
        200,
        |targets| json!({ "mail_address": targets.user_mail, "name": "青山 葵", "role": "administrator" }),
    ),
    case("post /api/v1/{portal}/users/{user}/invitations", Touches::Object, 202),
    case("delete /api/v1/{portal}/users/{user}", Touches::Gone, 204),
    case("delete /api/v1/{portal}/account/sessions/{session}", Touches::Gone, 204),
    case("delete /api/v1/{portal}/account/sessions", Touches::OwnSession, 204),
    with(
        "put /api/v1/{portal}/account/password",
        Touches::OwnSession,
        204,
        |_| json!({ "current_password": PASSWORD, "password": "yama5kaze3hi8" }),
    ),
    case("delete /api/v1/{portal}/session", Touches::OwnSession, 204),
];

impl Case {
    /// Method and path, with the targets for the parameters.
    pub fn request(&self, portal: &str, targets: &Targets) -> (Method, String) {
        let (method, path) = self.operation.split_once(' ').unwrap();
        let path = path
            .replace("{portal}", portal)
            .replace("{contract}", &targets.contract.to_string())
            .replace("{invoice}", &targets.invoice.to_string())
            .replace("{notice}", &targets.notice.to_string())
            .replace("{opening_notice}", &targets.opening_notice.to_string())
            .replace("{document}", &targets.document.to_string())
            .replace("{format}", "csv")
            .replace("{inquiry}", &targets.inquiry.to_string())
            .replace("inquiry-attachments/{attachment}", &format!("inquiry-attachments/{}", targets.waiting_file))
            .replace("{attachment}", &targets.sent_file.to_string())
            .replace("{request}/approval-refusal", &format!("{}/approval-refusal", targets.to_refuse))
            .replace("{request}/approval", &format!("{}/approval", targets.to_approve))
            .replace("{request}", &targets.request(method).to_string())
            .replace("{batch}", &targets.batch(method).to_string())
            .replace("{version}", "2026-04-01")
            .replace("{order}", &targets.order)
            .replace("{quote}", &targets.quote)
            .replace("{delivery_template}", &targets.delivery_template(method).to_string())
            .replace("{product}", "DSX2-8004")
            .replace("{line}", &targets.basket_line.to_string())
            .replace("{user}", &targets.user.to_string())
            .replace("{session}", &targets.session.to_string())
            .replace("{offer}", &Uuid::nil().to_string())
            .replace("{authenticator}", &targets.authenticator.to_string());
        let path = if path.ends_with("/inquiry-attachments") { format!("{path}?file_name=a.txt") } else { path };
        let path = if path.ends_with("/simulations") { format!("{path}?line=1&ends_on=2027-01-31") } else { path };
        assert!(!path.contains('{'), "{path} has a parameter that no target fills");
        (Method::from_bytes(method.to_uppercase().as_bytes()).unwrap(), path)
    }
}
