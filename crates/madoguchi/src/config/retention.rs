//! How long what is over is kept; the sample file says what each value means.

use madoguchi_services::retention::Retention as Rules;
use serde::Deserialize;

/// Days and months after which housekeeping takes what is over away.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    pub sessions_days: u32,
    pub links_days: u32,
    pub mails_days: u32,
    pub failed_mail_texts_days: u32,
    pub audit_events_months: u32,
    pub closed_users_days: u32,
    pub events_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        let Rules {
            sessions_days,
            links_days,
            mails_days,
            failed_mail_texts_days,
            audit_events_months,
            closed_users_days,
            events_days,
        } = Rules::default();
        Self {
            sessions_days,
            links_days,
            mails_days,
            failed_mail_texts_days,
            audit_events_months,
            closed_users_days,
            events_days,
        }
    }
}

impl Retention {
    /// As the services take them.
    pub fn rules(self) -> Rules {
        let Self {
            sessions_days,
            links_days,
            mails_days,
            failed_mail_texts_days,
            audit_events_months,
            closed_users_days,
            events_days,
        } = self;
        Rules {
            sessions_days,
            links_days,
            mails_days,
            failed_mail_texts_days,
            audit_events_months,
            closed_users_days,
            events_days,
        }
    }
}
