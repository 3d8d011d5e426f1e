//! Where events may be sent; the sample file says what each value means.

use madoguchi_services::webhooks::Settings;
use serde::Deserialize;

/// What is allowed beside https to the public internet.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Webhooks {
    pub allow_http: bool,
    pub allow_loopback: bool,
}

impl Webhooks {
    /// As the services take them.
    pub fn settings(self) -> Settings {
        let Self { allow_http, allow_loopback } = self;
        Settings { allow_http, allow_loopback }
    }
}
