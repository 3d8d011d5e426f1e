//! What a portal file must satisfy beyond its shape. Knows no file: the loader adds line and path.

use super::{ContractPolicy, Identifier, Portal, RecoveryWay, RegistrationStart, SecondFactorMode};
use crate::registration_numbers::RegistrationNumber;

/// Years that the law has invoices kept for at least, and as many as make sense.
const KEPT_YEARS_MIN: u32 = 7;
const KEPT_YEARS_MAX: u32 = 100;

/// A rule that a portal file breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct PolicyError {
    /// Dotted path of the value, as `brand.color`.
    pub field: &'static str,
    /// What is wrong and what would be right.
    pub reason: String,
}

pub(super) fn refuse(field: &'static str, reason: impl Into<String>) -> PolicyError {
    PolicyError { field, reason: reason.into() }
}

impl Portal {
    /// Checks what the shape alone cannot say.
    ///
    /// # Errors
    /// The first rule broken, with the path of the value.
    pub fn validate(&self) -> Result<(), PolicyError> {
        self.validate_key()?;
        self.validate_brand()?;
        self.validate_sign_in()?;
        self.passwords.validate().map_err(|e| refuse("passwords", e.to_string()))?;
        self.validate_people()?;
        self.validate_modules()?;
        self.validate_numbering()?;
        self.validate_switches()?;
        self.validate_screens()?;
        self.validate_navigation()?;
        self.validate_support()?;
        self.validate_faqs()?;
        self.validate_contracts()?;
        self.validate_forms()?;
        self.validate_contract_forms()?;
        self.validate_orders()?;
        self.validate_requests()?;
        self.validate_approvals()?;
        self.validate_sandbox()?;
        self.validate_request_batch()
    }

