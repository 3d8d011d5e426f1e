//! A calendar as a program sees it that was not written by us: read by a library, after the rules that libraries forgive.

use std::collections::BTreeSet;

use api_tests::Answer;
use chrono::NaiveDate;
use ical::IcalParser;
use ical::parser::Component;

/// A calendar that was read.
pub struct Read {
    /// What it is called.
    pub name: String,
    /// In the order of the file.
    pub events: Vec<Event>,
}

/// A whole day of it.
pub struct Event {
    pub uid: String,
    pub on: NaiveDate,
    pub title: String,
    pub note: String,
    pub url: String,
}

impl Read {
    /// Reads an answer, which must be all that RFC 5545 asks for.
    #[track_caller]
    pub fn of(answer: &Answer) -> Self {
        assert_eq!(answer.header("content-type"), Some("text/calendar; charset=utf-8"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert!(answer.header("cache-control").unwrap().starts_with("private"));
        let text = answer.text();
        lines(&text);
        let mut calendars = IcalParser::new(text.as_bytes());
        let calendar = calendars.next().unwrap().unwrap();
        assert!(calendars.next().is_none());
        assert_eq!(value(&calendar, "VERSION"), "2.0");
        assert!(!value(&calendar, "PRODID").is_empty());
        assert_eq!(value(&calendar, "REFRESH-INTERVAL"), "PT12H");
        assert_eq!(value(&calendar, "NAME"), value(&calendar, "X-WR-CALNAME"));
        let events: Vec<Event> = calendar.events.iter().map(Event::of).collect();
        let names: BTreeSet<&str> = events.iter().map(|event| event.uid.as_str()).collect();
        assert_eq!(names.len(), events.len(), "each has a name of its own");
        Self { name: value(&calendar, "X-WR-CALNAME"), events }
    }
}

impl Event {
    fn of(event: &impl Component) -> Self {
        let on = date(event, "DTSTART");
        assert_eq!(date(event, "DTEND"), on.succ_opt().unwrap());
        let stamp = value(event, "DTSTAMP");
        assert!(stamp.len() == 16 && stamp.ends_with('Z'), "{stamp}");
        Self {
            uid: value(event, "UID"),
            on,
            title: value(event, "SUMMARY"),
            note: value(event, "DESCRIPTION"),
            url: value(event, "URL"),
        }
    }
}

/// Lines end in CR LF and have at most 75 octets; no character is cut, or the text could not have been read.
fn lines(text: &str) {
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    for line in text.trim_end().split("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
    }
}

/// A day without a time.
fn date(component: &impl Component, name: &str) -> NaiveDate {
    let property = component.get_property(name).unwrap();
    let of_day = ("VALUE".to_owned(), vec!["DATE".to_owned()]);
    assert_eq!(property.params.as_deref(), Some(&[of_day][..]), "{name}");
    NaiveDate::parse_from_str(property.value.as_deref().unwrap(), "%Y%m%d").unwrap()
}

/// The text of a property; the library leaves its marks in.
fn value(component: &impl Component, name: &str) -> String {
    let value = component.get_property(name).unwrap_or_else(|| panic!("no {name}")).value.as_deref().unwrap();
    let (mut text, mut letters) = (String::new(), value.chars());
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next().unwrap() {
                'n' | 'N' => text.push('\n'),
                marked => text.push(marked),
            },
            ',' | ';' => panic!("{name} has a bare {letter}"),
            letter => text.push(letter),
        }
    }
    text
}
