//! Login, second factor and session rules of a portal. Knows no request and no clock.

use serde::{Deserialize, Serialize};

use crate::closed_sets::closed_sets;

closed_sets! {
    /// Something that names a person at login. The order in the file is the order on the screen.
    pub enum Identifier {
        /// Given out once, never changes, names one person (アクセスID).
        AccessId = "access_id",
        /// Names one customer's contractor (ご契約者ID).
        ContractorId = "contractor_id",
        /// Names one company; with the mail address, one person (ログインID).
        LoginId = "login_id",
        /// The person's own address.
        MailAddress = "mail_address",
    }
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
    pub recovery: Vec<RecoveryWay>,
    /// Whether the facts of the first registration allow a new mail address during a login (telecom:
    /// 登録済みメールアドレスをお忘れの方).
    #[serde(default)]
    pub mail_address_recovery: bool,
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

closed_sets! {
    /// When a second factor is asked.
    pub enum SecondFactorMode {
        /// Never.
        Never = "never",
        /// When the person switched it on (利用しない / 利用する).
        ByChoice = "by_choice",
        /// At every login.
        Always = "always",
    }
}

closed_sets! {
    /// A kind of second factor.
    pub enum SecondFactorMethod {
        /// A one-time password by mail.
        Mail = "mail",
        /// An authenticator app.
        Totp = "totp",
        /// A passkey.
        Passkey = "passkey",
    }
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

closed_sets! {
    /// A way back in.
    pub enum RecoveryWay {
        /// Identifier and mail address: the password issued last works once more (network: パスワード初期化).
        ReissueIssued = "reissue_issued",
        /// Facility name and mail address: identifier and a new password by mail (network: パスワードリセット).
        FacilityAndMail = "facility_and_mail",
        /// The facts of a contract and the mail address: identifier and a temporary password by mail (telecom).
        ContractFacts = "contract_facts",
        /// Identifier and mail address: a link by mail (rental).
        MailLink = "mail_link",
    }
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
    /// Hours for which [`RecoveryWay::ReissueIssued`] makes the last issued password acceptable again, once, beside
    /// the current one.
    #[serde(default)]
    pub restored_hours: Option<u32>,
}
