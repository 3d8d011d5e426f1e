//! Questions that are often asked (よくあるご質問).

use super::portals::Text;
use super::travels;
use uuid::Uuid;

travels! {
    /// A question with its answer.
    pub struct Faq {
        /// Names it.
        pub id: Uuid,
        /// Code of what it is about.
        pub category: String,
        /// The question; English repeats the Japanese where there is none.
        pub question: Text,
        /// The answer; blank lines separate paragraphs.
        pub answer: Text,
    }
}
