//! The approval of a request: what an approver decides, and what is said to the others.

use crate::api::{self, Client};
use crate::components::forms::{Field, Form};
use crate::components::notices::{Kind, Notice};
use crate::components::outcomes::Sentence;
use crate::components::small_dialogs::SmallDialog;
use crate::components::submit_buttons::submit_button;
use crate::components::text_areas::TextArea;
use crate::components::views::{optional, text};
use crate::formats;
use crate::texts::{t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::approvals::{ApprovalNeed, ApprovalRefusalRequest, RequestApproval};
use madoguchi_api_types::problems::ProblemCode;
use madoguchi_api_types::requests::{RequestDetail, RequestState};

/// What `done` gets: the request as it is then, and what to say.
pub type Done = Callback<(RequestDetail, Sentence)>;

/// What is said before a request is sent that will need approval.
pub fn before_sending(need: ApprovalNeed) -> AnyView {
    let (amount, limit) = (formats::yen(need.amount), formats::yen(need.limit));
    let words = move || tr!(approvals.needed, amount, limit);
    let (kind, next) = if need.approvable {
        (Kind::Info, t!(approvals.needed_next))
    } else {
        (Kind::Warning, t!(approvals.nobody_else))
    };
    view! { <Notice kind=kind><p>{text(words)}</p><p>{next}</p></Notice> }.into_any()
}

/// How the approval of a request stands, with the buttons for who may decide.
pub fn section(client: Client, id: &str, (state, approval): (RequestState, RequestApproval), done: Done) -> AnyView {
    let RequestApproval { requester, amount, limit, own, decidable, .. } = approval;
    let waits = state == RequestState::InApproval;
    let said = waits.then(|| {
        let words: Sentence = match (own, decidable) {
            (_, true) => t!(approvals.to_decide),
            (true, _) => t!(approvals.own_waits),
            (false, _) => t!(approvals.waits),
        };
        view! { <Notice kind=Kind::Info><p>{words}</p></Notice> }.into_any()
    });
    let buttons = (waits && decidable).then(|| decisions(client, id, done));
    view! {
        <section class="section" aria-labelledby="approval-title">
            <h2 id="approval-title">{t!(approvals.title)}</h2>
            {optional(said)}
            <dl class="card details">
                <div><dt>{t!(approvals.requester)}</dt><dd class="name">{requester}</dd></div>
                <div><dt>{t!(approvals.amount)}</dt><dd>{formats::yen(amount)}</dd></div>
                <div><dt>{t!(approvals.limit)}</dt><dd>{formats::yen(limit)}</dd></div>
            </dl>
            {optional(buttons)}
        </section>
    }
    .into_any()
}

fn decisions(client: Client, id: &str, done: Done) -> AnyView {
    let id = StoredValue::new(id.to_owned());
    let (approving, refusing) = (RwSignal::new(false), RwSignal::new(false));
    let approval = Form::new(Vec::new());
    let reason = Field::reason(t!(requests.reason));
    let refusal = Form::new(vec![reason]);
    let approve = move |event: SubmitEvent| {
        event.prevent_default();
        let call = move || async move { api::approvals::approve(client, &id.get_value()).await };
        approval.act(call, move |request| {
            approving.set(false);
            done.run((request, t!(approvals.was_approved)));
        });
    };
    let refuse = move |event: SubmitEvent| {
        event.prevent_default();
        let call = move || async move {
            let refusal = ApprovalRefusalRequest { reason: reason.value.get_untracked() };
            api::approvals::refuse(client, &id.get_value(), &refusal).await
        };
        refusal.send(call, move |request| {
            refusing.set(false);
            done.run((request, t!(approvals.was_refused)));
        });
    };
    let ask = move |form: Form, open: RwSignal<bool>| {
        form.refusal.set(None);
        open.set(true);
    };
    view! {
        <p class="buttons">
            <button type="button" class="button solid" on:click=move |_| ask(approval, approving)>
                {t!(approvals.approve)}
            </button>
            <button type="button" class="button outline" on:click=move |_| ask(refusal, refusing)>
                {t!(approvals.refuse)}
            </button>
        </p>
        <SmallDialog open=approving id="approve-title" title=t!(approvals.approve_title)>
            <form class="dialog-form" novalidate=true on:submit=approve>
                <p>{t!(approvals.approve_text)}</p>
                <p class="field-error" role="alert">{problem(approval)}</p>
                {submit_button(approval, t!(approvals.approve))}
                <button type="button" class="button outline" on:click=move |_| approving.set(false)>
                    {t!(account.cancel)}
                </button>
            </form>
        </SmallDialog>
        <SmallDialog open=refusing id="refuse-title" title=t!(approvals.refuse_title)>
            <form class="dialog-form" novalidate=true on:submit=refuse>
                <p>{t!(approvals.refuse_text)}</p>
                <p class="field-error" role="alert">{problem(refusal)}</p>
                <TextArea field=reason rows=3 />
                {submit_button(refusal, t!(approvals.refuse))}
                <button type="button" class="button outline" on:click=move |_| refusing.set(false)>
                    {t!(account.cancel)}
                </button>
            </form>
        </SmallDialog>
    }
    .into_any()
}

/// What is wrong with the whole; what is wrong with a field stands there.
fn problem(form: Form) -> AnyView {
    let problem = move || form.refusal.get().and_then(|refusal| refusal.problem);
    let problem = move || problem().filter(|problem| !problem.is(ProblemCode::ValidationFailed));
    text(move || problem().map(|problem| problem.text()).unwrap_or_default()).into_any()
}
