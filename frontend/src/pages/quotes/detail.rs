//! 見積内容: prices, until when they hold, the paper, and the way to order it.

use super::states;
use crate::api;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::columns::Column;
use crate::components::downloads::Downloads;
use crate::components::icons;
use crate::components::page_titles::PageTitle;
use crate::components::pages_of_state::not_found_page;
use crate::components::parts::{Loaded, Part};
use crate::components::tables::Table;
use crate::components::views::{changing, optional, text};
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::{t, tr};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use madoguchi_api_types::quotes::{QuoteDetail, QuoteLine};

chunk!(requests: later = page);

pub fn page(context: PageContext) -> AnyView {
    let number = use_params_map().with_untracked(|params| params.get("quote")).unwrap_or_default();
    let (client, read) = (context.client, number.clone());
    let quote = Part::load(move || {
        let number = read.clone();
        async move { api::quotes::get(client, &number).await }
    });
    let missing =
        Memo::new(move |_| quote.state.with(|state| matches!(state, Loaded::Failed(error) if error.is_not_found())));
    changing(move || if missing.get() { not_found_page() } else { found(&context, &number, quote) })
}

fn found(context: &PageContext, number: &str, quote: Part<QuoteDetail>) -> AnyView {
    let way: Vec<Step> = vec![
        context.home_step(),
        (t!(quotes.title).into(), Some(context.path("/quotes"))),
        (t!(quotes.one).into(), None),
    ];
    let downloads = Downloads::new(context.client, Callback::new(|()| {}));
    let label = view! { {icons::download()} <span>{t!(quotes.paper)}</span> }.into_any();
    let (shown, of) = (context.clone(), number.to_owned());
    view! {
        <Breadcrumb steps=way />
        <div class="title-row">
            <PageTitle title=t!(quotes.one) of=move || of.clone() />
            <div class="printing">
                {downloads.link("button outline small", api::quotes::document(number), label)}
                {downloads.state()}
            </div>
        </div>
        {quote.show(move |quote| content(&shown, quote))}
    }
    .into_any()
}

fn content(context: &PageContext, detail: QuoteDetail) -> AnyView {
    let QuoteDetail { quote, note, lines, order_kind, .. } = detail;
    let (quoted, valid, amount) = (quote.quoted_on, quote.valid_until, quote.amount);
    let fact =
        |label: fn() -> &'static str, value: AnyView| view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.into_any();
    let way = order_kind.map(|kind| {
        let address = context.path(&format!("/requests/new?kind={kind}&quote={}", quote.number));
        view! { <a class="button solid" href=address>{t!(quotes.order)}</a> }.into_any()
    });
    let ordered = quote.order_number.clone().map(|number| {
        let address = context.path(&format!("/orders/{number}"));
        view! { <a class="button outline" href=address>{t!(quotes.to_order)}</a> }.into_any()
    });
    let number = quote.number.clone();
    let note = (!note.is_empty()).then(|| view! { <p class="lines">{note}</p> }.into_any());
    view! {
        <dl class="facts">
            {fact(t!(quotes.number), view! { <span lang="en">{number}</span> }.into_any())}
            {fact(t!(quotes.state), states::badge(quote.state))}
            {fact(t!(quotes.quoted_on), text(move || formats::date(quoted)))}
            {fact(t!(quotes.valid_until), text(move || formats::date(valid)))}
            {fact(t!(quotes.amount), text(move || formats::yen(amount)))}
        </dl>
        {optional(note)}
        <p class="buttons">{optional(way)} {optional(ordered)}</p>
        <section class="section" aria-labelledby="lines-title">
            <h2 id="lines-title">{t!(orders.lines)}</h2>
            {table().of(&lines)}
        </section>
    }
    .into_any()
}

fn table() -> Table<QuoteLine> {
    let product = |it: &QuoteLine| {
        let (code, name) = (it.product_code.clone(), it.product_name.clone());
        view! { <span><span lang="en">{code}</span> " " {name}</span> }.into_any()
    };
    let period = |it: &QuoteLine| {
        let (first, last) = (it.first_on, it.last_on);
        let days = (last - first).num_days() + 1;
        let words =
            move || format!("{}〜{}（{}）", formats::date(first), formats::date(last), tr!(policy_forms.days, days));
        text(words)
    };
    let yen = |read: fn(&QuoteLine) -> Option<i64>| {
        move |it: &QuoteLine| match read(it) {
            Some(amount) => text(move || formats::yen(amount)),
            None => "－".into_any(),
        }
    };
    let columns = vec![
        Column::new(t!(orders.line), |it: &QuoteLine| it.line.to_string().into_any()),
        Column::new(t!(orders.product), product).naming().class("name"),
        Column::new(t!(orders.period), period),
        Column::new(t!(orders.quantity), |it: &QuoteLine| it.quantity.to_string().into_any()).number(),
        Column::new(t!(quotes.daily), yen(|it| Some(it.daily_price))).number(),
        Column::new(t!(quotes.monthly), yen(|it| it.monthly_price)).number(),
        Column::new(t!(quotes.amount), yen(|it| Some(it.amount))).number(),
    ];
    Table::new(t!(quotes.lines_caption), columns).uncounted()
}
