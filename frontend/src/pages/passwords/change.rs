//! パスワード変更 before anything else: after a login with an issued password, or when the provider asks for it.

use crate::api;
use crate::components::error_summaries::error_summary;
use crate::components::forms::Form;
use crate::components::new_password_pairs::NewPasswordPair;
use crate::components::page_titles::PageTitle;
use crate::components::submit_buttons::submit_button;
use crate::session::State;
use crate::texts::t;
use crate::visits::Visit;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::accounts::ChangePassword;

/// The page. It is left as soon as the password is chosen.
pub fn page(visit: Visit) -> AnyView {
    let login_id = visit.sessions.state.with_untracked(|state| match state {
        State::Active(session) => session.user.sign_in_name.clone(),
        State::Unknown | State::Absent => String::new(),
    });
    let pair = NewPasswordPair::new(&visit.portal.password_policy, &login_id);
    let (form, password) = (Form::new(pair.fields()), pair.password);
    let (client, sessions) = (visit.client, visit.sessions);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let call = move || {
            let password = password.value.get_untracked();
            api::accounts::change_password(client, ChangePassword { current_password: String::new(), password })
        };
        form.send(call, move |()| sessions.password_chosen());
    };
    view! {
        <div class="column narrow">
            <PageTitle title=t!(password_change.title) />
            <p class="lead">{t!(password_change.lead)}</p>
            {error_summary(form)}
            <form class="card" novalidate=true on:submit=submit>
                {pair.draw()}
                {submit_button(form, t!(password_change.title))}
            </form>
        </div>
    }
    .into_any()
}
