//! Ways back in for who forgot something. The answer to a request is the same whatever is known: a job looks, and only
//! the registered address ever hears of it. Nothing that works today stops working because a stranger asked.

use chrono::TimeDelta;
use madoguchi_domain::names::NameKey;
use madoguchi_domain::policy::{Portal, RecoveryWay};
use madoguchi_entities::one_time_links::LinkPurpose;
use madoguchi_entities::users::{self, UserState};
use madoguchi_entities::{contracts, customers};
use madoguchi_jobs::{Claim, Failure, Job};
use madoguchi_mail::Message;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::limits::{self, RECOVERY_ADDRESS, RECOVERY_SUBJECT, Whose};
use crate::password_settings::{self, Reason};
use crate::registrations::facts::{self, Facts, Found};
use crate::users::{Issued, credentials, issue_password};
use crate::{Error, FieldCode, Origin, Services, mails, one_time_links as links, password_rules, users as people};

/// Answers a request, which is sealed: it tells what a person knows.
#[derive(Serialize, Deserialize)]
pub(crate) struct Answer {
    sealed: Vec<u8>,
}

/// What a person still knows. Which of it is asked depends on the way.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Known {
    /// Identifier at login.
    pub sign_in_name: String,
    /// Registered mail address.
    pub mail_address: String,
    /// Facility or customer name.
    pub customer_name: String,
    /// Number of a contract.
    pub contract_number: String,
    /// Postal code of that contract.
    pub postal_code: String,
}

#[derive(Serialize, Deserialize)]
struct Request {
    portal: String,
    way: RecoveryWay,
    known: Known,
    address: String,
    request_id: String,
}

/// Takes a request.
///
/// # Errors
/// Fields that are missing or cannot be right; too many tries; [`Error::NotFound`] for a way the portal does not have.
pub async fn request(
    services: &Services,
    portal: &Portal,
    way: RecoveryWay,
    known: Known,
    origin: &Origin,
) -> Result<(), Error> {
    if !portal.sign_in.recovery.contains(&way) {
        return Err(Error::NotFound);
    }
    let subject = check(portal, way, &known)?;
    limits::hit_network(services, portal, RECOVERY_ADDRESS, origin).await?;
    limits::hit(services, portal, RECOVERY_SUBJECT, &Whose::named(subject, origin)).await?;
    let (address, request_id) = (origin.address.clone(), origin.request_id.clone());
    let request = Request { portal: portal.key.clone(), way, known, address, request_id };
    let request = serde_json::to_vec(&request).map_err(Error::internal)?;
    let answer = Answer { sealed: services.keys.seal(Answer::KIND.as_bytes(), &request)? };
    services
        .db
        .transaction(async |tx| {
            madoguchi_jobs::promise(tx, &answer, services.clock.now()).await?;
            Ok(())
        })
        .await
}

/// Requests that wait or were given up, as they are sealed.
pub(crate) async fn sealed_jobs(db: &impl ConnectionTrait) -> Result<Vec<(uuid::Uuid, Vec<u8>)>, Error> {
    let jobs = madoguchi_jobs::of_kind(db, Answer::KIND).await?;
    let sealed = |payload| serde_json::from_value(payload).ok().map(|answer: Answer| answer.sealed);
    Ok(jobs.into_iter().filter_map(|job| Some((job.id, sealed(job.payload)?))).collect())
}

/// Seals them again with the newest key; tells how many were sealed with another.
pub(crate) async fn reseal_jobs(tx: &Transaction, services: &Services) -> Result<u64, Error> {
    let mut changed = Vec::new();
    for (id, sealed) in sealed_jobs(tx).await? {
        if services.keys.is_by_newest(&sealed) {
            continue;
        }
        let content = services.keys.open(Answer::KIND.as_bytes(), &sealed)?;
        let answer = Answer { sealed: services.keys.seal(Answer::KIND.as_bytes(), &content)? };
        changed.push((id, serde_json::to_value(answer).map_err(Error::internal)?));
    }
    let count = u64::try_from(changed.len()).unwrap_or(u64::MAX);
    madoguchi_jobs::replace_payloads(tx, changed).await?;
    Ok(count)
}

