//! What travels between the server and the systems of a provider.

pub mod batches;
pub mod contracts;
pub mod customers;
pub mod documents;
pub mod faqs;
pub mod imports;
pub mod invoices;
pub mod notices;
pub mod products;
pub mod usages;
pub mod users;

/// A noun as it is written under its number, and the same as a row of a batch, which has the number too. `by` names a number that is
/// called otherwise.
macro_rules! rows {
    (
        $(#[doc = $about:literal])+
        pub struct $write:ident, $row:ident { $($fields:tt)+ }
    ) => {
        super::rows! {
            $(#[doc = $about])+
            pub struct $write, $row by number { $($fields)+ }
        }
    };
    (
        $(#[doc = $about:literal])+
        pub struct $write:ident, $row:ident by $key:ident {
            $($(#[$meta:meta])* pub $field:ident: $kind:ty,)+
        }
    ) => {
        super::super::travels! {
            $(#[doc = $about])+
            #[serde(deny_unknown_fields)]
            pub struct $write {
                $($(#[$meta])* pub $field: $kind,)+
            }

            $(#[doc = $about])+
            ///
            /// A row of a batch.
            #[serde(deny_unknown_fields)]
            pub struct $row {
                /// The sender's own number.
                #[cfg_attr(feature = "openapi", schema(max_length = 64))]
                pub $key: String,
                $($(#[$meta])* pub $field: $kind,)+
            }
        }

        impl $row {
            /// Number and content.
            #[must_use]
            pub fn split(self) -> (String, $write) {
                let Self { $key, $($field),+ } = self;
                ($key, $write { $($field),+ })
            }
        }
    };
}

use rows;
