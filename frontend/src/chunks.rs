//! Marks what is fetched when it is first needed. Everything that has no mark comes with the first visit.

use crate::api::Error;
use std::future::Future;
use std::pin::Pin;

/// The parts that the rest of the app is fetched in. There are few: what some of them share is a file for each
/// combination, and each file a request.
#[expect(non_camel_case_types, reason = "a part has the name of its file")]
pub enum Part {
    /// Pages that a login leads to.
    entry,
    /// Pages about contracts, their invoices and calls.
    contracts,
    /// Pages of the own account, of its customer's people, and of what is asked and switched.
    account,
    /// Pages on which something is applied for.
    requests,
    /// Pages for who cannot log in, or came by a mailed link.
    visitors,
}

/// Something that may have to be fetched.
pub type Fetched<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

/// `chunk!(entry: later = page);` beside a page is the function `later`, which waits for `page`: with the feature `split` it
/// is fetched with its part of the app, without it is there. A third argument is the type of what is no page.
macro_rules! chunk {
    ($part:ident: $later:ident = $page:expr) => {
        $crate::chunks::chunk!($part: $later = $page, $crate::contexts::Page);
    };
    ($part:ident: $later:ident = $value:expr, $type:ty) => {
        /// The same, fetched when it is first needed.
        pub fn $later() -> $crate::chunks::Fetched<$type> {
            const _: $crate::chunks::Part = $crate::chunks::Part::$part;
            #[cfg_attr(
                all(feature = "split", target_family = "wasm"),
                leptos::wasm_split::wasm_split($part, wasm_split_path = ::leptos::wasm_split, fallible)
            )]
            fn $later() -> Result<$type, $crate::api::Error> {
                Ok($value)
            }
            #[cfg(all(feature = "split", target_family = "wasm"))]
            let fetched = $later();
            #[cfg(not(all(feature = "split", target_family = "wasm")))]
            let fetched = std::future::ready($later());
            Box::pin(fetched)
        }
    };
}
pub(crate) use chunk;
