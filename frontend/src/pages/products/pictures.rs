//! The picture of a product: the provider's, or one that is drawn.

use crate::api::{self, Client};
use leptos::prelude::*;
use madoguchi_api_types::products::Product;

/// The picture. The name stands beside it, so it says nothing to those who hear the page.
pub fn picture(client: Client, product: &Product) -> AnyView {
    if product.has_picture {
        let address = client.address(&format!("{}/picture", api::products::path(&product.code)));
        return view! {
            <div class="product-picture"><img src=address alt="" loading="lazy" width="320" height="240" /></div>
        }
        .into_any();
    }
    // The same category has the same drawing, whatever it is called.
    let kind = product.category.chars().fold(0_u32, |sum, c| sum.wrapping_mul(31).wrapping_add(u32::from(c)));
    let at = usize::try_from(kind).unwrap_or_default() % DRAWINGS.len();
    view! {
        <div class="product-picture" aria-hidden="true">
            <svg viewBox="0 0 64 48" focusable="false">
                <path d=DRAWINGS.get(at).copied().unwrap_or_default()></path>
            </svg>
        </div>
    }
    .into_any()
}

/// Cases, meters, cables, screens: lines in a field of 64 × 48.
const DRAWINGS: [&str; 5] = [
    "M14 16h36v22H14zM24 16v-5h16v5M14 26h36M30 24h4v5h-4z",
    "M16 10h32v28H16zM21 15h22v11H21zM23 24c3-8 5 2 8-5s5 4 10-2M23 32h3M31 32h3M39 32h3",
    "M12 34c10 0 6-20 18-20s8 20 22 20M12 30v8M52 30v8M27 10h6v8h-6z",
    "M12 11h40v24H12zM26 41h12M32 35v6M18 29l8-9 6 6 5-4 9 7",
    "M10 34h44M14 34V22h18l6-8h8v20M20 38a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM44 38a4 4 0 1 0 0-8 4 4 0 0 0 0 8z",
];
