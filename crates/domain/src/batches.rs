//! Many rows that a provider's system sends at once: how they hang together, and what became of each. Knows no noun.

use crate::closed_sets::closed_sets;

closed_sets! {
    /// What a refused row means for the others.
    pub enum BatchMode {
        /// Nothing: each row stands by itself, and the answer says what became of it.
        PerRow = "per_row",
        /// None is kept: all rows are right, or the request is refused.
        AllOrNothing = "all_or_nothing",
    }

    /// What became of a row.
    pub enum RowStatus {
        /// It is new.
        Stored = "stored",
        /// It was there and differed.
        Updated = "updated",
        /// It was there and is the same; nothing was written.
        Unchanged = "unchanged",
        /// The same record was stored before, or stands earlier in the batch; nothing was written.
        Duplicate = "duplicate",
        /// It cannot be right; `field` and `code` say why.
        Refused = "refused",
    }

    /// How far an import is.
    pub enum ImportState {
        /// Rows are arriving.
        Running = "running",
        /// All of it was read.
        Finished = "finished",
        /// The sender broke off, or the server ended. What was stored stays: send it again.
        Interrupted = "interrupted",
        /// It cannot be read to its end; `failure` says why. What was stored stays.
        Failed = "failed",
    }
}
