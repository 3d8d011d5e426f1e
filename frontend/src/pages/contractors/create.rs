//! ご契約者ID登録: a mail address is enough; ID and first password come by mail.

use crate::api;
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form};
use crate::components::lone_robot_checks;
use crate::components::notices::{Kind, Notice};
use crate::components::page_titles::PageTitle;
use crate::components::submit_buttons::submit_button;
use crate::components::text_fields::{Input, TextField};
use crate::components::views::{changing, text};
use crate::contexts::PageContext;
use crate::drafts::Drafts;
use crate::texts::{locale, t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::recoveries::{CreateContractor, MailOnItsWay};

pub fn page(context: PageContext) -> AnyView {
    let sent = RwSignal::new(None::<MailOnItsWay>);
    let content = changing(move || match sent.get() {
        None => form(&context, sent),
        Some(mail) => done(&context, mail),
    });
    view! { <div class="column narrow">{content}</div> }.into_any()
}

fn form(context: &PageContext, sent: RwSignal<Option<MailOnItsWay>>) -> AnyView {
    let field = Field::mail_address(t!(recovery.contact_mail_address));
    let form = Form::new(vec![field]);
    let solved = RwSignal::new(None);
    let check = lone_robot_checks::view(context.client, form, solved);
    Drafts::new().keep("contractor", vec![field.into()]);
    let (client, mail_from) = (context.client, context.portal.mail_from.clone());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let call = move || {
            let mail_address = field.value.get_untracked();
            let locale = Some(locale());
            let robot_check = solved.get_untracked();
            api::recoveries::create_contractor(client, CreateContractor { mail_address, locale, robot_check })
        };
        form.send(call, move |mail| sent.set(Some(mail)));
    };
    view! {
        <PageTitle title=t!(contractors.title) />
        <p class="lead lines">{t!(contractors.lead)}</p>
        {error_summary(form)}
        <form class="card" novalidate=true on:submit=submit>
            <TextField field=field input=Input::MAIL hint=t!(contractors.mail_address_hint) />
            <p class="note">{text(move || tr!(login.mail_note, mail_from))}</p>
            {check}
            {submit_button(form, t!(contractors.create))}
            <a class="button outline submit" href=context.path("/login")>{t!(recovery.cancel)}</a>
        </form>
    }
    .into_any()
}

fn done(context: &PageContext, mail: MailOnItsWay) -> AnyView {
    let mail_from = context.portal.mail_from.clone();
    view! {
        <PageTitle title=t!(contractors.title) />
        <Notice kind=Kind::Success><p>{t!(contractors.done)}</p></Notice>
        <div class="card">
            <p>{t!(contractors.mailed)}</p>
            <dl class="details">
                <div><dt>{t!(sent.mail_address)}</dt><dd lang="en">{mail.mail_address}</dd></div>
            </dl>
            <p>{t!(contractors.next)}</p>
            <ul>
                <li>{t!(recovery.close_browser)}</li>
                <li>{text(move || tr!(login.mail_note, mail_from))}</li>
            </ul>
            {context.portal.demo.then(|| view! {
                <p><a href="/dev/mailbox" rel="external" target="_blank">{t!(frame.mailbox)}</a></p>
            })}
        </div>
        <p><a class="button solid" href=context.path("/login")>{t!(recovery.login)}</a></p>
    }
    .into_any()
}
