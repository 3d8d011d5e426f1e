//! ご契約者情報: who the contractor and the contact are. Asked at the first login before anything else, with a password of
//! one's own, and open to changes later.

use super::passwords::NewPassword;
use crate::api;
use crate::api::revisions::Revised;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::error_summaries::error_summary;
use crate::components::forms::Form;
use crate::components::outcomes::{SuccessMessage, outcome};
use crate::components::page_titles::PageTitle;
use crate::components::parts::Part;
use crate::components::policy_forms::{Extras, PolicyForm, questions};
use crate::components::reauthentications::Reauthentication;
use crate::components::submit_buttons::submit_button;
use crate::components::views::optional;
use crate::contexts::PageContext;
use crate::drafts::DraftField;
use crate::session::State;
use crate::texts::t;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use madoguchi_api_types::contractors::{Contractor, ContractorRequest};

/// Name of the draft.
const DRAFT: &str = "contractor-information";

chunk!(account: later = page);
chunk!(account: later_first = |context| context.describing_contractor(first));

/// What comes after everything is said.
#[derive(Clone)]
enum Next {
    /// The first login goes on by itself.
    SignIn,
    /// The page that one came from to change something.
    Page(String),
    /// Nothing: one may go on changing.
    Stay,
}

/// The page for who was here before.
pub fn page(context: PageContext) -> AnyView {
    let next = context.page_to_return().map_or(Next::Stay, Next::Page);
    let steps: Vec<Step> = vec![context.home_step(), (t!(contractor.change_title).into(), None)];
    view! {
        <div class="column">
            <Breadcrumb steps=steps />
            <PageTitle title=t!(contractor.change_title) />
            {content(context, next)}
        </div>
    }
    .into_any()
}

/// The page of the first login. It is left as soon as everything is said.
pub fn first(context: PageContext) -> AnyView {
    view! {
        <div class="column">
            <PageTitle title=t!(contractor.title) />
            {content(context, Next::SignIn)}
        </div>
    }
    .into_any()
}

fn content(context: PageContext, next: Next) -> AnyView {
    let client = context.client;
    let known = Part::load(move || api::contractors::get(client));
    view! {
        <p class="lead">{t!(contractor.lead)}</p>
        {known.show(move |known| form(&context, next.clone(), known.value, known.revision))}
    }
    .into_any()
}

/// What the page works with.
#[derive(Clone, Copy)]
struct Said {
    answers: PolicyForm,
    password: NewPassword,
    form: Form,
    /// The state that the answers were made from.
    revision: StoredValue<String>,
    told: SuccessMessage,
    reauthentication: Reauthentication,
    next: StoredValue<Next>,
}

fn form(context: &PageContext, next: Next, known: Contractor, revision: String) -> AnyView {
    let Contractor { number, questionnaire, answers: kept, .. } = known;
    let answers = PolicyForm::new(questionnaire, Extras::default());
    answers.read_only.set(kept.clone());
    answers.fill(&kept);
    keep(context, answers, &revision);
    let must_choose = context
        .sessions
        .state
        .with_untracked(|state| matches!(state, State::Active(session) if session.password_change_required));
    let password = NewPassword::new(&context.portal.password_policy, &number, must_choose);
    let form = Form::new(password.fields()).asking(move || answers.asked());
    let (told, reauthentication) = (RwSignal::new(None), Reauthentication::new(context.client));
    let back = match &next {
        Next::SignIn => None,
        Next::Page(page) => Some(context.path(page)),
        Next::Stay => Some(context.path("/")),
    };
    let back = back.map(|back| view! { <a class="button outline" href=back>{t!(contractor.back)}</a> }.into_any());
    let next = StoredValue::new(next);
    let said = Said { answers, password, form, revision: StoredValue::new(revision), told, reauthentication, next };
    let context = context.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(&context, said);
    };
    view! {
        {outcome("contractor-outcome", told)}
        {error_summary(form)}
        <form class="card" novalidate=true on:submit=submit>
            <div class="form-fields">
                {password.draw(number)}
                {questions(answers)}
            </div>
            <div class="buttons">{submit_button(form, t!(contractor.save))} {optional(back)}</div>
        </form>
        {reauthentication.dialog()}
    }
    .into_any()
}

/// What was typed outlives a look at another page and a reload, as long as what it was typed into is as it was.
fn keep(context: &PageContext, answers: PolicyForm, revision: &str) {
    let id = context.sessions.state.with_untracked(|state| match state {
        State::Active(session) => session.user.sign_in_name.clone(),
        State::Unknown | State::Absent => String::new(),
    });
    let kept: DraftField = answers.draft_field();
    context.handover.drafts.keep_for(format!("{id} {revision}"), DRAFT, vec![kept]);
}

fn send(context: &PageContext, said: Said) {
    said.told.set(None);
    let client = context.client;
    let call = move || async move {
        let write = || async move {
            let answers = said.answers.answers();
            let request = ContractorRequest { answers, new_password: said.password.typed() };
            api::contractors::update(client, request, &said.revision.get_value()).await
        };
        said.reauthentication.guard(write).await
    };
    let context = context.clone();
    said.form.send(call, move |saved: Revised<Contractor>| {
        context.handover.drafts.forget(DRAFT);
        said.revision.set_value(saved.revision);
        said.password.clear();
        match said.next.get_value() {
            Next::SignIn => {}
            Next::Page(page) => context.go_instead(&page),
            Next::Stay => {
                said.answers.fill(&saved.value.answers);
                said.told.set(Some(t!(contractor.saved)));
            }
        }
        // The head shows the own name; after the first login, the way to all pages is open.
        let (sessions, client) = (context.sessions, context.client);
        spawn_local(async move {
            let _ = sessions.look(client).await;
        });
    });
}
