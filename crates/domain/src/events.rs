//! What other systems are told of: the types of events, and the states of what tells them. Knows no payload.

use crate::closed_sets::closed_sets;

closed_sets! {
    /// What happened. A system that reads events must leave types alone that it does not know: more will come.
    pub enum EventType {
        /// A customer sent a request.
        RequestSubmitted = "request.submitted",
        /// A customer took a request back.
        RequestWithdrawn = "request.withdrawn",
        /// The provider began to look into a request.
        RequestReviewed = "request.reviewed",
        /// The provider decided on a request; `state` says how.
        RequestDecided = "request.decided",
        /// Something happened to a contract: applied for, changed, renewed, terminated …; `change` says what.
        ContractChanged = "contract.changed",
        /// Something happened to an order: made, arranged, shipped, extended, cancelled, given back …; `change` says what.
        OrderChanged = "order.changed",
        /// A quote was answered, an order was made of it, or that order came to nothing; `state` says what it is now.
        QuoteChanged = "quote.changed",
        /// A customer sent an inquiry.
        InquiryReceived = "inquiry.received",
        /// A customer wrote again; an inquiry that was closed is open.
        InquiryContinued = "inquiry.continued",
        /// The provider answered an inquiry.
        InquiryAnswered = "inquiry.answered",
        /// The provider closed an inquiry.
        InquiryClosed = "inquiry.closed",
        /// A person was added to a customer.
        UserAdded = "user.added",
        /// Name, role or mail address of a person changed.
        UserChanged = "user.changed",
        /// A person was taken off a customer.
        UserDeleted = "user.deleted",
        /// The provider locked an account.
        UserLocked = "user.locked",
        /// The provider unlocked an account.
        UserUnlocked = "user.unlocked",
        /// A person finished the first registration and can log in.
        RegistrationCompleted = "registration.completed",
        /// A person changed the own settings.
        ProfileChanged = "profile.changed",
        /// A contractor said anew who it is, how it is reached and where bills go.
        ContractorChanged = "contractor.changed",
        /// Something was turned on or off, with the day from which that counts.
        SwitchChanged = "switch.changed",
        /// An invoice was issued to a customer.
        InvoiceIssued = "invoice.issued",
        /// A document was delivered to a contract.
        DocumentDelivered = "document.delivered",
        /// A document was sent by post.
        DocumentDispatched = "document.dispatched",
        /// A notice was published.
        NoticePublished = "notice.published",
        /// Somebody tried whether a webhook answers: nothing happened.
        WebhookTest = "webhook.test",
    }

    /// Whether a webhook is called.
    pub enum WebhookState or Default {
        /// It is called.
        #[default]
        Enabled = "enabled",
        /// It is not called, because somebody said so.
        Disabled = "disabled",
        /// It is not called, because it failed for days.
        Failing = "failing",
        /// It is not called, because it answered 410 Gone.
        Gone = "gone",
    }

    /// How a delivery to a webhook stands.
    pub enum WebhookDeliveryState or Default {
        /// It is tried, now or later.
        #[default]
        Pending = "pending",
        /// It was taken.
        Delivered = "delivered",
        /// It was given up.
        Failed = "failed",
    }
}
