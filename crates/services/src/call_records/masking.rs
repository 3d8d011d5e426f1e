//! Called numbers without their last four digits (通信の秘密), and leave to see them in full for a while.
//!
//! The id of a record is a hash of its content: who knows all but four digits finds these by trying. So users from whom
//! the digits are hidden get other ids; a cursor nobody can read.

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_domain::phones;
use madoguchi_entities::call_record_unmaskings as unmaskings;
use madoguchi_entities::ids::ContractId;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use uuid::Uuid;

use super::views::{self, CallRecordAction};
use super::{CallRecord, Selection, months};
use crate::audit_events::{self, Event};
use crate::{Error, FieldCode, Origin, ProblemCode, Scope, Services, passwords};

/// How long numbers are shown in full, in minutes.
const MINUTES: i64 = 10;
/// Longest reason, in characters.
const REASON_MAX: usize = 200;
/// Digits that are hidden, at the end of a number.
const HIDDEN: usize = 4;
/// Hides in a record what the user may not see now.
pub(super) fn mask_for(services: &Services, selection: &Selection, row: &mut CallRecord) {
    if selection.is_secret {
        // Whether numbers are shown just now or not, so that a record keeps its id.
        let code = services.keys.pseudonym(b"call record\0", &row.id.to_string());
        row.id = code.first_chunk().map_or(Uuid::nil(), |code| Uuid::new_v8(*code)).into();
    }
    if selection.is_masked() {
        row.callee = mask(&row.callee);
    }
}

/// Short service numbers are hidden altogether, their length too.
fn mask(callee: &str) -> String {
    if callee.chars().count() <= HIDDEN { "*".repeat(HIDDEN) } else { phones::mask_last4(callee) }
}

/// Shows the called numbers of a contract in full within this session, for ten minutes from now. Answers until when.
///
/// # Errors
/// [`Error::NotFound`] out of scope; `call_records_inactive`, `call_records_not_started`; `not_masked` for who sees them
/// anyway; the reason `required`, `too_long` (more than 200 characters) or with `invalid_characters`;
/// `reauthentication_required`.
pub async fn unmask(
    services: &Services,
    scope: &Scope,
    contract: ContractId,
    reason: &str,
    origin: &Origin,
) -> Result<DateTime<Utc>, Error> {
    let contract = months::readable(services, scope, contract).await?;
    if !scope.masks_called_numbers() {
        return Err(Error::Refused(ProblemCode::NotMasked));
    }
    let reason = read_reason(reason)?;
    passwords::require_recent(services, scope)?;
    let now = services.clock.now();
    let row = unmaskings::Model {
        customer_id: contract.customer_id,
        id: Uuid::now_v7().into(),
        portal: scope.portal().key.clone(),
        contract_id: contract.id,
        user_id: scope.user_id(),
        session_id: scope.session_id(),
        reason: reason.to_owned(),
        created_at: now,
        expires_at: now + TimeDelta::minutes(MINUTES),
    };
    services
        .db
        .transaction(async |tx| {
            row.clone().into_active_model().reset_all().insert(tx).await?;
            let mut view = views::row(services, scope, contract.id, CallRecordAction::Unmask);
            view.reason = Set(Some(row.reason.clone()));
            view.insert(tx).await?;
            let detail = serde_json::json!({ "until": row.expires_at });
            let event = Event::of(scope, "call_records.unmasked").to(contract.id).with(detail);
            audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await
        })
        .await?;
    Ok(row.expires_at)
}

fn read_reason(reason: &str) -> Result<&str, Error> {
    let reason = reason.trim();
    let code = match reason.chars().count() {
        0 => FieldCode::Required,
        count if count > REASON_MAX => FieldCode::TooLong,
        _ if reason.chars().any(char::is_control) => FieldCode::InvalidCharacters,
        _ => return Ok(reason),
    };
    Err(Error::invalid("reason", code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_numbers_are_hidden_altogether() {
        assert_eq!(mask("0398765432"), "039876****");
        assert_eq!(mask("12345"), "1****");
        for short in ["110", "1170", "1", ""] {
            assert_eq!(mask(short), "****", "{short}");
        }
    }

    #[test]
    fn a_reason_is_a_line_of_text() {
        assert_eq!(read_reason(" 料金の確認 ").unwrap(), "料金の確認");
        assert_eq!(read_reason(&"あ".repeat(200)).unwrap().chars().count(), 200);
        for (reason, code) in [("", "required"), (" \u{3000}\n", "required"), ("a\0b", "invalid_characters")] {
            let Err(Error::Invalid(errors)) = read_reason(reason) else { panic!("{reason:?} was taken") };
            assert_eq!((errors[0].field.as_ref(), errors[0].code.as_str()), ("reason", code));
        }
        assert!(read_reason(&"あ".repeat(201)).is_err());
    }
}
