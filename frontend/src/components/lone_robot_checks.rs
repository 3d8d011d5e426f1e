//! The tick box where no login is under way: its challenge is asked of the server, and anew after each refusal, since a
//! solution serves once. Must not know what is sent with it.

use super::forms::{Field, Form};
use super::robot_check_boxes::{RobotCheck, RobotCheckBox};
use super::views::{changing, optional, text};
use crate::api::{self, Client};
use crate::chunks::chunk;
use leptos::prelude::*;
use leptos::task::spawn_local;
use madoguchi_api_types::robot_checks::SolvedRobotCheck;
use serde_json::Value;

chunk!(entry: later = view, Checking);

/// Draws the tick box of a form and keeps what is to be sent in `solved`.
pub type Checking = fn(Client, Form, RwSignal<Option<SolvedRobotCheck>>) -> AnyView;

/// See [`Checking`].
pub fn view(client: Client, form: Form, solved: RwSignal<Option<SolvedRobotCheck>>) -> AnyView {
    let challenge = RwSignal::new(None::<Result<Value, api::Error>>);
    let field = RobotCheck::field();
    form.fields.update_value(|fields| fields.push(field));
    let ask = move || {
        solved.set(None);
        challenge.set(None);
        spawn_local(async move {
            let asked = api::robot_checks::create(client).await;
            challenge.try_set(Some(asked.map(|check| check.challenge)));
        });
    };
    ask();
    Effect::new(move |before: Option<()>| {
        let was_refused = form.refusal.with(|refusal| refusal.as_ref().is_some_and(|it| it.problem.is_some()));
        if was_refused && before.is_some() {
            ask();
        }
    });
    changing(move || match challenge.get() {
        None => optional(None),
        Some(Err(error)) => view! { <p class="field-error">{text(move || error.text())}</p> }.into_any(),
        Some(Ok(challenge)) => box_of(field, challenge, solved),
    })
}

fn box_of(field: Field, challenge: Value, solved: RwSignal<Option<SolvedRobotCheck>>) -> AnyView {
    let check = RobotCheck::start_in(field, challenge.clone());
    Effect::new(move |_| {
        // Ticked and solved.
        let is_done = !field.value.read().is_empty();
        let solution = check.solution().filter(|_| is_done);
        solved.set(solution.map(|solution| SolvedRobotCheck { challenge: challenge.clone(), solution }));
    });
    view! { <RobotCheckBox check=check /> }.into_any()
}
