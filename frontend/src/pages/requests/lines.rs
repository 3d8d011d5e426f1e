//! 下書きを保存しました（10:19）: how it stands with what is typed.

use super::savers::Saver;
use super::saving::Standing;
use crate::components::views::{changing, optional, text};
use crate::formats;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::problems::ProblemCode;

/// The line; what needs somebody's attention is read out.
pub fn saving_line(saver: Saver) -> AnyView {
    let quiet = move || match saver.standing() {
        Standing::Saved => tr!(requests.saved, formats::time(saver.saved_at())),
        Standing::Saving => tr!(requests.saving).to_owned(),
        Standing::Failed | Standing::Refused | Standing::Differs(_) | Standing::Over => String::new(),
    };
    let loud = Memo::new(move |_| match saver.standing() {
        Standing::Saved | Standing::Saving => String::new(),
        Standing::Failed => tr!(requests.save_failed).to_owned(),
        Standing::Refused => {
            let reason = saver.problem().filter(|problem| !problem.is(ProblemCode::ValidationFailed));
            let reason = reason.map(|problem| problem.text()).unwrap_or_default();
            format!("{}{reason}", tr!(requests.save_refused))
        }
        Standing::Differs(_) => tr!(requests.differs).to_owned(),
        Standing::Over => tr!(requests.save_over).to_owned(),
    });
    let differs = Memo::new(move |_| matches!(saver.standing(), Standing::Differs(_)));
    let retry = Memo::new(move |_| saver.standing() == Standing::Failed);
    let again = move || {
        let press = move |_| saver.now();
        let button = || {
            view! {
                <button type="button" class="link" on:click=press>{t!(parts.retry)}</button>
            }
            .into_any()
        };
        optional(retry.get().then(button))
    };
    let class = move || if loud.with(String::is_empty) { "saving-line" } else { "saving-line failed" };
    let choose = move || {
        let press = move |_| saver.asking().set(true);
        let button = || {
            view! { <button type="button" class="link" on:click=press>{t!(requests.choose_version)}</button> }
                .into_any()
        };
        optional(differs.get().then(button))
    };
    view! {
        <div class=class>
            <p class="saved-at">{text(quiet)}</p>
            <p role="status">{text(move || loud.get())}</p>
            {changing(again)}
            {changing(choose)}
        </div>
    }
    .into_any()
}
