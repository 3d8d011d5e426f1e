//! A choice from a list whose change acts at once or with a form.

use crate::components::views::text;
use crate::lifetimes::Lifetime;
use leptos::html;
use leptos::prelude::*;

/// A choice: its value and what it says.
pub type Choice = (String, String);

/// A labelled list of choices.
#[component]
pub fn SelectField(
    /// Id in the page.
    id: &'static str,
    /// Label above it.
    #[prop(into)]
    label: TextProp,
    /// What there is to choose from.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// Value of the present choice.
    #[prop(into)]
    chosen: Signal<String>,
    /// Called with the new choice.
    #[prop(into)]
    choose: Callback<(String,)>,
) -> impl IntoView {
    let options = move || {
        let chosen = chosen.get();
        let option = |(value, text): Choice| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{text}</option> }
        };
        choices.get().into_iter().map(option).collect_view()
    };
    let list = NodeRef::<html::Select>::new();
    let lifetime = Lifetime::here();
    // The choices may come after what is chosen of them: a value without its choice is none.
    Effect::new(move |_| {
        choices.track();
        chosen.track();
        request_animation_frame(move || {
            if !lifetime.is_over()
                && let Some(list) = list.get_untracked()
            {
                list.set_value(&chosen.get_untracked());
            }
        });
    });
    view! {
        <div class="field inline">
            <label for=id>{text(label.clone())}</label>
            <select
                id=id
                class="input"
                node_ref=list
                prop:value=chosen
                on:change:target=move |event| choose.run((event.target().value(),))
            >
                {options}
            </select>
        </div>
    }
}
