//! よくあるご質問: questions with answers that open, by word and by what they are about.

use crate::api;
use crate::chunks::chunk;
use crate::components::accordions::AccordionItem;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::counts::count_line;
use crate::components::listings::Listing;
use crate::components::page_titles::PageTitle;
use crate::components::select_fields::{Choice, SelectField};
use crate::components::tables;
use crate::components::views::changing;
use crate::contexts::PageContext;
use crate::texts::{own, t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use madoguchi_api_types::faqs::Faq;
use madoguchi_api_types::portals::Text;

chunk!(account: later = page);

/// What is looked for: words, and the code of a category.
type Asked = (String, String);

pub fn page(context: PageContext) -> AnyView {
    let client = context.client;
    let query = use_query_map();
    let part = move |name: &'static str| query.with(|query| query.get(name)).unwrap_or_default();
    let asked: Memo<Asked> = Memo::new(move |_| (part("words"), part("category")));
    let list = Listing::load(move |cursor| {
        let (words, category) = asked.get();
        async move { api::faqs::list(client, &words, &category, &cursor).await }
    });
    let steps: Vec<Step> = vec![context.home_step(), (t!(faqs.title).into(), None)];
    let drawn = context.clone();
    let shown = list.first.show(move |page| {
        if page.items.is_empty() {
            return tables::empty(t!(faqs.none_found), Some(t!(faqs.none_found_next).into()));
        }
        questions(&drawn, list)
    });
    view! {
        <Breadcrumb steps=steps />
        <PageTitle title=t!(faqs.title) />
        {search(&context, asked)}
        {shown}
    }
    .into_any()
}

fn search(context: &PageContext, asked: Memo<Asked>) -> AnyView {
    let typed = RwSignal::new(String::new());
    Effect::new(move |_| typed.set(asked.get().0));
    let context = StoredValue::new(context.clone());
    let go = move |words: &str, category: &str| {
        let query = api::query(&[("words", words.trim()), ("category", category)]);
        context.with_value(|context| context.stay(&format!("/faqs{query}")));
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        go(&typed.get_untracked(), &asked.get_untracked().1);
    };
    let choices = Signal::derive(move || {
        let named = context.with_value(|context| context.portal.faq_categories.clone());
        let all = (String::new(), tr!(faqs.all_categories).to_owned());
        std::iter::once(all).chain(named.into_iter().map(|it| (it.code, own(&it.label)))).collect::<Vec<Choice>>()
    });
    let choose = Callback::new(move |(category,): (String,)| go(&typed.get_untracked(), &category));
    view! {
        <form class="search faq-search card" role="search" aria-label=t!(faqs.search) on:submit=submit>
            <div class="search-words">
                <div class="field inline">
                    <label for="words">{t!(faqs.words)}</label>
                    <input
                        id="words"
                        class="input"
                        type="search"
                        autocomplete="off"
                        prop:value=typed
                        on:input:target=move |event| typed.set(event.target().value())
                    />
                </div>
                <button type="submit" class="button solid">{t!(faqs.search)}</button>
            </div>
            <SelectField
                id="category"
                label=t!(faqs.category)
                choices=choices
                chosen=Signal::derive(move || asked.get().1)
                choose=choose
            />
        </form>
    }
    .into_any()
}

fn questions(context: &PageContext, list: Listing<Faq>) -> AnyView {
    let categories = StoredValue::new(context.portal.faq_categories.clone());
    let item = move |faq: Faq| {
        let label =
            categories.with_value(|all| all.iter().find(|it| it.code == faq.category).map(|it| it.label.clone()));
        let label = move || label.as_ref().map(own).unwrap_or_default();
        let (question, answer) = (faq.question, faq.answer);
        let content = Callback::new(move |()| paragraphs(answer.clone()));
        view! {
            <AccordionItem
                id=format!("faq-{}", faq.id)
                title=move || own(&question)
                aside=label
                open=RwSignal::new(false)
                content=content
            />
        }
        .into_any()
    };
    let all = move || list.items().into_iter().map(item).collect::<Vec<_>>().into_any();
    view! {
        {count_line(move || list.count_words())}
        <div class="accordion">{changing(all)}</div>
        {list.foot()}
    }
    .into_any()
}

fn paragraphs(answer: Text) -> AnyView {
    changing(move || {
        let words = own(&answer);
        words.split("\n\n").map(|part| view! { <p>{part.to_owned()}</p> }).collect_view().into_any()
    })
}