    fn validate_key(&self) -> Result<(), PolicyError> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.key.is_empty() || self.key.len() > 32 || !self.key.chars().all(plain) {
            return Err(refuse("key", "1 to 32 lower-case letters, digits and hyphens"));
        }
        if matches!(self.key.as_str(), "api" | "docs" | "dev" | "assets" | "operator") {
            return Err(refuse("key", "this path is used by the server itself"));
        }
        Ok(())
    }

    fn validate_brand(&self) -> Result<(), PolicyError> {
        let ratio =
            contrast_with_white(&self.brand.color).ok_or_else(|| refuse("brand.color", "must be written #rrggbb"))?;
        if ratio < 4.5 {
            return Err(refuse(
                "brand.color",
                format!("white text on it has a contrast of {ratio:.2}; at least 4.5 is needed"),
            ));
        }
        Ok(())
    }

    fn validate_sign_in(&self) -> Result<(), PolicyError> {
        if self.sign_in.identifiers.is_empty() {
            return Err(refuse("sign_in.identifiers", "at least one is needed"));
        }
        let factor = &self.sign_in.second_factor;
        if factor.mode != SecondFactorMode::Never && factor.methods.is_empty() {
            return Err(refuse("sign_in.second_factor.methods", "at least one is needed"));
        }
        if factor.one_time_password.tries == 0 || factor.one_time_password.minutes == 0 {
            return Err(refuse("sign_in.second_factor.one_time_password", "tries and minutes start at 1"));
        }
        if self.sessions.idle_minutes <= self.sessions.warn_minutes {
            return Err(refuse("sessions.warn_minutes", "must be shorter than idle_minutes"));
        }
        if self.sign_in.mail_address_recovery && self.contracts.is_none() {
            return Err(refuse("sign_in.mail_address_recovery", "needs a [contracts] section"));
        }
        self.sign_in.recovery.iter().try_for_each(|way| self.validate_recovery(*way))
    }

    /// A way back in needs the data that it asks for and the means that it answers with.
    fn validate_recovery(&self, way: RecoveryWay) -> Result<(), PolicyError> {
        let named_by = |identifier| self.sign_in.identifiers.contains(&identifier);
        let by_contractor = self.issued_passwords.mailed && named_by(Identifier::ContractorId);
        let refused = match way {
            RecoveryWay::ContractFacts if self.contracts.is_none() => "contract_facts needs a [contracts] section",
            RecoveryWay::FacilityAndMail if !by_contractor => {
                "facility_and_mail needs issued_passwords.mailed and the identifier contractor_id"
            }
            RecoveryWay::ReissueIssued if !by_contractor => {
                "reissue_issued needs issued_passwords.mailed and the identifier contractor_id"
            }
            RecoveryWay::ReissueIssued if self.issued_passwords.restored_hours.unwrap_or(0) == 0 => {
                "reissue_issued needs issued_passwords.restored_hours, from 1"
            }
            RecoveryWay::MailLink if !named_by(Identifier::MailAddress) && !named_by(Identifier::LoginId) => {
                "mail_link needs the identifier mail_address or login_id"
            }
            _ => return Ok(()),
        };
        Err(refuse("sign_in.recovery", refused))
    }

    fn validate_people(&self) -> Result<(), PolicyError> {
        if self.users.roles.is_empty() {
            return Err(refuse("users.roles", "at least one is needed"));
        }
        if !self.users.managed_by.iter().all(|role| self.users.roles.contains(role)) {
            return Err(refuse("users.managed_by", "each must be one of roles"));
        }
        if self.users.max == Some(0) {
            return Err(refuse("users.max", "starts at 1"));
        }
        Ok(())
    }

    fn validate_modules(&self) -> Result<(), PolicyError> {
        if self.registration.start == RegistrationStart::ContractFacts && self.contracts.is_none() {
            return Err(refuse("registration.start", "contract_facts needs a [contracts] section"));
        }
        if let Some(invoices) = &self.invoices {
            RegistrationNumber::parse(&invoices.issuer.registration_number)
                .map_err(|e| refuse("invoices.issuer.registration_number", e.to_string()))?;
            if !(1..=12).contains(&invoices.fiscal_year_starts) {
                return Err(refuse("invoices.fiscal_year_starts", "a month from 1 to 12"));
            }
            if !(KEPT_YEARS_MIN..=KEPT_YEARS_MAX).contains(&invoices.kept_years) {
                return Err(refuse("invoices.kept_years", "7 to 100: the law asks for 7 years at least"));
            }
            if let Some(prefix) = &invoices.customer_number_prefix {
                // What an invoice says must be understood where it is typed in.
                let dropped = |contracts: &ContractPolicy| contracts.numbers.drop_prefixes.contains(prefix);
                if !prefix.is_empty() && !self.contracts.as_ref().is_some_and(dropped) {
                    return Err(refuse("invoices.customer_number_prefix", "one of contracts.numbers.drop_prefixes"));
                }
            }
            let days = [("invoices.issue_day", Some(invoices.issue_day)), ("invoices.due_day", invoices.due_day)];
            for (field, day) in days {
                if day.is_some_and(|day| !(1..=31).contains(&day)) {
                    return Err(refuse(field, "a day from 1 to 31"));
                }
            }
        }
        if let Some(records) = &self.call_records {
            if records.retention_months == 0 {
                return Err(refuse("call_records.retention_months", "starts at 1"));
            }
            if records.views_retention_months < records.retention_months {
                return Err(refuse("call_records.views_retention_months", "not fewer than retention_months"));
            }
            if !records.masked_for.iter().all(|role| self.users.roles.contains(role)) {
                return Err(refuse("call_records.masked_for", "each must be one of users.roles"));
            }
        }
        Ok(())
    }

    fn validate_numbering(&self) -> Result<(), PolicyError> {
        if !self.numbering.values().all(|n| (1..=12).contains(&n.digits)) {
            return Err(refuse("numbering.digits", "must be 1 to 12"));
        }
        let described = |noun: &str| self.numbering.contains_key(noun);
        if self.sign_in.identifiers.contains(&Identifier::ContractorId) && !described("contractor") {
            return Err(refuse("sign_in.identifiers", "contractor_id needs the numbering `contractor`"));
        }
        for (kind, noun) in self.request_kinds.iter().filter_map(|kind| Some((kind, kind.numbering.as_ref()?))) {
            if !described(noun) {
                let reason = format!("numbering `{noun}` is used by `{}` but not described", kind.code);
                return Err(refuse("request_kinds.numbering", reason));
            }
        }
        // 受付番号: whoever asks is told one.
        if self.inquiry_kinds().any(|kind| kind.numbering.is_none()) && !described("inquiry") {
            return Err(refuse("request_kinds.numbering", "inquiries need the numbering `inquiry`"));
        }
        if let Some(orders) = &self.orders {
            if !described(&orders.order_numbering) {
                return Err(refuse("orders.order_numbering", "is not described in numbering"));
            }
            if !described(&orders.quote_numbering) {
                return Err(refuse("orders.quote_numbering", "is not described in numbering"));
            }
        }
        Ok(())
    }
}

/// WCAG 2 contrast ratio of white on `#rrggbb`; `None` when it is not written so.
fn contrast_with_white(color: &str) -> Option<f64> {
    let hex = color.strip_prefix('#').filter(|h| h.len() == 6 && h.is_ascii())?;
    let channel = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).ok().map(linear);
    let luminance = 0.2126 * channel(0)? + 0.7152 * channel(2)? + 0.0722 * channel(4)?;
    Some(1.05 / (luminance + 0.05))
}

fn linear(channel: u8) -> f64 {
    let c = f64::from(channel) / 255.0;
    if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
}

#[cfg(test)]
mod tests {
    use super::contrast_with_white;

    #[test]
    fn contrast_follows_wcag() {
        assert!((contrast_with_white("#000000").unwrap() - 21.0).abs() < 0.01);
        assert!((contrast_with_white("#767676").unwrap() - 4.54).abs() < 0.01);
        assert_eq!(contrast_with_white("blue"), None);
    }
}
