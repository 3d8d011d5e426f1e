//! Where a policy departs from OWASP ASVS 5.0 level 2 and NIST SP 800-63B-4, and whether a reason is written. Knows no
//! screen and no file. Two rules of ASVS level 3 are listed too, since what they forbid needs a reason at any level.

use super::{Departure, Portal, RecoveryWay, RegistrationStart, SecondFactorMethod, SecondFactorMode};

/// Longest idle time without a reason. ASVS names none: 7.3.1 asks for what is documented, and this is it.
const IDLE_MINUTES: u32 = 30;
/// Longest session without a reason, as above for 7.3.2.
const ABSOLUTE_HOURS: u32 = 12;
/// What 6.4.1 calls a short period: the 24 hours that NIST SP 800-63A-4 3.8 gives to codes by mail.
const ISSUED_DAYS: u32 = 1;

/// A rule of the guidance that a policy departs from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepartureMade {
    /// The rule, as [`Departure::rule`] names it.
    pub rule: &'static str,
    /// What it asks for.
    pub title: &'static str,
    /// What the policy says instead.
    pub says: String,
    /// Keys and values that keep the rule.
    pub stricter: &'static str,
}

type Check = fn(&Portal) -> Option<String>;

/// Rule, what it asks for, the keys that keep it, and what a policy says that does not.
pub(super) const RULES: [(&str, &str, &str, Check); 16] = [
    ("ASVS 6.2.1", "passwords have at least 8 characters", "passwords.min = 8, better 15", short_passwords),
    (
        "ASVS 6.2.5",
        "passwords of any composition can be used",
        "passwords.allowed = { any_character = true } and passwords.require = []",
        composition,
    ),
    ("ASVS 6.2.9", "passwords of 64 characters are permitted", "passwords.max = 64, or none for 128", low_maximum),
    (
        "ASVS 6.3.3",
        "a second factor must be used",
        "sign_in.second_factor.mode = \"always\", with methods",
        second_factor_left_out,
    ),
    (
        "ASVS 6.3.6",
        "mail is no authentication factor (level 3; section 6.6 calls it unsafe)",
        "sign_in.second_factor.methods = [\"totp\", \"passkey\"]",
        mail_as_factor,
    ),
    (
        "ASVS 6.3.8",
        "registration does not tell who is a customer (level 3)",
        "registration.start = \"mail_address\" or \"provider\"",
        registration_answers,
    ),
    (
        "ASVS 6.4.1",
        "issued passwords and links end after a short period",
        "issued_passwords.days = 1, or mailed = false; registration.link_days = 1",
        long_lived_secrets,
    ),
    ("ASVS 6.4.2", "knowledge is no way of authentication", "sign_in.mail_address_recovery = false", knowledge),
    (
        "ASVS 6.4.3",
        "a forgotten password is reset by a secure process",
        "sign_in.recovery without \"reissue_issued\"",
        issued_password_returns,
    ),
    (
        "ASVS 6.5.5",
        "one-time passwords live 10 minutes at most",
        "sign_in.second_factor.one_time_password.minutes = 10",
        long_lived_code,
    ),
    ("ASVS 7.1.2", "the number of concurrent sessions is defined", "sessions.concurrent = 5", unlimited_sessions),
    (
        "ASVS 7.3.1",
        "sessions end after the documented idle time (30 minutes here; NIST SP 800-63B-4 2.2.3: 60)",
        "sessions.idle_minutes = 30",
        |p| beyond("sessions.idle_minutes", p.sessions.idle_minutes, IDLE_MINUTES),
    ),
    (
        "ASVS 7.3.2",
        "sessions end after the documented lifetime (12 hours here; NIST SP 800-63B-4 2.2.3: 24)",
        "sessions.absolute_hours = 12",
        |p| beyond("sessions.absolute_hours", p.sessions.absolute_hours, ABSOLUTE_HOURS),
    ),
    (
        "NIST SP 800-63B-4 2.2.2",
        "a second factor that withstands phishing is offered",
        "sign_in.second_factor.methods with \"passkey\"",
        no_passkey,
    ),
    (
        "NIST SP 800-63B-4 3.1.1.2",
        "passwords have 15 characters, or 8 beside a second factor, and no other rules",
        "passwords.min = 15 (8 with second_factor.mode = \"always\"), require = [], not_containing_login_id = false",
        nist_passwords,
    ),
    (
        "NIST SP 800-63B-4 3.1.3.1",
        "mail SHALL NOT be used out of band",
        "sign_in.second_factor.methods = [\"totp\", \"passkey\"]",
        mail_as_factor,
    ),
];

impl Portal {
    /// Every rule that the policy departs from, in the order of the guidance, whether a reason is written or not.
    #[must_use]
    pub fn departures_made(&self) -> Vec<DepartureMade> {
        let made = |&(rule, title, stricter, check): &(&'static str, &'static str, &'static str, Check)| {
            check(self).map(|says| DepartureMade { rule, title, says, stricter })
        };
        RULES.iter().filter_map(made).collect()
    }

