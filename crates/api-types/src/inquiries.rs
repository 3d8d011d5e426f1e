//! Inquiries (お問い合わせ): what a customer asks, and the thread that follows.

use super::portals::Text;
use super::switches::SwitchKind;
use super::travels;
use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_domain::forms::{Object, Questionnaire};
use uuid::Uuid;

pub use madoguchi_domain::inquiries::InquiryState;

travels! {
    /// A kind of inquiry (種別).
    pub struct InquiryKind {
        /// Code to send.
        pub code: String,
        /// Label in the list.
        pub label: Text,
        /// Whether it is shown once more before it is sent.
        pub confirm: bool,
        /// What it asks, as in the portal's file: the fields of the first form stand at the root.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub questionnaire: Questionnaire,
    }

    /// What the form of an inquiry offers.
    pub struct InquiryForm {
        /// Kinds in the order of the list.
        pub kinds: Vec<InquiryKind>,
        /// Whether 件名 must be filled in, whatever the kind; left empty it is that of the kind.
        pub subject_required: bool,
        /// Whether 内容 must be filled in, whatever the kind.
        pub text_required: bool,
        /// What to write into 内容.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub text_note: Option<Text>,
        /// Largest file that can be attached, in bytes.
        pub attachment_bytes: u64,
        /// Files of one message at most.
        pub attachments: u32,
        /// Media types that can be attached, as `application/pdf`.
        pub attachment_types: Vec<String>,
        /// Switches that the user may turn on by an inquiry, with consent.
        pub wishes: Vec<WishWords>,
    }

    /// How an inquiry is worded that turns a switch on.
    pub struct WishWords {
        /// The switch.
        pub switch: SwitchKind,
        /// Code of the kind of inquiry.
        pub kind: String,
        /// Words of its subject, in any width and spacing.
        pub subject: String,
    }

    /// A new inquiry. Files are uploaded before and named here.
    #[serde(deny_unknown_fields)]
    pub struct InquiryRequest {
        /// Code of its kind.
        pub kind: String,
        /// 件名; where it may be left empty, it is then the kind.
        #[serde(default)]
        pub subject: String,
        /// 内容.
        #[serde(default)]
        pub text: String,
        /// Files uploaded before.
        #[serde(default)]
        pub attachments: Vec<Uuid>,
        /// What the form of the kind asks beside subject, text and files, by the names of its fields.
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub answers: Object,
        /// Whether the person consents to what the switch means that is wished for; without it nothing is switched.
        #[serde(default)]
        pub consent: bool,
    }

    /// One more message in the thread of an inquiry.
    #[serde(deny_unknown_fields)]
    pub struct InquiryMessageRequest {
        /// The text.
        pub text: String,
        /// Files uploaded before.
        #[serde(default)]
        pub attachments: Vec<Uuid>,
    }

    /// An inquiry in a list.
    pub struct Inquiry {
        /// For paths.
        pub id: Uuid,
        /// 受付番号.
        pub number: String,
        /// Label of its kind.
        pub kind: Text,
        /// 件名.
        pub subject: String,
        /// State.
        pub state: InquiryState,
        /// When it was sent.
        pub created_at: DateTime<Utc>,
        /// When the last message came.
        pub updated_at: DateTime<Utc>,
    }

    /// An inquiry with its thread.
    pub struct InquiryDetail {
        /// For paths.
        pub id: Uuid,
        /// 受付番号.
        pub number: String,
        /// Label of its kind.
        pub kind: Text,
        /// 件名.
        pub subject: String,
        /// State.
        pub state: InquiryState,
        /// When it was sent.
        pub created_at: DateTime<Utc>,
        /// Messages, oldest first.
        pub messages: Vec<InquiryMessage>,
        /// The wish that was recognised in it, when it is one that has a switch.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub wish: Option<InquiryWish>,
    }

    /// A wish recognised in an inquiry.
    pub struct InquiryWish {
        /// The switch that does it.
        pub kind: SwitchKind,
        /// First day of the month it takes effect in; absent: it was not switched, the provider answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub effective_from: Option<NaiveDate>,
    }

    /// A message.
    pub struct InquiryMessage {
        /// For lists.
        pub id: Uuid,
        /// Whether the provider wrote it.
        pub by_provider: bool,
        /// Name of the person who wrote it; of the provider, its department.
        pub author: String,
        /// The text.
        pub text: String,
        /// When.
        pub created_at: DateTime<Utc>,
        /// Files.
        pub attachments: Vec<Attachment>,
    }

    /// A file of a message, or uploaded for the next one.
    pub struct Attachment {
        /// For paths.
        pub id: Uuid,
        /// Name as given, made safe.
        pub file_name: String,
        /// Media type found in its content.
        pub media_type: String,
        /// Bytes.
        pub size: u64,
    }
}
