//! P9: what one customer reads costs the same at ten times the data of all others. A new list is a line of [`Reader::views`].

use api_tests::{App, Browser, Engine, PORTAL, Subscriber};
use chrono::NaiveDate;
use madoguchi_entities::{contracts, invoices};
use madoguchi_services::notices::publish::{self, NewNotice};

use crate::call_records::{self, KIND, MONTH, OCTOBER};
use crate::options::OPTIONS;
use crate::report::{Row, thousands};
use crate::sites::Site;
use crate::times::Times;
use crate::{others, say};

/// Rows that somebody has.
struct Size {
    contracts: usize,
    months: u32,
    calls: i64,
    /// Inquiries, and notices to this customer alone.
    texts: usize,
    users: usize,
}

/// Who reads.
const READER: Size = Size { contracts: 5, months: 12, calls: 131, texts: 5, users: 4 };
/// Who is copied.
const OTHER: Size = Size { contracts: 1, months: 6, calls: 24, texts: 1, users: 1 };
/// The second look is at so many times the data.
const TIMES: u32 = 10;

struct Reader {
    contract: contracts::Model,
    invoice: invoices::Model,
    browser: Browser,
    inquiry: String,
}

impl Reader {
    /// Name and path below the portal.
    fn views(&self) -> Vec<(&'static str, String)> {
        let Self { contract, invoice, inquiry, .. } = self;
        let (contract, invoice) = (format!("/contracts/{}", contract.id), invoice.id);
        vec![
            ("contracts", "/contracts".to_owned()),
            ("contracts of a category", "/contracts?category=line".to_owned()),
            ("contract", contract.clone()),
            ("invoices of a year", format!("{contract}/invoices?year=2026")),
            ("found invoices", "/invoices".to_owned()),
            ("found invoices, by amount and month", "/invoices?month_from=2026-03&amount_from=1".to_owned()),
            ("found invoices, by text", "/invoices?text=基本".to_owned()),
            ("found invoices, sums", "/invoices/overview".to_owned()),
            ("invoice as CSV", format!("/invoices/{invoice}/files/csv")),
            ("call records", format!("{contract}/call-records?month={MONTH}")),
            ("call records, of a kind", format!("{contract}/call-records?month={MONTH}&kind={KIND}")),
            ("call records, by number", format!("{contract}/call-records?month={MONTH}&number=2468")),
            ("call records, totals", format!("{contract}/call-records/totals?month={MONTH}")),
            ("call records, charts", format!("{contract}/call-records/charts?month={MONTH}")),
            ("call records as CSV", format!("{contract}/call-records.csv?month={MONTH}")),
            ("call records as XLSX", format!("{contract}/call-records.xlsx?month={MONTH}")),
            ("who looked at call records", format!("{contract}/call-record-views")),
            ("inquiries", "/inquiries".to_owned()),
            ("inquiry", format!("/inquiries/{inquiry}")),
            ("notices", "/notices".to_owned()),
            ("notices that matter", "/notice-highlights".to_owned()),
            ("deadlines", "/deadlines".to_owned()),
            ("users", "/users".to_owned()),
            ("account events", "/account/events".to_owned()),
            ("sessions", "/account/sessions".to_owned()),
        ]
    }
}

/// Looks at both sizes.
pub async fn measure(app: App) {
    let engine = app.engine();
    call_records::prepare(&app).await;
    let (_, contract, invoice, browser, inquiry) = register(&app, &READER).await;
    let reader = Reader { contract, invoice, browser, inquiry };
    let (other, ..) = register(&app, &OTHER).await;

    let (few, many) = (OPTIONS.others, OPTIONS.others.saturating_mul(TIMES));
    others::copy(app.db(), &others::TABLES, other.customer.id, 1..=few).await;
    let before = look(&app, &reader, few).await;
    others::copy(app.db(), &others::TABLES, other.customer.id, few + 1..=many).await;
    let after = look(&app, &reader, many).await;
    let base = format!("at {} others", thousands(few.into()));
    for ((name, before), (_, after)) in before.iter().zip(&after) {
        Row::new(format!("P9 {name}, p50 at {} others", thousands(many.into())), after.median() * 1e3, "ms")
            .on(engine)
            .times(&base, Some(before.median() * 1e3))
            .goal("1")
            .keep();
    }
}

type Registered = (Subscriber, contracts::Model, invoices::Model, Browser, String);

async fn register(app: &App, size: &Size) -> Registered {
    let subscriber = app.subscriber().await;
    for _ in 1..size.contracts {
        app.contract(&subscriber.group, |_| {}).await;
    }
    let mut newest = None;
    for month in 1..=size.months {
        let month = NaiveDate::from_ymd_opt(2026, month, 1).unwrap();
        let line = (&subscriber.contract, "基本料金", 5_400, "standard_10");
        newest = Some(app.invoice(&subscriber.group, month, &[line]).await);
    }
    call_records::fill(app, &subscriber.contract, size.calls, OCTOBER).await;
    let mut browser = None;
    for _ in 0..size.users {
        browser = Some(app.user(&subscriber.group).await);
    }
    let browser = app.signed_in(&browser.unwrap()).await;
    let mut inquiry = String::new();
    for _ in 0..size.texts {
        let customer_number = Some(subscriber.customer.number.clone());
        let notice = NewNotice { customer_number, mailed: false, ..app.new_notice() };
        publish::create(app.services(), &app.provider(PORTAL), &notice).await.unwrap();
        inquiry = browser.inquire("other", "お尋ね").await.id.to_string();
    }
    let contract = subscriber.contract.clone();
    (subscriber, contract, newest.unwrap(), browser, inquiry)
}

/// Each view, one request after the other.
async fn look(app: &App, reader: &Reader, others: u32) -> Vec<(&'static str, Times)> {
    call_records::sum_up(app).await;
    call_records::settle(app).await;
    if app.engine() == Engine::Sqlite {
        sea_orm::ConnectionTrait::execute_unprepared(app.db(), "PRAGMA optimize").await.unwrap();
    }
    say(app.engine(), &format!("{others} other customers"));
    let site = Site::open_apart(app, None).await;
    let visitor = site.visitor(&reader.browser);
    let mut times = Vec::new();
    for (name, path) in reader.views() {
        let mut visits = Vec::new();
        // Plans are made anew until a statement was sent a few times.
        for _ in 0..10 {
            visitor.get(&path).await;
        }
        for _ in 0..OPTIONS.requests.div_ceil(10) {
            visits.push(visitor.get(&path).await.whole);
        }
        times.push((name, Times::of(visits)));
    }
    site.close().await;
    times
}
