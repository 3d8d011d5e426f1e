//! What waits for the user's approval, said where one begins.

use crate::api;
use crate::components::notices::{Kind, Notice};
use crate::components::parts::Part;
use crate::components::views::{changing, optional, text};
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::{t, tr};
use leptos::prelude::*;

/// How many requests wait, with the way to them; nothing where none does.
pub fn hint(context: &PageContext) -> AnyView {
    let (client, address) = (context.client, context.path("/account/approvals"));
    let waiting = Part::load(move || api::approvals::count(client));
    let count = Memo::new(move |_| waiting.value().unwrap_or_default());
    changing(move || {
        let number = formats::count(i64::try_from(count.get()).unwrap_or_default());
        let address = address.clone();
        optional((count.get() > 0).then(|| {
            view! {
                <Notice kind=Kind::Info>
                    <p>{text(move || tr!(approvals.hint, number))} " " <a href=address>{t!(approvals.to_waiting)}</a></p>
                </Notice>
            }
            .into_any()
        }))
    })
}
