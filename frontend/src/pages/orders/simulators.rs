//! 終了日の試算: what a line would cost if it ended on another day, before one asks for it.

use super::words;
use crate::api;
use crate::components::choice_fields::choice_field;
use crate::components::error_summaries::error_summary;
use crate::components::forms::{Field, Form, anything};
use crate::components::policy_forms::sentence;
use crate::components::submit_buttons::submit_button;
use crate::components::text_fields::{Input, text_field};
use crate::components::views::{changing, optional, text};
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::{t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::orders::{OrderLine, OrderSimulation};

const DAY: Input = Input { kind: "date", width: "medium", ..Input::TEXT };

/// The form, where any line still runs.
pub fn simulator(context: &PageContext, number: &str, lines: &[OrderLine]) -> Option<AnyView> {
    let running: Vec<&OrderLine> = lines.iter().filter(|line| line.cancellable > 0).collect();
    let first = running.first()?;
    let choice = |line: &&OrderLine| {
        let label = format!("{} {} {}", line.line, line.product_code, line.product_name);
        (line.line.to_string(), label.into())
    };
    let choices: Vec<(String, TextProp)> = running.iter().map(choice).collect();
    let line = Field::required("line", t!(orders.line), anything);
    line.value.set(first.line.to_string());
    let ends_on = Field::required("ends_on", t!(orders.ends_on), anything).said_by(sentence);
    let form = Form::new(vec![line, ends_on]);
    let (client, number) = (context.client, number.to_owned());
    let answer: RwSignal<Option<OrderSimulation>> = RwSignal::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let number = number.clone();
        let (wanted, day) = (line.value.get_untracked().parse().unwrap_or(0), ends_on.value.get_untracked());
        let call = move || async move { api::orders::simulate(client, &number, wanted, &day).await };
        answer.set(None);
        form.send(call, move |simulation| answer.set(Some(simulation)));
    };
    let drawn = view! {
        <section class="section" aria-labelledby="simulator-title">
            <h2 id="simulator-title">{t!(orders.simulator)}</h2>
            <p class="note">{t!(orders.simulator_lead)}</p>
            {error_summary(form)}
            <form class="card" novalidate=true on:submit=submit>
                {choice_field(line, choices, None)}
                {text_field(ends_on, DAY, None)}
                {submit_button(form, t!(orders.simulate))}
            </form>
            <div role="status">{changing(move || optional(answer.get().map(result)))}</div>
        </section>
    };
    Some(drawn.into_any())
}

fn result(simulation: OrderSimulation) -> AnyView {
    let OrderSimulation { ends_on, now, then, difference, .. } = simulation;
    let words = move || {
        if difference < 0 {
            tr!(orders.cheaper, formats::yen(-difference))
        } else {
            tr!(orders.dearer, formats::yen(difference))
        }
    };
    let last = now.last_on;
    let (now_amount, then_amount) = (now.amount, then.amount);
    view! {
        <dl class="facts simulation">
            <div>
                <dt>{text(move || tr!(orders.until_now, formats::date(last)))}</dt>
                <dd>{text(move || formats::yen(now_amount))} " " <span class="hint">{text(move || words::reckoned(&now))}</span></dd>
            </div>
            <div>
                <dt>{text(move || tr!(orders.until_then, formats::date(ends_on)))}</dt>
                <dd>{text(move || formats::yen(then_amount))} " " <span class="hint">{text(move || words::reckoned(&then))}</span></dd>
            </div>
            <div><dt>{t!(orders.difference)}</dt><dd><strong>{text(words)}</strong></dd></div>
        </dl>
    }
    .into_any()
}
