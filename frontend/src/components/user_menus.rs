//! Who is logged in, and the way out.

use super::icons;
use super::identifiers::sign_in_name;
use crate::api::Client;
use crate::components::views::{changing, optional, text};
use crate::contexts::{PortalContext, PortalState, has_module};
use crate::session::{Sessions, State};
use crate::texts::{t, tr};
use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use madoguchi_api_types::portals::Module;
use madoguchi_api_types::sessions::{SessionCustomer, SessionUser};
use wasm_bindgen::JsCast as _;
use web_sys::Node;

/// A button with the person's name that opens a small menu.
pub fn user_menu(context: PortalContext) -> AnyView {
    let open = RwSignal::new(false);
    let user = Memo::new(move |_| match context.sessions.state.get() {
        State::Active(session) => Some((session.user, session.customer)),
        State::Unknown | State::Absent => None,
    });
    // A new contractor has no names yet.
    let shown = |(user, customer): (SessionUser, SessionCustomer)| {
        let names = [user.name, customer.name, user.sign_in_name];
        names.into_iter().find(|name| !name.is_empty()).unwrap_or_default()
    };
    let name = move || user.get().map(shown).unwrap_or_default();
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            open.set(false);
            crate::browser::focus("user-menu-button");
        }
    };
    let leave = move |event: FocusEvent| {
        let menu = event.current_target().and_then(|menu| menu.dyn_into::<Node>().ok());
        let next = event.related_target().and_then(|next| next.dyn_into::<Node>().ok());
        if !menu.is_some_and(|menu| menu.contains(next.as_ref())) {
            open.set(false);
        }
    };
    let label = move || match context.portal.get() {
        PortalState::Ready(portal) => sign_in_name(&portal),
        PortalState::Waiting | PortalState::Failed(_) => t!(identifiers.access_id),
    };
    let details = changing(move || {
        optional(user.get().map(|(user, customer)| {
            view! {
                <p class="user-customer">{customer.name}</p>
                <dl>
                    <div><dt>{label()}</dt><dd lang="en">{user.sign_in_name}</dd></div>
                    <div><dt>{t!(identifiers.mail_address)}</dt><dd lang="en">{user.mail_address}</dd></div>
                </dl>
            }
            .into_any()
        }))
    });
    view! {
        <div class="user-menu" on:keydown=escape on:focusout=leave>
            <button
                type="button"
                id="user-menu-button"
                class="header-button"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls="user-menu"
                // Nobody's name is known while the portal is maintained.
                aria-label=move || user.get().is_none().then_some(t!(frame.menu))
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {icons::person()}
                <span class="user-name">{text(name)}</span>
            </button>
            <div id="user-menu" class="user-panel" tabindex="-1" hidden=move || !open.get()>
                {details}
                {links(context, open)}
                {sign_out_button(context)}
            </div>
        </div>
    }
    .into_any()
}

/// 契約情報, お問い合わせ and ユーザ管理 as far as the portal and the person have them: the provider's guide leads to them
/// from this menu.
fn links(context: PortalContext, open: RwSignal<bool>) -> AnyView {
    let manages_users = Memo::new(move |_| {
        context.sessions.state.with(|state| match state {
            State::Active(session) => state.is_open() && session.user.manages_users,
            State::Unknown | State::Absent => false,
        })
    });
    let pages_open = Memo::new(move |_| context.sessions.state.with(State::is_open));
    let link = move |there: bool, address: String, label: fn() -> &'static str| {
        let item = || view! { <li><a href=address on:click=move |_| open.set(false)>{label}</a></li> }.into_any();
        optional(there.then(item))
    };
    changing(move || {
        let PortalState::Ready(portal) = context.portal.get() else { return ().into_any() };
        let path = |page: &str| format!("/{}{page}", portal.key);
        let asks = has_module(&portal, Module::Inquiries);
        let list = || {
            view! {
                <ul class="user-links">
                    {link(has_module(&portal, Module::Contracts), path("/"), t!(frame.contracts))}
                    {link(asks, path("/inquiries"), t!(frame.inquiries))}
                    {link(manages_users.get(), path("/users"), t!(frame.users))}
                </ul>
            }
            .into_any()
        };
        // Portals without inquiries have their own guide.
        optional((pages_open.get() && asks).then(list))
    })
}

/// ログアウト.
pub fn sign_out_button(context: PortalContext) -> AnyView {
    let address = move || format!("/{}/logged-out", context.key.get_untracked());
    sign_out(context.sessions, context.client, address, ("button outline small", t!(frame.sign_out)))
}

/// The same with other words and another look, within a page.
pub fn sign_out(
    sessions: Sessions,
    client: Client,
    address: impl Fn() -> String + 'static,
    (class, words): (&'static str, fn() -> &'static str),
) -> AnyView {
    let navigate = use_navigate();
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let sign_out = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let navigate = navigate.clone();
        let address = address();
        spawn_local(async move {
            match sessions.sign_out(client).await {
                Ok(()) => navigate(&address, NavigateOptions { replace: true, ..NavigateOptions::default() }),
                Err(error) => {
                    busy.try_set(false);
                    problem.try_set(Some(error.text()));
                }
            }
        });
    };
    view! {
        <button
            type="button"
            class=class
            class:busy=busy
            aria-disabled=move || busy.get().then_some("true")
            on:click=sign_out
        >
            {words}
        </button>
        <p class="field-error" role="status">
            {text(move || {
                let told = |problem| format!("{} {problem}", tr!(frame.sign_out_failed));
                problem.get().map(told).unwrap_or_default()
            })}
        </p>
    }
    .into_any()
}
