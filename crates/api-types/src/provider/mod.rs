//! What travels between the server and the systems of a provider.

pub mod batches;
pub mod contracts;
pub mod customers;
pub mod documents;
pub mod imports;
pub mod invoices;
pub mod notices;
pub mod users;

/// A noun as it is written under its number, and the same as a row of a batch, which has the number too.
macro_rules! rows {
    (
        $(#[doc = $about:literal])+
        pub struct $write:ident, $row:ident {
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
                pub number: String,
                $($(#[$meta])* pub $field: $kind,)+
            }
        }

        impl $row {
            /// Number and content.
            #[must_use]
            pub fn split(self) -> (String, $write) {
                let Self { number, $($field),+ } = self;
                (number, $write { $($field),+ })
            }
        }
    };
}

use rows;
