//! Frequently asked questions, as the provider's systems know them.

use super::super::travels;
use super::batches::{BatchMode, RowStatus};
use chrono::{DateTime, Utc};
use uuid::Uuid;

super::rows! {
    /// A question with its answer.
    pub struct WriteFaq, FaqRow by key {
        /// Code of one of the portal's categories of questions.
        #[cfg_attr(feature = "openapi", schema(max_length = 64, example = "order"))]
        pub category: String,
        #[cfg_attr(feature = "openapi", schema(max_length = 300, example = "レンタル日数はどのように数えますか。"))]
        pub question: String,
        /// English; may be empty.
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 300))]
        pub question_en: String,
        /// Blank lines separate paragraphs.
        #[cfg_attr(feature = "openapi", schema(max_length = 10_000, example = "開始日と終了日の両方を数えます。"))]
        pub answer: String,
        /// English; may be empty.
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 10_000))]
        pub answer_en: String,
        /// Place in the list, the smallest first; absent: as it is, and a new one is the last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1_000_000))]
        pub position: Option<i32>,
        /// Whether customers see it; absent: as it is, and a new one is a draft.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub published: Option<bool>,
    }
}

travels! {
    /// Questions that are written at once.
    #[serde(deny_unknown_fields)]
    pub struct FaqBatch {
        pub mode: BatchMode,
        /// At most 1,000.
        pub rows: Vec<FaqRow>,
    }

    /// A question as it is kept.
    pub struct ProviderFaq {
        pub id: Uuid,
        /// The sender's own key.
        pub key: String,
        /// Code of its category.
        pub category: String,
        pub question: String,
        pub question_en: String,
        pub answer: String,
        pub answer_en: String,
        /// Place in the list, the smallest first.
        pub position: i32,
        /// Since when customers see it; absent: a draft.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub published_at: Option<DateTime<Utc>>,
    }

    /// What became of a question.
    pub struct WrittenFaq {
        pub status: RowStatus,
        pub faq: ProviderFaq,
    }
}
