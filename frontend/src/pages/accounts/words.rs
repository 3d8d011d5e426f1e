//! What happened to an account, in words. The actions are those that the services record.

use crate::components::outcomes::Sentence;
use crate::texts::{t, tr};
use madoguchi_api_types::accounts::{OtherDoer, OtherDoerKind};

/// The sentence of an action; one that fits all for an action that this version does not know. What others did to the
/// account reads otherwise than what its person did to others.
pub fn action(action: &str, by_others: bool) -> &'static str {
    let sentence = if by_others { done_to(action).or_else(|| known(action)) } else { known(action) };
    sentence.map_or_else(|| tr!(events.unknown), |sentence| sentence())
}

/// Who did what somebody else did.
pub fn by(doer: &OtherDoer) -> String {
    match (doer.kind, &doer.name) {
        (OtherDoerKind::User, Some(name)) => tr!(events.by_user, name),
        (OtherDoerKind::User, None) => tr!(events.by_another_user).to_owned(),
        (OtherDoerKind::Provider, _) => tr!(events.by_provider).to_owned(),
    }
}

fn done_to(action: &str) -> Option<Sentence> {
    Some(match action {
        "user.created" => t!(events.own_user_created),
        "user.updated" => t!(events.own_user_updated),
        "user.deleted" => t!(events.own_user_deleted),
        "user.invited_again" => t!(events.own_user_invited_again),
        _ => return None,
    })
}

fn known(action: &str) -> Option<Sentence> {
    match action.split_once('.')? {
        ("sign_in", verb) => sign_in(verb),
        ("authenticator" | "recovery_codes", _) => second_factor(action),
        ("session", verb) => session(verb),
        ("mail_change", verb) => mail_change(verb),
        ("registration" | "contractor" | "user", _) => people(action),
        ("password" | "permission" | "recovery" | "profile" | "calendar_feed" | "call_records" | "limit", _) => {
            own(action)
        }
        ("opening_notice" | "contract_document", _) => own(action),
        ("contract", _) => contract(action),
        ("order" | "delivery_template", _) => order(action),
        ("approvals" | "inquiry" | "request" | "request_batch" | "switch", _) => asked(action),
        _ => None,
    }
}

fn sign_in(verb: &str) -> Option<Sentence> {
    Some(match verb {
        "password_accepted" => t!(events.sign_in_password_accepted),
        "completed" => t!(events.sign_in_completed),
        "refused" => t!(events.sign_in_refused),
        "second_step_refused" => t!(events.sign_in_second_step_refused),
        "stopped" => t!(events.sign_in_stopped),
        _ => return None,
    })
}

fn second_factor(action: &str) -> Option<Sentence> {
    Some(match action {
        "authenticator.added" => t!(events.authenticator_added),
        "authenticator.renamed" => t!(events.authenticator_renamed),
        "authenticator.removed" => t!(events.authenticator_removed),
        "authenticator.refused" => t!(events.authenticator_refused),
        "recovery_codes.renewed" => t!(events.recovery_codes_renewed),
        _ => return None,
    })
}

fn session(verb: &str) -> Option<Sentence> {
    Some(match verb {
        "reauthenticated" => t!(events.session_reauthenticated),
        "ended" => t!(events.session_ended),
        "ended_by_owner" => t!(events.session_ended_by_owner),
        "others_ended" => t!(events.session_others_ended),
        "replaced" => t!(events.session_replaced),
        _ => return None,
    })
}

fn mail_change(verb: &str) -> Option<Sentence> {
    Some(match verb {
        "requested" => t!(events.mail_change_requested),
        "named" => t!(events.mail_change_named),
        "completed" => t!(events.mail_change_completed),
        "undone" => t!(events.mail_change_undone),
        "recovery_requested" => t!(events.mail_change_recovery_requested),
        "recovery_refused" => t!(events.mail_change_recovery_refused),
        _ => return None,
    })
}

fn people(action: &str) -> Option<Sentence> {
    Some(match action {
        "user.created" => t!(events.user_created),
        "user.updated" => t!(events.user_updated),
        "user.deleted" => t!(events.user_deleted),
        "user.provided" => t!(events.user_provided),
        "user.invited_again" => t!(events.user_invited_again),
        "user.locked" => t!(events.user_locked),
        "user.unlocked" => t!(events.user_unlocked),
        "user.sessions_ended" => t!(events.user_sessions_ended),
        "contractor.created" => t!(events.contractor_created),
        "contractor.updated" => t!(events.contractor_updated),
        "registration.started" => t!(events.registration_started),
        "registration.verified" => t!(events.registration_verified),
        "registration.verification_refused" => t!(events.registration_verification_refused),
        "registration.completed" => t!(events.registration_completed),
        "registration.refused" | "registration.near_miss" => t!(events.registration_refused),
        _ => return None,
    })
}

fn own(action: &str) -> Option<Sentence> {
    Some(match action {
        "password.changed" => t!(events.password_changed),
        "password.refused" => t!(events.password_refused),
        "permission.refused" => t!(events.permission_refused),
        "password.set_by_link" => t!(events.password_set_by_link),
        "recovery.answered" => t!(events.recovery_answered),
        "profile.updated" => t!(events.profile_updated),
        "calendar_feed.created" => t!(events.calendar_feed_created),
        "calendar_feed.revoked" => t!(events.calendar_feed_revoked),
        "call_records.unmasked" => t!(events.call_records_unmasked),
        "limit.reached" => t!(events.limit_reached),
        "opening_notice.opened" => t!(events.opening_notice_opened),
        "contract_document.opened" => t!(events.contract_document_opened),
        _ => return None,
    })
}

