//! 初回登録: the mail is on its way.

use crate::chunks::chunk;
use crate::components::page_titles::PageTitle;
use crate::components::pages_of_state::not_found_page;
use crate::components::views::text;
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::{t, tr};
use leptos::prelude::*;

chunk!(visitors: later = page);

/// The page. Opened by its address or after a reload it knows of nothing that was sent, and claims nothing.
pub fn page(context: PageContext) -> AnyView {
    if !context.portal.registration_by_contract {
        return not_found_page();
    }
    if context.handover.registration.with_untracked(Option::is_none) {
        return unknown(&context);
    }
    let registration = context.handover.registration;
    let address = move || {
        registration.get().map(|registration| {
            let until = registration.link_expires_at;
            view! {
                <dl class="details">
                    <div><dt>{t!(sent.mail_address)}</dt><dd lang="en">{registration.mail_address}</dd></div>
                    <div><dt>{t!(sent.until)}</dt><dd>{text(move || formats::date_time(until))}</dd></div>
                </dl>
            }
        })
    };
    let (mail_from, days) = (context.portal.mail_from.clone(), context.portal.registration_link_days);
    view! {
        <div class="column narrow">
            <PageTitle title=t!(sent.title) />
            <div class="card">
                <p class="lead">{t!(sent.text)}</p>
                {address}
                <ul>
                    <li>{text(move || tr!(sent.days, days))}</li>
                    <li>{t!(sent.keep)}</li>
                    <li>{text(move || tr!(login.mail_note, mail_from))}</li>
                </ul>
                {context.portal.demo.then(|| view! {
                    <p><a href="/dev/mailbox" rel="external" target="_blank">{t!(frame.mailbox)}</a></p>
                })}
            </div>
            <p class="after-card"><a href=context.path("/registration")>{t!(sent.again)}</a></p>
        </div>
    }
    .into_any()
}

fn unknown(context: &PageContext) -> AnyView {
    let (days, login) = (context.portal.registration_link_days, context.path("/login"));
    view! {
        <div class="column narrow">
            <PageTitle title=t!(registration.title) />
            <div class="card">
                <p class="lead">{text(move || tr!(sent.unknown, days))}</p>
                <p><a class="button solid" href=context.path("/registration")>{t!(sent.start)}</a></p>
            </div>
            <p class="after-card"><a href=login>{t!(registration.login)}</a></p>
        </div>
    }
    .into_any()
}
