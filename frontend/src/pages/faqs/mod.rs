//! よくあるご質問.

pub mod list;