/// The fields that a way needs, and what its tries are counted by.
fn check(portal: &Portal, way: RecoveryWay, known: &Known) -> Result<String, Error> {
    let mail = people::parse_mail_address(&known.mail_address)?.key();
    match way {
        RecoveryWay::ReissueIssued | RecoveryWay::MailLink => {
            if known.sign_in_name.trim().is_empty() {
                return Err(Error::invalid("sign_in_name", FieldCode::Required));
            }
        }
        RecoveryWay::FacilityAndMail => {
            if NameKey::of(&known.customer_name).is_empty() {
                return Err(Error::invalid("customer_name", FieldCode::Required));
            }
        }
        RecoveryWay::ContractFacts => {
            facts::check(portal, &facts_of(known))?;
        }
    }
    Ok(mail)
}

fn facts_of(known: &Known) -> facts::Typed<'_> {
    facts::Typed {
        mail_address: &known.mail_address,
        contract_number: &known.contract_number,
        postal_code: &known.postal_code,
        customer_name: &known.customer_name,
    }
}

impl Answer {
    fn open(&self, services: &Services) -> Result<Request, Error> {
        let request = services.keys.open(Self::KIND.as_bytes(), &self.sealed)?;
        serde_json::from_slice(&request).map_err(Error::internal)
    }
}

impl Job for Answer {
    const KIND: &'static str = "answer_recovery";
    type Context = Services;

    async fn run(self, services: &Services, claim: Claim) -> Result<(), Failure> {
        let request = self.open(services).map_err(|error| Failure::Fail(error.to_string()))?;
        try_answer(services, &request, claim.id).await.map_err(|error| match error {
            Error::NotFound => Failure::Fail("the portal is gone".to_owned()),
            error => error.into(),
        })
    }
}

async fn try_answer(services: &Services, request: &Request, job: uuid::Uuid) -> Result<(), Error> {
    let portal = services.portals.get(&request.portal)?;
    let issued = issue_password(services).await?;
    services
        .db
        .transaction(async |tx| {
            // Answered once: a second answer would void the password of the first.
            if !madoguchi_jobs::take(tx, job).await? {
                return Ok(());
            }
            let users = find(tx, &portal, request).await?;
            let actor = Actor::visitor(&Origin {
                address: request.address.clone(),
                request_id: request.request_id.clone(),
                ..Origin::default()
            });
            for user in users {
                let event = Event::about("recovery.answered", user.customer_id, user.id)
                    .with(serde_json::json!({ "way": request.way }));
                audit_events::record(tx, services, &portal, &actor, event).await?;
                help(tx, services, &portal, request.way, user, &issued).await?;
            }
            Ok(())
        })
        .await
}

/// Whom a request is about: mostly one, or nobody. Who was locked by the provider comes back in through the provider.
async fn find(tx: &Transaction, portal: &Portal, request: &Request) -> Result<Vec<users::Model>, Error> {
    let known = &request.known;
    let mail = people::parse_mail_address(&known.mail_address)?;
    let of_portal = || {
        users::Entity::find()
            .filter(users::Column::Portal.eq(portal.key.as_str()))
            .filter(users::Column::State.ne(UserState::Closed))
    };
    let mine = |user: &users::Model| user.mail_key == mail.key() && !user.locked_by_provider;
    let candidates = match request.way {
        RecoveryWay::ReissueIssued | RecoveryWay::MailLink => {
            let name = madoguchi_domain::text::trim_fold(&known.sign_in_name);
            let key = people::key_of(portal, &name, &mail);
            of_portal().filter(users::Column::SignInKey.eq(key)).lock_exclusive().all(tx).await?
        }
        RecoveryWay::FacilityAndMail => {
            let by_mail = of_portal().filter(users::Column::MailKey.eq(mail.key()));
            let users = by_mail.lock_exclusive().all(tx).await?;
            named(tx, users, &known.customer_name).await?
        }
        RecoveryWay::ContractFacts => {
            let facts: Facts = facts::check(portal, &facts_of(known))?;
            match facts::find(tx, portal, &facts).await? {
                Found::Match(found) => of_contract(tx, &found.0).await?,
                Found::NearMiss | Found::Nothing => Vec::new(),
            }
        }
    };
    Ok(candidates.into_iter().filter(mine).collect())
}

