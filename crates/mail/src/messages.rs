//! Knows which mails there are and the facts each one states; must not know how they look or travel.

mod facts;
mod names;
mod samples;

use serde::Serialize;

pub use facts::RequestFact;

/// One mail, with its facts. Lifetimes and rules are the portal's: the caller takes them from the policy.
///
/// `Debug` shows only the name, because the facts hold passwords and codes.
#[derive(Serialize, Clone, PartialEq, Eq)]
#[serde(untagged)]
pub enum Message {
    /// The first registration is done: where and with what to set the password (telecom T2).
    Registration {
        /// Absolute URL of the one-time link.
        link: String,
        /// Access ID, which never changes.
        access_id: String,
        /// Password for the first login only.
        temporary_password: String,
        /// How many days the link is valid.
        link_days: u32,
        /// What a password must keep, one sentence a rule, in the wanted language; may be empty.
        password_rules: Vec<String>,
    },
    /// The second factor of a login (telecom T3).
    OneTimePassword {
        /// The digits to type.
        one_time_password: String,
        /// How many minutes they are valid.
        minutes: u32,
    },
    /// A contractor ID was made from a mail address alone (network N2).
    ContractorId {
        /// Contractor ID, which never changes.
        contractor_id: String,
        /// Password for the first login only.
        issued_password: String,
        /// How many days it can be used.
        issued_days: u32,
        /// Absolute URL of the login page.
        login_url: String,
    },
    /// Somebody who knows ID and mail address asked for the initialisation of the password (network N11). Nothing was
    /// changed: the password issued last is taken once more.
    IssuedPasswordRestored {
        /// Identifier at login.
        sign_in_name: String,
        /// How many hours the issued password can be used.
        hours: u32,
        /// Absolute URL of the login page.
        login_url: String,
    },
    /// Identifier and a newly issued password for who knows neither (network N12).
    PasswordReissued {
        /// Identifier at login.
        sign_in_name: String,
        /// Password for one login only.
        issued_password: String,
        /// How many days it can be used.
        issued_days: u32,
        /// Absolute URL of the login page.
        login_url: String,
    },
    /// Access ID and a temporary password, to be replaced behind the link, for who forgot them (telecom T4).
    AccessReissued {
        /// Absolute URL of the one-time link.
        link: String,
        /// Access ID, which never changes.
        access_id: String,
        /// Password for the page behind the link only.
        temporary_password: String,
        /// How many days the link is valid.
        link_days: u32,
        /// What a password must keep, one sentence a rule, in the wanted language; may be empty.
        password_rules: Vec<String>,
    },
    /// A mail address was added to a login ID and its owner is asked to set a password (rental R7).
    PasswordSetting {
        /// Absolute URL of the one-time link.
        link: String,
        /// How many hours the link is valid.
        hours: u32,
        /// The customer's login ID.
        sign_in_name: String,
        /// What a password must keep, one sentence a rule, in the wanted language; may be empty.
        password_rules: Vec<String>,
    },
    /// A link to set a new password, for who forgot the old one (rental).
    PasswordForgotten {
        /// Absolute URL of the one-time link.
        link: String,
        /// How many hours the link is valid.
        hours: u32,
        /// What a password must keep, one sentence a rule, in the wanted language; may be empty.
        password_rules: Vec<String>,
    },
    /// The password was changed.
    PasswordChanged {
        /// When, as written for people, Japan's time.
        at: String,
    },
    /// Somebody logged in (rental R3).
    LoginNotice {
        /// When, as written for people, Japan's time.
        at: String,
        /// Network address.
        address: String,
        /// Browser and system, as written for people.
        browser: String,
        /// Absolute URL of the page for "this was not me".
        link: String,
    },
    /// All sessions were ended and no login is taken until the password is set anew, because the owner said so.
    SignInStopped {
        /// When, as written for people, Japan's time.
        at: String,
        /// Absolute URL of the page that helps on.
        recovery_url: String,
    },
    /// The provider locked the account: no login, and no way back in without the provider.
    AccountLocked {
        /// When, as written for people, Japan's time.
        at: String,
    },
    /// The provider unlocked the account: a new password opens it.
    AccountUnlocked {
        /// When, as written for people, Japan's time.
        at: String,
        /// Absolute URL of the page that helps on.
        recovery_url: String,
    },
    /// To who manages the users of a customer: somebody else of them added, changed or deleted one (ASVS 6.3.7).
    UserManaged {
        /// What was done, a sentence in the wanted language.
        change: String,
        /// Name or mail address of the user it was done to.
        person: String,
        /// Name or mail address of who did it.
        by: String,
        /// When, as written for people, Japan's time.
        at: String,
    },
    /// To the present address: opens the change of the address (rental R8).
    MailChangeRequested {
        /// Absolute URL of the one-time link.
        link: String,
        /// How many hours the link is valid.
        hours: u32,
    },
    /// To the new address: makes the change (network N13, rental R8).
    MailChangeConfirmation {
        /// Absolute URL of the one-time link.
        link: String,
        /// How many hours the link is valid.
        hours: u32,
    },
    /// To the old address: it was changed, and how to undo it.
    MailAddressChanged {
        /// The new address, partly hidden.
        new_mail_address: String,
        /// When, as written for people, Japan's time.
        at: String,
        /// Absolute URL of the page that undoes it.
        link: String,
        /// How many days the link is valid.
        days: u32,
    },
    /// To somebody whose mail address was taken off a customer (rental R7, telecom T13).
    UserDeleted {
        /// The customer's name.
        customer_name: String,
        /// When, as written for people, Japan's time.
        at: String,
    },
    /// The provider published a notice (telecom T14).
    NoticePublished {
        /// Its title.
        title: String,
        /// Whether it must not be missed.
        important: bool,
        /// Absolute URL of its page.
        url: String,
    },
    /// New invoices or opening notices can be read (telecom T14).
    DocumentPublished {
        /// Whether they are invoices; otherwise opening notices.
        invoice: bool,
        /// Absolute URL of the page to log in at.
        url: String,
    },
    /// An inquiry was received (telecom T12).
    InquiryReceived {
        /// 受付番号.
        number: String,
        /// Label of its kind, in the wanted language.
        kind: String,
        /// 件名.
        subject: String,
        /// Its text, line by line.
        lines: Vec<String>,
        /// What was switched by it, in the wanted language.
        switched: Option<String>,
        /// From when that counts, as written for people.
        effective_from: Option<String>,
        /// Absolute URL of its page.
        url: String,
    },
    /// The provider answered an inquiry. The answer itself is behind the login.
    InquiryAnswered {
        /// 受付番号.
        number: String,
        /// 件名.
        subject: String,
        /// Absolute URL of its page.
        url: String,
    },
    /// Something was turned on or off (telecom T15).
    SwitchChanged {
        /// What, in the wanted language.
        switch: String,
        /// Number of the contract, for switches of one.
        contract_number: Option<String>,
        /// On or off.
        turned_on: bool,
        /// From when that counts, as written for people.
        effective_from: String,
        /// When it was done, as written for people, Japan's time.
        at: String,
        /// Absolute URL of the page with the switches.
        url: String,
    },
    /// A request was sent (network N9). Its words and facts are the portal's.
    RequestCompleted {
        /// Subject, and heading.
        subject: String,
        /// What was done: a sentence.
        done: String,
        /// What the address of its page is called.
        link: String,
        /// What stands before the facts: a sentence.
        keep: String,
        /// The facts, in order.
        facts: Vec<RequestFact>,
        /// Absolute URL of its page.
        url: String,
    },
    /// A request was completed, rejected, not taken, or taken back.
    RequestSettled {
        /// `completed`, `rejected`, `failed` or `withdrawn`.
        state: String,
        /// 申込ID.
        number: String,
        /// What it is, in the wanted language.
        kind: String,
        /// Whom it is for; may be empty.
        title: String,
        /// Why, or a note; may be empty.
        reason: String,
        /// Absolute URL of its page.
        url: String,
    },
    /// A request waits for an approver of the same customer.
    RequestApprovalAsked {
        /// 申込ID.
        number: String,
        /// What it is, in the wanted language.
        kind: String,
        /// Whom it is for; may be empty.
        title: String,
        /// Name of who asks.
        requester: String,
        /// Estimated price in yen before tax, grouped by thousands.
        amount: String,
        /// Absolute URL of its page, behind the login.
        url: String,
    },
    /// An approver approved or refused a request.
    RequestApprovalDecided {
        /// Whether it was approved, and so sent.
        approved: bool,
        /// 申込ID.
        number: String,
        /// What it is, in the wanted language.
        kind: String,
        /// Whom it is for; may be empty.
        title: String,
        /// Name of who decided.
        approver: String,
        /// Why it was refused; empty when it was approved.
        reason: String,
        /// Absolute URL of its page.
        url: String,
    },
    /// A draft of a request will end, because nobody touches it.
    RequestDraftEnding {
        /// 申込ID.
        number: String,
        /// What it is, in the wanted language.
        kind: String,
        /// Whom it is for; may be empty.
        title: String,
        /// The day on which it ends, as written for people.
        ends_on: String,
        /// Absolute URL of its page.
        url: String,
    },
    /// A document of a contract can be read behind the login (network N9).
    ContractDocumentDelivered {
        /// What it is, in the wanted language.
        document: String,
        /// Number of the contract.
        contract_number: String,
        /// Who uses the service.
        used_by: String,
        /// Absolute URL of the contract's page.
        url: String,
    },
    /// A second factor was added, renamed or removed, or recovery codes were made.
    SecondFactorChanged {
        /// What was done, a sentence in the wanted language.
        change: String,
        /// When, as written for people, Japan's time.
        at: String,
    },
    /// Somebody logged in with a recovery code.
    RecoveryCodeUsed {
        /// When, as written for people, Japan's time.
        at: String,
        /// Network address.
        address: String,
        /// Codes that were not used yet.
        left: u32,
    },
    /// To the provider: a webhook is called no more, because it failed for days or because it wants no more.
    WebhookStopped {
        /// Host of its address; the rest may be a secret.
        host: String,
        /// Names the webhook.
        webhook_id: String,
        /// Whether it said that it wants no more.
        gone: bool,
        /// When the first of its failures was, as written for people, Japan's time.
        since: String,
        /// When, as written for people, Japan's time.
        at: String,
    },
}
