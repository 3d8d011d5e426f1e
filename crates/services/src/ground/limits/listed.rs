//! Every limit there is, as data: the table of docs/security.md says the same, and a test holds the two together.

use chrono::TimeDelta;
use madoguchi_domain::policy::Portal;

/// Who or what is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A person who is logged in, or whose password was right.
    Person,
    /// All people of a customer.
    Customer,
    /// The account that was named, whether it exists or not.
    Account,
    /// The account that was named and where it was named: a device that logged in before, else the network.
    AccountAndPlace,
    /// A network ([`super::network_of`]), and by [`WIDE_FACTOR`] more its wide network.
    Network,
    /// A site ([`super::site_of`]).
    Site,
    /// What was given to prove something: a contract number, a mail address, a mailed link, a solved robot check.
    Claim,
    /// The whole portal.
    Portal,
    /// A system of a third party.
    Client,
}

/// What happens when the free tries are used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtLimit {
    /// 429 `too_many_attempts` until the window is over.
    Window,
    /// 429 `too_many_attempts`, for a minute, then two, four … up to an hour; forgotten after a day without a try.
    GrowingWait,
    /// The same, but whoever solves a robot check goes on at once: 403 `robot_check_required`.
    RobotCheck,
    /// Nobody is refused: what is counted makes other limits stricter, or is written down.
    Counted,
}

/// Tries that cost nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Free {
    /// So many.
    Fixed(u32),
    /// As the portal says: `registration.tries_per_hour`.
    TriesPerHour,
}

/// One limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Name in the table of counters.
    pub kind: &'static str,
    /// Whose tries are counted together.
    pub subject: Subject,
    /// Tries that cost nothing.
    pub free: Free,
    /// Within this time, for limits by window; a day without a try forgets, for growing waits.
    pub window: TimeDelta,
    /// What follows.
    pub at_limit: AtLimit,
}

/// A wide network may try so many times more than one network: several customers may share it.
pub const WIDE_FACTOR: u32 = 4;
/// From so many wrong passwords on ([`SIGN_IN_PORTAL`]), somebody is guessing from many places at many accounts: waits
/// start earlier everywhere. Who knows the password still comes in at the first try.
pub const UNDER_ATTACK: u32 = 300;
/// Wrong passwords of one site that count for [`SIGN_IN_PORTAL`]: no site alone makes a portal stricter.
pub const SITE_SHARE: u32 = 30;

const HOUR: TimeDelta = TimeDelta::hours(1);
const DAY: TimeDelta = TimeDelta::days(1);

const fn growing(kind: &'static str, subject: Subject, free: u32) -> Limit {
    Limit { kind, subject, free: Free::Fixed(free), window: DAY, at_limit: AtLimit::GrowingWait }
}

const fn within(kind: &'static str, subject: Subject, free: u32, window: TimeDelta) -> Limit {
    Limit { kind, subject, free: Free::Fixed(free), window, at_limit: AtLimit::Window }
}

const fn by_portal(kind: &'static str, subject: Subject) -> Limit {
    Limit { kind, subject, free: Free::TriesPerHour, window: HOUR, at_limit: AtLimit::Window }
}

const fn counting(kind: &'static str, subject: Subject, window: TimeDelta) -> Limit {
    Limit { kind, subject, free: Free::Fixed(u32::MAX), window, at_limit: AtLimit::Counted }
}

/// Wrong passwords for one account from one place.
pub const SIGN_IN_ACCOUNT_ADDRESS: Limit = growing("sign_in_account_address", Subject::AccountAndPlace, 5);
/// Wrong passwords for one account from anywhere: high, so that a stranger cannot lock the owner out.
pub const SIGN_IN_ACCOUNT: Limit = growing("sign_in_account", Subject::Account, 50);
/// Wrong passwords from one network for any account: an office or a carrier may share it.
pub const SIGN_IN_ADDRESS: Limit =
    Limit { at_limit: AtLimit::RobotCheck, ..growing("sign_in_address", Subject::Network, 100) };
