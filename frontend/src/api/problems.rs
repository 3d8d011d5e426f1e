//! The sentences for the codes of problems and of refused fields. Must not know where they are shown.

use crate::texts::tr;
use madoguchi_api_types::problems::{FieldCode, ProblemCode};

/// The sentence of a problem's code. A code without one does not compile.
pub fn text(code: ProblemCode) -> &'static str {
    use ProblemCode as P;
    match code {
        P::ValidationFailed => tr!(problems.validation_failed),
        P::PortalNotFound => tr!(problems.portal_not_found),
        P::CustomerNotFound => tr!(problems.customer_not_found),
        P::ContractAlreadyRegistered => tr!(problems.contract_already_registered),
        P::TooManyAttempts => tr!(problems.too_many_attempts),
        P::Busy => tr!(problems.busy),
        P::BodyTimeout => tr!(problems.body_timeout),
        P::IdempotencyKeyReused | P::MalformedIdempotencyKey => tr!(problems.idempotency_key),
        P::NumbersExhausted => tr!(problems.numbers_exhausted),
        P::RobotCheckRequired => tr!(problems.robot_check_required),
        P::FontMissing => tr!(problems.font_missing),
        P::DatabaseUnavailable => tr!(problems.database_unavailable),
        P::Maintenance => tr!(problems.maintenance),
        P::BasketFull => tr!(problems.basket_full),
        P::StorageUnavailable => tr!(problems.storage_unavailable),
        P::NotMasked => tr!(problems.not_masked),
        P::LinkUnknown => tr!(problems.link_unknown),
        P::LinkUsed => tr!(problems.link_used),
        P::LinkExpired => tr!(problems.link_expired),
        P::TicketExpired => tr!(problems.ticket_expired),
        P::InvalidCredentials => tr!(problems.invalid_credentials),
        P::SignInAttemptUnknown => tr!(problems.sign_in_attempt_unknown),
        P::SignInAttemptExpired => tr!(problems.sign_in_attempt_expired),
        P::InvalidOneTimePassword => tr!(problems.invalid_one_time_password),
        P::SessionMissing => tr!(problems.session_missing),
        P::SessionExpired => tr!(problems.session_expired),
        P::SessionEnded => tr!(problems.session_ended),
        P::CallRecordsInactive => tr!(problems.call_records_inactive),
        P::CallRecordsNotStarted => tr!(problems.call_records_not_started),
        P::CallRecordsExpired => tr!(problems.call_records_expired),
        P::NotFound => tr!(problems.not_found),
        P::ArchiveTooLarge => tr!(problems.archive_too_large),
        P::AuthenticatorLimitReached => tr!(problems.authenticator_limit_reached),
        P::LastAdministrator => tr!(problems.last_administrator),
        P::MailChangeByAdministrator => tr!(problems.mail_change_by_administrator),
        P::NoAuthenticator => tr!(problems.no_authenticator),
        P::PasskeyKnown => tr!(problems.passkey_known),
        P::PermissionMissing => tr!(problems.permission_missing),
        P::ReauthenticationRequired => tr!(problems.reauthentication_required),
        P::ContractorRequired => tr!(problems.contractor_required),
        P::SecondFactorEnrolmentRequired => tr!(problems.second_factor_enrolment_required),
        P::SecondFactorNotByChoice => tr!(problems.second_factor_not_by_choice),
        P::UserLimitReached => tr!(problems.user_limit_reached),
        P::UserLocked => tr!(problems.user_locked),
        P::UserNotPending => tr!(problems.user_not_pending),
        P::OneTimePasswordNotAsked => tr!(problems.one_time_password_not_asked),
        P::PasskeyChallengeExpired => tr!(problems.passkey_challenge_expired),
        P::PasskeyRefused => tr!(problems.passkey_refused),
        P::PasswordChangeRequired => tr!(problems.password_change_required),
        P::StrongerFactorPresent => tr!(problems.stronger_factor_present),
        P::SwitchUnknown => tr!(problems.not_found),
        P::PhoneServiceMissing => tr!(problems.phone_service_missing),
        P::ChangedMeanwhile => tr!(problems.changed_meanwhile),
        P::RequestNotDraft => tr!(problems.request_not_draft),
        P::NotApprover => tr!(problems.not_approver),
        P::OwnRequest => tr!(problems.own_request),
        P::ApproverMissing => tr!(problems.approver_missing),
        P::RequestNotWaiting => tr!(problems.request_not_waiting),
        P::RequestOutdated => tr!(problems.request_outdated),
        P::RequestDecided => tr!(problems.request_decided),
        P::RequestDraftLimitReached => tr!(problems.request_draft_limit_reached),
        P::ContractOver => tr!(problems.contract_over),
        P::TerminationFiled => tr!(problems.termination_filed),
        P::ChangeFiled => tr!(problems.change_filed),
        P::NothingChanged => tr!(problems.nothing_changed),
        P::OrderOver => tr!(problems.order_over),
        P::OrderNotArranged => tr!(problems.order_not_arranged),
        P::DeliveryTemplateLimitReached => tr!(problems.delivery_template_limit_reached),
        P::BodyTooLarge => tr!(problems.body_too_large),
        // A page that was loaded before an update is the likely cause.
        P::MethodNotAllowed
        | P::RequestNotFromSite
        | P::MalformedQuery
        | P::MalformedJson
        | P::UnsupportedMediaType => tr!(problems.request_unreadable),
        // Those have their sentences where files are attached, and travel with that page.
        P::AttachmentEmpty
        | P::AttachmentTooLarge
        | P::AttachmentTypeRefused
        | P::FileInfected
        | P::FileScanUnavailable
        | P::TooMany => tr!(problems.unknown),
        // The same where many are applied for by one file.
        P::RequestFileTooLarge
        | P::RequestFileEmpty
        | P::RequestFileTooLong
        | P::RequestFileMalformed
        | P::RequestBatchIncomplete
        | P::RequestBatchSubmitted => tr!(problems.unknown),
        // Those are told to systems only.
        P::TokenMissing | P::TokenInvalid | P::TokenExpired | P::ClientRevoked | P::ScopeMissing => {
            tr!(problems.unknown)
        }
        // Those are told to the provider only.
        P::OrderArranged
        | P::QuoteUnanswered
        | P::BodyIncomplete
        | P::ImportMalformed
        | P::MappingMissing
        | P::BatchTooLong
        | P::UserNotLocked
        | P::SeveralPeople
        | P::OpeningNoticeDiffers
        | P::EventsExpired
        | P::WebhookDisabled
        | P::WebhookLimitReached => tr!(problems.unknown),
        P::InternalError | P::Unrecognised => tr!(problems.unknown),
    }
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// What the server says of fields too.
    Code(FieldCode),
    /// Nothing was chosen.
    NotChosen,
    /// Not what was typed in the field before.
    Differs,
    NotSixDigits,
    /// Not the code that was mailed.
    WrongOneTimePassword,
    /// Not the code that the app shows.
    WrongTotp,
    WrongRecoveryCode,
    /// A file is still being uploaded.
    AttachmentUnderWay,
    /// A file could not be uploaded.
    AttachmentFailed,
}

