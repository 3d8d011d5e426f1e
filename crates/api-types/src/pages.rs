//! Cursor pages: the one shape of every list.

/// A part of a list and where the next part starts.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// Rows in the order asked for.
    pub items: Vec<T>,
    /// Give this as `cursor` to read on; absent at the end. Opaque, valid for the same filter and order only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// Rows of the whole list, where they can be counted quickly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}
