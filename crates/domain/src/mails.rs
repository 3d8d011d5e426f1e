//! What can become of a mail. Knows no mail server and no row.

use crate::closed_sets::closed_sets;

closed_sets! {
    /// What became of a mail.
    pub enum MailState {
        /// Waits for delivery or for the next try.
        Queued = "queued",
        /// Taken over by the mail server.
        Sent = "sent",
        /// Refused for good, or tried too often.
        Failed = "failed",
    }
}
