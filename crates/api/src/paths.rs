//! What stands in the path of an operation beside its portal: the ids, each of its own type, and what the description
//! says of them.

use madoguchi_services::ids::{
    AuthenticatorId, BasketLineId, CallRecordImportId, ContractDocumentId, ContractId, DeliveryTemplateId, DocumentId,
    InquiryAttachmentId, InquiryId, InvoiceId, NoticeId, RequestBatchId, RequestId, SessionId, SignInAttemptId, UserId,
    WebhookId,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{Schema, Type};
use utoipa::openapi::{KnownFormat, ObjectBuilder, Ref, RefOr, Required, SchemaFormat};

macro_rules! paths {
    ($($(#[$meta:meta])* $name:ident { $($(#[doc = $about:literal])+ $segment:ident: $kind:ty = $schema:expr,)* })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Deserialize)]
        pub struct $name {
            $($(#[doc = $about])+ pub $segment: $kind,)*
        }

        impl IntoParams for $name {
            fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
                vec![
                    parameter("portal", "Portal", text()),
                    $(parameter(stringify!($segment), concat!($($about),+), $schema),)*
                ]
            }
        }
    )+};
}

paths! {
    /// Nothing but the portal.
    PortalPath {}
    /// A contract.
    ContractPath {
        /// Contract
        contract: ContractId = id(),
    }
    /// An invoice that covers a contract.
    ContractInvoicePath {
        /// Contract
        contract: ContractId = id(),
        /// Invoice
        invoice: InvoiceId = id(),
    }
    /// A file of an invoice that covers a contract.
    ContractInvoiceFilePath {
        /// Contract
        contract: ContractId = id(),
        /// Invoice
        invoice: InvoiceId = id(),
        /// Form
        format: String = Ref::from_schema_name("InvoiceFormat").into(),
    }
    /// An invoice, whichever contracts it covers.
    InvoicePath {
        /// Invoice
        invoice: InvoiceId = id(),
    }
    /// A file of an invoice.
    InvoiceFilePath {
        /// Invoice
        invoice: InvoiceId = id(),
        /// Form
        format: String = Ref::from_schema_name("InvoiceFormat").into(),
    }
    /// An opening notice of a contract.
    OpeningNoticePath {
        /// Contract
        contract: ContractId = id(),
        /// Opening notice
        opening_notice: DocumentId = id(),
    }
    /// A document that was delivered to a contract.
    ContractDocumentPath {
        /// Contract
        contract: ContractId = id(),
        /// Document
        document: ContractDocumentId = id(),
    }
    /// A person of a customer.
    PersonPath {
        /// The provider's number of the customer
        number: String = text(),
        /// Mail address
        mail_address: String = text(),
    }
    /// Documents of a kind of a contract.
    DeliveryPath {
        /// Number of the contract
        number: String = text(),
        /// Code of the kind
        kind: String = text(),
    }
    /// A notice of a system.
    NoticeKeyPath {
        /// The sender's own key
        key: String = text(),
    }
    /// A product of a system.
    ProductCodePath {
        /// Code of the product, in any width, with hyphens or without
        code: String = text(),
    }
    /// A frequently asked question of a system.
    FaqKeyPath {
        /// The sender's own key
        key: String = text(),
    }
    /// An import of call records.
    CallRecordImportPath {
        /// Import
        import: CallRecordImportId = id(),
    }
    /// An inquiry.
    InquiryPath {
        /// Inquiry
        inquiry: InquiryId = id(),
    }
    /// A file of an inquiry.
    InquiryAttachmentPath {
        /// Inquiry
        inquiry: InquiryId = id(),
        /// File
        attachment: InquiryAttachmentId = id(),
    }
    /// A file that was uploaded for the next message.
    AttachmentPath {
        /// File
        attachment: InquiryAttachmentId = id(),
    }
    /// A request.
    RequestPath {
        /// Request
        request: RequestId = id(),
    }
    /// Something of the provider's, by its number.
    NumberPath {
        /// Number
        number: String = text(),
    }
    /// A file of something of the provider's.
    NumberAttachmentPath {
        /// Number
        number: String = text(),
        /// File
        attachment: InquiryAttachmentId = id(),
    }
    /// A webhook.
    WebhookPath {
        /// Webhook
        webhook: WebhookId = id(),
    }
    /// An order, by its number.
    OrderPath {
        /// 注文番号
        order: String = text(),
    }
    /// A quote, by its number.
    QuotePath {
        /// 見積番号
        quote: String = text(),
    }
    /// A delivery address that the customer keeps.
    DeliveryTemplatePath {
        /// Delivery address
        delivery_template: DeliveryTemplateId = id(),
    }
    /// The address of a calendar feed.
    CalendarPath {
        /// Secret that was shown when the address was made
        secret: String = text(),
    }
    /// A file of requests.
    RequestBatchPath {
        /// File of requests
        batch: RequestBatchId = id(),
    }
    /// A version of the terms.
    TermsPath {
        /// Version
        version: String = text(),
    }
    /// A product.
    ProductPath {
        /// Code of the product, in any width, with hyphens or without
        product: String = text(),
    }
    /// A line of the basket.
    BasketLinePath {
        /// Line of the basket
        line: BasketLineId = id(),
    }
    /// A notice.
    NoticePath {
        /// Notice
        notice: NoticeId = id(),
    }
    /// A user of the customer.
    UserPath {
        /// User
        user: UserId = id(),
    }
    /// A session of the user.
    SessionPath {
        /// Session
        session: SessionId = id(),
    }
    /// A second factor of the user.
    AuthenticatorPath {
        /// Second factor
        authenticator: AuthenticatorId = id(),
    }
    /// An authenticator app that is offered.
    TotpOfferPath {
        /// Offered app
        offer: AuthenticatorId = id(),
    }
    /// A login under way.
    SignInAttemptPath {
        /// Login under way
        attempt: SignInAttemptId = id(),
    }
}

fn text() -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).into()
}

fn id() -> RefOr<Schema> {
    let format = SchemaFormat::KnownFormat(KnownFormat::Uuid);
    ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into()
}

fn parameter(name: &str, about: &str, schema: RefOr<Schema>) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(about.trim()))
        .schema(Some(schema))
        .build()
}
