//! API clients: what one may be allowed to do, and by what it shows who it is. Knows no row and no token.

use std::collections::BTreeSet;

use crate::closed_sets::closed_sets;

closed_sets! {
    /// What an API client may do: a noun, and whether it reads or changes it.
    pub enum ApiScope {
        CustomersRead = "customers:read",
        CustomersWrite = "customers:write",
        UsersRead = "users:read",
        UsersWrite = "users:write",
        ContractsRead = "contracts:read",
        ContractsWrite = "contracts:write",
        ProductsRead = "products:read",
        ProductsWrite = "products:write",
        InvoicesRead = "invoices:read",
        InvoicesWrite = "invoices:write",
        DocumentsRead = "documents:read",
        DocumentsWrite = "documents:write",
        NoticesRead = "notices:read",
        NoticesWrite = "notices:write",
        FaqsRead = "faqs:read",
        FaqsWrite = "faqs:write",
        CallRecordsRead = "call-records:read",
        CallRecordsWrite = "call-records:write",
        UsagesRead = "usages:read",
        UsagesWrite = "usages:write",
        RequestsRead = "requests:read",
        RequestsWrite = "requests:write",
        OrdersRead = "orders:read",
        OrdersWrite = "orders:write",
        InquiriesRead = "inquiries:read",
        InquiriesWrite = "inquiries:write",
        EventsRead = "events:read",
        WebhooksRead = "webhooks:read",
        WebhooksWrite = "webhooks:write",
        MailsRead = "mails:read",
    }

    /// By what an API client shows who it is.
    pub enum ApiCredentialKind {
        /// A secret that was shown once.
        Secret = "secret",
        /// A public key, whose private half signs what the client sends.
        Key = "key",
    }

    /// Why no access token is issued (RFC 6749, 5.2).
    pub enum OAuthCode {
        /// A parameter is missing, stands there twice or is malformed.
        InvalidRequest = "invalid_request",
        /// No client showed who it is.
        InvalidClient = "invalid_client",
        UnsupportedGrantType = "unsupported_grant_type",
        /// A scope that there is not, or that the client has not.
        InvalidScope = "invalid_scope",
    }
}

/// Scopes as they travel (RFC 6749, 3.3): words with spaces between them. A word that is none comes back.
///
/// # Errors
/// The first word that is no scope.
pub fn read_scopes(text: &str) -> Result<BTreeSet<ApiScope>, &str> {
    text.split(' ').filter(|word| !word.is_empty()).map(|word| ApiScope::from_code(word).ok_or(word)).collect()
}

/// The same the other way, in the order of the list.
#[must_use]
pub fn write_scopes(scopes: &BTreeSet<ApiScope>) -> String {
    scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ")
}

impl ApiScope {
    /// What it allows, in words.
    #[must_use]
    pub fn about(self) -> String {
        let (noun, verb) = self.as_str().split_once(':').unwrap_or((self.as_str(), ""));
        let verb = if verb == "read" { "Read" } else { "Change" };
        format!("{verb} {}", noun.replace('-', " "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_words_with_spaces_between_them() {
        for scope in ApiScope::ALL {
            let (noun, verb) = scope.as_str().split_once(':').unwrap();
            assert!(noun.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{scope}");
            assert!(["read", "write"].contains(&verb), "{scope}");
        }
        let both = BTreeSet::from([ApiScope::RequestsWrite, ApiScope::CustomersRead]);
        assert_eq!(write_scopes(&both), "customers:read requests:write");
        assert_eq!(read_scopes("requests:write  customers:read requests:write"), Ok(both));
        assert_eq!(read_scopes("customers:read everything"), Err("everything"));
        assert_eq!(read_scopes(""), Ok(BTreeSet::new()));
        assert_eq!(ApiScope::CallRecordsWrite.about(), "Change call records");
    }
}
