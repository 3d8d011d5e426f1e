//! Knows what is said of an invoice beside its lines, and what the portal's policy says where nothing is given.

use chrono::NaiveDate;
use madoguchi_domain::dates::Month;
use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::{InvoicePolicy, PaymentMethod};
use madoguchi_domain::postal_codes::PostalCode;
use madoguchi_domain::text::{fold_digits, is_hyphen_like};
use madoguchi_entities::ids::{CustomerId, InvoiceId};
use madoguchi_entities::invoices;
use sea_orm::FromQueryResult;

use crate::FieldCode;
use crate::rows::{self, RowError};

/// Digits of an account number: 4 of a branch without zeros in front, 8 of a post office.
const ACCOUNT_DIGITS: std::ops::RangeInclusive<usize> = 4..=8;
/// Digits of it that are kept.
const SHOWN_DIGITS: usize = 4;

/// Dates, payment and correction of a new invoice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// 発行日.
    pub issued_on: Option<NaiveDate>,
    /// Day of debit or last day of payment.
    pub due_on: Option<NaiveDate>,
    /// How it is paid.
    pub payment: Option<PaymentMethod>,
    /// Number of the invoice that this one corrects: an earlier one of the same billing group that none corrects yet.
    pub corrects: Option<String>,
    /// The account that is debited, for who pays so.
    pub debited_from: Option<BankAccount>,
    /// Whom it is addressed to, where that is not whose the contracts are.
    pub recipient: Option<Recipient>,
    /// What the sender's own system came to.
    pub stated: StatedTotals,
}

/// Totals as the sender computed them: an invoice is issued only when the lines come to the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatedTotals {
    /// Before tax.
    pub net: Option<Yen>,
    /// Tax of all rates.
    pub tax: Option<Yen>,
    /// With tax.
    pub gross: Option<Yen>,
}

impl StatedTotals {
    pub(super) fn agree(&self, net: Yen, tax: Yen, gross: Yen) -> Result<(), RowError> {
        let totals = [("net", self.net, net), ("tax", self.tax, tax), ("gross", self.gross, gross)];
        let differs = totals.into_iter().find(|(_, stated, computed)| stated.is_some_and(|stated| stated != *computed));
        match differs {
            // Told is what it should have been: that is what the sender looks for.
            Some((field, _, computed)) => {
                Err(RowError::new(format!("totals.{field}"), FieldCode::TotalDiffers, &computed.0.to_string()))
            }
            None => Ok(()),
        }
    }
}

/// Whom an invoice is addressed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// Name, with department and person if they are said.
    pub name: String,
    /// Seven digits; may be empty.
    pub postal_code: String,
    /// In one line.
    pub address: String,
}

impl Recipient {
    /// A recipient as a system writes it.
    ///
    /// # Errors
    /// Fields that cannot be right.
    pub fn read(name: &str, postal_code: &str, address: &str) -> Result<Self, RowError> {
        let postal_code = match postal_code.trim() {
            "" => String::new(),
            typed => PostalCode::parse(typed)
                .map(String::from)
                .map_err(|error| RowError::new("recipient.postal_code", error.code(), typed))?,
        };
        Ok(Self {
            name: rows::required("recipient.name", name, rows::TEXT_MAX)?,
            postal_code,
            address: rows::text("recipient.address", address, rows::TEXT_MAX)?,
        })
    }
}

/// An account as a debit notice (口座振替案内書) names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankAccount {
    /// 金融機関名, with the branch if it is said.
    pub bank: String,
    /// 口座番号; only its last four digits are kept.
    pub number: String,
}

/// What [`Terms`] come to.
pub(super) struct Settled {
    pub(super) issued_on: NaiveDate,
    pub(super) due_on: Option<NaiveDate>,
    pub(super) payment: PaymentMethod,
    pub(super) bank: String,
    pub(super) bank_account: String,
    pub(super) corrects: Option<String>,
}