    /// The written reason for departing from a rule. An empty one is none.
    #[must_use]
    pub fn departure_reason(&self, rule: &str) -> Option<&str> {
        let written = self.departures.iter().filter(|departure| departure.rule == rule);
        written.map(|departure| departure.reason.trim()).find(|reason| !reason.is_empty())
    }

    /// Reasons for rules that the policy does not depart from.
    #[must_use]
    pub fn stale_departures(&self) -> Vec<&Departure> {
        let made = self.departures_made();
        self.departures.iter().filter(|written| made.iter().all(|m| m.rule != written.rule)).collect()
    }
}

fn short_passwords(portal: &Portal) -> Option<String> {
    (portal.passwords.min < 8).then(|| format!("passwords.min = {}", portal.passwords.min))
}

fn composition(portal: &Portal) -> Option<String> {
    let (allowed, mut says) = (&portal.passwords.allowed, Vec::new());
    if !allowed.any_character {
        let sets = [(allowed.lower, "a-z"), (allowed.upper, "A-Z"), (allowed.digits, "0-9")];
        let mut sets: Vec<&str> = sets.into_iter().filter(|(is, _)| *is).map(|(_, set)| set).collect();
        sets.extend((!allowed.symbols.is_empty()).then_some(allowed.symbols.as_str()));
        says.push(format!("passwords.allowed is {}", sets.join(" ")));
    }
    says.extend(required_classes(portal));
    (!says.is_empty()).then(|| says.join("; "))
}

fn required_classes(portal: &Portal) -> Option<String> {
    let classes = &portal.passwords.require;
    (!classes.is_empty()).then(|| format!("passwords.require = {classes:?}").to_lowercase())
}

fn low_maximum(portal: &Portal) -> Option<String> {
    (portal.passwords.longest() < 64).then(|| format!("passwords.max = {}", portal.passwords.longest()))
}

fn second_factor_left_out(portal: &Portal) -> Option<String> {
    let mode = portal.sign_in.second_factor.mode;
    (mode != SecondFactorMode::Always).then(|| format!("sign_in.second_factor.mode = \"{mode}\""))
}

fn mail_as_factor(portal: &Portal) -> Option<String> {
    portal.offers(SecondFactorMethod::Mail).then(|| "sign_in.second_factor.methods has \"mail\"".to_owned())
}

fn registration_answers(portal: &Portal) -> Option<String> {
    (portal.registration.start == RegistrationStart::ContractFacts)
        .then(|| "registration.start = \"contract_facts\" answers 指定の顧客は存在しません。".to_owned())
}

/// By the letter, single use would do; a secret that lies unused in a mailbox for days is reported all the same.
fn long_lived_secrets(portal: &Portal) -> Option<String> {
    let (issued, link_days) = (&portal.issued_passwords, portal.registration.link_days);
    let mut says = Vec::new();
    if issued.mailed && issued.days > ISSUED_DAYS {
        says.push(format!("issued_passwords.mailed = true, days = {}", issued.days));
    }
    if link_days > ISSUED_DAYS {
        says.push(format!("registration.link_days = {link_days}"));
    }
    (!says.is_empty()).then(|| says.join("; "))
}

fn knowledge(portal: &Portal) -> Option<String> {
    portal.sign_in.mail_address_recovery.then(|| "sign_in.mail_address_recovery = true".to_owned())
}

fn issued_password_returns(portal: &Portal) -> Option<String> {
    let hours = portal.issued_passwords.restored_hours.unwrap_or_default();
    let returns = portal.sign_in.recovery.contains(&RecoveryWay::ReissueIssued);
    returns.then(|| format!("sign_in.recovery has \"reissue_issued\", for {hours} hours"))
}

fn long_lived_code(portal: &Portal) -> Option<String> {
    let minutes = portal.sign_in.second_factor.one_time_password.minutes;
    let key = "sign_in.second_factor.one_time_password.minutes";
    portal.offers(SecondFactorMethod::Mail).then(|| beyond(key, minutes, 10)).flatten()
}

fn unlimited_sessions(portal: &Portal) -> Option<String> {
    portal.sessions.concurrent.is_none().then(|| "no sessions.concurrent: any number".to_owned())
}

fn no_passkey(portal: &Portal) -> Option<String> {
    let asked = portal.sign_in.second_factor.mode != SecondFactorMode::Never;
    (asked && !portal.offers(SecondFactorMethod::Passkey))
        .then(|| "sign_in.second_factor.methods has no \"passkey\"".to_owned())
}

fn nist_passwords(portal: &Portal) -> Option<String> {
    let policy = &portal.passwords;
    let alone = portal.sign_in.second_factor.mode != SecondFactorMode::Always;
    let mut says = Vec::new();
    if policy.min < if alone { 15 } else { 8 } {
        let place = if alone { "where no second factor is asked" } else { "beside a second factor" };
        says.push(format!("passwords.min = {} {place}", policy.min));
    }
    says.extend(required_classes(portal));
    if policy.not_containing_login_id {
        says.push("passwords.not_containing_login_id = true, by parts of the password".to_owned());
    }
    (!says.is_empty()).then(|| says.join("; "))
}

fn beyond(key: &str, value: u32, most: u32) -> Option<String> {
    (value > most).then(|| format!("{key} = {value}"))
}
