//! The mapping file of an export: which file and which header holds what, and what the provider's words mean. All that
//! is particular to one core system stands in it.

use std::path::Path;

use madoguchi_domain::rentals::RentalClass;
use madoguchi_domain::tax::TaxRate;
use madoguchi_entities::contracts::ContractStatus;
use serde::Deserialize;

use super::catalogue_columns::{CompanyColumns, CustomerColumns, ProductColumns};
use super::columns::{Choice, Text};
use super::files::Pattern;
use super::text_readers::Encoding;

/// The mappings that ship with the product, by portal.
const PRESETS: [(&str, &str, &str); 3] = [
    ("network", "imports/network.toml", include_str!("../../../../portals/imports/network.toml")),
    ("rental", "imports/rental.toml", include_str!("../../../../portals/imports/rental.toml")),
    ("telecom", "imports/telecom.toml", include_str!("../../../../portals/imports/telecom.toml")),
];

/// A mapping file that was refused. The message names file, line and reason.
#[derive(Debug, thiserror::Error)]
#[error("{file}{}: {reason}", line.map(|l| format!(" line {l}")).unwrap_or_default())]
pub struct MappingError {
    /// File that was read.
    pub file: String,
    /// Line, when one is to blame.
    pub line: Option<usize>,
    /// What is wrong.
    pub reason: String,
}

/// How the files of an export are read. A noun that is absent is not imported.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    pub(super) customers: Option<Source<CustomerColumns>>,
    pub(super) contracts: Option<Source<ContractColumns>>,
    pub(super) invoices: Option<Source<InvoiceColumns>>,
    pub(super) call_records: Option<Source<CallRecordColumns>>,
    pub(super) usages: Option<Source<UsageColumns>>,
    pub(super) products: Option<Source<ProductColumns>>,
    pub(super) companies: Option<Companies>,
    pub(super) orders: Option<Source<OrderColumns>>,
}

impl Mapping {
    /// The mapping that ships with the product.
    ///
    /// # Errors
    /// When there is none for the portal.
    pub fn preset(portal_key: &str) -> Result<Self, MappingError> {
        let preset = PRESETS.iter().find(|(key, ..)| *key == portal_key);
        let (_, file, text) = preset.ok_or_else(|| MappingError {
            file: format!("imports/{portal_key}.toml"),
            line: None,
            reason: "no mapping ships for this portal; name a file".to_owned(),
        })?;
        Self::parse(file, text)
    }

    /// The mapping of a file.
    ///
    /// # Errors
    /// When it cannot be read or understood.
    pub fn read(path: &Path) -> Result<Self, MappingError> {
        let file = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&file, &text),
            Err(error) => Err(MappingError { file, line: None, reason: error.to_string() }),
        }
    }

    /// The mapping of a text; `file` is how errors name it.
    ///
    /// # Errors
    /// Line and reason of the first mistake.
    pub fn parse(file: &str, text: &str) -> Result<Self, MappingError> {
        toml::from_str(text).map_err(|error| MappingError {
            file: file.to_owned(),
            line: error.span().map(|span| text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1),
            reason: error.message().to_owned(),
        })
    }
}

/// The files of a noun.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source<C> {
    pub file: Pattern,
    #[serde(default)]
    pub encoding: Encoding,
    pub columns: C,
}

/// The files of companies.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Companies {
    pub file: Pattern,
    #[serde(default)]
    pub encoding: Encoding,
    /// Whether first users are mailed a link to set a password.
    #[serde(default)]
    pub invited: bool,
    pub columns: CompanyColumns,
}

/// Fields of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContractColumns {
    pub number: Text,
    pub customer: Text,
    pub billing_group: Text,
    pub category: Choice<String>,
    pub service_name: Text,
    pub status: Choice<Status>,
    pub started_on: Text,
    pub postal_code: Text,
    pub prefecture: Text,
    pub address1: Text,
    pub address2: Text,
    pub building: Text,
    pub access_key: Text,
    pub phone_service_name: Text,
    pub phone_number: Text,
    pub phone_detail: Text,
    /// In order; an empty cell is no option.
    pub options: Vec<Text>,
    /// Whether call records are activated.
    pub call_records: Choice<bool>,
}

