//! What a mapping says of one field: the header it stands under, the values it may have, or a constant. Knows no noun.

use std::collections::BTreeMap;
use std::fmt;

use madoguchi_domain::text::trim_fold;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::cells::Cells;
use crate::FieldCode;
use crate::rows::RowError;

/// Where a text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// `"顧客番号"`: the cell under this header.
    Header(String),
    /// `{ header = "…", values = { "…" = "…" } }`: the cell under this header, in other words.
    Values(Choice<String>),
    /// `{ constant = "…" }`: always the same; with `when = "…"` only in rows with something under that header.
    Constant {
        /// The text.
        constant: String,
        /// Header of a cell that must not be empty, else the text is.
        when: Option<String>,
    },
}

impl Text {
    /// The text of a row.
    pub(super) fn of(&self, field: &'static str, cells: &Cells<'_>) -> Result<String, RowError> {
        match self {
            Self::Header(header) => Ok(cells.get(header).to_owned()),
            Self::Values(choice) => choice.of(field, cells),
            Self::Constant { constant, when } => {
                let applies = when.as_ref().is_none_or(|header| !cells.get(header).is_empty());
                Ok(if applies { constant.clone() } else { String::new() })
            }
        }
    }

    /// The header that must be in the file.
    pub(super) fn header(&self) -> Option<&str> {
        match self {
            Self::Header(header) | Self::Values(Choice { header, .. }) => Some(header),
            Self::Constant { when, .. } => when.as_deref(),
        }
    }
}

/// A cell that has one of a few values; `{ header = "…", values = { "…" = … } }`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice<V> {
    header: String,
    /// What each cell means. Widths of letters and digits do not matter.
    values: BTreeMap<String, V>,
}

impl<V: Clone> Choice<V> {
    /// The meaning of a row's cell.
    pub(super) fn of(&self, field: &'static str, cells: &Cells<'_>) -> Result<V, RowError> {
        let cell = cells.get(&self.header);
        let value = self.values.get(cell).or_else(|| {
            let folded = trim_fold(cell);
            self.values.iter().find(|(known, _)| trim_fold(known) == folded).map(|(_, value)| value)
        });
        value.cloned().ok_or_else(|| RowError::new(field, FieldCode::ValueUnknown, cell))
    }

    /// The header that must be in the file.
    pub(super) fn header(&self) -> &str {
        &self.header
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    header: Option<String>,
    values: Option<BTreeMap<String, String>>,
    constant: Option<String>,
    when: Option<String>,
}

impl TryFrom<Table> for Text {
    type Error = &'static str;

    fn try_from(table: Table) -> Result<Self, Self::Error> {
        match table {
            Table { header: Some(header), values: None, constant: None, when: None } => Ok(Self::Header(header)),
            Table { header: Some(header), values: Some(values), constant: None, when: None } => {
                Ok(Self::Values(Choice { header, values }))
            }
            Table { header: None, values: None, constant: Some(constant), when } => {
                Ok(Self::Constant { constant, when })
            }
            _ => Err("either `header` with or without `values`, or `constant` with or without `when`"),
        }
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a header, or a table with `header` or `constant`")
    }

    fn visit_str<E: serde::de::Error>(self, header: &str) -> Result<Text, E> {
        Ok(Text::Header(header.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Text, A::Error> {
        Table::deserialize(MapAccessDeserializer::new(map))?.try_into().map_err(A::Error::custom)
    }
}
