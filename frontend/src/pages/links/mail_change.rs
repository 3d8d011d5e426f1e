//! メールアドレス変更 behind mailed links: at the present address, at the new one, and at the old one to take it back.

use super::link_pages::{Link, Next, Words, page_of_link};
use crate::api;
use crate::chunks::chunk;
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form};
use crate::components::submit_buttons::submit_button;
use crate::components::text_fields::{Input, TextField};
use crate::components::views::text;
use crate::contexts::PageContext;
use crate::texts::{t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::recoveries::{MailChangeStep, UseMailChangeLink};

chunk!(visitors: later_open = open);
chunk!(visitors: later_confirm = confirm);
chunk!(visitors: later_undo = undo);

/// At the present address: names the new one.
pub fn open(context: PageContext) -> AnyView {
    let words = Words {
        title: t!(mail_change.title),
        used: t!(mail_change.open_used),
        expired: t!(mail_change.expired),
        done_title: t!(mail_change.named_title),
        done: t!(mail_change.named),
        after_use: Next::LogIn,
        after_expiry: Next::LogIn,
    };
    let here = context.clone();
    let check = |client, token| api::recoveries::mail_change_link(client, MailChangeStep::Open, token);
    page_of_link(&context, words, check, move |link, ()| name_new_address(&here, link))
}

/// At the new address: makes the change.
pub fn confirm(context: PageContext) -> AnyView {
    let words = Words {
        title: t!(mail_change.title),
        used: t!(mail_change.confirm_used),
        expired: t!(mail_change.expired),
        done_title: t!(mail_change.done_title),
        done: t!(mail_change.done),
        after_use: Next::LogIn,
        after_expiry: Next::LogIn,
    };
    let here = context.clone();
    let check = |client, token| api::recoveries::mail_change_link(client, MailChangeStep::Confirm, token);
    page_of_link(&context, words, check, move |link, ()| {
        press(&here, link, MailChangeStep::Confirm, t!(mail_change.confirm_lead), t!(mail_change.confirm))
    })
}

/// At the old address: takes the change back.
pub fn undo(context: PageContext) -> AnyView {
    let words = Words {
        title: t!(mail_change.undo_title),
        used: t!(mail_change.undo_used),
        expired: t!(mail_change.undo_expired),
        done_title: t!(mail_change.undone_title),
        done: t!(mail_change.undone),
        after_use: Next::Recover,
        after_expiry: Next::LogIn,
    };
    let here = context.clone();
    let check = |client, token| api::recoveries::mail_change_link(client, MailChangeStep::Undo, token);
    page_of_link(&context, words, check, move |link, ()| {
        press(&here, link, MailChangeStep::Undo, t!(mail_change.undo_lead), t!(mail_change.undo))
    })
}

fn name_new_address(context: &PageContext, link: Link) -> AnyView {
    let field = Field::mail_address(t!(mail_change.new_mail_address));
    let form = Form::new(vec![field]);
    let (client, hours) = (context.client, context.portal.mail_change_hours);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let token = link.token.get_untracked();
        let call = move || {
            let mail_address = field.value.get_untracked();
            let change = UseMailChangeLink { step: MailChangeStep::Open, token, mail_address };
            api::recoveries::use_mail_change_link(client, change)
        };
        form.send(call, move |()| link.done.set(true));
    };
    view! {
        <p class="lead">{t!(mail_change.lead)}</p>
        {error_summary(form)}
        <form class="card" novalidate=true on:submit=submit>
            <TextField field=field input=Input::MAIL hint=t!(mail_change.new_mail_address_hint) />
            <p class="note">{text(move || tr!(mail_change.note, hours))}</p>
            {submit_button(form, t!(mail_change.title))}
        </form>
    }
    .into_any()
}

/// Says what will happen, and does it at the press of the button.
fn press(
    context: &PageContext,
    link: Link,
    step: MailChangeStep,
    lead: fn() -> &'static str,
    label: fn() -> &'static str,
) -> AnyView {
    let (form, client) = (Form::new(Vec::new()), context.client);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let token = link.token.get_untracked();
        let call = move || {
            let change = UseMailChangeLink { step, token, mail_address: String::new() };
            api::recoveries::use_mail_change_link(client, change)
        };
        form.send(call, move |()| link.done.set(true));
    };
    view! {
        {error_summary(form)}
        <form class="card" novalidate=true on:submit=submit>
            <p>{text(lead)}</p>
            {submit_button(form, label)}
        </form>
    }
    .into_any()
}
