//! Requests (申込): what a customer asks for by a form, from the draft to the provider's decision.

use super::approvals::{ApprovalNeed, RequestApproval};
use super::portals::{Terms, Text};
use super::travels;
use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_domain::forms::{Object, Questionnaire};
pub use madoguchi_domain::requests::{RequestDecision, RequestDoer, RequestReception, RequestState};
use uuid::Uuid;

travels! {
    /// A new draft. Its number and day are given at once.
    #[serde(deny_unknown_fields)]
    pub struct RequestDraftRequest {
        /// Code of the kind.
        pub kind: String,
        /// Code of the contract category, where the kind makes a contract.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub category: Option<String>,
        /// The contract that it is about, where the kind changes or ends one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub contract_id: Option<Uuid>,
        /// Number of the order that it is about, or that is ordered once more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub order_number: Option<String>,
        /// Number of the quote that is ordered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub quote_number: Option<String>,
    }

    /// What a draft holds now, in full; it need not be complete. Kept as typed.
    #[serde(deny_unknown_fields)]
    pub struct RequestAnswersRequest {
        /// Code of the contract category, where the kind makes a contract, or of the kind itself, where several are chosen from.
        /// Answers of the others stay in `answers`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub category: Option<String>,
        /// The answers.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub answers: Object,
    }

    /// Sends a draft.
    #[serde(deny_unknown_fields)]
    pub struct RequestSubmissionRequest {
        /// Version of the terms that are agreed to; absent where the portal has none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub terms_version: Option<String>,
    }

    /// Takes a request back.
    #[serde(deny_unknown_fields)]
    pub struct RequestWithdrawalRequest {
        /// Why; may be empty.
        #[serde(default)]
        pub reason: String,
    }

    /// A request in a list.
    pub struct Request {
        /// For paths.
        pub id: Uuid,
        /// 申込ID.
        pub number: String,
        /// Code of its kind.
        pub kind: String,
        /// Label of its kind, as on the day it was sent.
        pub kind_label: Text,
        /// Code of the contract category.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub category: Option<String>,
        /// Its label.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub category_label: Option<Text>,
        /// Who it is for: the facility that will use it; empty while it is not typed yet.
        pub title: String,
        /// State.
        pub state: RequestState,
        /// 申込日, in Japan.
        pub opened_on: NaiveDate,
        /// When it reached the provider; absent: a draft, or it was not approved.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub submitted_at: Option<DateTime<Utc>>,
        /// When something last happened to it: a draft was saved then.
        pub updated_at: DateTime<Utc>,
        /// Day on which a draft ends that nobody touches.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub draft_ends_on: Option<NaiveDate>,
        /// The contract that it is about or that came of it, if the reader may see it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub contract_id: Option<Uuid>,
        /// 申込結果; absent while it did not reach the provider.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reception: Option<RequestReception>,
        /// 確認結果, once there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub decision: Option<RequestDecision>,
        /// Number of the order that it is about, or that came of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub order_number: Option<String>,
        /// Number of the quote that came of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub quote_number: Option<String>,
    }

    /// Order of a list of requests.
    #[derive(Copy, Eq, Default)]
    pub enum RequestOrder {
        /// Last opened first.
        #[default]
        OpenedOnDescending,
        /// First opened first.
        OpenedOn,
        /// Largest number first.
        NumberDescending,
        /// Smallest number first.
        Number,
        /// Last sent first; drafts before all.
        SubmittedAtDescending,
        /// First sent first; drafts last.
        SubmittedAt,
        /// By state, backwards.
        StateDescending,
        /// By state.
        State,
        /// By kind, backwards.
        KindDescending,
        /// By kind.
        Kind,
        /// By 申込結果, backwards; drafts before all.
        ReceptionDescending,
        /// By 申込結果; drafts last.
        Reception,
        /// By 確認結果, backwards; those without one before all.
        DecisionDescending,
        /// By 確認結果; those without one last.
        Decision,
        /// By the number of the order, backwards; those without one before all.
        OrderNumberDescending,
        /// By the number of the order; those without one last.
        OrderNumber,
        /// By whom it is for, backwards.
        TitleDescending,
        /// By whom it is for.
        Title,
    }

    /// A request in full.
    pub struct RequestDetail {
        /// As in the list.
        pub request: Request,
        /// What a draft is filled in with; absent once it was sent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub form: Option<RequestForm>,
        /// What was sent, as it was asked and answered then; of a draft absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub confirmation: Option<RequestConfirmation>,
        /// What happened to it, oldest first.
        pub history: Vec<RequestEvent>,
        /// Whether the reader may take it back now.
        pub withdrawable: bool,
        /// The terms that were agreed to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub agreement: Option<RequestAgreement>,
        /// The approval inside the customer that it waited for, or waits for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub approval: Option<RequestApproval>,
    }

    /// What a draft is filled in with.
    pub struct RequestForm {
        /// What is asked for each category, or kind, that can be chosen; one without a code where there is no choice.
        pub choices: Vec<RequestCategory>,
        /// What was typed so far.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub answers: Object,
        /// Answers that can be copied into forms (登録内容を引用する, 届先情報へ反映), by the name of the form they come from: one, or a list
        /// of several.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub copyable: Object,
        /// Values that stand in the forms and are changed elsewhere.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub read_only: Object,
        /// Whether a confirmation comes before it is sent.
        pub confirm: bool,
    }

    /// What is asked for one category.
    pub struct RequestCategory {
        /// Its code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub code: Option<String>,
        /// Its label.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub label: Option<Text>,
        /// What is asked.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub questionnaire: Questionnaire,
    }

    /// A request as it is read before it is sent, and for ever after.
    pub struct RequestConfirmation {
        /// Title of the page: kind and category.
        pub title: Text,
        /// Facts before the answers: number, day, period.
        pub facts: Vec<RequestEntry>,
        /// Forms with their answers, in the order of the page.
        pub sections: Vec<RequestSection>,
        /// Sentences below: period and renewal, who gets what by the pattern, prices.
        pub notes: Vec<Text>,
        /// The terms to agree to; absent once it was sent, and where the portal has none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub terms: Option<Terms>,
        /// The approval inside the customer that it will need before it reaches the provider.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub approval: Option<ApprovalNeed>,
    }

    /// A form with its answers.
    pub struct RequestSection {
        /// Name of the form in the portal's file, for the link to change it.
        pub form: String,
        /// Title.
        pub title: Text,
        /// Questions with their answers.
        pub entries: Vec<RequestEntry>,
    }

    /// A question with its answer.
    pub struct RequestEntry {
        /// The question.
        pub label: Text,
        /// The answer; empty when there is none.
        pub text: Text,
        /// What stood there before, for a change that changes it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub before: Option<Text>,
    }

    /// Something that happened to a request.
    pub struct RequestEvent {
        /// The state that came of it.
        pub state: RequestState,
        /// When.
        pub at: DateTime<Utc>,
        /// Who.
        pub doer: RequestDoer,
        /// Name of the person of the customer; empty for the provider's people.
        pub name: String,
        /// Why, for the customer to read; may be empty.
        pub reason: String,
    }

    /// Terms that were agreed to.
    pub struct RequestAgreement {
        /// Version.
        pub version: String,
        /// When.
        pub at: DateTime<Utc>,
        /// Who.
        pub name: String,
    }
}
