//! Requests as they travel. Knows no operation.

use madoguchi_api_types::approvals::{ApprovalNeed, RequestApproval};
use madoguchi_api_types::portals::Terms;
use madoguchi_api_types::requests::{
    Request, RequestAgreement, RequestCategory, RequestConfirmation, RequestDetail, RequestEntry, RequestEvent,
    RequestForm, RequestOrder, RequestSection,
};
use madoguchi_domain::requests::{Confirmation, ConfirmedEntry, ConfirmedSection, RequestState};
use madoguchi_services::Scope;
use madoguchi_services::approvals::Need;
use madoguchi_services::requests::{self, Approval, Choice, Detail, Form, Key, Ordering, Row};

use crate::portals::{terms, text};

/// An order as it travels.
pub fn ordering(order: RequestOrder) -> Ordering {
    use RequestOrder as O;
    let (key, descending) = match order {
        O::OpenedOn => (Key::OpenedOn, false),
        O::OpenedOnDescending => (Key::OpenedOn, true),
        O::Number => (Key::Number, false),
        O::NumberDescending => (Key::Number, true),
        O::SubmittedAt => (Key::SubmittedAt, false),
        O::SubmittedAtDescending => (Key::SubmittedAt, true),
        O::State => (Key::State, false),
        O::StateDescending => (Key::State, true),
        O::Kind => (Key::Kind, false),
        O::KindDescending => (Key::Kind, true),
        O::Reception => (Key::Reception, false),
        O::ReceptionDescending => (Key::Reception, true),
        O::Decision => (Key::Decision, false),
        O::DecisionDescending => (Key::Decision, true),
        O::OrderNumber => (Key::OrderNumber, false),
        O::OrderNumberDescending => (Key::OrderNumber, true),
        O::Title => (Key::Title, false),
        O::TitleDescending => (Key::Title, true),
    };
    Ordering { key, descending }
}

/// A request in a list.
pub fn row(scope: &Scope, found: Row) -> Request {
    let Row { request, kind_label, category_label, contract_id } = found;
    Request {
        id: request.id.into(),
        draft_ends_on: requests::draft_ends_on(scope.portal(), &request),
        number: request.number,
        kind: request.kind,
        kind_label: text(&kind_label),
        category: request.category,
        category_label: category_label.as_ref().map(text),
        title: request.title,
        state: request.state,
        opened_on: request.opened_on,
        submitted_at: request.submitted_at,
        updated_at: request.updated_at,
        contract_id: contract_id.map(Into::into),
        reception: request.reception,
        decision: request.decision,
        order_number: request.order_number,
        quote_number: request.quote_number,
    }
}

/// A request in full.
pub fn detail(scope: &Scope, found: Detail) -> RequestDetail {
    let withdrawable = found.is_withdrawable();
    let request = &found.row.request;
    let agreement = request.terms_version.clone().zip(request.submitted_at);
    let name = request.agreed_by.clone();
    RequestDetail {
        withdrawable,
        agreement: agreement.map(|(version, at)| RequestAgreement { version, at, name }),
        approval: found.approval.map(approval),
        form: found.form.map(form),
        confirmation: found.confirmation.map(|kept| confirmation(kept, None, None)),
        history: found.history.into_iter().map(event).collect(),
        request: row(scope, found.row),
    }
}

fn approval(approval: Approval) -> RequestApproval {
    let Approval { asked, is_own, decidable } = approval;
    RequestApproval {
        requester: asked.user_name,
        amount: asked.amount,
        limit: asked.limit_yen,
        asked_at: asked.asked_at,
        own: is_own,
        decidable,
    }
}

/// What is read before a request is sent, with the terms to agree to and the approval that it will need.
pub fn confirmation(kept: Confirmation, terms: Option<Terms>, needed: Option<Need>) -> RequestConfirmation {
    let need = |need: Need| ApprovalNeed { amount: need.amount.0, limit: need.limit.0, approvable: need.approvable };
    RequestConfirmation {
        title: text(&kept.title),
        facts: kept.facts.into_iter().map(entry).collect(),
        sections: kept.sections.into_iter().map(section).collect(),
        notes: kept.notes.iter().map(text).collect(),
        terms,
        approval: needed.map(need),
    }
}

/// The terms to agree to when a draft is sent, where its kind asks for it.
pub fn terms_to_agree(scope: &Scope, request: &requests::Request) -> Option<Terms> {
    let portal = scope.portal();
    let asks = portal.request_kind(&request.kind).is_some_and(|kind| kind.terms);
    (asks && request.state == RequestState::Draft).then(|| terms(&portal.terms))
}

fn form(form: Form) -> RequestForm {
    RequestForm {
        choices: form.choices.into_iter().map(choice).collect(),
        answers: form.answers,
        copyable: form.copyable,
        read_only: form.read_only,
        confirm: form.confirm,
    }
}

fn choice(choice: Choice) -> RequestCategory {
    RequestCategory { code: choice.code, label: choice.label.as_ref().map(text), questionnaire: choice.questionnaire }
}

/// A form with its answers, as they read.
pub fn section(section: ConfirmedSection) -> RequestSection {
    RequestSection {
        form: section.form,
        title: text(&section.title),
        entries: section.entries.into_iter().map(entry).collect(),
    }
}

fn entry(entry: ConfirmedEntry) -> RequestEntry {
    RequestEntry { label: text(&entry.label), text: text(&entry.text), before: entry.before.as_ref().map(text) }
}

/// Something that happened to a request.
pub fn event(event: requests::RequestEvent) -> RequestEvent {
    RequestEvent { state: event.state, at: event.at, doer: event.doer, name: event.name, reason: event.reason }
}
