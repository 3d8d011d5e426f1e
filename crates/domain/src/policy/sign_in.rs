//! Login, second factor and session rules of a portal. Knows no request and no clock.

use serde::{Deserialize, Serialize};

/// Something that names a person at login. The order in the file is the order on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identifier {
    /// Given out once, never changes, names one person (アクセスID).
    AccessId,
    /// Names one customer's contractor (ご契約者ID).
    ContractorId,
    /// Names one company; with the mail address, one person (ログインID).
    LoginId,
    /// The person's own address.
    MailAddress,
}

/// Who may come in, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInPolicy {
    /// What names the person, beside the password.
    pub identifiers: Vec<Identifier>,
    /// What is asked after the password.
    pub second_factor: SecondFactorPolicy,
    /// Whether a proof of work must be shown before the session starts.
    pub robot_check: bool,
    /// Whether the person is told of every login by mail.
    pub login_notice: bool,
    /// What a person can do who forgot something.
    #[serde(default)]
    pub recovery: Vec<PasswordRecovery>,
}

/// What is asked after the password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecondFactorPolicy {
    /// When it is asked.
    pub mode: SecondFactorMode,
    /// What is accepted, the portal's own way first.
    pub methods: Vec<SecondFactorMethod>,
    /// Rules of the mailed one-time password.
    pub one_time_password: OneTimePasswordPolicy,
}

/// When a second factor is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactorMode {
    /// Never.
    Never,
    /// When the person switched it on (利用しない / 利用する).
    ByChoice,
    /// At every login.
    Always,
}

/// A kind of second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactorMethod {
    /// A one-time password by mail.
    Mail,
    /// An authenticator app.
    Totp,
    /// A passkey.
    Passkey,
}

/// Rules of the mailed one-time password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneTimePasswordPolicy {
    /// Lifetime in minutes.
    pub minutes: u32,
    /// Wrong entries that end the login attempt.
    pub tries: u32,
}

/// Ways back in for a person who forgot something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordRecovery {
    /// Identifier and contact's mail bring back the last issued password (network: 初期化).
    ReissueIssued,
    /// Facility name and contact's mail bring identifier and a new issued password (network: リセット).
    FacilityAndMail,
    /// The facts of the first registration send identifier and a new issued password to the registered address.
    ContractFacts,
    /// The facts of the first registration allow a new mail address (telecom).
    ForgottenMailAddress,
    /// A link to the registered address.
    MailLink,
}

/// How long a session lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionPolicy {
    /// Minutes without a request after which it ends.
    pub idle_minutes: u32,
    /// Minutes before that at which the page asks.
    pub warn_minutes: u32,
    /// Hours after which it ends in any case.
    pub absolute_hours: u32,
    /// Sessions one person may have at once; the oldest ends first. Absent: no limit.
    #[serde(default)]
    pub concurrent: Option<u32>,
}

/// Passwords that the portal makes itself and mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuedPasswordPolicy {
    /// Whether they are mailed at all; otherwise the mail carries a link only.
    pub mailed: bool,
    /// Days it can be used, once.
    pub days: u32,
    /// Hours for which [`PasswordRecovery::ReissueIssued`] makes the last issued password acceptable again, once, beside
    /// the current one.
    #[serde(default)]
    pub restored_hours: Option<u32>,
}