/// Wrong passwords at the whole portal. They lock nobody out, but see [`UNDER_ATTACK`].
pub const SIGN_IN_PORTAL: Limit = counting("sign_in_portal", Subject::Portal, TimeDelta::minutes(10));
/// What one site adds to [`SIGN_IN_PORTAL`].
pub const SIGN_IN_SITE: Limit = counting("sign_in_site", Subject::Site, TimeDelta::minutes(10));
/// Second factors given for one user, right or wrong, in whichever attempt.
pub const SECOND_FACTOR: Limit = growing("second_factor", Subject::Person, 40);
/// One-time passwords mailed for one user.
pub const ONE_TIME_PASSWORD_MAILED: Limit = growing("one_time_password_mailed", Subject::Person, 5);
/// Passkey ceremonies begun: each is a row until it ends.
pub const PASSKEY_SIGN_IN: Limit = within("passkey_sign_in", Subject::Network, 200, HOUR);
/// The own password, asked again.
pub const CURRENT_PASSWORD: Limit = growing("current_password", Subject::Person, 5);
/// Codes that show that an app has its seed.
pub const TOTP_CONFIRMATION: Limit = growing("totp_confirmation", Subject::Person, 10);
/// Mails about a change of the own address.
pub const MAIL_CHANGE: Limit = within("mail_change", Subject::Person, 5, HOUR);
/// Facts given to replace a mail address that was lost.
pub const LOST_MAIL_ADDRESS: Limit = by_portal("lost_mail_address", Subject::Person);
/// Registrations from one network.
pub const REGISTRATION_ADDRESS: Limit = by_portal("registration_address", Subject::Network);
/// Registrations for one contract number.
pub const REGISTRATION_CONTRACT: Limit = by_portal("registration_contract", Subject::Claim);
/// Temporary passwords given behind one mailed link.
pub const REGISTRATION_LINK: Limit = growing("registration_link", Subject::Claim, 5);
/// Ways back in asked for from one network.
pub const RECOVERY_ADDRESS: Limit = by_portal("recovery_address", Subject::Network);
/// Ways back in asked for about one account.
pub const RECOVERY_SUBJECT: Limit = by_portal("recovery_subject", Subject::Claim);
/// Contractor IDs asked for from one network.
pub const CONTRACTOR_ADDRESS: Limit = by_portal("contractor_address", Subject::Network);
/// Contractor IDs mailed to one address.
pub const CONTRACTOR_MAIL: Limit = within("contractor_mail", Subject::Claim, 5, DAY);
/// Contractor IDs of a whole portal: so few that six digits outlast any script, so many that no campaign reaches it.
pub const CONTRACTOR_PORTAL: Limit = within("contractor_portal", Subject::Portal, 200, HOUR);
/// Uses of one solved robot check.
pub const ROBOT_CHECK: Limit = within("robot_check", Subject::Claim, 1, HOUR);
/// Inquiries of one person: each takes a number that all customers share.
pub const INQUIRY: Limit = within("inquiry", Subject::Person, 20, HOUR);
/// Inquiries of all people of a customer.
pub const INQUIRY_CUSTOMER: Limit = within("inquiry_customer", Subject::Customer, 60, HOUR);
/// Messages of one person in inquiries that are there.
pub const INQUIRY_MESSAGE: Limit = within("inquiry_message", Subject::Person, 60, HOUR);
/// Files of one person: each takes room on the disk.
pub const ATTACHMENT: Limit = within("attachment", Subject::Person, 60, HOUR);
/// Drafts of requests that one person opens: each takes a number that all customers share.
pub const REQUEST_DRAFT: Limit = within("request_draft", Subject::Person, 200, DAY);
/// Drafts of all people of a customer.
pub const REQUEST_DRAFT_CUSTOMER: Limit = within("request_draft_customer", Subject::Customer, 400, DAY);
/// Drafts that come of the rows of files, of all people of a customer: two full files a day.
pub const REQUEST_BATCH_ROW: Limit = within("request_batch_row", Subject::Customer, 2_000, DAY);
/// Files of requests that one person sends: each is read whole.
pub const REQUEST_BATCH_FILE: Limit = within("request_batch_file", Subject::Person, 120, HOUR);
/// People added by a customer: each is mailed, at whatever address.
pub const USER_ADDED: Limit = within("user_added", Subject::Customer, 30, HOUR);
/// Invitations that one user may be sent again.
pub const INVITATION: Limit = within("invitation", Subject::Person, 5, HOUR);
/// Searches for the address of a postal code: free, but no way to copy the table.
pub const ADDRESS_SEARCH: Limit = within("address_search", Subject::Network, 600, HOUR);
/// Addresses of calendar feeds that one person makes.
pub const CALENDAR_FEED_MADE: Limit = within("calendar_feed_made", Subject::Person, 20, HOUR);
/// Readings of one person's calendar feed, by however many programs.
pub const CALENDAR_FEED: Limit = within("calendar_feed", Subject::Person, 120, HOUR);
/// Addresses of calendar feeds that are not in force, read from one network. Those that are stay readable from there:
/// calendar services read for many people.
pub const CALENDAR_FEED_UNKNOWN: Limit = within("calendar_feed_unknown", Subject::Network, 300, HOUR);
/// Requests of one system, whatever it asks for.
pub const API_CLIENT: Limit = within("api_client", Subject::Client, 6_000, TimeDelta::minutes(1));
/// Access tokens of one system: each lives for minutes.
pub const API_TOKEN: Limit = within("api_token", Subject::Client, 600, HOUR);
/// Access tokens that somebody did not get who did not show which system it is. None can be guessed; each is written down.
pub const API_TOKEN_REFUSED: Limit = within("api_token_refused", Subject::Network, 300, HOUR);
/// What a person or a system asked for without leave; only the first of an hour is written down.
pub const PERMISSION_REFUSED: Limit = counting("permission_refused", Subject::Person, HOUR);