impl ContractColumns {
    pub fn headers(&self) -> Vec<&str> {
        let Self { number, customer, billing_group, service_name, started_on, postal_code, prefecture, .. } = self;
        let Self { address1, address2, building, access_key, phone_service_name, phone_number, phone_detail, .. } =
            self;
        let texts = [
            number,
            customer,
            billing_group,
            service_name,
            started_on,
            postal_code,
            prefecture,
            address1,
            address2,
            building,
            access_key,
            phone_service_name,
            phone_number,
            phone_detail,
        ];
        let choices = [self.category.header(), self.status.header(), self.call_records.header()];
        texts.into_iter().chain(&self.options).filter_map(Text::header).chain(choices).collect()
    }
}

/// Code of a contract's state in a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    Preparing,
    Active,
    Terminated,
}

impl From<Status> for ContractStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Preparing => Self::Preparing,
            Status::Active => Self::Active,
            Status::Terminated => Self::Terminated,
        }
    }
}

/// Fields of a line of an invoice; the first three are the same in all lines of one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InvoiceColumns {
    pub number: Text,
    pub billing_group: Text,
    pub month: Text,
    pub contract: Text,
    pub item: Text,
    pub amount: Text,
    pub tax_rate: Choice<TaxRate>,
    pub note: Text,
}

impl InvoiceColumns {
    pub fn headers(&self) -> Vec<&str> {
        let Self { number, billing_group, month, contract, item, amount, tax_rate, note } = self;
        let texts = [number, billing_group, month, contract, item, amount, note];
        texts.into_iter().filter_map(Text::header).chain([tax_rate.header()]).collect()
    }
}

/// Headers of call records of who has no mapping.
pub const CALL_RECORD_HEADERS: [&str; 7] = ["contract", "started_at", "kind", "caller", "callee", "duration", "charge"];

/// Fields of a call record.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CallRecordColumns {
    pub contract: Text,
    pub started_at: Text,
    pub kind: Text,
    pub caller: Text,
    pub callee: Text,
    pub duration: Text,
    pub charge: Text,
}

impl CallRecordColumns {
    /// The headers of who has no mapping: the names of the fields.
    pub fn standard() -> Self {
        let [contract, started_at, kind, caller, callee, duration, charge] =
            CALL_RECORD_HEADERS.map(|header| Text::Header(header.to_owned()));
        Self { contract, started_at, kind, caller, callee, duration, charge }
    }

    pub fn headers(&self) -> Vec<&str> {
        let Self { contract, started_at, kind, caller, callee, duration, charge } = self;
        let texts = [contract, started_at, kind, caller, callee, duration, charge];
        texts.into_iter().filter_map(Text::header).collect()
    }
}

/// Fields of what a contract stored in a month.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UsageColumns {
    pub contract: Text,
    /// Code of the portal's usage fee.
    pub code: Text,
    pub month: Text,
    /// With its unit, or a number alone.
    pub amount: Text,
    /// Unit of a number alone.
    pub unit: Text,
}

impl UsageColumns {
    pub fn headers(&self) -> Vec<&str> {
        let Self { contract, code, month, amount, unit } = self;
        [contract, code, month, amount, unit].into_iter().filter_map(Text::header).collect()
    }
}

/// Fields of a line of an order; the first two are the same in all lines of one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrderColumns {
    pub number: Text,
    pub customer: Text,
    pub product: Text,
    pub first_on: Text,
    pub last_on: Text,
    pub quantity: Text,
    pub class: Choice<RentalClass>,
    /// Whether all of it was given back.
    pub is_returned: Choice<bool>,
}

impl OrderColumns {
    pub fn headers(&self) -> Vec<&str> {
        let Self { number, customer, product, first_on, last_on, quantity, class, is_returned } = self;
        let texts = [number, customer, product, first_on, last_on, quantity];
        texts.into_iter().filter_map(Text::header).chain([class.header(), is_returned.header()]).collect()
    }
}

#[cfg(test)]
mod tests;
