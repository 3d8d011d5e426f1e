//! One type for each kind of id, so that a contract's id is never taken for a customer's. All are UUIDs
//! (version 7, made by the application; call records: version 8, made from the content).

use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveValueType, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// A customer: who has the contracts.
    CustomerId,
    /// A billing group: contracts billed together.
    BillingGroupId,
    /// A contract.
    ContractId,
    /// Something that happened to a contract.
    ContractEventId,
    /// A document that was delivered to a contract.
    ContractDocumentId,
    /// A person who can log in.
    UserId,
    /// A session of a user.
    SessionId,
    /// A login that waits for its second factor.
    SignInAttemptId,
    /// A link that was mailed and works once.
    OneTimeLinkId,
    /// A second factor of a user: an authenticator app or a passkey.
    AuthenticatorId,
    /// A recovery code.
    RecoveryCodeId,
    /// A passkey ceremony under way.
    PasskeyChallengeId,
    /// A consent to a version of a text.
    ConsentId,
    /// An invoice.
    InvoiceId,
    /// A call record.
    CallRecordId,
    /// A look at call records.
    CallRecordViewId,
    /// An import of call records.
    CallRecordImportId,
    /// Leave to see called numbers in full for a while.
    CallRecordUnmaskingId,
    /// A mail.
    MailId,
    /// A notice of the provider.
    NoticeId,
    /// A document with a file.
    DocumentId,
    /// A run that renders many documents.
    DocumentRunId,
    /// New documents that people are mailed about.
    AnnouncementId,
    /// An inquiry.
    InquiryId,
    /// A message in the thread of an inquiry.
    InquiryMessageId,
    /// A file of such a message.
    InquiryAttachmentId,
    /// A request.
    RequestId,
    /// A file of requests.
    RequestBatchId,
    /// Something that happened to a request.
    RequestEventId,
    /// An order of rented goods.
    OrderId,
    /// Units of a line that end before its own last day.
    OrderLineEndId,
    /// Something that happened to an order.
    OrderEventId,
    /// A quote.
    QuoteId,
    /// A line of a quote.
    QuoteLineId,
    /// A delivery address that a customer keeps.
    DeliveryTemplateId,
    /// A product that is rented out.
    ProductId,
    /// Units of a product that are promised for a period.
    StockReservationId,
    /// A line of an order.
    OrderLineId,
    /// A line of a basket.
    BasketLineId,
    /// A question and its answer.
    FaqId,
    /// A planned maintenance.
    MaintenanceId,
    /// Something turned on or off.
    SwitchId,
    /// A system that acts for the provider by REST.
    ApiClientId,
    /// A secret or a key of such a system.
    ApiCredentialId,
    /// An audit event.
    AuditEventId,
    /// Something that other systems are told of.
    EventId,
    /// An address that events are sent to.
    WebhookId,
    /// An event on its way to a webhook.
    WebhookDeliveryId,
}
