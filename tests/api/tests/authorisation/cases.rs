//! One case for each operation: what it touches and how its owner reaches it.

use api_tests::{Answer, App, Call, Subscriber};
use chrono::NaiveDate;
use reqwest::Method;
use uuid::Uuid;

/// Operations that need no session. This list may only shrink: a new public operation needs the consent of whoever
/// answers for security, and its own refusals in tests/registrations.rs or tests/sign_in_attempts.rs.
pub const PUBLIC: [&str; 10] = [
    "get /api/v1",
    "get /api/v1/{portal}",
    "post /api/v1/{portal}/registrations",
    "post /api/v1/{portal}/registrations/link",
    "post /api/v1/{portal}/registrations/verification",
    "post /api/v1/{portal}/registrations/password",
    "post /api/v1/{portal}/sign-in-attempts",
    // Bound to their browser by a cookie: tests/sign_in_attempts.rs tries them with none and with foreign ones.
    "get /api/v1/{portal}/sign-in-attempts/{attempt}",
    "post /api/v1/{portal}/sign-in-attempts/{attempt}/one-time-password",
    "post /api/v1/{portal}/sign-in-attempts/{attempt}/session",
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
}

/// How an operation is tried.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    pub operation: &'static str,
    pub touches: Touches,
    /// Status for the owner.
    pub success: u16,
}

const fn case(operation: &'static str, touches: Touches, success: u16) -> Case {
    Case { operation, touches, success }
}

/// Operations that need a session. The one that ends it comes last.
pub const PROTECTED: &[Case] = &[
    case("get /api/v1/{portal}/session", Touches::OwnSession, 200),
    case("get /api/v1/{portal}/contracts", Touches::OwnList, 200),
    case("get /api/v1/{portal}/contracts/{contract}", Touches::Object, 200),
    case("get /api/v1/{portal}/contracts/{contract}/invoices", Touches::Object, 200),
    case("get /api/v1/{portal}/contracts/{contract}/invoices/{invoice}", Touches::Object, 200),
    case("get /api/v1/{portal}/contracts/{contract}/call-records", Touches::Object, 200),
    case("get /api/v1/{portal}/contracts/{contract}/call-records/totals", Touches::Object, 200),
    case("get /api/v1/{portal}/contracts/{contract}/call-records.csv", Touches::Object, 200),
    case("delete /api/v1/{portal}/session", Touches::OwnSession, 204),
];

impl Case {
    /// Method and path, with the targets for the parameters.
    pub fn request(&self, portal: &str, targets: &Targets) -> (Method, String) {
        let (method, path) = self.operation.split_once(' ').unwrap();
        let path = path
            .replace("{portal}", portal)
            .replace("{contract}", &targets.contract.to_string())
            .replace("{invoice}", &targets.invoice.to_string());
        assert!(!path.contains('{'), "{path} has a parameter that no target fills");
        (Method::from_bytes(method.to_uppercase().as_bytes()).unwrap(), path)
    }
}

/// What the owner has, and words by which it is recognised in an answer.
pub struct Targets {
    pub contract: Uuid,
    pub invoice: Uuid,
    marks: Vec<String>,
}

impl Targets {
    /// An invoice and a call of the owner's contract.
    pub async fn make(app: &App, owner: &Subscriber) -> Self {
        let month = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
        let lines = [(&owner.contract, "基本料金", 5_200, "standard_10")];
        let invoice = app.invoice(&owner.group, month, &lines).await;
        let call = Call { callee: "0399998888".to_owned(), charge: 98_765, ..Call::default() };
        app.calls(&owner.contract, &[call]).await;
        let marks = vec![
            owner.contract.id.to_string(),
            owner.contract.number.clone(),
            invoice.id.to_string(),
            "0399998888".to_owned(),
            "98765".to_owned(),
        ];
        Self { contract: owner.contract.id.into(), invoice: invoice.id.into(), marks }
    }

    /// Ids that nothing has.
    pub fn absent() -> Self {
        Self { contract: Uuid::now_v7(), invoice: Uuid::now_v7(), marks: Vec::new() }
    }

    /// Whether an answer shows anything of the owner.
    pub fn shows_owner(&self, answer: &Answer) -> bool {
        let text = answer.text();
        self.marks.iter().any(|mark| text.contains(mark))
    }
}
