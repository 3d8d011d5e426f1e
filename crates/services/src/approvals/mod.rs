//! Approval inside a customer (承認): what a customer set about it, who may approve now, and whether something needs it. Must not
//! know what is approved: `requests` lets it wait and sends it on.

mod approvers;
mod changes;
mod held;
mod needs;
mod offered;
mod protected;
mod settings;

pub(crate) use approvers::{can_approve, others};
pub use changes::{Typed, update};
pub(crate) use held::hold_approver;
pub use needs::Need;
pub(crate) use needs::need;
pub use offered::{APPROVERS_MAX, LIMIT_MAX};
pub use protected::require_may_change;
pub use settings::{Person, Settings, get};