fn asked(action: &str) -> Option<Sentence> {
    Some(match action {
        "inquiry.created" => t!(events.inquiry_created),
        "inquiry.message_added" => t!(events.inquiry_message_added),
        "inquiry.answered" => t!(events.inquiry_answered),
        "inquiry.closed" => t!(events.inquiry_closed),
        "request.opened" => t!(events.request_opened),
        "request.submitted" => t!(events.request_submitted),
        "request.withdrawn" => t!(events.request_withdrawn),
        "request.discarded" => t!(events.request_discarded),
        "request.draft_ended" => t!(events.request_draft_ended),
        "request.reviewed" => t!(events.request_reviewed),
        "request.completed" => t!(events.request_completed),
        "request.rejected" => t!(events.request_rejected),
        "request.failed" => t!(events.request_failed),
        "request.approval_asked" => t!(events.request_approval_asked),
        "request.approved" => t!(events.request_approved),
        "request.not_approved" => t!(events.request_not_approved),
        "approvals.updated" => t!(events.approvals_updated),
        "request_batch.opened" => t!(events.request_batch_opened),
        "request_batch.read" => t!(events.request_batch_read),
        "request_batch.submitted" => t!(events.request_batch_submitted),
        "request_batch.discarded" => t!(events.request_batch_discarded),
        "switch.turned_on" => t!(events.switch_turned_on),
        "switch.turned_off" => t!(events.switch_turned_off),
        _ => return None,
    })
}

fn order(action: &str) -> Option<Sentence> {
    Some(match action {
        "order.ordered" => t!(events.order_ordered),
        "order.arranged" => t!(events.order_arranged),
        "order.refused" => t!(events.order_refused),
        "order.withdrawn" => t!(events.order_withdrawn),
        "order.corrected" => t!(events.order_corrected),
        "order.extended" => t!(events.order_extended),
        "order.exchanged" => t!(events.order_exchanged),
        "order.cancellation_filed" => t!(events.order_cancellation_filed),
        "order.cancelled" => t!(events.order_cancelled),
        "order.cancellation_dropped" => t!(events.order_cancellation_dropped),
        "order.shipped" => t!(events.order_shipped),
        "order.returned" => t!(events.order_returned),
        "delivery_template.created" => t!(events.delivery_template_created),
        "delivery_template.updated" => t!(events.delivery_template_updated),
        "delivery_template.deleted" => t!(events.delivery_template_deleted),
        _ => return None,
    })
}

fn contract(action: &str) -> Option<Sentence> {
    Some(match action {
        "contract.applied" => t!(events.contract_applied),
        "contract.registered" => t!(events.contract_registered),
        "contract.cancelled" => t!(events.contract_cancelled),
        "contract.change_applied" => t!(events.contract_change_applied),
        "contract.changed" => t!(events.contract_changed),
        "contract.change_cancelled" => t!(events.contract_change_cancelled),
        "contract.termination_filed" => t!(events.contract_termination_filed),
        "contract.terminated" => t!(events.contract_terminated),
        "contract.termination_cancelled" => t!(events.contract_termination_cancelled),
        "contract.renewed" => t!(events.contract_renewed),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::known;
    use std::fs;
    use std::path::Path;

    /// Those of operators and of the system, done to no account: no person sees them.
    const NOBODYS: [&str; 48] = [
        "audit.accepted",
        "call_records.imported",
        "client.created",
        "client.credential_ended",
        "client.key_added",
        "client.refused",
        "client.revoked",
        "client.secret_added",
        "client.token_issued",
        "contract_document.delivered",
        "contract_document.dispatched",
        "contractor.released",
        "contracts.written",
        "customers.written",
        "demo.closed",
        "document_run.started",
        "faqs.published",
        "faqs.stored",
        "faqs.withdrawn",
        "faqs.written",
        "import.finished",
        "import.started",
        "invoices.issued",
        "jobs.queued_again",
        "key.added",
        "key.retired",
        "key.sealed_again",
        "mail.queued_again",
        "maintenance.cancelled",
        "maintenance.planned",
        "notice.changed",
        "notice.ended",
        "notice.published",
        "opening_notice.delivered",
        "product.counted",
        "product.offered",
        "product.pictured",
        "product.withdrawn",
        "products.written",
        "usages.charged",
        "usages.written",
        "webhook.added",
        "webhook.disabled",
        "webhook.enabled",
        "webhook.replayed",
        "webhook.secret_rotated",
        "webhook.stopped",
        "webhook.tested",
    ];

    /// The actions that the services name where they record an event.
    fn recorded(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                recorded(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(path).unwrap();
                found.extend(text.split('"').filter(|part| is_action(part)).map(str::to_owned));
            }
        }
    }

    fn is_action(text: &str) -> bool {
        let word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let file = ["csv", "html", "txt", "toml"];
        // Parts of a form's answers and of an invoice.
        let field = ["period", "recipient"];
        let is_other = |noun: &str, verb: &str| file.contains(&verb) || field.contains(&noun);
        text.split_once('.').is_some_and(|(noun, verb)| word(noun) && word(verb) && !is_other(noun, verb))
    }

    #[test]
    fn every_action_that_is_recorded_has_words() {
        let mut found = Vec::new();
        recorded(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/services/src"), &mut found);
        assert!(found.len() > 20, "{found:?}");
        for action in found.iter().filter(|action| !NOBODYS.contains(&action.as_str())) {
            assert!(known(action).is_some(), "{action} has no words");
        }
    }
}
