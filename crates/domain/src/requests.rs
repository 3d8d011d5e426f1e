//! Requests (申込): in which states they can be, who may bring them from one into another, and when. Knows no portal and no row.

mod confirmations;

use crate::closed_sets::closed_sets;

pub use confirmations::{Confirmation, ConfirmedEntry, ConfirmedSection, confirmed, named};

closed_sets! {
    /// State of a request.
    pub enum RequestState {
        /// 下書き: not sent yet, the customer alone sees it.
        Draft = "draft",
        /// 承認待ち: sent by the requester; the customer alone sees it until an approver of the customer lets it through.
        InApproval = "in_approval",
        /// 否認: an approver of the customer refused it, with the reason; the provider never sees it.
        NotApproved = "not_approved",
        /// 受付完了: sent and taken.
        Accepted = "accepted",
        /// 受付失敗: sent and not taken, with the reason.
        Failed = "failed",
        /// 確認中: the provider looks at it.
        InReview = "in_review",
        /// 手配済 or 登録済: done.
        Completed = "completed",
        /// 却下: refused, with the reason.
        Rejected = "rejected",
        /// 取消: taken back by the customer.
        Withdrawn = "withdrawn",
    }

    /// 申込結果: whether a request that was sent was taken.
    pub enum RequestReception {
        /// 受付完了.
        Accepted = "accepted",
        /// 受付失敗.
        Failed = "failed",
    }

    /// 確認結果: what the provider made of a request that was taken.
    pub enum RequestDecision {
        /// 確認中.
        InReview = "in_review",
        /// 手配済, 登録済.
        Completed = "completed",
        /// 却下.
        Rejected = "rejected",
        /// 取消.
        Withdrawn = "withdrawn",
    }

    /// State of a file of requests.
    pub enum RequestBatchState {
        /// 作成中: the file may be replaced.
        Open = "open",
        /// 申込済: all of its requests were sent.
        Submitted = "submitted",
    }

    /// What came of a row of such a file when it was read.
    pub enum RequestRowOutcome {
        /// It has a new draft.
        Opened = "opened",
        /// Its draft was there and says something else now.
        Updated = "updated",
        /// Its draft was there and says the same.
        Unchanged = "unchanged",
        /// It was sent before, and is left as it was sent.
        Sent = "sent",
        /// It cannot be read.
        Refused = "refused",
    }

    /// Who brought a request into a state.
    pub enum RequestDoer {
        /// Somebody of the customer.
        Customer = "customer",
        /// The provider.
        Provider = "provider",
        /// The program, by a rule.
        System = "system",
    }
}

impl RequestState {
    /// 申込結果 of this state; of what did not reach the provider none.
    #[must_use]
    pub const fn reception(self) -> Option<RequestReception> {
        match self {
            Self::Draft | Self::InApproval | Self::NotApproved => None,
            Self::Failed => Some(RequestReception::Failed),
            _ => Some(RequestReception::Accepted),
        }
    }

    /// 確認結果 of this state, once there is one.
    #[must_use]
    pub const fn decision(self) -> Option<RequestDecision> {
        match self {
            Self::Draft | Self::InApproval | Self::NotApproved | Self::Accepted | Self::Failed => None,
            Self::InReview => Some(RequestDecision::InReview),
            Self::Completed => Some(RequestDecision::Completed),
            Self::Rejected => Some(RequestDecision::Rejected),
            Self::Withdrawn => Some(RequestDecision::Withdrawn),
        }
    }

    /// Whether the provider may still decide.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Accepted | Self::InReview)
    }

    /// Whether nothing follows any more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::NotApproved | Self::Failed | Self::Completed | Self::Rejected | Self::Withdrawn)
    }

    /// Whether `doer` may bring a request from this state into `next`.
    #[must_use]
    pub const fn may_become(self, next: Self, doer: RequestDoer) -> bool {
        use RequestDoer::{Customer, Provider, System};
        use RequestState::{
            Accepted, Completed, Draft, Failed, InApproval, InReview, NotApproved, Rejected, Withdrawn,
        };
        match (self, next) {
            (Draft, Accepted) => matches!(doer, Customer | System),
            (Draft, InApproval) | (InApproval, Accepted | NotApproved) => matches!(doer, Customer),
            (Draft, Failed) => matches!(doer, System),
            (InApproval | Accepted | InReview, Withdrawn) => matches!(doer, Customer),
            (Accepted, InReview | Completed | Rejected | Failed) | (InReview, Completed | Rejected) => {
                matches!(doer, Provider | System)
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_travel_in_their_one_spelling() {
        for state in RequestState::ALL.iter().copied() {
            assert_eq!(serde_json::from_str::<RequestState>(&format!("\"{state}\"")).unwrap(), state);
            assert_eq!(RequestState::from_code(state.as_str()), Some(state));
        }
        assert!(serde_json::from_str::<RequestState>("\"lost\"").is_err());
    }

    #[test]
    fn what_waits_for_approval_is_the_customers_alone() {
        for doer in [RequestDoer::Provider, RequestDoer::System] {
            for to in RequestState::ALL.iter().copied() {
                assert!(!RequestState::InApproval.may_become(to, doer), "{doer} to {to}");
            }
        }
        for state in [RequestState::InApproval, RequestState::NotApproved] {
            assert_eq!((state.reception(), state.decision()), (None, None));
        }
    }

    #[test]
    fn nothing_follows_a_final_state_and_only_a_customer_withdraws() {
        for from in RequestState::ALL.iter().copied() {
            for to in RequestState::ALL.iter().copied() {
                for doer in RequestDoer::ALL.iter().copied() {
                    if from.may_become(to, doer) {
                        assert!(!from.is_final() && to != RequestState::Draft, "{from} to {to}");
                        let is_open = from.is_open() || from == RequestState::InApproval;
                        assert!(to != RequestState::Withdrawn || (doer == RequestDoer::Customer && is_open));
                    }
                }
            }
        }
    }
}
