//! Who can have done what is written down. Knows no row.

use crate::closed_sets::closed_sets;

closed_sets! {
    /// What kind of somebody did something.
    pub enum DoerKind {
        /// A person of a customer, known by a session, a password or a mailed link.
        User = "user",
        /// Somebody who has not shown who they are.
        Visitor = "visitor",
        /// Somebody at the command line of the installation.
        Command = "command",
        /// A third party's system, known by its access token.
        Client = "client",
        /// The program by itself.
        System = "system",
    }
}
