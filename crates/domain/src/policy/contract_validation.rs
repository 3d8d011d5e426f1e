//! What the contracts of a portal must satisfy: periods that exist, patterns with a choice and names, prices that are asked
//! after what can be answered. Knows no contract.

use super::validation::{PolicyError, refuse};
use super::{ContractDocumentPolicy, ContractPolicy, FieldKind, Portal, PriceEntry, RequestAction, UsageFee};
use crate::contracts::DocumentMedium;

/// Fields that the form of who uses the service must have, and those that it may leave out.
const USER_FIELDS: [&str; 5] = ["facility_name", "facility_name_kana", "postal_code", "prefecture", "address1"];
/// What stands for the parties in their sentence.
const PLACES: [&str; 3] = ["{contractor}", "{contact}", "{sheets}"];
/// Noun of the numbering that contracts which are applied for are numbered by.
pub const CONTRACT_NUMBERING: &str = "contract";
/// Noun of the numbering that invoices are numbered by which are made here.
pub const INVOICE_NUMBERING: &str = "invoice";
/// Fields that a form of where invoices go must have.
const BILLING_FIELDS: [&str; 4] = ["facility_name", "postal_code", "prefecture", "address1"];

impl Portal {
    /// Fills in what one part of the file takes from another: the choice of a pattern that names no choices has the
    /// patterns.
    pub fn complete(&mut self) {
        let Some(contracts) = &self.contracts else { return };
        let Some((form, name)) = contracts.pattern_field.as_deref().and_then(|path| path.split_once('.')) else {
            return;
        };
        let patterns = contracts.patterns.iter().map(|pattern| (pattern.code.clone(), pattern.label.clone()));
        let fields = self.forms.get_mut(form).map(|form| &mut form.fields);
        let field = fields.into_iter().flatten().find(|field| field.name == name && field.kind == FieldKind::Choice);
        if let Some(field) = field.filter(|field| field.choices.is_empty()) {
            field.choices = patterns.collect();
        }
    }

    pub(super) fn validate_contracts(&self) -> Result<(), PolicyError> {
        let Some(contracts) = &self.contracts else { return Ok(()) };
        let twice = |codes: Vec<&String>| (1..codes.len()).any(|at| codes[..at].contains(&codes[at]));
        if twice(contracts.categories.iter().map(|it| &it.code).collect()) {
            return Err(refuse("contracts.categories", "two have the same code"));
        }
        if twice(contracts.patterns.iter().map(|it| &it.code).collect()) {
            return Err(refuse("contracts.patterns", "two have the same code"));
        }
        if twice(contracts.prices.iter().map(|it| &it.code).collect()) {
            return Err(refuse("contracts.prices", "two have the same code"));
        }
        if twice(contracts.usage_fees.iter().map(|it| &it.code).collect()) {
            return Err(refuse("contracts.usage_fees", "two have the same code"));
        }
        if let Some(period) = &contracts.period {
            // A year without 29 February: the last day must exist in each year.
            if chrono::NaiveDate::from_ymd_opt(2025, period.ends_month, period.ends_day).is_none() {
                return Err(refuse("contracts.period.ends_day", "no day of every year"));
            }
            if period.notice_days > 365 {
                return Err(refuse("contracts.period.notice_days", "no more than a year has"));
            }
            let says = |text: &super::Localized| [&text.ja, &text.en].iter().all(|text| text.contains("{ends_on}"));
            if !says(&period.termination_note) || !says(&period.late_termination_note) {
                return Err(refuse("contracts.period", "the notes of a termination say {ends_on}"));
            }
        }
        self.validate_patterns(contracts)
    }

    /// What contracts say of forms, once the forms themselves are sound.
    pub(super) fn validate_contract_forms(&self) -> Result<(), PolicyError> {
        let Some(contracts) = &self.contracts else { return Ok(()) };
        self.validate_applications(contracts)?;
        contracts.prices.iter().try_for_each(|price| self.validate_price(contracts, price))?;
        contracts.usage_fees.iter().try_for_each(|fee| self.validate_usage_fee(fee))?;
        contracts.documents.iter().try_for_each(|documents| self.validate_documents(documents))?;
        let Some(name) = &contracts.billing_form else { return Ok(()) };
        let fields = self.forms.get(name).map(|form| &form.fields).into_iter().flatten();
        let names: Vec<&str> = fields.map(|field| field.name.as_str()).collect();
        match BILLING_FIELDS.iter().find(|field| !names.contains(field)) {
            Some(field) => Err(refuse("contracts.billing_form", format!("`{name}` has no field `{field}`"))),
            None => Ok(()),
        }
    }

    /// A fee is ordered by a flag, and charged by an invoice that has a number.
    fn validate_usage_fee(&self, fee: &UsageFee) -> Result<(), PolicyError> {
        if self.field(&fee.field).is_none_or(|field| field.kind != FieldKind::Flag) {
            return Err(refuse("contracts.usage_fees.field", format!("`{}` is no flag of a form", fee.field)));
        }
        if fee.code.trim().is_empty() || fee.item.trim().is_empty() {
            return Err(refuse("contracts.usage_fees", "`code` and `item` say something"));
        }
        if fee.monthly.0 <= 0 {
            return Err(refuse("contracts.usage_fees.monthly", "an amount from 1"));
        }
        if self.invoices.is_none() {
            return Err(refuse("contracts.usage_fees", "fees need an [invoices] section"));
        }
        if !self.numbering.contains_key(INVOICE_NUMBERING) {
            return Err(refuse("contracts.usage_fees", "fees need the numbering `invoice`"));
        }
        Ok(())
    }

