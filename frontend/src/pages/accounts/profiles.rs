//! 登録情報変更: name, and what the portal leaves to the person.

use super::choices::{choice, is_yes, on_or_off, use_or_not};
use super::sections::Settings;
use super::tabs::has_second_factors;
use crate::api;
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form};
use crate::components::outcomes::outcome;
use crate::components::radio_groups::RadioGroup;
use crate::components::submit_buttons::submit_button;
use crate::components::text_fields::{Input, TextField};
use crate::texts::t;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::accounts::UpdateProfile;
use madoguchi_api_types::portals::SecondFactorMode;

const NAME: Input = Input { autocomplete: "name", ..Input::TEXT };

/// Characters of a name at most.
const NAME_MOST: usize = 100;

pub fn section(settings: &Settings) -> AnyView {
    let portal = &settings.context.portal;
    let name = Field::limited("name", t!(home.user_name), NAME_MOST, |typed| Ok(typed.trim().to_owned())).asked(false);
    name.value.set(settings.user.name.clone());
    let second_factor = (portal.second_factor == SecondFactorMode::ByChoice)
        .then(|| choice("uses_second_factor", t!(authenticators.title), settings.user.uses_second_factor));
    let mail_notice =
        portal.mail_notice_choice.then(|| choice("mail_notice", t!(home.mail_notice), settings.user.mail_notice));
    let form = Form::new([Some(name), second_factor, mail_notice].into_iter().flatten().collect());
    let success = settings.section(form);
    let ways = has_second_factors(portal).then(|| settings.context.path("/account/second-factors"));
    let settings = settings.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        settings.begin();
        let (client, sessions, reauthentication) =
            (settings.context.client, settings.context.sessions, settings.reauthentication);
        let call = move || async move {
            let change = || UpdateProfile {
                name: Some(name.value.get_untracked()),
                uses_second_factor: second_factor.map(is_yes),
                mail_notice: mail_notice.map(is_yes),
                locale: None,
            };
            reauthentication.guard(|| api::accounts::update_profile(client, change())).await?;
            // The head and the home page show the name, too.
            sessions.look(client).await
        };
        form.send(call, move |()| success.set(Some(t!(account.profile_changed))));
    };
    view! {
        <section class="section" aria-labelledby="profile-title">
            <h2 id="profile-title">{t!(account.profile_title)}</h2>
            {outcome("profile-outcome", success)}
            {error_summary(form)}
            <form class="card" novalidate=true on:submit=submit>
                <TextField field=name input=NAME />
                {second_factor.map(|field| view! {
                    <RadioGroup field=field choices=use_or_not() hint=t!(account.second_factor_note) />
                })}
                {ways.map(|address| view! {
                    <p class="note"><a href=address>{t!(account.stronger_ways)}</a></p>
                })}
                {mail_notice.map(|field| view! { <RadioGroup field=field choices=on_or_off() /> })}
                {submit_button(form, t!(account.profile_title))}
            </form>
        </section>
    }
    .into_any()
}
