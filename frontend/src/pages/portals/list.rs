//! The server's start page: which portals there are.

use crate::api;
use crate::components::icons;
use crate::components::page_titles::PageTitle;
use crate::components::parts::Part;
use crate::components::views::text;
use crate::texts::{own, t};
use leptos::prelude::*;
use madoguchi_api_types::portals::Portal;

pub fn page() -> AnyView {
    let portals = Part::load(api::portals::list);
    view! {
        <div class="column">
            <PageTitle title=t!(portals.title) />
            <p class="lead">{t!(portals.lead)}</p>
            {portals.show(|portals| {
                view! { <ul class="doors">{portals.into_iter().map(door).collect_view()}</ul> }.into_any()
            })}
        </div>
    }
    .into_any()
}

fn door(portal: Portal) -> impl IntoView {
    let provider = portal.provider.clone();
    view! {
        <li>
            <a class="door" href=format!("/{}/", portal.key)>
                <span>
                    <span class="door-title">{text(move || own(&portal.name))}</span>
                    <span class="door-text">{text(move || own(&provider))}</span>
                </span>
                {icons::next()}
            </a>
        </li>
    }
}
