//! The mapping file of an export: which file and which header holds what, and what the provider's words mean. All that
//! is particular to one core system stands in it.

use std::path::Path;

use madoguchi_domain::tax::TaxRate;
use madoguchi_entities::contracts::ContractStatus;
use serde::Deserialize;

use super::columns::{Choice, Text};
use super::files::Pattern;
use super::text_readers::Encoding;

/// The mappings that ship with the product, by portal.
const PRESETS: [(&str, &str, &str); 2] = [
    ("network", "imports/network.toml", include_str!("../../../../portals/imports/network.toml")),
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

/// Fields of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CustomerColumns {
    pub number: Text,
    pub name: Text,
    pub name_kana: Text,
    pub postal_code: Text,
    pub prefecture: Text,
    pub address1: Text,
    pub address2: Text,
    pub phone: Text,
}

impl CustomerColumns {
    pub fn headers(&self) -> Vec<&str> {
        let Self { number, name, name_kana, postal_code, prefecture, address1, address2, phone } = self;
        let texts = [number, name, name_kana, postal_code, prefecture, address1, address2, phone];
        texts.into_iter().filter_map(Text::header).collect()
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    const CALLS: &str = r#"[call_records]
file = "calls_*.csv"
encoding = "cp932"

[call_records.columns]
contract = "契約"
started_at = "日時"
kind = { header = "種類", values = { "1" = "県内" } }
caller = "元"
callee = "先"
duration = "時間"
charge = { constant = "0", when = "料金" }
"#;

    fn refused(from: &str, to: &str) -> String {
        assert!(CALLS.contains(from), "{from}");
        Mapping::parse("calls.toml", &CALLS.replace(from, to)).unwrap_err().to_string()
    }

    #[test]
    fn presets_are_understood() {
        for (portal, ..) in PRESETS {
            Mapping::preset(portal).unwrap();
        }
        assert!(Mapping::preset("nobody").is_err());
    }

    #[test]
    fn headers_of_all_kinds_of_columns_are_wanted() {
        let mapping = Mapping::parse("calls.toml", CALLS).unwrap();
        let headers = mapping.call_records.as_ref().unwrap().columns.headers();
        assert_eq!(headers, ["契約", "日時", "種類", "元", "先", "時間", "料金"]);
    }

    #[test]
    fn mistakes_are_told_with_line_and_reason() {
        let error = refused("caller = ", "cailer = ");
        assert!(error.starts_with("calls.toml line 9: unknown field `cailer`"), "{error}");
        let error = refused("callee = \"先\"\n", "");
        assert!(error.starts_with("calls.toml line 5: missing field `callee`"), "{error}");
        let error = refused("\"cp932\"", "\"ebcdic\"");
        assert!(error.starts_with("calls.toml line 3: unknown variant `ebcdic`"), "{error}");
        let error = refused("\"calls_*.csv\"", "\"/etc/passwd\"");
        assert!(error.starts_with("calls.toml line 2: a file name in the folder"), "{error}");
        let error = refused("header = \"種類\", values", "values");
        assert!(error.starts_with("calls.toml line 8: either `header`"), "{error}");
        let error = refused("values =", "vaules =");
        assert!(error.starts_with("calls.toml line 8: unknown field `vaules`"), "{error}");
        let error = refused("duration = \"時間\"", "duration = 7");
        assert!(error.starts_with("calls.toml line 11: invalid type: integer"), "{error}");
        let error = refused("[call_records]", "[call_records");
        assert!(error.starts_with("calls.toml line 1: "), "{error}");
    }

    #[test]
    fn words_of_states_and_rates_are_checked() {
        #[derive(Debug, Deserialize)]
        struct Choices {
            #[expect(dead_code, reason = "only read by the derive")]
            status: Choice<Status>,
        }
        let text = "status = { header = \"状態\", values = { \"済\" = \"over\" } }";
        let error = toml::from_str::<Choices>(text).unwrap_err();
        assert!(error.message().starts_with("unknown variant `over`, expected one of `preparing`"), "{error}");
    }
}
