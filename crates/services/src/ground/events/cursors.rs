//! Cursors of a feed: a place in it, in a form that tells a reader nothing. A reader keeps one for weeks, so no key seals
//! it: keys are renewed. It is no secret either, for who reads a feed may read all of it.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::positions::Reach;
use crate::{Error, FieldCode, ProblemCode};

/// The oldest event that is kept.
const OLDEST: &str = "oldest";
/// What happens from now on.
const NEWEST: &str = "newest";

/// Writes a cursor that stands behind a place.
pub(super) fn write(portal: &str, position: i64) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(format!("{portal}/{position}"))
}

/// Reads a cursor, or one of the two words. It must be of the portal, and within what there was of the feed.
///
/// # Errors
/// `invalid_cursor` at `field`; `events_expired` where events behind it are gone.
pub(super) fn read(field: &'static str, text: &str, portal: &str, reach: Reach) -> Result<i64, Error> {
    match text {
        OLDEST => return Ok(reach.cut),
        NEWEST => return Ok(reach.end),
        _ => {}
    }
    let position = place(text, portal).filter(|position| (0..=reach.end).contains(position));
    let position = position.ok_or_else(|| Error::invalid(field, FieldCode::InvalidCursor))?;
    within(position, reach)
}

/// Whether everything behind a place is still there.
///
/// # Errors
/// `events_expired`.
pub(super) fn within(position: i64, reach: Reach) -> Result<i64, Error> {
    if position < reach.cut { Err(Error::Refused(ProblemCode::EventsExpired)) } else { Ok(position) }
}

fn place(text: &str, portal: &str) -> Option<i64> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (of, position) = text.split_once('/')?;
    position.parse().ok().filter(|_| of == portal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_of_one_portal_and_of_what_there_was() {
        let reach = Reach { end: 9, cut: 3 };
        let read = |text: &str| read("after", text, "telecom", reach);
        assert_eq!(read(&write("telecom", 9)).unwrap(), 9);
        assert_eq!((read(OLDEST).unwrap(), read(NEWEST).unwrap()), (3, 9));
        for wrong in [write("rental", 9), write("telecom", 10), write("telecom", -1), "x".to_owned(), String::new()] {
            assert!(matches!(read(&wrong), Err(Error::Invalid(_))), "{wrong}");
        }
        assert!(matches!(read(&write("telecom", 2)), Err(Error::Refused(ProblemCode::EventsExpired))));
    }
}
