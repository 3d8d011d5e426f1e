//! What is said before a request about a contract is sent: period and end, who stands where, prices, what was before. It is
//! kept with the request as it was said.

use chrono::NaiveDate;
use madoguchi_domain::dates::jst_date;
use madoguchi_domain::forms::Object;
use madoguchi_domain::periods::{course, current_end, first_end, last_notice_day, termination_end};
use madoguchi_domain::policy::{ContractPolicy, Localized, PeriodPolicy, PriceEntry, RequestAction};
use madoguchi_domain::requests::{ConfirmedEntry, ConfirmedSection, confirmed};
use madoguchi_entities::customers;
use sea_orm::EntityTrait;

use super::{
    Asked, Confirming, opening, policy, require_difference, require_no_change, require_running, require_unterminated,
    words,
};
use crate::contractors;
use crate::contracts::{self, Contract, answers};
use crate::{Error, Scope, Services};

/// What is said before a request is sent.
///
/// # Errors
/// When it may not be sent as it is: `contract_over`, `termination_filed`; [`Error::NotFound`] for a contract that is not the
/// scope's.
pub(crate) async fn confirmation(services: &Services, scope: &Scope, asked: Asked<'_>) -> Result<Confirming, Error> {
    let policy = policy(scope.portal())?;
    let today = jst_date(services.clock.now());
    match asked.kind.action {
        RequestAction::ContractNew => of_new(services, scope, &applicant(services, scope).await?, asked),
        RequestAction::ContractChange => {
            let contract = find(services, scope, asked).await?;
            require_no_change(services.db.read(), scope.portal(), (&contract, asked.request)).await?;
            let before = opening::known(services, policy, &contract).await?;
            require_difference(&before, asked.answers)?;
            let which = which(services, policy, (&contract, &before)).await?;
            let period = policy.period.iter().filter_map(|period| present(period, &contract, today));
            Ok(Confirming {
                facts: which.into_iter().chain(period).collect(),
                notes: prices(policy, asked.answers),
                before: Some(before),
                ..Confirming::default()
            })
        }
        RequestAction::ContractTermination => {
            let contract = find(services, scope, asked).await?;
            require_unterminated(&contract)?;
            let known = opening::known(services, policy, &contract).await?;
            let mut said = termination(policy, &contract, today);
            said.facts.splice(0..0, which(services, policy, (&contract, &known)).await?);
            Ok(said)
        }
        _ => Ok(Confirming::default()),
    }
}

/// Which contract a request is about: who manages many must see which one it changes or ends.
async fn which(
    services: &Services,
    policy: &ContractPolicy,
    (contract, known): (&Contract, &Object),
) -> Result<Vec<ConfirmedEntry>, Error> {
    let holder = customers::Entity::find_by_id(contract.customer_id).one(services.db.read()).await?;
    let holder = holder.map(|customer| customer.name).unwrap_or_default();
    Ok(words::contract(&contract.number, opening::user_name(policy, known).unwrap_or_default(), &holder))
}

/// Who applies, as it is said before a request is sent: the same for all requests of a customer.
#[derive(Clone, Debug)]
pub(crate) struct Applicant(Vec<ConfirmedSection>);

/// Reads who applies.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn applicant(services: &Services, scope: &Scope) -> Result<Applicant, Error> {
    Ok(Applicant(contractor(services, scope, policy(scope.portal())?).await?))
}

/// What is said before a request for a new contract is sent.
///
/// # Errors
/// [`Error::NotFound`] where the portal has no contracts.
pub(crate) fn of_new(
    services: &Services,
    scope: &Scope,
    applicant: &Applicant,
    asked: Asked<'_>,
) -> Result<Confirming, Error> {
    let today = jst_date(services.clock.now());
    Ok(Confirming { sections: applicant.0.clone(), ..new_contract(policy(scope.portal())?, asked, today) })
}

async fn find(services: &Services, scope: &Scope, asked: Asked<'_>) -> Result<Contract, Error> {
    let contract = contracts::find_managed(services, scope, asked.request.contract_id.ok_or(Error::NotFound)?).await?;
    require_running(&contract)?;
    Ok(contract)
}

