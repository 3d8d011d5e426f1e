//! Knows how days become a calendar that other programs read (iCalendar, RFC 5545, with the properties of RFC 7986); must
//! not know what the days are about.

use chrono::{DateTime, NaiveDate, Utc};

/// Most octets of a line, its end not counted.
const LINE_MAX: usize = 75;

/// A calendar of whole days.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// What the reader's program calls it.
    pub name: String,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// How long a copy may be shown before it is read again, in hours.
    pub refresh_hours: u32,
    /// The days, in order.
    pub days: Vec<CalendarDay>,
}

/// Something on one day.
#[derive(Clone, Debug)]
pub struct CalendarDay {
    /// Names it for ever: who reads it again under this name takes it for the same, whatever else has changed.
    pub uid: String,
    /// The day.
    pub on: NaiveDate,
    /// What it is, in a few words.
    pub title: String,
    /// What else there is to say, on lines.
    pub note: String,
    /// Absolute URL of its page.
    pub url: String,
}

impl Calendar {
    /// The calendar as a file: lines of at most 75 octets that end in CR LF.
    #[must_use]
    pub fn write(&self) -> String {
        let (name, refresh) = (escaped(&self.name), format!("PT{}H", self.refresh_hours));
        let mut file = String::new();
        for content in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Madoguchi//Calendar//EN", "CALSCALE:GREGORIAN"] {
            line(&mut file, content);
        }
        line(&mut file, &format!("NAME:{name}"));
        // Before there was a standard for it, programs took these.
        line(&mut file, &format!("X-WR-CALNAME:{name}"));
        line(&mut file, &format!("REFRESH-INTERVAL;VALUE=DURATION:{refresh}"));
        line(&mut file, &format!("X-PUBLISHED-TTL:{refresh}"));
        self.days.iter().for_each(|day| self.event(&mut file, day));
        line(&mut file, "END:VCALENDAR");
        file
    }

    fn event(&self, file: &mut String, day: &CalendarDay) {
        line(file, "BEGIN:VEVENT");
        line(file, &format!("UID:{}", escaped(&day.uid)));
        line(file, &format!("DTSTAMP:{}", self.written_at.format("%Y%m%dT%H%M%SZ")));
        line(file, &format!("DTSTART;VALUE=DATE:{}", day.on.format("%Y%m%d")));
        // The first day that it is over: without it, some programs draw a day of no length.
        if let Some(next) = day.on.succ_opt() {
            line(file, &format!("DTEND;VALUE=DATE:{}", next.format("%Y%m%d")));
        }
        line(file, &format!("SUMMARY:{}", escaped(&day.title)));
        if !day.note.is_empty() {
            line(file, &format!("DESCRIPTION:{}", escaped(&day.note)));
        }
        line(file, &format!("URL:{}", day.url));
        // Nobody is busy because of it, and it is nobody else's business.
        line(file, "TRANSP:TRANSPARENT");
        line(file, "CLASS:PRIVATE");
        line(file, "END:VEVENT");
    }
}

/// Text as a value: what has a meaning of its own is marked, and controls, which no value may have, are left out.
fn escaped(text: &str) -> String {
    let text = text.trim().replace("\r\n", "\n").replace('\r', "\n");
    let mut value = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' => value.push_str("\\n"),
            '\\' | ';' | ',' => value.extend(['\\', letter]),
            letter if letter.is_control() => {}
            letter => value.push(letter),
        }
    }
    value
}

/// Adds a line, folded. No character is cut, and no folded part ends in a space: programs that trim lines would lose it.
fn line(file: &mut String, content: &str) {
    let mut rest = content;
    let mut room = LINE_MAX;
    while rest.len() > room {
        let (part, after) = rest.split_at(fold(rest, room));
        file.push_str(part);
        file.push_str("\r\n ");
        rest = after;
        room = LINE_MAX - 1;
    }
    file.push_str(rest);
    file.push_str("\r\n");
}

/// Where to cut a line that has so much room.
fn fold(rest: &str, room: usize) -> usize {
    let most = rest.floor_char_boundary(room);
    let (part, _) = rest.split_at(most);
    match part.trim_end().len() {
        // Nothing but spaces: then they are cut.
        0 => most,
        trimmed => trimmed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn calendar(title: &str, note: &str) -> String {
        let on = NaiveDate::from_ymd_opt(2028, 2, 29).unwrap();
        let (uid, url) = ("it@example.jp".to_owned(), "https://my.example.jp/it".to_owned());
        let day = CalendarDay { uid, on, title: title.to_owned(), note: note.to_owned(), url };
        let written_at = DateTime::from_timestamp(1_795_132_800, 0).unwrap();
        Calendar { name: "予定".to_owned(), written_at, refresh_hours: 12, days: vec![day] }.write()
    }

    /// The value of a property, folds and marks taken away.
    fn value(file: &str, name: &str) -> String {
        let whole = file.replace("\r\n ", "");
        let found = whole.split("\r\n").find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).unwrap();
        let (mut text, mut letters) = (String::new(), found.chars());
        while let Some(letter) = letters.next() {
            match (letter, if letter == '\\' { letters.next() } else { None }) {
                ('\\', Some('n')) => text.push('\n'),
                ('\\', Some(marked)) => text.push(marked),
                (plain, _) => text.push(plain),
            }
        }
        text
    }

    #[test]
    fn a_day_is_whole_and_ends_on_the_next() {
        let file = calendar("口座振替", "");
        assert!(file.contains("\r\nDTSTART;VALUE=DATE:20280229\r\nDTEND;VALUE=DATE:20280301\r\n"), "{file}");
        assert!(file.contains("\r\nDTSTAMP:20261120T000000Z\r\n"), "{file}");
        assert!(!file.contains("DESCRIPTION"), "{file}");
    }

    #[test]
    fn what_has_a_meaning_is_marked() {
        let file = calendar(r"a,b;c\d", "一行目\r\n二行目\u{7}");
        assert!(
            file.contains("SUMMARY:a\\,b\\;c\\\\d\r\n") && file.contains("DESCRIPTION:一行目\\n二行目\r\n"),
            "{file}"
        );
    }

    proptest! {
        #[test]
        fn any_text_fits_into_its_lines_and_is_read_back(title in "[ \u{3000}\\PC\r\n,;\\\\]{0,200}") {
            let file = calendar(&title, &title);
            prop_assert!(file.ends_with("\r\nEND:VCALENDAR\r\n"));
            for line in file.trim_end().split("\r\n") {
                prop_assert!(line.len() <= LINE_MAX, "{line}");
                prop_assert!(!line.chars().any(char::is_control), "{line:?}");
            }
            let text = title.trim().replace("\r\n", "\n").replace('\r', "\n");
            prop_assert_eq!(value(&file, "SUMMARY"), text);
        }
    }
}
