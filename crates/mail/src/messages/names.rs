//! Knows the stable name of every mail; must not know its facts.

use std::fmt;

use super::Message;

impl Message {
    /// Stable name, the folder of its templates.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Registration { .. } => "registration",
            Self::OneTimePassword { .. } => "one_time_password",
            Self::ContractorId { .. } => "contractor_id",
            Self::IssuedPasswordRestored { .. } => "issued_password_restored",
            Self::PasswordReissued { .. } => "password_reissued",
            Self::AccessReissued { .. } => "access_reissued",
            Self::PasswordSetting { .. } => "password_setting",
            Self::PasswordForgotten { .. } => "password_forgotten",
            Self::PasswordChanged { .. } => "password_changed",
            Self::LoginNotice { .. } => "login_notice",
            Self::SignInStopped { .. } => "sign_in_stopped",
            Self::AccountLocked { .. } => "account_locked",
            Self::AccountUnlocked { .. } => "account_unlocked",
            Self::UserManaged { .. } => "user_managed",
            Self::MailChangeRequested { .. } => "mail_change_requested",
            Self::MailChangeConfirmation { .. } => "mail_change_confirmation",
            Self::MailAddressChanged { .. } => "mail_address_changed",
            Self::UserDeleted { .. } => "user_deleted",
            Self::NoticePublished { .. } => "notice_published",
            Self::DocumentPublished { .. } => "document_published",
            Self::InquiryReceived { .. } => "inquiry_received",
            Self::InquiryAnswered { .. } => "inquiry_answered",
            Self::SwitchChanged { .. } => "switch_changed",
            Self::RequestCompleted { .. } => "request_completed",
            Self::RequestSettled { .. } => "request_settled",
            Self::RequestApprovalAsked { .. } => "request_approval_asked",
            Self::RequestApprovalDecided { .. } => "request_approval_decided",
            Self::RequestDraftEnding { .. } => "request_draft_ending",
            Self::ContractDocumentDelivered { .. } => "contract_document_delivered",
            Self::SecondFactorChanged { .. } => "second_factor_changed",
            Self::RecoveryCodeUsed { .. } => "recovery_code_used",
            Self::WebhookStopped { .. } => "webhook_stopped",
        }
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Message").field(&self.name()).finish_non_exhaustive()
    }
}