/// What an issued invoice is compared by.
#[derive(Clone, FromQueryResult)]
pub(super) struct Issued {
    pub(super) id: InvoiceId,
    pub(super) number: String,
    pub(super) customer_id: CustomerId,
    pub(super) fingerprint: Vec<u8>,
    pub(super) issued_on: NaiveDate,
    pub(super) due_on: Option<NaiveDate>,
    pub(super) payment: PaymentMethod,
    pub(super) bank: String,
    pub(super) bank_account: String,
    pub(super) recipient_name: String,
    pub(super) recipient_postal_code: String,
    pub(super) recipient_address: String,
}

impl Terms {
    pub(super) fn settle(&self, policy: &InvoicePolicy, month: Month, today: NaiveDate) -> Result<Settled, RowError> {
        let corrects = self.corrects.as_deref().map(str::trim).filter(|number| !number.is_empty());
        // The days of a month that is long past would make a correction overdue when it is issued.
        let (issued_on, month) = if corrects.is_some() {
            let issued_on = self.issued_on.unwrap_or(today);
            (issued_on, Month::of(issued_on))
        } else {
            (self.issued_on.unwrap_or_else(|| policy.issued_on(month)), month)
        };
        let payment = self.payment.unwrap_or(policy.payment);
        let (bank, bank_account) = match &self.debited_from {
            Some(account) if payment == PaymentMethod::Transfer => {
                return Err(RowError::new("debited_from", FieldCode::NotDebited, &account.bank));
            }
            Some(account) => account.kept()?,
            None => Default::default(),
        };
        Ok(Settled {
            issued_on,
            due_on: self.due_on.or_else(|| policy.due_on(month)),
            payment,
            bank,
            bank_account,
            corrects: corrects.map(str::to_owned),
        })
    }

    /// Whether an issued invoice says what is given here; what is left to the policy may have changed with it.
    pub(super) fn agree(&self, given: &invoices::Model, issued: &Issued) -> bool {
        self.issued_on.is_none_or(|_| given.issued_on == issued.issued_on)
            && self.due_on.is_none_or(|_| given.due_on == issued.due_on || given.gross <= 0)
            && self.payment.is_none_or(|_| given.payment == issued.payment)
            && self
                .debited_from
                .as_ref()
                .is_none_or(|_| (&given.bank, &given.bank_account) == (&issued.bank, &issued.bank_account))
            && self.recipient.as_ref().is_none_or(|_| {
                given.recipient_name == issued.recipient_name
                    && given.recipient_postal_code == issued.recipient_postal_code
                    && given.recipient_address == issued.recipient_address
            })
    }
}

impl BankAccount {
    /// Bank and number as they are stored: `***1234`.
    fn kept(&self) -> Result<(String, String), RowError> {
        let bank = rows::required("debited_from", &self.bank, rows::SHORT_MAX)?;
        let digits: String = fold_digits(&self.number).chars().filter(|c| !is_hyphen_like(*c) && *c != '*').collect();
        let malformed = || RowError::new("debited_from", FieldCode::BankAccountMalformed, "");
        if !ACCOUNT_DIGITS.contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(malformed());
        }
        let shown = digits.get(digits.len() - SHOWN_DIGITS..).ok_or_else(malformed)?;
        Ok((bank, format!("***{shown}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(number: &str) -> Result<(String, String), RowError> {
        BankAccount { bank: " 見本銀行 本店 ".to_owned(), number: number.to_owned() }.kept()
    }

    #[test]
    fn an_account_keeps_its_last_four_digits_only() {
        for number in ["1234567", "１２３４５６７", "123-4567", "***4567", "4567"] {
            assert_eq!(kept(number).unwrap(), ("見本銀行 本店".to_owned(), "***4567".to_owned()), "{number}");
        }
        for number in ["", "123", "123456789", "12a4567"] {
            let refused = kept(number).unwrap_err();
            assert_eq!((refused.code, refused.value.as_str()), (FieldCode::BankAccountMalformed, ""), "{number}");
        }
    }
}
