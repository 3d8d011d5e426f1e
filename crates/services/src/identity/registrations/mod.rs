//! First registration: from the facts of a contract (T1) through the mailed link (T2) to the own password.

mod completion;
pub mod contractors;
mod events;
pub(crate) mod facts;

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_domain::events::EventType;
use madoguchi_domain::locales::Locale;
use madoguchi_domain::policy::{Portal, RegistrationStart};
use madoguchi_entities::ids::UserId;
use madoguchi_entities::users::{self, UserRole, UserState};
use madoguchi_entities::{billing_groups, contracts, customers};
use madoguchi_mail::Message;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::idempotency::Once;
use crate::limits::{self, REGISTRATION_ADDRESS, REGISTRATION_CONTRACT, Whose};
use crate::users::new::{self, NewUser};
use crate::users::{self as people, Issued, credentials, issue_password};
use crate::{
    Error, FieldCode, FieldError, Origin, ProblemCode, Services, mails, one_time_links as links, password_rules, terms,
};

use events::{PURPOSE, event};
use facts::{Facts, Found};

pub use completion::{OpenLink, link, set_password, verify};

/// What a customer gives to register.
#[derive(Clone, Debug)]
pub struct NewRegistration {
    /// Where the mail goes.
    pub mail_address: String,
    /// Contract number as typed.
    pub contract_number: String,
    /// Postal code as typed.
    pub postal_code: String,
    /// Customer's name in kana as typed.
    pub customer_name: String,
    /// Version of the terms agreed to.
    pub terms_version: String,
    /// Language of the mails.
    pub locale: Locale,
}

/// A registration that was taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Registered {
    /// Where the mail goes, as it was typed.
    pub mail_address: String,
    /// Until when its link can be used.
    pub link_expires_at: DateTime<Utc>,
}

/// Takes a registration: a user who may log in after the mailed link was used.
///
/// # Errors
/// Refused fields; too many tries; `customer_not_found`; `contract_already_registered`.
pub async fn create(
    services: &Services,
    portal: &Portal,
    new: NewRegistration,
    origin: &Origin,
    once: &Once,
) -> Result<Registered, Error> {
    if portal.registration.start != RegistrationStart::ContractFacts {
        return Err(Error::NotFound);
    }
    let (facts, locale) = check(portal, &new)?;
    if let Some(made) = once.made(services.db.read(), portal, None).await? {
        return Ok(made);
    }
    limits::hit_network(services, portal, REGISTRATION_ADDRESS, origin).await?;
    let contract = Whose::named(facts.contract_number.as_str(), origin);
    let tries = limits::hit(services, portal, REGISTRATION_CONTRACT, &contract).await?;
    // Hashed before anything is looked up: the answer takes as long whether the customer exists or not.
    let issued = issue_password(services).await?;
    let outcome = services
        .db
        .transaction(async |tx| {
            if let Some(made) = once.made(tx, portal, None).await? {
                return Ok(Ok(made));
            }
            let outcome = match facts::find(tx, portal, &facts).await? {
                Found::Match(found) => {
                    let (contract, customer) = &*found;
                    register(tx, services, portal, (&facts, locale), (contract, customer), &issued, origin).await?
                }
                found => Err(refused(tx, services, portal, (&facts, &found), origin).await?),
            };
            // What was refused may be mended under the same name.
            if let Ok(registered) = &outcome {
                once.keep(tx, services, portal, None, registered).await?;
            }
            Ok(outcome)
        })
        .await?;
    match outcome {
        // Counted alike whether the contract exists or not, so it tells nobody which do.
        Err(Error::Refused(code @ ProblemCode::CustomerNotFound)) => {
            let network = limits::network_of(&origin.address);
            let of_network = limits::count(services, portal, REGISTRATION_ADDRESS, &network).await?;
            let left = REGISTRATION_CONTRACT.left(portal, tries);
            Err(Error::Guessed(code, std::cmp::min(left, REGISTRATION_ADDRESS.left(portal, of_network))))
        }
        outcome => outcome,
    }
}

/// Writes down that no contract matches, and gives the refusal.
async fn refused(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    (facts, found): (&Facts, &Found),
    origin: &Origin,
) -> Result<Error, Error> {
    let near_miss = matches!(found, Found::NearMiss);
    let action = if near_miss { "registration.near_miss" } else { "registration.refused" };
    let detail = serde_json::json!({ "contract_number": facts.contract_number });
    let event = Event::named(action).with(detail);
    audit_events::record(tx, services, portal, &Actor::visitor(origin), event).await?;
    Ok(Error::Refused(ProblemCode::CustomerNotFound))
}