impl From<FieldCode> for Fault {
    fn from(code: FieldCode) -> Self {
        Self::Code(code)
    }
}

/// The sentence of a refused field. `field` is its name in the request, `label` its label on the screen.
pub fn field_text(field: &str, fault: Fault, label: &str) -> String {
    let text = match fault {
        Fault::Code(code) => return code_text(field, code, label),
        Fault::NotChosen => return tr!(field_problems.choose, label),
        Fault::Differs => tr!(field_problems.password_confirmation),
        Fault::NotSixDigits => tr!(field_problems.six_digits),
        Fault::WrongOneTimePassword => tr!(problems.invalid_one_time_password),
        Fault::WrongTotp => tr!(problems.invalid_totp),
        Fault::WrongRecoveryCode => tr!(problems.invalid_recovery_code),
        Fault::AttachmentUnderWay => tr!(field_problems.attachment_under_way),
        Fault::AttachmentFailed => tr!(field_problems.attachment_failed),
    };
    text.to_owned()
}

/// The sentence of a code about a field. A code without one does not compile.
fn code_text(field: &str, code: FieldCode, label: &str) -> String {
    use FieldCode as F;
    // Of what is ticked or chosen the field says more than the code.
    match field {
        "terms_version" if code != F::TermsChanged => return tr!(field_problems.terms).to_owned(),
        "robot_solution" if code != F::RobotCheckFailed => return tr!(field_problems.robot_solution).to_owned(),
        "kind" => return tr!(field_problems.choose, label),
        "consent" => return tr!(field_problems.consent).to_owned(),
        "attachments" => return tr!(field_problems.attachment_lost).to_owned(),
        _ => {}
    }
    let text = match code {
        F::Required | F::MailAddressEmpty | F::ContractNumberEmpty => return tr!(field_problems.required, label),
        F::TooLong | F::MailAddressTooLong => return tr!(field_problems.too_long, label),
        F::RangeReversed => return tr!(field_problems.range_reversed, label),
        F::InvalidCharacters => return tr!(field_problems.invalid_characters, label),
        F::MailAddressMalformed => tr!(field_problems.mail_address),
        F::MailAddressTaken => tr!(field_problems.mail_address_taken),
        F::ContractNumberUnknownForm => tr!(field_problems.contract_number),
        F::PostalCodeNotSevenDigits => tr!(field_problems.postal_code),
        F::NotKana => tr!(field_problems.not_kana),
        F::TermsNotAgreed => tr!(field_problems.terms),
        F::TermsChanged => tr!(field_problems.terms_outdated),
        F::RobotCheckFailed => tr!(problems.robot_check_failed),
        F::PasswordWrong => tr!(field_problems.password_wrong),
        F::MinLength | F::MaxLength | F::AllowedCharacters | F::Contains => tr!(field_problems.password),
        F::DiffersFromCurrent => tr!(field_problems.password_as_current),
        F::NotContainingLoginId => tr!(field_problems.password_with_login_id),
        F::NotCommon => tr!(field_problems.password_common),
        F::NotBreached => tr!(field_problems.password_breached),
        F::OutOfStock => tr!(field_problems.out_of_stock),
        // The fields of a portal's file have sentences of their own for most of these, which travel with their pages.
        F::TooMany
        | F::OutOfRange
        | F::Malformed
        | F::Unknown
        | F::UnknownField
        | F::NotExpected
        | F::InvalidCursor
        | F::Duplicate
        | F::ColumnMissing
        | F::ColumnTwice
        | F::NumberOfCells
        | F::Undecodable
        | F::BodyIncomplete
        | F::UrlMalformed
        | F::UrlNotHttps
        | F::AddressNotPublic
        | F::PhoneNotDigits
        | F::PhoneLength
        | F::InvalidPhoneNumber
        | F::InvalidMonth
        | F::InvalidDay
        | F::DateMalformed
        | F::DateImpossible
        | F::DateOutsideEra
        | F::DurationMalformed
        | F::NotANumber
        | F::InstitutionCodeUnusual
        | F::AmountMalformed
        | F::AmountTooLarge
        | F::BeforeToday
        | F::OutsideRental
        | F::AboveInRent
        | F::NotInOrder
        | F::OnlyExtension
        | F::QuoteExpired
        | F::QuoteAccepted
        | F::DiffersFromQuote
        | F::RegistrationNumberMalformed
        | F::Unrecognised => return other_text(field, label),
        // Those are told to systems and commands only.
        F::ValueUnknown
        | F::PrivateCharacters
        | F::CategoryUnknown
        | F::CustomerUnknown
        | F::CustomerDiffers
        | F::BillingGroupUnknown
        | F::BillingGroupDiffers
        | F::ContractUnknown
        | F::ContractCancelled
        | F::InvoiceUnknown
        | F::InvoiceDiffers
        | F::InvoiceCorrected
        | F::InvoiceIncomplete
        | F::LinesDiffer
        | F::OneContractExpected
        | F::TotalDiffers
        | F::NotDebited
        | F::BankAccountMalformed
        | F::UsageUnknown
        | F::SizeMalformed
        | F::SizeTooLarge
        | F::UnitUnknown
        | F::MonthInFuture
        | F::MonthBeforeContract
        | F::MonthAfterContract
        | F::MonthCharged
        | F::ProductUnknown
        | F::StockPromised
        | F::OrderDiffers
        | F::OrderIncomplete => return other_text(field, label),
    };
    text.to_owned()
}

/// The sentence of what is wrong in some other way.
fn other_text(field: &str, label: &str) -> String {
    let text = match field {
        "mail_address" => tr!(field_problems.mail_address),
        "contract_number" => tr!(field_problems.contract_number),
        "postal_code" => tr!(field_problems.postal_code),
        "one_time_password" => tr!(field_problems.one_time_password),
        _ => return tr!(field_problems.other, label),
    };
    text.to_owned()
}
