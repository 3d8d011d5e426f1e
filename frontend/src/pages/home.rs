//! The portal's home: who is logged in, and the doors to the contracts.

use crate::components::icons;
use crate::components::page_titles::PageTitle;
use crate::components::views::text;
use crate::session::State;
use crate::texts::{own, t, tr};
use crate::visits::Visit;
use leptos::prelude::*;
use madoguchi_api_types::portals::ContractCategory;
use madoguchi_api_types::sessions::Session;

/// The page.
pub fn page(visit: Visit) -> AnyView {
    let state = visit.sessions.state;
    let user = move || match state.get() {
        State::Active(session) => {
            let Session { user, customer, .. } = *session;
            Some(view! {
            <dl class="details">
                <div><dt>{t!(home.customer_name)}</dt><dd>{customer.name}</dd></div>
                <div><dt>{t!(home.user_name)}</dt><dd>{user.name}</dd></div>
                <div><dt>{t!(identifiers.access_id)}</dt><dd lang="en">{user.sign_in_name}</dd></div>
                <div><dt>{t!(identifiers.mail_address)}</dt><dd lang="en">{user.mail_address}</dd></div>
                <div><dt>{t!(home.role)}</dt><dd>{text(move || role(&user.role))}</dd></div>
                <div><dt>{t!(home.mail_notice)}</dt><dd>{text(move || on_off(user.mail_notice))}</dd></div>
            </dl>
            })
        }
        State::Unknown | State::Absent => None,
    };
    let door = |category: &ContractCategory| {
        let address = visit.path(&format!("/contracts?category={}", category.code));
        let (label, description) = (category.label.clone(), category.description.clone());
        view! {
            <li>
                <a class="door" href=address>
                    <span>
                        <span class="door-title">{text(move || own(&label))}</span>
                        <span class="door-text">{text(move || own(&description))}</span>
                    </span>
                    {icons::next()}
                </a>
            </li>
        }
    };
    let doors = visit.portal.contract_categories.iter().map(door).collect_view();
    view! {
        <PageTitle title=t!(home.title) />
        <section class="section" aria-labelledby="home-contracts">
            <h2 id="home-contracts">{t!(home.contracts)}</h2>
            <ul class="doors wide">{doors}</ul>
        </section>
        <section class="section" aria-labelledby="home-user">
            <h2 id="home-user">{t!(home.user)}</h2>
            <div class="card">{user}</div>
        </section>
    }
    .into_any()
}

fn role(role: &str) -> &'static str {
    if role == "administrator" { tr!(home.administrator) } else { tr!(home.general) }
}

fn on_off(on: bool) -> &'static str {
    if on { tr!(home.on) } else { tr!(home.off) }
}