/// The facts, and the language of the mails.
fn check(portal: &Portal, new: &NewRegistration) -> Result<(Facts, Locale), Error> {
    let typed = facts::Typed {
        mail_address: &new.mail_address,
        contract_number: &new.contract_number,
        postal_code: &new.postal_code,
        customer_name: &new.customer_name,
    };
    let terms = (new.terms_version != portal.terms.version)
        .then(|| FieldError::new("terms_version", FieldCode::TermsNotAgreed));
    match (facts::check(portal, &typed), terms) {
        (Ok(facts), None) => Ok((facts, new.locale)),
        (Ok(_), Some(terms)) => Err(Error::Invalid(vec![terms])),
        (Err(Error::Invalid(errors)), terms) => Err(Error::Invalid(errors.into_iter().chain(terms).collect())),
        (Err(error), _) => Err(error),
    }
}

async fn register(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    (facts, locale): (&Facts, Locale),
    (contract, customer): (&contracts::Model, &customers::Model),
    issued: &Issued,
    origin: &Origin,
) -> Result<Result<Registered, Error>, Error> {
    let now = services.clock.now();
    // Contracts billed together have one first registration: it holds the group, so two cannot pass at once.
    billing_groups::Entity::find_by_id(contract.billing_group_id).lock_exclusive().one(tx).await?;
    if !give_way(tx, contract, now).await? {
        return Ok(Err(Error::Refused(ProblemCode::ContractAlreadyRegistered)));
    }
    let user = insert_user(tx, services, portal, (facts, locale), (contract, customer), issued).await?;
    let lifetime = TimeDelta::days(portal.registration.link_days.into());
    let link = links::create(tx, portal, &user, PURPOSE, now, lifetime, None).await?;
    terms::agree(tx, portal, (user.customer_id, user.id), now, origin).await?;
    let message = Message::Registration {
        link: services.link(portal, "registration/complete", &link.token),
        access_id: user.sign_in_name.clone(),
        temporary_password: issued.password.clone(),
        link_days: portal.registration.link_days,
        password_rules: password_rules::sentences(&portal.passwords, locale),
    };
    mails::to_user(tx, services, portal, &user, message).await?;
    let detail = serde_json::json!({ "contract": contract.id });
    people::tell(tx, services, EventType::UserAdded, &user).await?;
    let event = event("registration.started", &user, detail);
    audit_events::record(tx, services, portal, &Actor::visitor(origin), event).await?;
    Ok(Ok(Registered { mail_address: facts.mail.as_str().to_owned(), link_expires_at: link.expires_at }))
}

/// Whether the contract's group is free. A registration that was never completed gives way to a new one: the
/// customer may have mistyped the mail address.
async fn give_way(tx: &Transaction, contract: &contracts::Model, now: DateTime<Utc>) -> Result<bool, Error> {
    let registered = users::Entity::find()
        .filter(users::Column::CustomerId.eq(contract.customer_id))
        .filter(users::Column::BillingGroupId.eq(contract.billing_group_id))
        .filter(users::Column::State.ne(UserState::Closed))
        .all(tx)
        .await?;
    if registered.iter().any(|user| user.state != UserState::Pending) {
        return Ok(false);
    }
    let pending: Vec<UserId> = registered.iter().map(|user| user.id).collect();
    if !pending.is_empty() {
        credentials::close_unregistered(tx, &pending, now).await?;
    }
    Ok(true)
}

async fn insert_user(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    (facts, locale): (&Facts, Locale),
    (contract, customer): (&contracts::Model, &customers::Model),
    issued: &Issued,
) -> Result<users::Model, Error> {
    let now = services.clock.now();
    let access_id = crate::users::new_access_id(tx, portal).await?;
    let until = now + TimeDelta::days(portal.issued_passwords.days.into());
    let new = NewUser {
        customer_id: customer.id,
        billing_group_id: Some(contract.billing_group_id),
        sign_in_name: &access_id,
        mail_address: &facts.mail,
        name: &customer.name,
        role: UserRole::Administrator,
        mail_notice: true,
        locale,
        state: UserState::Pending,
        password_hash: None,
        password_change_required: false,
        issued: Some((&issued.hash, until)),
    };
    new::insert(tx, portal, &new, now).await
}
