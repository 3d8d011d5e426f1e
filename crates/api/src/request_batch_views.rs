//! Files of requests as they travel. Knows no operation.

use madoguchi_api_types::request_batches::{
    RequestBatch, RequestBatchCategory, RequestBatchColumn, RequestBatchDetail, RequestBatchFault,
    RequestBatchFileColumn, RequestBatchForm, RequestBatchRow, RequestBatchState,
};
use madoguchi_domain::policy::Localized;
use madoguchi_services::Scope;
use madoguchi_services::request_batches::{
    self, Detail, Fault, FileColumn, Offer, OfferedCategory, OfferedColumn, Row,
};

use crate::portals::{terms, text};

/// What is asked and told before a file is sent.
pub fn form(offer: Offer) -> RequestBatchForm {
    RequestBatchForm {
        title: text(&offer.policy.title),
        lead: text(&offer.policy.lead),
        categories: offer.categories.into_iter().map(category).collect(),
        key: offer.policy.key,
        rows_max: offer.policy.rows_max,
        bytes_max: u64::try_from(offer.bytes_max).unwrap_or(u64::MAX),
        copyable: offer.copyable,
    }
}

fn category(offered: OfferedCategory) -> RequestBatchCategory {
    let column = |column: OfferedColumn| RequestBatchColumn {
        header: column.header,
        label: text(&column.label),
        field: column.field,
        required: column.required,
    };
    RequestBatchCategory {
        code: offered.code,
        label: text(&offered.label),
        questionnaire: offered.questionnaire,
        columns: offered.columns.into_iter().map(column).collect(),
    }
}

/// A file in a list.
pub fn batch(scope: &Scope, found: request_batches::RequestBatch) -> RequestBatch {
    let contracts = scope.portal().contracts.as_ref();
    let label = contracts.and_then(|contracts| contracts.category(&found.category)).map(|category| &category.label);
    let code = || Localized { ja: found.category.clone(), en: found.category.clone() };
    RequestBatch {
        id: found.id.into(),
        category_label: text(&label.cloned().unwrap_or_else(code)),
        state: found.state,
        file_name: found.file_name,
        rows: found.row_count.unsigned_abs(),
        created_at: found.created_at,
        submitted_at: found.submitted_at,
    }
}

/// A file in full.
pub fn detail(scope: &Scope, found: Detail) -> RequestBatchDetail {
    let portal = scope.portal();
    let asks = portal.request_kind(&found.batch.kind).is_some_and(|kind| kind.terms);
    let is_open = found.batch.state == RequestBatchState::Open;
    let column = |column: FileColumn| RequestBatchFileColumn {
        header: column.header,
        field: column.field,
        is_key: column.is_key,
    };
    RequestBatchDetail {
        columns: found.columns.into_iter().map(column).collect(),
        faulty: count(found.counts.faulty),
        warned: count(found.counts.warned),
        drafts: count(found.counts.drafts),
        sent: count(found.counts.sent),
        terms: (asks && is_open).then(|| terms(&portal.terms)),
        batch: batch(scope, found.batch),
    }
}

fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

/// A row of a file.
pub fn row(found: Row) -> RequestBatchRow {
    let outcome = found.outcome();
    let (request, row) = (found.request, found.row);
    RequestBatchRow {
        row: row.position.unsigned_abs(),
        line: row.line.unsigned_abs(),
        key: row.key,
        outcome,
        request_id: request.as_ref().map(|request| request.id.into()),
        number: request.as_ref().map(|request| request.number.clone()),
        state: request.as_ref().map(|request| request.state),
        title: request.map(|request| request.title).unwrap_or_default(),
        faults: found.faults.into_iter().map(fault).collect(),
        warnings: found.warnings.into_iter().map(fault).collect(),
    }
}

fn fault(fault: Fault) -> RequestBatchFault {
    RequestBatchFault {
        line: fault.place.line,
        column: fault.place.column,
        header: fault.place.header,
        field: fault.field,
        label: fault.label.as_ref().map(text),
        code: fault.code,
        value: fault.value,
    }
}
