//! What API clients may do, as types: an operation names one, and its extractor ([`crate::clients::Client`]) yields nothing
//! without it.

use madoguchi_domain::api_clients::ApiScope;

/// Something that an API client may do.
pub trait Scoped: 'static {
    /// As it travels and is stored.
    const SCOPE: ApiScope;
}

macro_rules! scopes {
    ($($(#[$doc:meta])* $name:ident;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub struct $name;

            impl Scoped for $name {
                const SCOPE: ApiScope = ApiScope::$name;
            }
        )+

        /// All that an operation can ask for, for the description.
        pub const ALL: &[ApiScope] = &[$(<$name as Scoped>::SCOPE),+];
    };
}

scopes! {
    /// Read customers' requests.
    RequestsRead;
    /// Decide customers' requests.
    RequestsWrite;
    /// Read orders and quotes.
    OrdersRead;
    /// Arrange and refuse orders, say what was shipped and given back.
    OrdersWrite;
    /// Read products back.
    ProductsRead;
    /// Store products.
    ProductsWrite;
    /// Read frequently asked questions back.
    FaqsRead;
    /// Store frequently asked questions.
    FaqsWrite;
    /// Read customers' inquiries and their files.
    InquiriesRead;
    /// Answer and close customers' inquiries.
    InquiriesWrite;
    /// Read notices back.
    NoticesRead;
    /// Publish and end notices.
    NoticesWrite;
    /// Read back what contracts stored.
    UsagesRead;
    /// Report what contracts stored.
    UsagesWrite;
    /// Store and activate call records.
    CallRecordsWrite;
    /// Read people back.
    UsersRead;
    /// Invite, change, lock and unlock people, and end their sessions.
    UsersWrite;
    /// Read what happened.
    EventsRead;
    /// Read webhooks and what was sent to them.
    WebhooksRead;
    /// Add webhooks, give them other secrets, stop and start them, have events sent again.
    WebhooksWrite;
    /// Read customers back.
    CustomersRead;
    /// Store customers.
    CustomersWrite;
    /// Read contracts back.
    ContractsRead;
    /// Store contracts with their options.
    ContractsWrite;
    /// Issue invoices.
    InvoicesWrite;
    /// Deliver documents.
    DocumentsWrite;
    /// See how far imports of call records are.
    CallRecordsRead;
    /// Read the mails of a sandbox.
    MailsRead;
}
