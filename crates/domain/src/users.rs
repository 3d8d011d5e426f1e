//! What users can be: their roles and states. Knows no row and no portal.

use crate::closed_sets::closed_sets;

closed_sets! {
    /// A role a user can have within their customer. Being administrator gives no sight of more contracts.
    pub enum UserRole {
        /// 管理者.
        Administrator = "administrator",
        /// 一般.
        General = "general",
    }

    /// State of a user.
    pub enum UserState {
        /// Registered; has not chosen a password yet.
        Pending = "pending",
        /// Can log in.
        Active = "active",
        /// Stopped by the owner ("this was not me") or the provider; setting the password anew opens it again.
        Locked = "locked",
        /// Kept for the record, cannot log in.
        Closed = "closed",
    }

    /// A step of a change of mail address, each behind a mailed link.
    pub enum MailChangeStep {
        /// At the present address: names the new one.
        Open = "open",
        /// At the new address: makes the change.
        Confirm = "confirm",
        /// At the old address: takes it back.
        Undo = "undo",
    }
}
