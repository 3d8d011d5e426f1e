//! お届け先テンプレート管理: delivery addresses that are kept, and the form to add and change one.

use super::tabs::{AccountTab, head};
use crate::api;
use crate::browser;
use crate::chunks::chunk;
use crate::components::columns::{self, Column};
use crate::components::confirmations::{Confirmation, Words};
use crate::components::counts::count_line;
use crate::components::error_summaries::error_summary;
use crate::components::forms::Form;
use crate::components::outcomes::{SuccessMessage, outcome};
use crate::components::parts::Part;
use crate::components::policy_forms::{Extras, PolicyForm, questions};
use crate::components::submit_buttons::submit_button;
use crate::components::tables::{self, Table};
use crate::components::views::{changing, optional};
use crate::contexts::PageContext;
use crate::texts::{t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::delivery_templates::{DeliveryTemplate, DeliveryTemplates};
use madoguchi_domain::forms::{Object, Value};

chunk!(account: later = page);

/// What takes the focus when one begins to change an address.
const TITLE: &str = "template-form-title";

/// The page's parts that act on each other.
#[derive(Clone, Copy)]
struct Managed {
    context: StoredValue<PageContext>,
    list: Part<DeliveryTemplates>,
    /// The one that is being changed; none: a new one.
    changed: RwSignal<Option<DeliveryTemplate>>,
    /// The one that is asked about.
    doomed: RwSignal<Option<DeliveryTemplate>>,
    deletion: Confirmation,
    told: SuccessMessage,
}

pub fn page(context: PageContext) -> AnyView {
    let client = context.client;
    let managed = Managed {
        context: StoredValue::new(context.clone()),
        list: Part::load(move || api::delivery_templates::list(client)),
        changed: RwSignal::new(None),
        doomed: RwSignal::new(None),
        deletion: Confirmation::new(),
        told: RwSignal::new(None),
    };
    view! {
        {head(&context, AccountTab::DeliveryTemplates)}
        <p class="lead">{t!(delivery_templates.lead)}</p>
        {outcome("templates-outcome", managed.told)}
        {managed.list.show(move |templates| managed.content(templates))}
        {managed.dialog()}
    }
    .into_any()
}

impl Managed {
    fn content(self, templates: DeliveryTemplates) -> AnyView {
        let DeliveryTemplates { items, max, questionnaire } = templates;
        let (count, most) = (items.len(), usize::try_from(max).unwrap_or(usize::MAX));
        let list = if items.is_empty() {
            tables::empty(t!(delivery_templates.empty), Some(t!(delivery_templates.empty_next).into()))
        } else {
            view! {
                {count_line(move || tr!(delivery_templates.count, count, most))}
                {self.table().of(&items)}
            }
            .into_any()
        };
        let form = move || {
            let changed = self.changed.get();
            // Full: those that are there can still be changed.
            (count < most || changed.is_some()).then(|| self.form(questionnaire.clone(), changed))
        };
        view! {
            {list}
            {changing(move || optional(form()))}
        }
        .into_any()
    }

    fn table(self) -> Table<DeliveryTemplate> {
        let said = |name: &'static str| move |it: &DeliveryTemplate| word(&it.answers, name).into_any();
        let address = |it: &DeliveryTemplate| {
            let part = |name: &str| word(&it.answers, name);
            format!("{}{}{}", part("prefecture"), part("address1"), part("address2")).into_any()
        };
        let actions = move |it: &DeliveryTemplate| {
            let (of, own, doomed) = (word(&it.answers, "company"), it.clone(), it.clone());
            let change = move || {
                self.changed.set(Some(own.clone()));
                request_animation_frame(|| {
                    browser::focus(TITLE);
                });
            };
            let delete = move || {
                self.doomed.set(Some(doomed.clone()));
                self.deletion.ask();
            };
            view! {
                {columns::button(t!(delivery_templates.change), of.clone(), change)}
                " "
                {columns::button(t!(delivery_templates.delete), of, delete)}
            }
            .into_any()
        };
        let columns = vec![
            Column::new(t!(delivery_templates.company), said("company")).naming().class("name"),
            Column::new(t!(delivery_templates.department), said("department")),
            Column::new(t!(delivery_templates.address), address),
            Column::new(t!(delivery_templates.contact), said("contact")),
            Column::actions(t!(account.actions), actions).read_out_only(),
        ];
        Table::new(t!(delivery_templates.caption), columns).uncounted()
    }

    fn form(self, questionnaire: madoguchi_domain::forms::Questionnaire, changed: Option<DeliveryTemplate>) -> AnyView {
        let answers = PolicyForm::new(questionnaire, Extras::default());
        let id = changed.as_ref().map(|template| template.id.to_string());
        if let Some(template) = &changed {
            answers.fill(&template.answers);
        }
        let form = Form::new(Vec::new()).asking(move || answers.asked());
        let is_change = id.is_some();
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            let (client, id) = (self.context.with_value(|context| context.client), id.clone());
            let call = move || async move { api::delivery_templates::keep(client, id, answers.answers()).await };
            form.send(call, move |_: DeliveryTemplate| {
                self.changed.set(None);
                self.told.set(Some(t!(delivery_templates.kept)));
                self.list.refresh();
            });
        };
        let title = if is_change { t!(delivery_templates.change_title) } else { t!(delivery_templates.add) };
        let stop = is_change.then(|| {
            view! {
                <button type="button" class="button outline" on:click=move |_| self.changed.set(None)>
                    {t!(account.cancel)}
                </button>
            }
            .into_any()
        });
        view! {
            <section class="section" aria-labelledby=TITLE>
                <h2 id=TITLE tabindex="-1">{title}</h2>
                {error_summary(form)}
                <form class="card" novalidate=true on:submit=submit>
                    {questions(answers)}
                    {submit_button(form, t!(delivery_templates.keep))}
                    <div class="buttons">{optional(stop)}</div>
                </form>
            </section>
        }
        .into_any()
    }

    fn dialog(self) -> AnyView {
        let yes = Callback::new(move |()| {
            let Some(template) = self.doomed.get_untracked() else { return };
            let client = self.context.with_value(|context| context.client);
            let id = template.id.to_string();
            let call = move || async move { api::delivery_templates::delete(client, &id).await };
            self.deletion.send(call, move |()| {
                self.changed.set(None);
                self.told.set(Some(t!(delivery_templates.deleted)));
                self.list.refresh();
            });
        });
        let words = Words {
            id: "delete-template-title",
            title: t!(delivery_templates.delete_title).into(),
            text: t!(delivery_templates.delete_text).into(),
            yes: t!(delivery_templates.delete),
        };
        self.deletion.dialog(words, yes)
    }
}

fn word(answers: &Object, name: &str) -> String {
    answers.get(name).and_then(Value::as_text).unwrap_or_default().to_owned()
}
