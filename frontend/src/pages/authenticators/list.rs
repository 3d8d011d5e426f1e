//! 多要素認証: what there is beside the password, what is stronger than mail, and the way to add and remove it.

use super::factors::{Doing, Factors};
use super::{apps, codes, names, passkeys, rows};
use crate::api;
use crate::chunks::chunk;
use crate::components::confirmations::{Confirmation, Words};
use crate::components::outcomes::outcome;
use crate::components::page_titles::PageTitle;
use crate::components::pages_of_state::not_found_page;
use crate::components::parts::Part;
use crate::components::reauthentications::Reauthentication;
use crate::components::views::{changing, optional};
use crate::contexts::PageContext;
use crate::pages::accounts::tabs::{AccountTab, has_second_factors, head};
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::authenticators::Authenticator;
use madoguchi_api_types::portals::SecondFactorMethod;

chunk!(account: later = page);
chunk!(account: later_enrolment = |context| context.enrolling(enrolment));

pub fn page(context: PageContext) -> AnyView {
    if !has_second_factors(&context.portal) {
        return not_found_page();
    }
    let top = head(&context, AccountTab::SecondFactors);
    draw(&Factors::load(&context), top)
}

/// The page for who must have a second factor before anything else. It is left once there is one: not before its recovery
/// codes, which are shown once, were kept.
pub fn enrolment(context: PageContext) -> AnyView {
    let (factors, sessions, client) = (Factors::load(&context), context.sessions, context.client);
    let doing = factors.doing;
    Effect::new(move |was_busy: Option<bool>| {
        let busy = doing.with(|doing| *doing != Doing::Nothing);
        if was_busy == Some(true) && !busy {
            leptos::task::spawn_local(async move {
                let _ = sessions.look(client).await;
            });
        }
        busy
    });
    let top = view! {
        <PageTitle title=t!(enrolment.title) />
        <p class="lead">{t!(enrolment.lead)}</p>
    };
    draw(&factors, top.into_any())
}

impl Factors {
    fn load(context: &PageContext) -> Self {
        let client = context.client;
        Self {
            context: context.clone(),
            reauthentication: Reauthentication::new(client),
            list: Part::load(move || api::authenticators::list(client)),
            doing: RwSignal::new(Doing::Nothing),
            success: RwSignal::new(None),
        }
    }
}

fn draw(factors: &Factors, top: AnyView) -> AnyView {
    let (removal, chosen) = (Confirmation::new(), RwSignal::new(None::<Authenticator>));
    let (success, reauthentication) = (factors.success, factors.reauthentication);
    let shown = factors.clone();
    let content = changing(move || match shown.doing.get() {
        Doing::Nothing => overview(shown.clone(), removal, chosen),
        Doing::App => apps::steps(&shown),
        Doing::Passkey => passkeys::step(&shown),
        Doing::Rename(it) => names::step(&shown, it),
        Doing::Codes(codes) => codes::step(&shown, codes),
    });
    view! {
        <div class="column">
            {top}
            {outcome("factors-outcome", success)}
            {content}
            {removal_dialog(factors.clone(), removal, chosen)}
            {reauthentication.dialog()}
        </div>
    }
    .into_any()
}

fn removal_dialog(factors: Factors, removal: Confirmation, chosen: RwSignal<Option<Authenticator>>) -> AnyView {
    let name = move || chosen.get().map(|it| it.name).unwrap_or_default();
    let words = Words {
        id: "remove-factor-title",
        title: (move || tr!(authenticators.remove_title, name())).into(),
        text: t!(authenticators.remove_text).into(),
        yes: t!(authenticators.remove),
    };
    let yes = Callback::new(move |()| {
        let Some(it) = chosen.get_untracked() else { return };
        let (client, reauthentication, done) = (factors.context.client, factors.reauthentication, factors.clone());
        let call = move || async move { reauthentication.guard(|| api::authenticators::remove(client, it.id)).await };
        removal.send(call, move |()| done.done(t!(authenticators.removed)));
    });
    removal.dialog(words, yes)
}

fn overview(factors: Factors, removal: Confirmation, chosen: RwSignal<Option<Authenticator>>) -> AnyView {
    let listed = factors.clone();
    let list = factors.list.show(move |all| {
        let left = all.recovery_codes_left;
        let codes = (!all.items.is_empty()).then(|| codes::rest(&listed, left));
        view! {
            {rows::table(&listed, &all, removal, chosen)}
            {optional(codes)}
        }
        .into_any()
    });
    view! {
        {strengths(&factors)}
        <section class="section" aria-labelledby="factors-title">
            <h2 id="factors-title">{t!(authenticators.list)}</h2>
            {list}
            {adding(&factors)}
        </section>
    }
    .into_any()
}

fn offers(factors: &Factors, method: SecondFactorMethod) -> bool {
    factors.context.portal.second_factors.contains(&method)
}

/// The ways from the strongest to the weakest, in plain words.
fn strengths(factors: &Factors) -> AnyView {
    let portal = &factors.context.portal;
    let way = |shown: bool, name: fn() -> &'static str, strength: fn() -> &'static str| {
        shown.then(|| view! { <div><dt>{name}</dt><dd>{strength}</dd></div> })
    };
    view! {
        <p class="lead">{t!(authenticators.lead)}</p>
        <dl class="card details strengths">
            {way(portal.passkeys, t!(authenticators.passkey), t!(authenticators.passkey_strength))}
            {way(offers(factors, SecondFactorMethod::Totp), t!(authenticators.app), t!(authenticators.app_strength))}
            {way(offers(factors, SecondFactorMethod::Mail), t!(authenticators.mail), t!(authenticators.mail_strength))}
        </dl>
    }
    .into_any()
}

fn adding(factors: &Factors) -> AnyView {
    let button = |shown: bool, doing: Doing, label: fn() -> &'static str| {
        let factors = factors.clone();
        let press = move |_| factors.begin(doing.clone());
        shown.then(|| view! { <button type="button" class="button solid" on:click=press>{label}</button> })
    };
    view! {
        <div class="buttons">
            {button(factors.context.portal.passkeys, Doing::Passkey, t!(authenticators.add_passkey))}
            {button(offers(factors, SecondFactorMethod::Totp), Doing::App, t!(authenticators.add_app))}
        </div>
    }
    .into_any()
}
