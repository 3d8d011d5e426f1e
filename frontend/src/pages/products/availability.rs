//! When how many units of a product are free, and what renting one costs in the period that is typed.

use super::cards::free;
use super::estimates::estimate;
use crate::api::{self, Client};
use crate::components::columns::Column;
use crate::components::parts::Part;
use crate::components::tables::Table;
use crate::components::views::{changing, optional, text};
use crate::formats;
use crate::texts::t;
use chrono::{DateTime, Days, NaiveDate};
use leptos::prelude::*;
use madoguchi_api_types::products::{Availability, AvailabilitySpan};
use madoguchi_domain::dates::jst_date;

/// Days that are shown ahead where no period is typed.
const AHEAD: Days = Days::new(60);

/// The period of the page, as it is typed, with what is known of it.
#[derive(Clone, Copy)]
pub struct Shown {
    /// First day, `2027-12-28`.
    pub from: RwSignal<String>,
    /// Last day.
    pub until: RwSignal<String>,
    /// Of the period, once both days are there and in order.
    wanted: Part<Option<Availability>>,
    /// Of the next weeks.
    ahead: Part<Availability>,
}

/// Today in Japan.
pub fn today() -> NaiveDate {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 are whole and small enough")]
    let now = DateTime::from_timestamp_millis(crate::browser::now() as i64).unwrap_or_default();
    jst_date(now)
}

impl Shown {
    /// Reads what is known of the next weeks, and of the period whenever another one is typed.
    pub fn load(client: Client, code: &str, (from, until): (String, String)) -> Self {
        let code = StoredValue::new(code.to_owned());
        let (from, until) = (RwSignal::new(from), RwSignal::new(until));
        let wanted = Part::load(move || {
            let (code, from, until) = (code.get_value(), from.get(), until.get());
            async move {
                if from.is_empty() || until < from {
                    return Ok(None);
                }
                api::products::availability(client, &code, &from, &until).await.map(Some)
            }
        });
        let ahead = Part::load(move || {
            let (code, first) = (code.get_value(), today());
            let last = first.checked_add_days(AHEAD).unwrap_or(first);
            async move { api::products::availability(client, &code, &first.to_string(), &last.to_string()).await }
        });
        Self { from, until, wanted, ahead }
    }

    /// What is known of the period that is typed; nothing where none is.
    pub fn of_period(self) -> AnyView {
        let shown = move || self.wanted.value().flatten();
        let drawn = |found: Availability| {
            let days = found.estimate.days;
            view! {
                <div class="period-facts">
                    <p>{free(found.available)}</p>
                    {estimate(&found.estimate, 1)}
                    <p class="visually-hidden">{days}</p>
                </div>
            }
            .into_any()
        };
        view! { <div aria-live="polite">{changing(move || optional(shown().map(drawn)))}</div> }.into_any()
    }

    /// The next weeks as a table.
    pub fn section(self) -> AnyView {
        let table = self.ahead.show(|found| {
            let days = Column::new(t!(products.days), |span: &AvailabilitySpan| {
                let (from, until) = (span.from, span.until);
                text(move || {
                    if from == until {
                        formats::day(from)
                    } else {
                        format!("{}〜{}", formats::day(from), formats::day(until))
                    }
                })
            });
            let units = Column::new(t!(products.free), |span: &AvailabilitySpan| free(span.available));
            Table::new(t!(products.availability), vec![days.naming(), units]).uncounted().of(&found.spans)
        });
        view! {
            <section class="section" aria-labelledby="availability-title">
                <h2 id="availability-title">{t!(products.availability)}</h2>
                <p class="note">{t!(products.availability_note)}</p>
                {table}
            </section>
        }
        .into_any()
    }
}
