//! Knows the notations of a civil date, Japanese eras among them; must not know times or months alone.

use super::{DateError, number};
use crate::text::nfkc;
use chrono::NaiveDate;

/// Earliest year taken for a year in Western counting (明治元年); anything before is a slip of the finger.
const FIRST_YEAR: u32 = 1868;

struct Era {
    name: &'static str,
    letter: char,
    /// Year 1 of the era.
    first_year: u32,
    /// First day, as year, month, day.
    from: (u32, u32, u32),
    /// Last day.
    until: (u32, u32, u32),
}

const ERAS: [Era; 3] = [
    Era { name: "令和", letter: 'R', first_year: 2019, from: (2019, 5, 1), until: (9999, 12, 31) },
    Era { name: "平成", letter: 'H', first_year: 1989, from: (1989, 1, 8), until: (2019, 4, 30) },
    Era { name: "昭和", letter: 'S', first_year: 1926, from: (1926, 12, 25), until: (1989, 1, 7) },
];

/// Reads `2023-01-03`, `2023/1/3`, `2023.1.3`, `20230103`, `2023年1月3日`, `令和5年3月7日`, `R5.3.7`, `平成元年1月8日` in any
/// width, spaces ignored. Western years have four digits. Eras: 令和, 平成, 昭和, held to their first and last day.
///
/// # Errors
/// [`DateError`] for another notation, a day that does not exist, or a day outside its era.
pub fn parse_date(input: &str) -> Result<NaiveDate, DateError> {
    let text: String = nfkc(input).chars().filter(|c| !c.is_whitespace()).collect();
    let era = ERAS.iter().find_map(|era| {
        let rest = text.strip_prefix(era.name);
        rest.or_else(|| text.strip_prefix([era.letter, era.letter.to_ascii_lowercase()])).map(|rest| (era, rest))
    });
    match era {
        Some((era, rest)) => in_era(era, rest),
        None => western(&text),
    }
}

fn western(text: &str) -> Result<NaiveDate, DateError> {
    let (year, month, day) = if text.len() == 8 && number(text).is_some() {
        (&text[..4], &text[4..6], &text[6..])
    } else {
        parts(text).ok_or(DateError::Malformed)?
    };
    let year = number(year).filter(|_| year.len() == 4).ok_or(DateError::Malformed)?;
    if year < FIRST_YEAR {
        return Err(DateError::Impossible);
    }
    day_of(year, month, day)
}

fn in_era(era: &Era, rest: &str) -> Result<NaiveDate, DateError> {
    let (year, month, day) = parts(rest).ok_or(DateError::Malformed)?;
    let year = match year {
        "元" => 1,
        digits => number(digits).filter(|_| digits.len() <= 2).ok_or(DateError::Malformed)?,
    };
    if year == 0 {
        return Err(DateError::Impossible);
    }
    let date = day_of(era.first_year + year - 1, month, day)?;
    if (civil(era.from)..=civil(era.until)).contains(&Some(date)) { Ok(date) } else { Err(DateError::OutsideEra) }
}

/// Year, month and day parted by 年月日 or by twice the same mark.
fn parts(text: &str) -> Option<(&str, &str, &str)> {
    if let Some((year, rest)) = text.split_once('年') {
        let (month, day) = rest.strip_suffix('日')?.split_once('月')?;
        return Some((year, month, day));
    }
    ['-', '/', '.'].into_iter().find_map(|mark| {
        let (year, rest) = text.split_once(mark)?;
        let (month, day) = rest.split_once(mark)?;
        Some((year, month, day))
    })
}

fn day_of(year: u32, month: &str, day: &str) -> Result<NaiveDate, DateError> {
    let short = |part: &str| number(part).filter(|_| (1..=2).contains(&part.len())).ok_or(DateError::Malformed);
    civil((year, short(month)?, short(day)?)).ok_or(DateError::Impossible)
}

fn civil((year, month, day): (u32, u32, u32)) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}
