//! The sentences for the codes of problems and of refused fields. Must not know where they are shown.

use crate::texts::tr;

/// The sentence of a problem's code; one that fits all for a code that this version does not know.
pub fn text(code: &str) -> &'static str {
    match code {
        "validation_failed" => tr!(problems.validation_failed),
        "portal_not_found" => tr!(problems.portal_not_found),
        "customer_not_found" => tr!(problems.customer_not_found),
        "contract_already_registered" => tr!(problems.contract_already_registered),
        "too_many_attempts" | "too_many_requests" => tr!(problems.too_many_attempts),
        "busy" => tr!(problems.busy),
        "body_timeout" => tr!(problems.body_timeout),
        "idempotency_key_reused" | "malformed_idempotency_key" => tr!(problems.idempotency_key),
        "numbers_exhausted" => tr!(problems.numbers_exhausted),
        "robot_check_required" => tr!(problems.robot_check_required),
        "font_missing" => tr!(problems.font_missing),
        "database_unavailable" => tr!(problems.database_unavailable),
        "storage_unavailable" => tr!(problems.storage_unavailable),
        "not_masked" => tr!(problems.not_masked),
        "link_unknown" => tr!(problems.link_unknown),
        "link_used" => tr!(problems.link_used),
        "link_expired" => tr!(problems.link_expired),
        "ticket_expired" => tr!(problems.ticket_expired),
        "invalid_credentials" => tr!(problems.invalid_credentials),
        "sign_in_attempt_unknown" => tr!(problems.sign_in_attempt_unknown),
        "sign_in_attempt_expired" => tr!(problems.sign_in_attempt_expired),
        "invalid_one_time_password" => tr!(problems.invalid_one_time_password),
        "robot_check_failed" => tr!(problems.robot_check_failed),
        "session_missing" => tr!(problems.session_missing),
        "session_expired" => tr!(problems.session_expired),
        "session_ended" => tr!(problems.session_ended),
        "call_records_inactive" => tr!(problems.call_records_inactive),
        "call_records_not_started" => tr!(problems.call_records_not_started),
        "call_records_expired" => tr!(problems.call_records_expired),
        "not_found" => tr!(problems.not_found),
        "archive_too_large" => tr!(problems.archive_too_large),
        "invalid_cursor" => tr!(problems.invalid_cursor),
        "authenticator_limit_reached" => tr!(problems.authenticator_limit_reached),
        "last_administrator" => tr!(problems.last_administrator),
        "mail_change_by_administrator" => tr!(problems.mail_change_by_administrator),
        "no_authenticator" => tr!(problems.no_authenticator),
        "passkey_known" => tr!(problems.passkey_known),
        "permission_missing" => tr!(problems.permission_missing),
        "reauthentication_required" => tr!(problems.reauthentication_required),
        "second_factor_enrolment_required" => tr!(problems.second_factor_enrolment_required),
        "second_factor_not_by_choice" => tr!(problems.second_factor_not_by_choice),
        "user_limit_reached" => tr!(problems.user_limit_reached),
        "user_locked" => tr!(problems.user_locked),
        "user_not_pending" => tr!(problems.user_not_pending),
        "one_time_password_not_asked" => tr!(problems.one_time_password_not_asked),
        "passkey_challenge_expired" => tr!(problems.passkey_challenge_expired),
        "passkey_refused" => tr!(problems.passkey_refused),
        "password_change_required" => tr!(problems.password_change_required),
        "stronger_factor_present" => tr!(problems.stronger_factor_present),
        _ => tr!(problems.unknown),
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
