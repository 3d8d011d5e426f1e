//! The tick box 私はロボットではありません: the work starts with the page, the result shows once the box is ticked.

use super::forms::Field;
use super::text_fields::described_by;
use crate::components::views::text;
use crate::robot_checks::{self, RobotCheckError};
use crate::texts::{t, tr};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

/// How far the work is.
#[derive(Clone, PartialEq)]
enum Work {
    Running,
    Done(Value),
    Failed(RobotCheckError),
}

/// The tick box with its work.
#[derive(Clone, Copy)]
pub struct RobotCheck {
    /// The field of the form.
    pub field: Field,
    work: RwSignal<Work>,
    ticked: RwSignal<bool>,
}

impl RobotCheck {
    /// The field of a check, for a form that is there before its challenge.
    pub fn field() -> Field {
        Field::required("robot_solution", t!(robot.label), |typed| Ok(typed.to_owned()))
    }

    /// Starts the work of a challenge.
    pub fn start(challenge: Value) -> Self {
        Self::start_in(Self::field(), challenge)
    }

    /// The same, for a field that is there.
    pub fn start_in(field: Field, challenge: Value) -> Self {
        let work = RwSignal::new(Work::Running);
        let ticked = RwSignal::new(false);
        spawn_local(async move {
            work.try_set(match robot_checks::solve(challenge).await {
                Ok(solution) => Work::Done(solution),
                Err(error) => Work::Failed(error),
            });
        });
        let check = Self { field, work, ticked };
        // The field counts as filled in once the box is ticked and the work is done.
        Effect::new(move |_| {
            let done = check.is_shown_done();
            field.value.set(if done { super::check_boxes::TICKED.to_owned() } else { String::new() });
            if done {
                field.error.set(None);
            }
        });
        check
    }

    /// The solution, to be sent.
    pub fn solution(self) -> Option<Value> {
        match self.work.get_untracked() {
            Work::Done(solution) => Some(solution),
            Work::Running | Work::Failed(_) => None,
        }
    }

    fn is_shown_done(self) -> bool {
        self.ticked.get() && matches!(self.work.get(), Work::Done(_))
    }

    fn state_text(self) -> &'static str {
        match (self.ticked.get(), self.work.get()) {
            (_, Work::Failed(RobotCheckError::Insecure)) => tr!(robot.insecure),
            (_, Work::Failed(RobotCheckError::Unknown)) => tr!(robot.failed),
            (false, _) => "",
            (true, Work::Running) => tr!(robot.running),
            (true, Work::Done(_)) => tr!(robot.done),
        }
    }
}

/// The tick box.
#[component]
pub fn RobotCheckBox(check: RobotCheck) -> impl IntoView {
    let field = check.field;
    let running = move || check.ticked.get() && check.work.get() == Work::Running;
    view! {
        <div class="field" class:wrong=move || field.error.with(Option::is_some)>
            <div class="robot" class:running=running class:done=move || check.is_shown_done()>
                <label class="check">
                    <input
                        type="checkbox"
                        id=field.name()
                        required=true
                        aria-invalid=move || field.error.with(Option::is_some).then_some("true")
                        aria-describedby=described_by(field, false)
                        prop:checked=check.ticked
                        on:change:target=move |event| check.ticked.set(event.target().checked())
                    />
                    <span>{t!(robot.label)}</span>
                </label>
                <span class="robot-state" role="status">{text(move || check.state_text())}</span>
            </div>
            <p class="field-error" id=format!("{}-error", field.name())>{text(move || field.error_text().unwrap_or_default())}</p>
        </div>
    }
}
