//! What systems of third parties call: everything below `provider` of a portal, by access token, and where they get one. They
//! come with no cookie, and none is read; so nothing of what protects browsers is asked of them. Knows no operation.

mod authenticated;
mod challenges;
mod described;
mod rates;
mod token_requests;

pub use authenticated::Client;
pub use described::{SCHEME, TOKEN_URL, describe, scheme};
pub use rates::write_headers;
pub use token_requests::{Refusal, TokenForm};

/// Whether a path is for systems, not for browsers: `/api/v1/{portal}/provider/…` and `/api/v1/{portal}/oauth/…`.
pub fn is_for_clients(path: &str) -> bool {
    let mut segments = path.split('/').skip(1);
    segments.next() == Some("api")
        && segments.next() == Some("v1")
        && segments.next().is_some()
        && matches!(segments.next(), Some("provider" | "oauth"))
        && segments.next().is_some()
}

#[cfg(test)]
mod tests {
    use super::is_for_clients;

    #[test]
    fn systems_have_paths_of_their_own() {
        for path in ["/api/v1/telecom/provider/requests", "/api/v1/{portal}/oauth/token", "/api/v1/x/provider/a/b"] {
            assert!(is_for_clients(path), "{path}");
        }
        let browsers =
            ["/api/v1/telecom/requests", "/api/v1/provider", "/api/v1/x/provider", "/api/v1/x/requests/provider/a"];
        for path in browsers {
            assert!(!is_for_clients(path), "{path}");
        }
    }
}