/// All of them, in the order of the table in docs/security.md.
pub const ALL: &[Limit] = &[
    SIGN_IN_ACCOUNT_ADDRESS,
    SIGN_IN_ACCOUNT,
    SIGN_IN_ADDRESS,
    SIGN_IN_PORTAL,
    SIGN_IN_SITE,
    SECOND_FACTOR,
    ONE_TIME_PASSWORD_MAILED,
    PASSKEY_SIGN_IN,
    CURRENT_PASSWORD,
    TOTP_CONFIRMATION,
    MAIL_CHANGE,
    LOST_MAIL_ADDRESS,
    REGISTRATION_ADDRESS,
    REGISTRATION_CONTRACT,
    REGISTRATION_LINK,
    RECOVERY_ADDRESS,
    RECOVERY_SUBJECT,
    CONTRACTOR_ADDRESS,
    CONTRACTOR_MAIL,
    CONTRACTOR_PORTAL,
    ROBOT_CHECK,
    INQUIRY,
    INQUIRY_CUSTOMER,
    INQUIRY_MESSAGE,
    ATTACHMENT,
    REQUEST_DRAFT,
    REQUEST_DRAFT_CUSTOMER,
    REQUEST_BATCH_ROW,
    REQUEST_BATCH_FILE,
    USER_ADDED,
    INVITATION,
    ADDRESS_SEARCH,
    CALENDAR_FEED_MADE,
    CALENDAR_FEED,
    CALENDAR_FEED_UNKNOWN,
    API_CLIENT,
    API_TOKEN,
    API_TOKEN_REFUSED,
    PERMISSION_REFUSED,
];

impl Limit {
    /// The same with fewer tries that cost nothing.
    #[must_use]
    pub const fn with_free(self, free: u32) -> Self {
        Self { free: Free::Fixed(free), ..self }
    }

    /// Tries that cost nothing at a portal.
    #[must_use]
    pub fn free_at(&self, portal: &Portal) -> u32 {
        match self.free {
            Free::Fixed(free) => free,
            Free::TriesPerHour => portal.registration.tries_per_hour,
        }
    }

    /// Tries that are left after so many before the next one must wait.
    #[must_use]
    pub fn left(&self, portal: &Portal, tries: u32) -> u32 {
        self.free_at(portal).saturating_sub(tries)
    }

    /// How long the next try must wait after so many; none while they are free.
    pub(super) fn delay(&self, count: u32, free: u32) -> Option<TimeDelta> {
        let over = count.checked_sub(free)?;
        match self.at_limit {
            AtLimit::Counted => None,
            AtLimit::Window => Some(self.window),
            AtLimit::GrowingWait | AtLimit::RobotCheck => {
                let minutes = 1_i64.checked_shl(over).filter(|minutes| (1..=60).contains(minutes)).unwrap_or(60);
                Some(TimeDelta::minutes(minutes))
            }
        }
    }

    /// Whether tries are counted within a window from the first on, whatever comes after.
    pub(super) fn has_window(&self) -> bool {
        matches!(self.at_limit, AtLimit::Window | AtLimit::Counted)
    }
}

#[cfg(test)]
mod tests;
