//! Access tokens for systems of third parties, by the names of RFC 6749. The one noun whose bodies are forms, and whose errors
//! are no problems of RFC 9457.

use crate::travels;
pub use madoguchi_domain::api_clients::OAuthCode;

travels! {
    /// What a client asks for.
    pub struct TokenRequest {
        /// Always `client_credentials`.
        pub grant_type: String,
        /// Scopes with spaces between them; all of the client's when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub scope: Option<String>,
        /// The client, unless the header or the assertion says it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub client_id: Option<String>,
        /// Its secret, unless it stands in the header.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub client_secret: Option<String>,
        /// `urn:ietf:params:oauth:client-assertion-type:jwt-bearer`, with an assertion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub client_assertion_type: Option<String>,
        /// A JWT that the client's key signed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub client_assertion: Option<String>,
    }

    /// A token that was issued.
    pub struct AccessToken {
        /// To be sent as `Authorization: Bearer …`.
        pub access_token: String,
        /// Always `Bearer`.
        pub token_type: String,
        /// Seconds that it lives; get another before they are over.
        pub expires_in: i64,
        /// What it allows: scopes with spaces between them.
        pub scope: String,
    }

    /// Why none is.
    pub struct OAuthProblem {
        /// Stable.
        pub error: OAuthCode,
        /// For who writes the client.
        pub error_description: String,
    }
}
