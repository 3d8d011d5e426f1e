//! A request on paper: 印刷する and the PDF.

use crate::api;
use crate::components::downloads::Downloads;
use crate::components::icons;
use crate::components::print_buttons::print;
use crate::contexts::PageContext;
use crate::texts::t;
use leptos::prelude::*;

/// Both ways, beside the title.
pub fn papers(context: &PageContext, id: &str) -> AnyView {
    let downloads = Downloads::new(context.client, Callback::new(|()| {}));
    let label = view! { {icons::download()} <span>{t!(requests.pdf)}</span> }.into_any();
    view! {
        <div class="printing">
            <button type="button" class="button outline small" on:click=move |_| print()>
                {icons::printer()} <span>{t!(frame.print)}</span>
            </button>
            {downloads.link("button outline small", api::requests::document(id), label)}
            {downloads.state()}
        </div>
    }
    .into_any()
}
