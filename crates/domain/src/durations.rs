//! Knows the notation of call durations; must not know what a call costs.

use crate::problems::FieldCode;
use crate::text::trim_fold;

/// Why a duration was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DurationError {
    /// Not `H:MM:SS` with minutes and seconds below 60, or beyond 32 bits of seconds.
    #[error("a duration is written as hours:minutes:seconds")]
    Malformed,
}

impl DurationError {
    /// Stable code for problems and translations.
    #[must_use]
    pub fn code(self) -> FieldCode {
        FieldCode::DurationMalformed
    }
}

/// Reads `00:03:06` (any number of hour digits, any width) as seconds.
///
/// # Errors
/// [`DurationError::Malformed`] for anything else.
pub fn parse(input: &str) -> Result<u32, DurationError> {
    let folded = trim_fold(input);
    let parts: Vec<&str> = folded.split(':').collect();
    let [hours, minutes, seconds] = parts.as_slice() else {
        return Err(DurationError::Malformed);
    };
    let sexagesimal = |part: &str| number(part).filter(|&n| part.len() == 2 && n < 60);
    let total = || {
        let minutes = number(hours)?.checked_mul(60)?.checked_add(sexagesimal(minutes)?)?;
        minutes.checked_mul(60)?.checked_add(sexagesimal(seconds)?)
    };
    total().ok_or(DurationError::Malformed)
}

/// Writes seconds as `0:03:06`.
#[must_use]
pub fn format(seconds: u32) -> String {
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Digits only: `u32::from_str` alone would accept a plus sign.
fn number(part: &str) -> Option<u32> {
    part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_and_writes() {
        assert_eq!(parse("00:03:06"), Ok(186));
        assert_eq!(parse("００：０３：０６"), Ok(186));
        assert_eq!(parse(" 1:00:00 "), Ok(3600));
        assert_eq!(format(186), "0:03:06");
        assert_eq!(format(100 * 3600), "100:00:00");
    }

    #[test]
    fn refuses_what_is_no_duration() {
        for typed in [
            "",
            "03:06",
            "00:60:00",
            "00:00:60",
            "00:3:06",
            "-1:00:00",
            "+1:00:00",
            ":00:00",
            "0:00:00:00",
            "9999999:00:00",
        ] {
            assert_eq!(parse(typed), Err(DurationError::Malformed), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_can_be_read(seconds in any::<u32>()) {
            prop_assert_eq!(parse(&format(seconds)), Ok(seconds));
        }
    }
}
