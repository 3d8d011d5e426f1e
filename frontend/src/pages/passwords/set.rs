//! パスワード設定 behind a mailed link: of who was added, or forgot the old one. It does not log in.

use crate::api;
use crate::chunks::chunk;
use crate::components::error_summaries::error_summary;
use crate::components::forms::Form;
use crate::components::new_password_pairs::NewPasswordPair;
use crate::components::submit_buttons::submit_button;
use crate::components::views::text;
use crate::contexts::PageContext;
use crate::formats;
use crate::pages::links::link_pages::{Link, Next, Words, page_of_link};
use crate::texts::{t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::recoveries::{PasswordLinkState, SetPasswordByLink};

const WORDS: Words = Words {
    title: t!(password_setting.title),
    used: t!(password_setting.used),
    expired: t!(password_setting.expired),
    done_title: t!(password_setting.done_title),
    done: t!(password_setting.done),
    after_use: Next::LogIn,
    after_expiry: Next::Recover,
};

chunk!(visitors: later = page);

pub fn page(context: PageContext) -> AnyView {
    let here = context.clone();
    page_of_link(&context, WORDS, api::recoveries::password_link, move |link, state| form(&here, link, &state))
}

fn form(context: &PageContext, link: Link, state: &PasswordLinkState) -> AnyView {
    let pair = NewPasswordPair::new(&context.portal.password_policy, &state.sign_in_name);
    let (form, password) = (Form::new(pair.fields()), pair.password);
    let (client, until) = (context.client, state.expires_at);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let token = link.token.get_untracked();
        let call = move || {
            let password = password.value.get_untracked();
            api::recoveries::set_password(client, SetPasswordByLink { token, password })
        };
        form.send(call, move |()| link.done.set(true));
    };
    view! {
        <p class="lead">{t!(password_setting.lead)}</p>
        {error_summary(form)}
        <form class="card" novalidate=true on:submit=submit>
            {pair.draw()}
            <p class="note">{text(move || tr!(password_setting.until, formats::date_time(until)))}</p>
            {submit_button(form, t!(password_setting.send))}
        </form>
    }
    .into_any()
}
