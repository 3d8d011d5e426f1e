//! 申し込む, 取りやめる: asks for consent, says from which month the change counts, and makes it.

use super::{states, words};
use crate::api::{self, Client};
use crate::components::check_boxes::CheckBox;
use crate::components::forms::{Field, Form, anything};
use crate::components::outcomes::{Sentence, SuccessMessage};
use crate::components::parts::{Loaded, Part};
use crate::components::small_dialogs::SmallDialog;
use crate::components::submit_buttons::submit_button;
use crate::components::views::{changing, optional, text};
use crate::texts::{t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::problems::ProblemCode;
use madoguchi_api_types::switches::{Switch, SwitchKind, SwitchRequest};

/// The switches of the page, and the one that is being asked about.
#[derive(Clone, Copy)]
pub struct Changes {
    client: Client,
    /// All that the user sees.
    pub list: Part<Vec<Switch>>,
    asked: RwSignal<Option<Switch>>,
    open: RwSignal<bool>,
    consent: Field,
    form: Form,
    success: StoredValue<Vec<(SwitchKind, SuccessMessage)>>,
}

impl Changes {
    /// Reads the switches; nothing is asked yet.
    pub fn load(client: Client) -> Self {
        let asked = RwSignal::new(None::<Switch>);
        let label = move || asked.with(|asked| asked.as_ref().map_or("", |asked| words::consent(asked.kind)()));
        let consent = Field::required("consent", label, anything);
        let success = words::KINDS.map(|kind| (kind, RwSignal::new(None)));
        Self {
            client,
            list: Part::load(move || api::switches::list(client)),
            asked,
            open: RwSignal::new(false),
            consent,
            form: Form::new(vec![consent]),
            success: StoredValue::new(success.to_vec()),
        }
    }

    /// What was done with the switches of a kind.
    pub fn success(self, kind: SwitchKind) -> Option<SuccessMessage> {
        self.success.with_value(|success| success.iter().find(|one| one.0 == kind).map(|one| one.1))
    }

    /// 申し込む or 取りやめる for a switch that the user may change.
    pub fn button(self, switch: &Switch) -> Option<AnyView> {
        let (label, class): (Sentence, _) = if switch.on {
            (t!(switches.cancel), "button outline small")
        } else {
            (t!(switches.apply), "button solid small")
        };
        let (asked, number) = (switch.clone(), switch.contract_number.clone());
        let title = words::title(switch.kind);
        let about = move || number.clone().unwrap_or_else(|| title().to_owned());
        switch.changeable.then(|| {
            view! {
                <button type="button" class=class on:click=move |_| self.ask(asked.clone())>
                    {label} <span class="visually-hidden">" " {text(about)}</span>
                </button>
            }
            .into_any()
        })
    }

    fn ask(self, switch: Switch) {
        for (_, success) in self.success.get_value() {
            success.set(None);
        }
        self.consent.value.set(String::new());
        self.consent.error.set(None);
        self.form.refusal.set(None);
        self.asked.set(Some(switch));
        self.open.set(true);
    }

    fn send(self) {
        let Some(switch) = self.asked.get_untracked() else { return };
        let (kind, contract_id, on) = (switch.kind, switch.contract_id, !switch.on);
        let call = move || api::switches::change(self.client, SwitchRequest { kind, contract_id, on, consent: on });
        let done = move |switch: Switch| {
            self.open.set(false);
            self.replace(switch);
            if let Some(success) = self.success(kind) {
                success.set(Some(if on { t!(switches.done) } else { t!(switches.undone) }));
            }
        };
        // Consent is asked for what is turned on only.
        if on { self.form.send(call, done) } else { self.form.act(call, done) }
    }

    fn replace(self, changed: Switch) {
        self.list.state.update(|state| {
            let Loaded::Ready(switches) = state else { return };
            let same = |switch: &&mut Switch| (switch.kind, switch.contract_id) == (changed.kind, changed.contract_id);
            if let Some(switch) = switches.iter_mut().find(same) {
                *switch = changed;
            }
        });
    }

    /// The question, once on the page.
    pub fn dialog(self) -> AnyView {
        let turns_on = move || self.asked.with(|asked| asked.as_ref().is_some_and(|asked| !asked.on));
        let kind = move || self.asked.with(|asked| asked.as_ref().map_or("", |asked| words::title(asked.kind)()));
        let title =
            move || if turns_on() { tr!(switches.apply_title, kind()) } else { tr!(switches.cancel_title, kind()) };
        let number = move || self.asked.get().and_then(|asked| asked.contract_number);
        let consequence = move || self.asked.with(|asked| asked.as_ref().map(states::consequence).unwrap_or_default());
        let problem = move || self.form.refusal.get().and_then(|refusal| refusal.problem);
        let problem = move || problem().filter(|problem| !problem.is(ProblemCode::ValidationFailed));
        let problem = move || problem().map(|problem| problem.text()).unwrap_or_default();
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            self.send();
        };
        let contract = move || {
            let line = |number: String| {
                view! { <p class="note">{t!(contracts.number)} " " <strong lang="en">{number}</strong></p> }.into_any()
            };
            optional(number().map(line))
        };
        let consent = move || optional(turns_on().then(|| view! { <CheckBox field=self.consent /> }.into_any()));
        let button = move || {
            if turns_on() {
                submit_button(self.form, t!(switches.apply))
            } else {
                submit_button(self.form, t!(switches.cancel))
            }
        };
        view! {
            <SmallDialog open=self.open id="switch-title" title=title>
                <form class="dialog-form" novalidate=true on:submit=submit>
                    {changing(contract)}
                    <p>{text(consequence)}</p>
                    {changing(consent)}
                    <p class="field-error" role="alert">{text(problem)}</p>
                    {changing(button)}
                    <button type="button" class="button outline" on:click=move |_| self.open.set(false)>
                        {t!(account.cancel)}
                    </button>
                </form>
            </SmallDialog>
        }
        .into_any()
    }
}