/// Of these users, those whose customer has a name, however it is written.
async fn named(tx: &Transaction, users: Vec<users::Model>, name: &str) -> Result<Vec<users::Model>, Error> {
    let ids = users.iter().map(|user| user.customer_id);
    let customers = customers::Entity::find().filter(customers::Column::Id.is_in(ids)).all(tx).await?;
    let key = NameKey::of(name);
    let matches = |customer: &customers::Model| {
        customer.name_key == key.as_str() || (!customer.name.is_empty() && NameKey::of(&customer.name) == key)
    };
    let matching: Vec<_> = customers.iter().filter(|it| matches(it)).map(|it| it.id).collect();
    Ok(users.into_iter().filter(|user| matching.contains(&user.customer_id)).collect())
}

async fn of_contract(tx: &Transaction, contract: &contracts::Model) -> Result<Vec<users::Model>, Error> {
    let users = users::Entity::find()
        .filter(users::Column::CustomerId.eq(contract.customer_id))
        .filter(users::Column::BillingGroupId.eq(contract.billing_group_id))
        .filter(users::Column::State.ne(UserState::Closed));
    Ok(users.lock_exclusive().all(tx).await?)
}

async fn help(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    way: RecoveryWay,
    user: users::Model,
    issued: &Issued,
) -> Result<(), Error> {
    match way {
        RecoveryWay::ReissueIssued if user.issued_password_hash.is_some() => restore(tx, services, portal, user).await,
        RecoveryWay::MailLink => password_settings::offer(tx, services, portal, &user, Reason::Forgotten).await,
        // Nothing was issued to this mailbox that could work once more.
        RecoveryWay::ReissueIssued | RecoveryWay::FacilityAndMail | RecoveryWay::ContractFacts => {
            reissue(tx, services, portal, user, issued).await
        }
    }
}

/// The password issued last works once more, beside the own one.
async fn restore(tx: &Transaction, services: &Services, portal: &Portal, user: users::Model) -> Result<(), Error> {
    let hours = portal.issued_passwords.restored_hours.unwrap_or(72);
    let (sign_in_name, login_url) = (user.sign_in_name.clone(), services.page(portal, "login"));
    let message = Message::IssuedPasswordRestored { sign_in_name, hours, login_url };
    mails::to_user(tx, services, portal, &user, message).await?;
    credentials::restore(tx, user, services.clock.now() + TimeDelta::hours(hours.into())).await?;
    Ok(())
}

/// A newly issued password, beside the own one: for the login, or behind a link where it works nowhere else.
async fn reissue(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    user: users::Model,
    issued: &Issued,
) -> Result<(), Error> {
    let (now, days) = (services.clock.now(), portal.issued_passwords.days);
    let message = if portal.issued_passwords_log_in() {
        Message::PasswordReissued {
            sign_in_name: user.sign_in_name.clone(),
            issued_password: issued.password.clone(),
            issued_days: days,
            login_url: services.page(portal, "login"),
        }
    } else {
        let link_days = portal.registration.link_days;
        let lifetime = TimeDelta::days(link_days.into());
        links::close(tx, user.id, LinkPurpose::Registration, now).await?;
        let link = links::create(tx, portal, &user, LinkPurpose::Registration, now, lifetime, None).await?;
        Message::AccessReissued {
            link: services.link(portal, "registration/complete", &link.token),
            access_id: user.sign_in_name.clone(),
            temporary_password: issued.password.clone(),
            link_days,
            password_rules: password_rules::sentences(&portal.passwords, user.locale),
        }
    };
    mails::to_user(tx, services, portal, &user, message).await?;
    credentials::issue(tx, user, &issued.hash, now + TimeDelta::days(days.into())).await?;
    Ok(())
}
