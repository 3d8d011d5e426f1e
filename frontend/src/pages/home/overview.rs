//! The portal's home: who is logged in, what comes next, and the doors to what the portal has.

use super::{approvals, deadlines, doors, steps};
use crate::api;
use crate::chunks::chunk;
use crate::components::identifiers::sign_in_name;
use crate::components::page_titles::PageTitle;
use crate::components::parts::Part;
use crate::components::views::{changing, optional, text};
use crate::contexts::{PageContext, has_module, home_title};
use crate::formats;
use crate::pages::notices::rows::row;
use crate::session::State;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::portals::{Module, Portal};
use madoguchi_api_types::sessions::{Session, UserRole};

chunk!(entry: later = page);

pub fn page(context: PageContext) -> AnyView {
    let (state, portal) = (context.sessions.state, context.portal.clone());
    let session = move || match state.get() {
        State::Active(session) => Some(*session),
        State::Unknown | State::Absent => None,
    };
    // A new contractor has not said yet who it is.
    let called = |Session { user, customer, .. }: Session| {
        if customer.name.is_empty() { user.sign_in_name } else { customer.name }
    };
    let customer = move || session().map(called).unwrap_or_default();
    let contracts = has_module(&portal, Module::Contracts).then(|| doors::contracts(&context));
    let dates = match (has_module(&portal, Module::Invoices), has_module(&portal, Module::Contracts)) {
        (true, _) => Some(deadlines::sections(&context)),
        (false, true) => Some(deadlines::coming(&context)),
        (false, false) => None,
    };
    let notices = news(&context);
    let next = steps::section(&context, session);
    let approvals = has_module(&context.portal, Module::Approvals).then(|| approvals::hint(&context));
    let services = doors::services(&context, session);
    let user = changing(move || optional(session().map(|session| user_information(&portal, session))));
    view! {
        <PageTitle title=home_title(&context.portal) />
        <p class="lead">{text(move || tr!(home.greeting, customer()))}</p>
        {optional(approvals)}
        {next}
        {notices}
        {optional(dates)}
        {optional(contracts)}
        {services}
        <section class="section" aria-labelledby="home-user">
            <h2 id="home-user">{t!(home.user)}</h2>
            <div class="card">{user}</div>
        </section>
    }
    .into_any()
}

/// Important notices that were not read, then the newest, and how many were not read.
fn news(context: &PageContext) -> AnyView {
    let (client, context) = (context.client, context.clone());
    let first = Part::load(move || async move { api::notices::highlights(client, "3").await });
    let unread = Memo::new(move |_| first.value().map_or(0, |found| found.unread));
    let mark = move || {
        let count = formats::count(i64::try_from(unread.get()).unwrap_or_default());
        let words = move || tr!(notices.unread_count, count);
        optional((unread.get() > 0).then(|| view! { <p class="tag">{text(words)}</p> }.into_any()))
    };
    let shown = first.show(move |found| {
        let rows: Vec<AnyView> = found.notices.into_iter().map(|notice| row(&context, notice)).collect();
        let all = context.path("/notices");
        let list = (!rows.is_empty()).then(|| {
            view! {
                <ul class="notice-list card">{rows}</ul>
                <p class="after-table"><a href=all.clone()>{t!(notices.all)}</a></p>
            }
            .into_any()
        });
        list.unwrap_or_else(|| view! { <p class="note">{t!(notices.empty)}</p> }.into_any())
    });
    view! {
        <section class="section" aria-labelledby="home-notices">
            <div class="section-head">
                <h2 id="home-notices">{t!(notices.title)}</h2>
                {changing(mark)}
            </div>
            {shown}
        </section>
    }
    .into_any()
}

/// Only what the portal has.
fn user_information(portal: &Portal, session: Session) -> AnyView {
    let Session { user, customer, .. } = session;
    let row = |label: fn() -> &'static str, value: AnyView| view! { <div><dt>{label}</dt><dd>{value}</dd></div> };
    let role = (portal.roles.len() > 1).then(|| row(t!(home.role), text(move || role(user.role))));
    let notice = portal.mail_notice_choice.then(|| row(t!(home.mail_notice), text(move || on_off(user.mail_notice))));
    let named = |label: fn() -> &'static str, name: String| (!name.is_empty()).then(|| row(label, name.into_any()));
    view! {
        <dl class="details">
            {named(t!(home.customer_name), customer.name)}
            {named(t!(home.user_name), user.name)}
            <div><dt>{sign_in_name(portal)}</dt><dd lang="en">{user.sign_in_name}</dd></div>
            <div><dt>{t!(identifiers.mail_address)}</dt><dd lang="en">{user.mail_address}</dd></div>
            {role}
            {notice}
        </dl>
    }
    .into_any()
}

fn role(role: UserRole) -> &'static str {
    if role == UserRole::Administrator { tr!(home.administrator) } else { tr!(home.general) }
}

fn on_off(on: bool) -> &'static str {
    if on { tr!(home.on) } else { tr!(home.off) }
}
