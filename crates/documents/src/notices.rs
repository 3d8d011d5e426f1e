//! Knows what stands on an opening notice; must not know which services a provider sells.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Issuer, Party};

/// 開通案内: a letter with tables of what was agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningNotice {
    /// 発行日.
    pub issued_on: NaiveDate,
    /// Brand of the portal.
    pub provider: String,
    /// Who sends it.
    pub issuer: Issuer,
    /// Who gets it.
    pub recipient: Party,
    /// Heading, as ご契約内容のご案内.
    pub title: String,
    /// Paragraphs before the tables; 拝啓 and 敬具 are put around them.
    pub preface: Vec<String>,
    /// The tables, in order.
    pub sections: Vec<Section>,
    /// Paragraphs after the tables.
    pub closing: Vec<String>,
}

/// One table of an opening notice, as お客さま情報 or アクセスライン.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Heading of the table.
    pub title: String,
    /// Label and value; line feeds in a value are kept.
    pub rows: Vec<(String, String)>,
}