/// Who applies, as the contractor and the contact said it; nothing where they have not, or are not asked.
async fn contractor(
    services: &Services,
    scope: &Scope,
    policy: &ContractPolicy,
) -> Result<Vec<ConfirmedSection>, Error> {
    let contractor = match contractors::get(services, scope).await {
        Ok((contractor, _)) if contractor.complete => contractor,
        Ok(_) | Err(Error::NotFound) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut sections = confirmed(&contractor.questionnaire, &contractor.answers, None);
    if let (Some(first), Some(label)) = (sections.first_mut(), &policy.contractor_number) {
        first.entries.insert(0, ConfirmedEntry::new(label.clone(), same(contractor.number)));
    }
    Ok(sections)
}

/// The contract starts on the day on which it is sent: one whose draft lay over the end of a period starts in the next.
fn new_contract(policy: &ContractPolicy, asked: Asked<'_>, today: NaiveDate) -> Confirming {
    let category = asked.request.category.as_deref().and_then(|code| policy.category(code));
    let mut notes: Vec<Localized> = policy.period.iter().flat_map(|period| period.notes.clone()).collect();
    let pattern = policy.pattern_field.as_deref().and_then(|path| answers::text(asked.answers, path));
    let pattern = pattern.and_then(|code| policy.pattern(code));
    notes.extend(pattern.zip(policy.parties.as_ref()).map(|(pattern, parties)| pattern.sentence(parties)));
    notes.extend(prices(policy, asked.answers));
    Confirming {
        title: category.and_then(|category| category.confirmation_title.clone()),
        facts: policy.period.iter().map(|period| range(period, today, first_end(today, period))).collect(),
        notes,
        ..Confirming::default()
    }
}

fn termination(policy: &ContractPolicy, contract: &Contract, today: NaiveDate) -> Confirming {
    let Some((period, end)) = policy.period.as_ref().zip(contract.ends_on) else { return Confirming::default() };
    let last = termination_end(today, end, period);
    let current = current_end(end, today, period);
    let note = if last == current { &period.termination_note } else { &period.late_termination_note };
    let notice = last_notice_day(current, period);
    let write = |text: &str| text.replace("{ends_on}", &day(last)).replace("{notice_until}", &day(notice));
    let ends = ConfirmedEntry::new(period.end_label.clone(), same(day(last)));
    Confirming {
        facts: present(period, contract, today).into_iter().chain([ends]).collect(),
        notes: vec![Localized { ja: write(&note.ja), en: write(&note.en) }],
        ..Confirming::default()
    }
}

/// The period in which a contract is now.
fn present(period: &PeriodPolicy, contract: &Contract, today: NaiveDate) -> Option<ConfirmedEntry> {
    let course = course(contract.ends_on?, contract.termination_on, today, period);
    Some(range(period, contract.started_on, course.ends_on))
}

fn range(period: &PeriodPolicy, first: NaiveDate, last: NaiveDate) -> ConfirmedEntry {
    let (first, last) = (day(first), day(last));
    let text = Localized { ja: format!("{first}～{last}"), en: format!("{first} to {last}") };
    ConfirmedEntry::new(period.label.clone(), text)
}

fn day(day: NaiveDate) -> String {
    day.format("%Y/%m/%d").to_string()
}

fn same(text: String) -> Localized {
    Localized { en: text.clone(), ja: text }
}

/// Prices that the answers come with, and what stands below them.
fn prices(policy: &ContractPolicy, given: &Object) -> Vec<Localized> {
    let is_asked = |price: &&PriceEntry| {
        let Some(when) = &price.asked_when else { return true };
        answers::text(given, &when.field).is_some_and(|answer| answer == when.is)
    };
    let mut texts: Vec<Localized> = policy.prices.iter().filter(is_asked).map(PriceEntry::text).collect();
    if !texts.is_empty() {
        texts.extend(policy.price_note.clone());
    }
    texts
}
