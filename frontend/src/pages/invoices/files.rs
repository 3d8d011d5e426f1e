//! 請求書ダウンロード: the issued PDF, and the other forms of the same invoice.

use crate::api;
use crate::components::downloads::Downloads;
use crate::components::icons;
use crate::contexts::PageContext;
use crate::texts::t;
use leptos::prelude::*;

/// The button and the other forms.
pub fn files(context: &PageContext, place: &str, invoice: &str) -> AnyView {
    let downloads = Downloads::new(context.client, Callback::new(|()| ()));
    let path = |form: &str| api::invoices::file(place, invoice, form);
    let other = |form: &str, label: fn() -> &'static str| {
        let link = downloads.link("", path(form), label.into_any());
        view! { <li>{link}</li> }
    };
    let pdf = view! { {icons::download()} {t!(invoices.download)} }.into_any();
    view! {
        <div class="invoice-files">
            {downloads.link("button solid", path("pdf"), pdf)}
            <details class="formats">
                <summary>{t!(invoices.other_formats)}</summary>
                <ul>
                    {other("html", t!(invoices.html))}
                    {other("csv?encoding=utf8", t!(invoices.csv_utf8))}
                    {other("csv?encoding=cp932", t!(invoices.csv_cp932))}
                    {other("xlsx", t!(invoices.xlsx))}
                    {other("xml", t!(invoices.xml))}
                </ul>
            </details>
            {downloads.state()}
        </div>
    }
    .into_any()
}