    /// Documents have kinds, and go where a form says.
    fn validate_documents(&self, documents: &ContractDocumentPolicy) -> Result<(), PolicyError> {
        let codes: Vec<&str> = documents.kinds.iter().map(|kind| kind.code.as_str()).collect();
        if codes.is_empty() || (1..codes.len()).any(|at| codes[..at].contains(&codes[at])) {
            return Err(refuse("contracts.documents.kinds", "at least one, and no two with the same code"));
        }
        if let Some(path) = &documents.medium_field {
            let field = self.field(path).filter(|field| field.kind == FieldKind::Choice);
            let Some(field) = field else {
                return Err(refuse("contracts.documents.medium_field", format!("`{path}` is no choice of a form")));
            };
            if let Some((code, _)) = field.choices.iter().find(|(code, _)| DocumentMedium::from_code(code).is_none()) {
                let reason = format!("`{path}` offers `{code}`, which is no medium");
                return Err(refuse("contracts.documents.medium_field", reason));
            }
        }
        match &documents.destination_form {
            Some(form) if self.forms.get(form).is_none_or(|form| form.repeat_max.is_some()) => {
                Err(refuse("contracts.documents.destination_form", format!("`{form}` is no form that is asked once")))
            }
            _ => Ok(()),
        }
    }

    /// Who can choose a pattern reads who stands where, and a facility that holds a contract has a name and a place.
    fn validate_patterns(&self, contracts: &ContractPolicy) -> Result<(), PolicyError> {
        let Some(path) = &contracts.pattern_field else {
            return match contracts.patterns.first() {
                Some(_) => Err(refuse("contracts.pattern_field", "patterns need the field by which one is chosen")),
                None => Ok(()),
            };
        };
        let field = self.field(path).filter(|field| field.kind == FieldKind::Choice);
        let Some(field) = field else {
            return Err(refuse("contracts.pattern_field", format!("`{path}` is no choice of a form")));
        };
        if let Some((code, _)) = field.choices.iter().find(|(code, _)| contracts.pattern(code).is_none()) {
            return Err(refuse("contracts.pattern_field", format!("`{path}` offers `{code}`, which is no pattern")));
        }
        let Some(parties) = &contracts.parties else {
            return Err(refuse("contracts.parties", "patterns need the names of the parties and their sentence"));
        };
        let misses = |text: &str| PLACES.iter().find(|place| !text.contains(**place));
        match misses(&parties.sentence.ja).or_else(|| misses(&parties.sentence.en)) {
            Some(place) => Err(refuse("contracts.parties.sentence", format!("does not say {place}"))),
            None => Ok(()),
        }
    }

    /// A contract that is applied for has a number, a user and a place.
    fn validate_applications(&self, contracts: &ContractPolicy) -> Result<(), PolicyError> {
        let is_new = |action| action == RequestAction::ContractNew;
        if !self.request_kinds.iter().any(|kind| is_new(kind.action)) {
            return Ok(());
        }
        if !self.numbering.contains_key(CONTRACT_NUMBERING) {
            return Err(refuse("request_kinds.action", "contract_new needs the numbering `contract`"));
        }
        let Some(name) = &contracts.user_form else {
            return Err(refuse("contracts.user_form", "contract_new needs the form that says who uses the service"));
        };
        let form = self.forms.get(name).filter(|form| form.repeat_max.is_none() && form.asked_when.is_none());
        let Some(form) = form else {
            return Err(refuse("contracts.user_form", format!("`{name}` is no form that is asked once and always")));
        };
        let has = |name: &str| {
            form.fields.iter().any(|field| field.name == name && field.required && field.only_for.is_empty())
        };
        match USER_FIELDS.into_iter().find(|name| !has(name)) {
            Some(field) => Err(refuse("contracts.user_form", format!("`{name}` needs the required field `{field}`"))),
            None => Ok(()),
        }
    }

    fn validate_price(&self, contracts: &ContractPolicy, price: &PriceEntry) -> Result<(), PolicyError> {
        let refused = |reason: String| Err(refuse("contracts.prices", format!("`{}`: {reason}", price.code)));
        if price.amount.0 < 0 {
            return refused("an amount from 0".to_owned());
        }
        let Some(when) = &price.asked_when else { return Ok(()) };
        if !self.can_be_answered(when) {
            return refused(format!("`{}` has no such answer of a choice or flag", when.field));
        }
        let Some(fee) = contracts.usage_fees.iter().find(|fee| fee.field == when.field) else { return Ok(()) };
        // Two places that say a price must say the same.
        if fee.monthly != price.amount {
            return refused(format!("contracts.usage_fees says {} yen", fee.monthly.grouped()));
        }
        let said = [fee.monthly.grouped(), fee.free_gigabytes.to_string()];
        let notes: Vec<&str> = price.note.iter().flat_map(|note| [note.ja.as_str(), &note.en]).collect();
        match said.iter().find(|said| notes.iter().any(|note| !note.contains(said.as_str()))) {
            Some(said) => refused(format!("its note does not say {said}, as contracts.usage_fees does")),
            None => Ok(()),
        }
    }
}
