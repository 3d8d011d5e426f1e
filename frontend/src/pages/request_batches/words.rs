//! The sentences about files of requests: what is wrong with a file, with a row, and where.

use crate::api::{Error, LocalCode, LocalError};
use crate::components::policy_forms::sentence;
use crate::texts::{own, t, tr};
use madoguchi_api_types::problems::{FieldCode, FieldProblem, ProblemCode};
use madoguchi_api_types::request_batches::{RequestBatchColumn, RequestBatchFault, RequestRowOutcome};

/// An error with the sentence that it has here.
pub fn worded(error: Error) -> Error {
    use ProblemCode as P;
    let is_of_columns = error.fields().iter().any(is_of_column);
    let Some(code) = error.problem() else { return error };
    let text: fn() -> &'static str = match code {
        P::ValidationFailed if is_of_columns => t!(request_batches.columns_wrong),
        P::RequestFileTooLarge => t!(request_batches.too_large),
        P::RequestFileEmpty => t!(request_batches.empty_file),
        P::RequestFileTooLong => t!(request_batches.too_long),
        P::RequestFileMalformed => t!(request_batches.broken),
        P::RequestBatchIncomplete => t!(request_batches.incomplete),
        P::RequestBatchSubmitted => t!(request_batches.submitted_already),
        _ => return error,
    };
    Error::Local(LocalError { code: LocalCode::Problem(code), text })
}

fn is_of_column(refused: &FieldProblem) -> bool {
    matches!(refused.code, FieldCode::ColumnMissing | FieldCode::ColumnTwice)
}

/// What is wrong with the columns of a file, a sentence each.
pub fn of_columns(error: &Error, columns: &[RequestBatchColumn], key: &[String]) -> Vec<String> {
    let header = |field: &str| {
        let column = columns.iter().find(|column| column.field == field).map(|column| column.header.clone());
        column.or_else(|| key.first().cloned()).unwrap_or_default()
    };
    let sentence = |refused: &FieldProblem| {
        let header = header(&refused.field);
        match refused.code {
            FieldCode::ColumnMissing => tr!(request_batches.column_missing, header),
            _ => tr!(request_batches.column_twice, header),
        }
    };
    error.fields().iter().filter(|refused| is_of_column(refused)).map(sentence).collect()
}

/// Where something stands in the file.
pub fn place(fault: &RequestBatchFault) -> String {
    match (fault.column, &fault.header) {
        (Some(column), Some(header)) => tr!(request_batches.place, column, header, fault.line),
        _ => tr!(request_batches.place_of_row, fault.line),
    }
}

/// What is wrong there.
pub fn fault(fault: &RequestBatchFault) -> String {
    let label = fault.label.as_ref().map(own).or_else(|| fault.header.clone()).unwrap_or_default();
    match fault.code {
        FieldCode::NumberOfCells => tr!(request_batches.number_of_cells).to_owned(),
        FieldCode::Undecodable => tr!(request_batches.undecodable).to_owned(),
        FieldCode::Duplicate => tr!(request_batches.duplicate, label),
        // What it usually is says more than its label.
        FieldCode::InstitutionCodeUnusual => format!("{label}：{}", tr!(policy_forms.institution_code_unusual)),
        code => sentence("", code.into(), &label),
    }
}

/// What came of a row.
pub fn outcome(outcome: RequestRowOutcome) -> (&'static str, fn() -> &'static str) {
    match outcome {
        RequestRowOutcome::Opened => ("status preparing", t!(request_batches.outcome_opened)),
        RequestRowOutcome::Updated => ("status preparing", t!(request_batches.outcome_updated)),
        RequestRowOutcome::Unchanged => ("status preparing", t!(request_batches.outcome_unchanged)),
        RequestRowOutcome::Sent => ("status answered", t!(request_batches.outcome_sent)),
        RequestRowOutcome::Refused => ("status refused", t!(request_batches.outcome_refused)),
    }
}
