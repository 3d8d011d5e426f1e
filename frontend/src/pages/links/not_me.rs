//! 心当たりがない: from the notice of a login, ends every session and takes no login until a new password is set.

use super::link_pages::{Link, Next, Words, page_of_link};
use crate::api;
use crate::chunks::chunk;
use crate::components::error_summaries::error_summary;
use crate::components::forms::Form;
use crate::components::submit_buttons::submit_button;
use crate::contexts::PageContext;
use crate::texts::t;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

const WORDS: Words = Words {
    title: t!(not_me.title),
    used: t!(not_me.used),
    expired: t!(not_me.expired),
    done_title: t!(not_me.done_title),
    done: t!(not_me.done),
    after_use: Next::Recover,
    after_expiry: Next::Recover,
};

chunk!(visitors: later = page);

pub fn page(context: PageContext) -> AnyView {
    let here = context.clone();
    page_of_link(&context, WORDS, api::recoveries::sign_in_stop_link, move |link, ()| draw(&here, link))
}

fn draw(context: &PageContext, link: Link) -> AnyView {
    let (form, client) = (Form::new(Vec::new()), context.client);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let token = link.token.get_untracked();
        form.send(move || api::recoveries::stop_sign_ins(client, token), move |()| link.done.set(true));
    };
    view! {
        <p class="lead">{t!(not_me.lead)}</p>
        {error_summary(form)}
        <form class="card" novalidate=true on:submit=submit>
            <p>{t!(not_me.what)}</p>
            <ul>
                <li>{t!(not_me.ends)}</li>
                <li>{t!(not_me.stops)}</li>
                <li>{t!(not_me.tells)}</li>
            </ul>
            <p class="note">{t!(not_me.own)}</p>
            {submit_button(form, t!(not_me.stop))}
        </form>
    }
    .into_any()
}
