//! パスワード変更 before anything else: after a login with an issued password, or when the provider asks for it.

use crate::api;
use crate::chunks::chunk;
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form, anything};
use crate::components::new_password_pairs::NewPasswordPair;
use crate::components::page_titles::PageTitle;
use crate::components::submit_buttons::submit_button;
use crate::contexts::PageContext;
use crate::session::State;
use crate::texts::t;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::accounts::ChangePassword;

chunk!(visitors: later = |context| context.choosing_password(page));

/// The page. It is left as soon as the password is chosen.
pub fn page(context: PageContext) -> AnyView {
    let login_id = context.sessions.state.with_untracked(|state| match state {
        State::Active(session) => session.user.sign_in_name.clone(),
        State::Unknown | State::Absent => String::new(),
    });
    let policy = &context.portal.password_policy;
    // In the documents it is asked of who has a password of the provider, not of who was just mailed one.
    let asked = policy.differs_from_current && !context.portal.passwords_mailed;
    let current = asked.then(|| Field::required("current_password", t!(account.current_password), anything));
    let pair = NewPasswordPair::beside(policy, &login_id, current);
    let (form, password) = (Form::new(pair.fields()), pair.password);
    let (client, sessions) = (context.client, context.sessions);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let call = move || {
            let password = password.value.get_untracked();
            let current_password = current.map(|current| current.value.get_untracked()).unwrap_or_default();
            api::accounts::change_password(client, ChangePassword { current_password, password })
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
