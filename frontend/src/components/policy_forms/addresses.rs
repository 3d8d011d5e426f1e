//! 住所検索 at a field for a postal code: the address is put into the fields of the same form that are empty. What was
//! typed is never replaced, unless the person says so. Must not know which form it is.

use super::address_fields::{AddressFields, Outcome};
use super::state::{Part, PolicyForm};
use crate::api::{self, Client};
use crate::components::forms::Field;
use crate::components::views::{changing, optional, text};
use crate::contexts::PortalContext;
use crate::lifetimes::Lifetime;
use crate::texts::tr;
use leptos::prelude::*;
use madoguchi_api_types::addresses::Address;
use madoguchi_domain::postal_codes::PostalCode;

/// What the last search led to.
#[derive(Clone, PartialEq)]
enum Found {
    /// Nothing was searched yet.
    Nothing,
    /// The answer is awaited.
    Awaited,
    /// There is no such code.
    Unknown,
    /// The server could not say.
    Failed,
    /// One of several is to be chosen.
    Several(Vec<Address>),
    /// It stands in the fields.
    Taken(Address),
    /// Something else was typed; it can be replaced.
    Offered(Address),
}

#[derive(Clone, Copy)]
struct Search {
    code: Field,
    client: Client,
    fields: StoredValue<AddressFields>,
    found: RwSignal<Found>,
    /// The code that was searched last.
    searched: StoredValue<String>,
    /// Those that one was chosen from.
    choices: RwSignal<Vec<Address>>,
    lifetime: Lifetime,
}

/// The field with its button and what came of it; the field alone in a form that asks no address.
pub fn searched(form: PolicyForm, part: &Part, code: Field, drawn: AnyView) -> AnyView {
    let fields = AddressFields::of(form, part);
    let Some((context, fields)) = use_context::<PortalContext>().zip(fields) else { return drawn };
    let search = Search {
        code,
        client: context.client,
        fields: StoredValue::new(fields),
        found: RwSignal::new(Found::Nothing),
        searched: StoredValue::new(String::new()),
        choices: RwSignal::new(Vec::new()),
        lifetime: Lifetime::here(),
    };
    let title = part.title();
    let is_part = !part.path.is_root();
    view! {
        <div class="field-group address-search" on:input=move |_| search.follow()>
            {drawn}
            <p>
                <button type="button" class="button outline small" on:click=move |_| search.ask()>
                    {text(|| tr!(policy_forms.search_address))}
                    {is_part.then(|| view! { <span class="visually-hidden">" " {text(title)}</span> })}
                </button>
            </p>
            <p class="hint" role="status" id=format!("{}-found", code.name())>{text(move || search.words())}</p>
            {changing(move || search.choice())}
            {changing(move || search.offer())}
        </div>
    }
    .into_any()
}

impl Search {
    /// Asks once as soon as seven digits are there. The wrapper hears of what is typed after the field.
    fn follow(self) {
        match digits(self.code) {
            Some(digits) if self.searched.with_value(|searched| *searched != digits) => self.start(digits),
            Some(_) => {}
            None => self.forget(),
        }
    }

    /// The button. What is no code is said at the field.
    fn ask(self) {
        if let Some(digits) = digits(self.code) {
            self.start(digits);
        } else {
            self.code.validate();
        }
    }

    fn forget(self) {
        self.searched.set_value(String::new());
        self.choices.set(Vec::new());
        self.found.set(Found::Nothing);
    }

    fn start(self, digits: String) {
        self.searched.set_value(digits.clone());
        self.choices.set(Vec::new());
        self.found.set(Found::Awaited);
        self.lifetime.spawn(async move {
            let answer = api::addresses::list(self.client, &digits).await;
            // Another code may have been typed meanwhile.
            if self.searched.with_value(|searched| *searched == digits) {
                match answer {
                    Ok(found) => self.receive(found.addresses),
                    Err(_) => self.found.set(Found::Failed),
                }
            }
        });
    }

    fn receive(self, mut found: Vec<Address>) {
        match found.len() {
            0 => self.found.set(Found::Unknown),
            1 => self.take(found.remove(0), false),
            _ => {
                self.choices.set(found.clone());
                self.found.set(Found::Several(found));
            }
        }
    }

    /// Puts an address into the fields, or offers to where something else was typed.
    fn take(self, address: Address, replace: bool) {
        let outcome = self.fields.try_update_value(|fields| fields.put(&address, replace));
        self.found.set(match outcome {
            Some(Outcome::DraftField) => Found::Offered(address),
            Some(Outcome::Put) | None => Found::Taken(address),
        });
    }

    fn words(self) -> String {
        self.found.with(|found| match found {
            Found::Nothing => String::new(),
            Found::Awaited => tr!(policy_forms.address_awaited).to_owned(),
            Found::Unknown => tr!(policy_forms.address_unknown).to_owned(),
            Found::Failed => tr!(policy_forms.address_failed).to_owned(),
            Found::Several(found) => tr!(policy_forms.addresses_found, found.len()),
            Found::Taken(address) => tr!(policy_forms.address_taken, whole(address)),
            Found::Offered(address) => tr!(policy_forms.address_offered, whole(address)),
        })
    }

    /// The choice stays after one was chosen: another one may be right.
    fn choice(self) -> AnyView {
        let choices = self.choices.get();
        if choices.is_empty() {
            return optional(None);
        }
        let id = format!("{}-choice", self.code.name());
        let option =
            |(at, address): (usize, &Address)| view! { <option value=at.to_string()>{named(address)}</option> };
        let options = choices.iter().enumerate().map(option).collect_view();
        let choose = move |event: leptos::ev::Event| {
            let chosen = event_target_value(&event).parse::<usize>().ok();
            chosen.and_then(|at| choices.get(at).cloned()).into_iter().for_each(|address| self.take(address, false));
        };
        view! {
            <div class="field">
                <label for=id.clone()>{text(|| tr!(policy_forms.address_choice))}</label>
                <select id=id class="input" on:change=choose>
                    <option value="">{text(|| tr!(forms.choose))}</option>
                    {options}
                </select>
            </div>
        }
        .into_any()
    }

    fn offer(self) -> AnyView {
        let Found::Offered(address) = self.found.get() else { return optional(None) };
        let press = move |_| {
            self.take(address.clone(), true);
            self.fields.with_value(AddressFields::lead);
        };
        view! {
            <p>
                <button type="button" class="button outline small" on:click=press>
                    {text(|| tr!(policy_forms.use_address))}
                </button>
            </p>
        }
        .into_any()
    }
}

fn digits(code: Field) -> Option<String> {
    code.value.with_untracked(|typed| PostalCode::parse(typed)).ok().map(String::from)
}

/// An address as it is said.
fn whole(address: &Address) -> String {
    [address.prefecture.as_str(), &address.town, &address.street].concat()
}

/// An address among others: an office by its name, towns by their reading.
fn named(address: &Address) -> String {
    match &address.office {
        Some(office) => format!("{office}（{}）", whole(address)),
        None if address.town_kana.is_empty() => whole(address),
        None => format!("{}（{}）", whole(address), address.town_kana),
    }
}
