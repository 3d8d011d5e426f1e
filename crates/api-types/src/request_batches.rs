//! Files of requests: many at once, a row each, sent together or not at all.

use super::portals::{Terms, Text};
use super::problems::FieldCode;
use super::requests::RequestState;
use super::travels;
use chrono::{DateTime, Utc};
use madoguchi_domain::forms::{Object, Questionnaire};
pub use madoguchi_domain::requests::{RequestBatchState, RequestRowOutcome};
use uuid::Uuid;

travels! {
    /// What is asked and told before a file is sent.
    pub struct RequestBatchForm {
        /// Title of the page.
        pub title: Text,
        /// Sentences below it.
        pub lead: Text,
        /// What is asked once for all rows, for each category.
        pub categories: Vec<RequestBatchCategory>,
        /// Headers of the column by which a row is known again; none has to be there.
        pub key: Vec<String>,
        /// Most rows of a file.
        pub rows_max: u32,
        /// Largest file, in bytes.
        pub bytes_max: u64,
        /// Answers that can be copied into forms (登録内容を引用する), by the name of the form they come from.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub copyable: Object,
    }

    /// What is asked for a category.
    pub struct RequestBatchCategory {
        /// Its code.
        pub code: String,
        /// Its label.
        pub label: Text,
        /// What is asked once for all rows.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub questionnaire: Questionnaire,
        /// The columns that a file may have.
        pub columns: Vec<RequestBatchColumn>,
    }

    /// A column that a file may have. Others are not read.
    pub struct RequestBatchColumn {
        /// Its header. The label of the field is one too, alone or behind the title of its form.
        pub header: String,
        /// Label of the field that it answers.
        pub label: Text,
        /// `form.field` that it answers.
        pub field: String,
        /// Whether a file must have it.
        pub required: bool,
    }

    /// Begins a file.
    #[serde(deny_unknown_fields)]
    pub struct RequestBatchRequest {
        /// Code of the contract category; the first when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub category: Option<String>,
        /// What is the same for all rows; what a row says itself goes before.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub answers: Object,
    }

    /// Sends all requests of a file.
    #[serde(deny_unknown_fields)]
    pub struct RequestBatchSubmissionRequest {
        /// Version of the terms that are agreed to; absent where the portal has none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub terms_version: Option<String>,
    }

    /// A file of requests in a list.
    pub struct RequestBatch {
        /// For paths.
        pub id: Uuid,
        /// Label of its category.
        pub category_label: Text,
        /// State.
        pub state: RequestBatchState,
        /// As the sender called the file; empty while there is none.
        pub file_name: String,
        /// Rows of the file.
        pub rows: u32,
        /// When it was begun.
        pub created_at: DateTime<Utc>,
        /// When its requests were sent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub submitted_at: Option<DateTime<Utc>>,
    }

    /// A file of requests in full.
    pub struct RequestBatchDetail {
        /// As in the list.
        pub batch: RequestBatch,
        /// Its columns, in the order of the file; none while there is no file.
        pub columns: Vec<RequestBatchFileColumn>,
        /// Rows with something that must be mended before any is sent.
        pub faulty: u32,
        /// Rows with something that should be looked at.
        pub warned: u32,
        /// Rows that are drafts, to be sent together.
        pub drafts: u32,
        /// Rows that were sent, with this file or before.
        pub sent: u32,
        /// The terms to agree to; absent once it was sent, and where the portal has none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub terms: Option<Terms>,
    }

    /// A column of a file.
    pub struct RequestBatchFileColumn {
        /// Its header.
        pub header: String,
        /// `form.field` of its answers; absent when nobody reads it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub field: Option<String>,
        /// Whether rows are known again by it.
        pub is_key: bool,
    }

    /// A row of a file.
    pub struct RequestBatchRow {
        /// Row as a spreadsheet counts it: the headers are 1.
        pub row: u32,
        /// Line of the file in which it begins: cells may have several.
        pub line: u32,
        /// By what it is known again; empty where the file has no such column.
        pub key: String,
        /// What came of it when the file was read.
        pub outcome: RequestRowOutcome,
        /// The request that came of it; absent where the row cannot be read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub request_id: Option<Uuid>,
        /// Its number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub number: Option<String>,
        /// Its state.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub state: Option<RequestState>,
        /// Who it is for.
        pub title: String,
        /// What must be mended before any is sent.
        pub faults: Vec<RequestBatchFault>,
        /// What should be looked at once more.
        pub warnings: Vec<RequestBatchFault>,
    }

    /// What is wrong in a row, and where that stands in the file.
    pub struct RequestBatchFault {
        /// Line of the file, counted from 1.
        pub line: u32,
        /// Column, counted from 1; absent for the row as such, and for what stands in no column.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub column: Option<u32>,
        /// Header of the column.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub header: Option<String>,
        /// `form.field` of the answer; empty for the row as such.
        pub field: String,
        /// Label of the field.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub label: Option<Text>,
        /// What is wrong.
        pub code: FieldCode,
        /// What stands there, cut to a readable length.
        pub value: String,
    }
}
