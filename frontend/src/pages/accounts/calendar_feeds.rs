//! カレンダー連携: the address by which the person's calendar program reads what comes next. Made and shown once, copied, made
//! anew, revoked.

use super::tabs::{AccountTab, head};
use crate::api;
use crate::chunks::chunk;
use crate::components::confirmations::{Confirmation, Words};
use crate::components::copy_buttons::copy_button;
use crate::components::error_summaries::error_summary;
use crate::components::forms::Form;
use crate::components::moments::moment;
use crate::components::notices::{Kind, Notice};
use crate::components::outcomes::{SuccessMessage, outcome};
use crate::components::parts::Part;
use crate::components::reauthentications::Reauthentication;
use crate::components::submit_buttons::submit_button;
use crate::components::views::{changing, optional};
use crate::contexts::PageContext;
use crate::texts::t;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::calendar_feeds::{CalendarFeed, NewCalendarFeed};

chunk!(account: later = page);

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Feeds {
    client: api::Client,
    reauthentication: Reauthentication,
    list: Part<Vec<CalendarFeed>>,
    /// The address just made: it is nowhere else.
    made: RwSignal<Option<String>>,
    success: SuccessMessage,
    form: Form,
    renewal: Confirmation,
    revocation: Confirmation,
}

pub fn page(context: PageContext) -> AnyView {
    let client = context.client;
    let feeds = Feeds {
        client,
        reauthentication: Reauthentication::new(client),
        list: Part::load(move || api::calendar_feeds::list(client)),
        made: RwSignal::new(None),
        success: RwSignal::new(None),
        form: Form::new(Vec::new()),
        renewal: Confirmation::new(),
        revocation: Confirmation::new(),
    };
    view! {
        <div class="column">
            {head(&context, AccountTab::Calendar)}
            <p class="lead">{t!(calendar_feeds.lead)}</p>
            {outcome("calendar-outcome", feeds.success)}
            {error_summary(feeds.form)}
            {changing(move || optional(feeds.made.get().map(shown_once)))}
            {feeds.list.show(move |list| feeds.state(list.into_iter().next()))}
            <ul class="note">
                <li>{t!(calendar_feeds.contents_note)}</li>
                <li>{t!(calendar_feeds.ends_note)}</li>
            </ul>
            {feeds.renew()}
            {feeds.revoke()}
            {feeds.reauthentication.dialog()}
        </div>
    }
    .into_any()
}

impl Feeds {
    fn begin(self) {
        self.success.set(None);
        self.form.refusal.set(None);
    }

    async fn create(self) -> Result<NewCalendarFeed, api::Error> {
        self.reauthentication.guard(|| api::calendar_feeds::create(self.client)).await
    }

    fn created(self, made: NewCalendarFeed) {
        self.made.set(Some(made.address));
        self.success.set(Some(t!(calendar_feeds.created)));
        self.list.refresh();
    }

    fn state(self, feed: Option<CalendarFeed>) -> AnyView {
        feed.map_or_else(|| self.none(), |feed| self.one(&feed))
    }

    fn none(self) -> AnyView {
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            self.begin();
            self.form.send(move || self.create(), move |made| self.created(made));
        };
        view! {
            <form class="card" novalidate=true on:submit=submit>
                <p>{t!(calendar_feeds.none)}</p>
                <p>{t!(calendar_feeds.how)}</p>
                {submit_button(self.form, t!(calendar_feeds.create))}
            </form>
        }
        .into_any()
    }

    fn one(self, feed: &CalendarFeed) -> AnyView {
        let read = match feed.last_read_at {
            Some(at) => moment(at),
            None => view! { <span>{t!(calendar_feeds.never_read)}</span> }.into_any(),
        };
        view! {
            <div class="card">
                <dl class="details">
                    <div><dt>{t!(calendar_feeds.created_at)}</dt><dd>{moment(feed.created_at)}</dd></div>
                    <div><dt>{t!(calendar_feeds.last_read_at)}</dt><dd>{read}</dd></div>
                </dl>
                <div class="buttons">
                    <button type="button" class="button outline" on:click=move |_| self.renewal.ask()>
                        {t!(calendar_feeds.renew)}
                    </button>
                    <button type="button" class="button outline" on:click=move |_| self.revocation.ask()>
                        {t!(calendar_feeds.revoke)}
                    </button>
                </div>
            </div>
        }
        .into_any()
    }

    fn renew(self) -> AnyView {
        let words = Words {
            id: "renew-calendar-title",
            title: t!(calendar_feeds.renew_title).into(),
            text: t!(calendar_feeds.renew_text).into(),
            yes: t!(calendar_feeds.renew),
        };
        let yes = Callback::new(move |()| {
            self.begin();
            self.renewal.send(move || self.create(), move |made| self.created(made));
        });
        self.renewal.dialog(words, yes)
    }

    fn revoke(self) -> AnyView {
        let words = Words {
            id: "revoke-calendar-title",
            title: t!(calendar_feeds.revoke_title).into(),
            text: t!(calendar_feeds.revoke_text).into(),
            yes: t!(calendar_feeds.revoke),
        };
        let yes = Callback::new(move |()| {
            self.begin();
            let call = move || api::calendar_feeds::revoke(self.client);
            self.revocation.send(call, move |()| {
                self.made.set(None);
                self.success.set(Some(t!(calendar_feeds.revoked)));
                self.list.refresh();
            });
        });
        self.revocation.dialog(words, yes)
    }
}

/// The address, with what to do with it and what to mind.
fn shown_once(address: String) -> AnyView {
    let shown = address.clone();
    view! {
        <section class="card">
            <Notice kind=Kind::Warning><p>{t!(calendar_feeds.once)}</p></Notice>
            <div class="field">
                <label for="calendar_address">{t!(calendar_feeds.address)}</label>
                <input id="calendar_address" class="input" type="url" lang="en" readonly=true value=shown />
            </div>
            <div class="buttons">{copy_button(address)}</div>
            <p>{t!(calendar_feeds.how_to_add)}</p>
        </section>
    }
    .into_any()
}
