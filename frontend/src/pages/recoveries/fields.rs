//! The fields that each way back in asks for.

use crate::components::contract_facts::{ContractFacts, customer_name};
use crate::components::forms::{Field, half_width};
use crate::components::identifiers;
use crate::components::text_fields::{Input, TextField};
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::portals::{Identifier, Portal};
use madoguchi_api_types::recoveries::{CreateRecovery, RecoveryWay};

/// The fields of a way.
#[derive(Clone, Copy)]
#[expect(clippy::large_enum_variant, reason = "there is one on a page, and it is copied into each handler")]
pub enum Asked {
    /// Identifier and mail address.
    SignInName(Field, Field),
    /// Facility name and mail address.
    Facility(Field, Field),
    /// The facts of a contract.
    Facts(ContractFacts),
}

impl Asked {
    /// Empty fields.
    pub fn new(way: RecoveryWay, portal: &Portal) -> Self {
        let name = || Field::required("sign_in_name", identifiers::sign_in_name(portal), half_width);
        let contact = || Field::mail_address(t!(recovery.contact_mail_address));
        match way {
            RecoveryWay::ReissueIssued => Self::SignInName(name(), contact()),
            RecoveryWay::MailLink => Self::SignInName(name(), Field::mail_address(t!(identifiers.mail_address))),
            RecoveryWay::FacilityAndMail => Self::Facility(customer_name(t!(recovery.facility_name)), contact()),
            RecoveryWay::ContractFacts => Self::Facts(ContractFacts::new(portal, t!(recovery.registered_mail_address))),
        }
    }

    /// All of them.
    pub fn fields(self) -> Vec<Field> {
        match self {
            Self::SignInName(first, mail) | Self::Facility(first, mail) => vec![first, mail],
            Self::Facts(facts) => facts.fields(),
        }
    }

    /// Draws them.
    pub fn draw(self, portal: &Portal) -> AnyView {
        let hint = t!(recovery.mail_address_hint);
        match self {
            Self::SignInName(name, mail) => {
                let named = portal.identifiers.contains(&Identifier::ContractorId);
                let name = match portal.contractor_numbers.clone().filter(|_| named) {
                    Some(numbers) => {
                        let hint = move || tr!(recovery.contractor_id_hint, numbers.digits, numbers.prefix);
                        view! { <TextField field=name input=Input::USERNAME hint=hint /> }.into_any()
                    }
                    None => view! { <TextField field=name input=Input::USERNAME /> }.into_any(),
                };
                view! {
                    {name}
                    <TextField field=mail input=Input::MAIL hint=hint />
                }
                .into_any()
            }
            Self::Facility(name, mail) => {
                let input = Input { autocomplete: "organization", lang: "ja", ..Input::TEXT };
                view! {
                    <TextField field=name input=input hint=t!(recovery.facility_name_hint) />
                    <TextField field=mail input=Input::MAIL hint=hint />
                }
                .into_any()
            }
            Self::Facts(facts) => facts.draw(portal, hint),
        }
    }

    /// What is sent.
    pub fn request(self, way: RecoveryWay) -> CreateRecovery {
        let typed = |name: &str| {
            let fields = self.fields();
            fields.iter().find(|field| *field.name() == *name).map(|it| it.value.get_untracked()).unwrap_or_default()
        };
        CreateRecovery {
            way,
            mail_address: typed("mail_address"),
            sign_in_name: typed("sign_in_name"),
            customer_name: typed("customer_name"),
            contract_number: typed("contract_number"),
            postal_code: typed("postal_code"),
        }
    }
}
