//! The one mapping from errors to problems (RFC 9457). What a database says stays in the log.

use actix_web::http::StatusCode;
use actix_web::http::header::{ContentType, HeaderValue, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use madoguchi_api_types::problems::{FieldProblem, Problem, ProblemCode};
use madoguchi_services::Error;

/// An error on its way out.
#[derive(Debug)]
pub struct ApiError(Error);

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for ApiError {}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        status(self.code())
    }

    fn error_response(&self) -> HttpResponse {
        let mut problem = problem(self.code());
        match &self.0 {
            Error::Invalid(errors) => {
                let fields = errors.iter();
                problem.errors = fields.map(|e| FieldProblem { field: e.field.to_string(), code: e.code }).collect();
            }
            Error::TooManyAttempts(until) => problem.retry_at = Some(*until),
            Error::Guessed(_, left) => problem.tries_left = Some(*left),
            // Once for all of them at the level of an error, by who watches the database.
            Error::DatabaseAway(_) => tracing::warn!(error = %self.0, "request failed"),
            Error::Database(_) | Error::Storage(_) | Error::Internal(_) => {
                tracing::error!(error = %self.0, "request failed");
            }
            _ => {}
        }
        let mut response = respond(problem);
        if matches!(self.0, Error::Busy | Error::DatabaseAway(_)) {
            response.headers_mut().insert(RETRY_AFTER, SOON);
        }
        response
    }
}

/// `Retry-After` in seconds, for what ends by itself within moments.
const SOON: HeaderValue = HeaderValue::from_static("5");

impl ApiError {
    /// The code that it is sent with.
    pub fn code(&self) -> ProblemCode {
        match &self.0 {
            Error::Invalid(_) => ProblemCode::ValidationFailed,
            Error::NotFound => ProblemCode::NotFound,
            Error::Refused(code) | Error::Guessed(code, _) | Error::Unauthenticated(code) => *code,
            Error::TooManyAttempts(_) => ProblemCode::TooManyAttempts,
            Error::Storage(_) => ProblemCode::StorageUnavailable,
            Error::DatabaseAway(_) => ProblemCode::DatabaseUnavailable,
            Error::Busy => ProblemCode::Busy,
            Error::Database(_) | Error::Internal(_) => ProblemCode::InternalError,
        }
    }
}

/// The status that a code is always sent with.
pub fn status(code: ProblemCode) -> StatusCode {
    use ProblemCode as P;
    match code {
        P::MalformedQuery | P::MalformedJson | P::BodyIncomplete => StatusCode::BAD_REQUEST,
        P::SessionMissing
        | P::SessionExpired
        | P::SessionEnded
        | P::InvalidCredentials
        | P::InvalidOneTimePassword
        | P::PasskeyRefused
        | P::TokenMissing
        | P::TokenInvalid
        | P::TokenExpired
        | P::ClientRevoked => StatusCode::UNAUTHORIZED,
        P::RequestNotFromSite
        | P::PasswordChangeRequired
        | P::SecondFactorEnrolmentRequired
        | P::ContractorRequired
        | P::PermissionMissing
        | P::NotApprover
        | P::OwnRequest
        | P::ScopeMissing
        | P::ReauthenticationRequired
        | P::RobotCheckRequired
        | P::MailChangeByAdministrator
        | P::CallRecordsInactive
        | P::CallRecordsNotStarted
        | P::CallRecordsExpired => StatusCode::FORBIDDEN,
        P::NotFound
        | P::PortalNotFound
        | P::SignInAttemptUnknown
        | P::LinkUnknown
        | P::CustomerNotFound
        | P::SwitchUnknown => StatusCode::NOT_FOUND,
        P::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        P::BodyTimeout => StatusCode::REQUEST_TIMEOUT,
        P::OneTimePasswordNotAsked
        | P::StrongerFactorPresent
        | P::ContractAlreadyRegistered
        | P::SecondFactorNotByChoice
        | P::AuthenticatorLimitReached
        | P::NoAuthenticator
        | P::PasskeyKnown
        | P::LastAdministrator
        | P::UserLimitReached
        | P::UserLocked
        | P::UserNotLocked
        | P::UserNotPending
        | P::SeveralPeople
        | P::OpeningNoticeDiffers
        | P::NotMasked
        | P::TooMany
        | P::PhoneServiceMissing
        | P::RequestNotDraft
        | P::RequestDecided
        | P::ApproverMissing
        | P::RequestNotWaiting
        | P::RequestOutdated
        | P::RequestDraftLimitReached
        | P::ContractOver
        | P::TerminationFiled
        | P::ChangeFiled
        | P::NothingChanged
        | P::OrderOver
        | P::OrderArranged
        | P::OrderNotArranged
        | P::QuoteUnanswered
        | P::DeliveryTemplateLimitReached
        | P::RequestBatchIncomplete
        | P::RequestBatchSubmitted
        | P::BasketFull
        | P::WebhookDisabled
        | P::WebhookLimitReached => StatusCode::CONFLICT,
        P::SignInAttemptExpired
        | P::PasskeyChallengeExpired
        | P::LinkUsed
        | P::LinkExpired
        | P::TicketExpired
        | P::EventsExpired => StatusCode::GONE,
        P::ChangedMeanwhile => StatusCode::PRECONDITION_FAILED,
        P::BodyTooLarge | P::ArchiveTooLarge | P::AttachmentTooLarge | P::RequestFileTooLarge | P::BatchTooLong => {
            StatusCode::PAYLOAD_TOO_LARGE
        }
        P::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        P::ValidationFailed
        | P::MalformedIdempotencyKey
        | P::IdempotencyKeyReused
        | P::AttachmentEmpty
        | P::AttachmentTypeRefused
        | P::FileInfected
        | P::RequestFileEmpty
        | P::RequestFileTooLong
        | P::RequestFileMalformed
        | P::ImportMalformed
        | P::MappingMissing => StatusCode::UNPROCESSABLE_ENTITY,
        P::TooManyAttempts => StatusCode::TOO_MANY_REQUESTS,
        P::InternalError | P::Unrecognised => StatusCode::INTERNAL_SERVER_ERROR,
        P::Busy
        | P::DatabaseUnavailable
        | P::Maintenance
        | P::StorageUnavailable
        | P::NumbersExhausted
        | P::FontMissing
        | P::FileScanUnavailable => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// A problem with nothing but its kind.
pub fn problem(code: ProblemCode) -> Problem {
    Problem {
        kind: format!("/problems/{code}"),
        title: title(code.as_str()),
        status: status(code).as_u16(),
        code,
        detail: None,
        errors: Vec::new(),
        retry_at: None,
        tries_left: None,
        request_id: crate::request_logs::current_id(),
    }
}

/// The code as words: `link_expired` reads "Link expired".
fn title(code: &str) -> String {
    let words = code.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Sends a problem.
pub fn respond(problem: Problem) -> HttpResponse {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    response.insert_header(ContentType(mime()));
    if let Some(until) = problem.retry_at {
        let until = until.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        response.insert_header((RETRY_AFTER, HeaderValue::from_str(&until).unwrap_or(FAR)));
    }
    response.json(problem)
}

/// `Retry-After` when a time cannot be written, which does not happen.
const FAR: HeaderValue = HeaderValue::from_static("3600");

fn mime() -> actix_web::mime::Mime {
    "application/problem+json".parse().unwrap_or(actix_web::mime::APPLICATION_JSON)
}
