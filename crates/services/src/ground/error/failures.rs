//! What an error of the driver means: the database is away, a transaction may be run again, or a defect. Decides by
//! SQLSTATE and by SQLite's result codes, never by a message.

use sea_orm::sqlx;
use sea_orm::{DbErr, RuntimeErr};

/// Classes and codes of PostgreSQL for a server that cannot take work now: connection exceptions, shut down or starting,
/// no connection left, no room left, an input or output error, a stand-by that only reads.
const AWAY: [&str; 9] = ["08", "57P01", "57P02", "57P03", "57P05", "53", "58030", "25006", "55P04"];
/// The same of SQLite: busy, locked, read only, input or output error, full, cannot open.
const AWAY_SQLITE: [u32; 6] = [5, 6, 8, 10, 13, 14];
/// Deadlock, serialisation, a unique key.
const TRANSIENT: [&str; 3] = ["40P01", "40001", "23505"];
/// Busy, busy with a snapshot, a unique key, a primary key.
const TRANSIENT_SQLITE: [&str; 4] = ["5", "517", "2067", "1555"];
/// Low bits of a code of SQLite that say its kind; the others say more.
const KIND: u32 = 0xff;

/// Whether the database cannot be reached or cannot do its work now, whatever it is asked.
pub(crate) fn is_away(error: &DbErr) -> bool {
    let error = match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => return true,
        other => match cause(other) {
            Some(error) => error,
            None => return false,
        },
    };
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| says_away(&code)),
        _ => false,
    }
}

/// SQLSTATEs have five characters, codes of SQLite fewer, and none of these above 9999.
fn says_away(code: &str) -> bool {
    if code.len() == 5 {
        return AWAY.iter().any(|away| code.starts_with(away));
    }
    code.parse::<u32>().is_ok_and(|code| AWAY_SQLITE.contains(&(code & KIND)))
}

/// Whether the same transaction may succeed when run again: deadlock, serialisation, a busy SQLite; and a unique
/// key that somebody else took in between, since the next run will see their row.
pub(crate) fn is_transient(error: &DbErr) -> bool {
    code(error).is_some_and(|code| TRANSIENT.contains(&&*code) || TRANSIENT_SQLITE.contains(&&*code))
}

/// SQLSTATE, or the extended result code of SQLite.
pub(crate) fn code(error: &DbErr) -> Option<String> {
    Some(cause(error)?.as_database_error()?.code()?.into_owned())
}

fn cause(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error))
        | DbErr::Conn(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn codes_that_mean_the_database_is_away() {
        for away in ["08006", "08000", "57P01", "57P03", "53300", "53100", "25006", "13", "10", "778", "14", "5"] {
            assert!(says_away(away), "{away}");
        }
        // Unique, syntax, undefined table, a query that was cancelled, too long; SQLite: error, constraint, unique.
        for defect in ["23505", "42601", "42P01", "57014", "22001", "1", "19", "2067"] {
            assert!(!says_away(defect), "{defect}");
        }
    }

    #[test]
    fn a_broken_connection_is_the_database_away() {
        let broken = sqlx::Error::Io(std::io::ErrorKind::UnexpectedEof.into());
        assert!(is_away(&DbErr::Query(RuntimeErr::SqlxError(Arc::new(broken)))));
        assert!(!is_away(&DbErr::Query(RuntimeErr::SqlxError(Arc::new(sqlx::Error::RowNotFound)))));
        assert!(!is_away(&DbErr::RecordNotUpdated));
    }
}
