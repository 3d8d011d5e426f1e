//! Recovery codes: shown once, to be kept; how many are left, and new ones.

use super::factors::{Doing, Factors};
use crate::api;
use crate::browser;
use crate::components::confirmations::{Confirmation, Words};
use crate::components::copy_buttons::copy_button;
use crate::components::notices::{Kind, Notice};
use crate::components::print_buttons::PrintButton;
use crate::components::step_titles::step_title;
use crate::components::views::text;
use crate::texts::{t, tr};
use leptos::prelude::*;

/// Fewer than this are few.
const FEW: u64 = 3;

/// The codes, once.
pub fn step(factors: &Factors, codes: Vec<String>) -> AnyView {
    let (factors, all) = (factors.clone(), codes.join("\n"));
    // Windows' editor wants its line ends.
    let lines = format!("{}\r\n", codes.join("\r\n"));
    let file = format!("data:text/plain;charset=utf-8,{}", browser::escape(&lines));
    let code = |code: String| view! { <li>{code}</li> };
    view! {
        <section class="section">
            {step_title(t!(authenticators.codes_title))}
            <Notice kind=Kind::Warning><p>{t!(authenticators.codes_text)}</p></Notice>
            <ul class="codes" lang="en">{codes.into_iter().map(code).collect_view()}</ul>
            <div class="buttons">
                {copy_button(all)}
                <a class="button outline small" href=file download="recovery-codes.txt">{t!(authenticators.codes_file)}</a>
                <PrintButton />
            </div>
            <p class="after-table">
                <button
                    type="button"
                    class="button solid"
                    on:click=move |_| factors.done(t!(authenticators.codes_kept))
                >
                    {t!(authenticators.keep)}
                </button>
            </p>
        </section>
    }
    .into_any()
}

/// How many are left, and the way to new ones.
pub fn rest(factors: &Factors, left: u64) -> AnyView {
    let renewal = Confirmation::new();
    let words = Words {
        id: "renew-codes-title",
        title: t!(authenticators.renew_title).into(),
        text: t!(authenticators.renew_text).into(),
        yes: t!(authenticators.renew),
    };
    let factors = factors.clone();
    let yes = Callback::new(move |()| {
        let (client, reauthentication, shown) = (factors.context.client, factors.reauthentication, factors.clone());
        let call =
            move || async move { reauthentication.guard(|| api::authenticators::renew_recovery_codes(client)).await };
        renewal.send(call, move |renewed| shown.begin(Doing::Codes(renewed.codes)));
    });
    let kind = if left < FEW { Kind::Warning } else { Kind::Info };
    view! {
        <Notice kind=kind>
            <p>{text(move || tr!(authenticators.codes_left, left))}</p>
            <p>
                <button type="button" class="button outline small" on:click=move |_| renewal.ask()>
                    {t!(authenticators.renew)}
                </button>
            </p>
        </Notice>
        {renewal.dialog(words, yes)}
    }
    .into_any()
}
