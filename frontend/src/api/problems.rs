//! The sentences for the codes of problems and of refused fields. Must not know where they are shown.

use crate::texts::tr;
use madoguchi_api_types::problems::ProblemCode;

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
        // Those are told to the provider only.
        P::UserNotLocked | P::SeveralPeople | P::OpeningNoticeDiffers => tr!(problems.unknown),
        P::InternalError | P::Unrecognised => tr!(problems.unknown),
    }
}

/// The field that a problem is about, where it is about one.
pub fn field_of(code: &str) -> Option<&'static str> {
    match code {
        "invalid_one_time_password" | "invalid_totp" | "invalid_recovery_code" => Some("one_time_password"),
        _ => None,
    }
}

/// The sentence of a refused field. `field` is its name in the request, `label` its label on the screen.
pub fn field_text(field: &str, code: &str, label: &str) -> String {
    match (field, code) {
        ("terms_version", "terms_outdated" | "outdated") => tr!(field_problems.terms_outdated).to_owned(),
        ("terms_version", _) => tr!(field_problems.terms).to_owned(),
        ("robot_solution", "robot_check_failed") => tr!(problems.robot_check_failed).to_owned(),
        ("robot_solution", _) => tr!(field_problems.robot_solution).to_owned(),
        ("kind", _) => tr!(field_problems.choose, label),
        ("consent", _) => tr!(field_problems.consent).to_owned(),
        (_, "attachment_under_way") => tr!(field_problems.attachment_under_way).to_owned(),
        (_, "attachment_failed") => tr!(field_problems.attachment_failed).to_owned(),
        ("attachments", _) => tr!(field_problems.attachment_lost).to_owned(),
        (_, "required" | "mail_address_empty" | "contract_number_empty" | "customer_name_empty") => {
            tr!(field_problems.required, label)
        }
        (_, "range_reversed") => tr!(field_problems.range_reversed, label),
        (_, "password_wrong") => tr!(field_problems.password_wrong).to_owned(),
        ("mail_address", "mail_address_taken") => tr!(field_problems.mail_address_taken).to_owned(),
        ("password_confirmation", _) => tr!(field_problems.password_confirmation).to_owned(),
        ("password", "differs_from_current") => tr!(field_problems.password_as_current).to_owned(),
        ("password", "not_containing_login_id") => tr!(field_problems.password_with_login_id).to_owned(),
        (_, "too_long" | "mail_address_too_long") => tr!(field_problems.too_long, label),
        (_, "invalid_characters") => tr!(field_problems.invalid_characters, label),
        ("mail_address", _) => tr!(field_problems.mail_address).to_owned(),
        ("contract_number", _) => tr!(field_problems.contract_number).to_owned(),
        ("customer_name", "not_kana") => tr!(field_problems.not_kana).to_owned(),
        ("postal_code", _) => tr!(field_problems.postal_code).to_owned(),
        ("one_time_password", "invalid_one_time_password") => tr!(problems.invalid_one_time_password).to_owned(),
        ("one_time_password", "invalid_totp") => tr!(problems.invalid_totp).to_owned(),
        ("one_time_password", "invalid_recovery_code") => tr!(problems.invalid_recovery_code).to_owned(),
        ("one_time_password", "not_six_digits") => tr!(field_problems.six_digits).to_owned(),
        ("one_time_password", _) => tr!(field_problems.one_time_password).to_owned(),
        ("password", "not_breached") => tr!(field_problems.password_breached).to_owned(),
        ("password", "password_common" | "not_common") => tr!(field_problems.password_common).to_owned(),
        ("password", _) => tr!(field_problems.password).to_owned(),
        _ => tr!(field_problems.other, label),
    }
}
