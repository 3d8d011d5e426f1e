//! Adds an authenticator app: its name, then QR code and secret, then six digits that show that it works.

use super::factors::Factors;
use super::names::{cancel_button, name_field, name_view};
use crate::api;
use crate::components::copy_buttons::copy_button;
use crate::components::error_summaries::error_summary;
use crate::components::forms::Form;
use crate::components::one_time_codes::{CodeField, authenticator_code};
use crate::components::step_titles::step_title;
use crate::components::submit_buttons::submit_button;
use crate::components::views::changing;
use crate::texts::{t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::authenticators::TotpOffer;
use madoguchi_api_types::problems::ProblemCode;

/// Light modules around a QR code, without which it is not read.
const QUIET: i32 = 4;

pub fn steps(factors: &Factors) -> AnyView {
    let (factors, offer) = (factors.clone(), RwSignal::new(None::<TotpOffer>));
    changing(move || match offer.get() {
        None => ask_name(&factors, offer),
        Some(offer) => confirm(&factors, offer),
    })
}

fn ask_name(factors: &Factors, offer: RwSignal<Option<TotpOffer>>) -> AnyView {
    let name = name_field(tr!(authenticators.app_name));
    let form = Form::new(vec![name]);
    let (client, reauthentication) = (factors.context.client, factors.reauthentication);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let call = move || async move {
            let typed = || name.value.get_untracked();
            reauthentication.guard(|| api::authenticators::offer_totp(client, typed())).await
        };
        form.send(call, move |offered| offer.set(Some(offered)));
    };
    view! {
        <section class="section">
            {step_title(t!(authenticators.add_app))}
            <p>{t!(authenticators.app_lead)}</p>
            {error_summary(form)}
            <form class="card" novalidate=true on:submit=submit>
                {name_view(name)}
                {submit_button(form, t!(authenticators.next))}
                {cancel_button(factors)}
            </form>
        </section>
    }
    .into_any()
}

fn confirm(factors: &Factors, offer: TotpOffer) -> AnyView {
    let code = authenticator_code();
    let form = Form::new(vec![code]);
    let (shared, id) = (factors.clone(), offer.id);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (client, reauthentication, done) = (shared.context.client, shared.reauthentication, shared.clone());
        let call = move || async move {
            let typed = || code.value.get_untracked();
            let answer = reauthentication.guard(|| api::authenticators::confirm_totp(client, id, typed())).await;
            answer.map_err(|error| match error.problem() {
                // The sentence of that code is about mails.
                Some(ProblemCode::InvalidOneTimePassword) => api::Error::Local(api::LocalError {
                    code: api::LocalCode::WrongTotp,
                    text: t!(problems.invalid_totp),
                }),
                _ => error,
            })
        };
        form.send(call, move |codes| done.added(codes, t!(authenticators.app_added)));
    };
    view! {
        <section class="section">
            {step_title(t!(authenticators.scan_title))}
            {error_summary(form)}
            <form class="card" novalidate=true on:submit=submit>
                {seed(offer)}
                <CodeField field=code digits=true hint=t!(authenticators.code_hint) />
                {submit_button(form, t!(authenticators.confirm))}
                {cancel_button(factors)}
            </form>
        </section>
    }
    .into_any()
}

/// The seed in the three ways in which an app takes it: as a picture, as a text, as a link on the phone itself.
fn seed(offer: TotpOffer) -> AnyView {
    let side = offer.qr_size + 2 * QUIET;
    let view_box = format!("{from} {from} {side} {side}", from = -QUIET);
    let label = move || tr!(authenticators.qr);
    view! {
        <p>{t!(authenticators.scan_text)}</p>
        <svg class="qr" viewBox=view_box role="img" aria-label=label>
            <path d=offer.qr_path></path>
        </svg>
        <div class="secret">
            <p>{t!(authenticators.secret)}</p>
            <p class="secret-text" lang="en">{groups(&offer.secret)}</p>
            {copy_button(offer.secret)}
        </div>
        <p>{t!(authenticators.same_phone)} " " <a href=offer.uri>{t!(authenticators.open_app)}</a></p>
    }
    .into_any()
}

/// `ABCD EFGH …`.
fn groups(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::groups;

    #[test]
    fn a_secret_is_read_in_groups_of_four() {
        assert_eq!(groups("JBSWY3DPEHPK3PXP"), "JBSW Y3DP EHPK 3PXP");
        assert_eq!(groups("ABCDE"), "ABCD E");
    }
}
