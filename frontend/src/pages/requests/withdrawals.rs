//! 申込の取消: asks once more, with a reason, and takes the request back.

use crate::api::{self, Client};
use crate::components::forms::{Field, Form};
use crate::components::small_dialogs::SmallDialog;
use crate::components::submit_buttons::submit_button;
use crate::components::text_areas::TextArea;
use crate::components::views::text;
use crate::texts::t;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::problems::ProblemCode;
use madoguchi_api_types::requests::{RequestDetail, RequestWithdrawalRequest};

/// The button with its dialog; `done` gets the request as it is then.
pub fn withdrawal(client: Client, id: &str, done: Callback<(RequestDetail,)>) -> AnyView {
    let open = RwSignal::new(false);
    let reason = Field::reason(t!(requests.reason)).asked(false);
    let form = Form::new(vec![reason]);
    let id = StoredValue::new(id.to_owned());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let call = move || async move {
            let withdrawal = RequestWithdrawalRequest { reason: reason.value.get_untracked() };
            api::requests::withdraw(client, &id.get_value(), &withdrawal).await
        };
        form.send(call, move |request| {
            open.set(false);
            done.run((request,));
        });
    };
    let ask = move |_| {
        form.refusal.set(None);
        open.set(true);
    };
    let problem = move || form.refusal.get().and_then(|refusal| refusal.problem);
    let problem = move || problem().filter(|problem| !problem.is(ProblemCode::ValidationFailed));
    let problem = move || problem().map(|problem| problem.text()).unwrap_or_default();
    view! {
        <p class="buttons">
            <button type="button" class="button outline" on:click=ask>{t!(requests.withdraw)}</button>
        </p>
        <SmallDialog open=open id="withdrawal-title" title=t!(requests.withdraw_title)>
            <form class="dialog-form" novalidate=true on:submit=submit>
                <p>{t!(requests.withdraw_text)}</p>
                <p class="field-error" role="alert">{text(problem)}</p>
                <TextArea field=reason rows=3 />
                {submit_button(form, t!(requests.withdraw_yes))}
                <button type="button" class="button outline" on:click=move |_| open.set(false)>
                    {t!(account.cancel)}
                </button>
            </form>
        </SmallDialog>
    }
    .into_any()
}
