//! Switches: what customers turn on and off, from when it counts, and who did it.

pub mod by_provider;
mod changes;
pub mod in_force;
mod listed;
mod wishes;

use chrono::NaiveDate;
use madoguchi_domain::dates::Month;
use madoguchi_domain::locales::Locale;
use madoguchi_domain::switches::SwitchKind;
use madoguchi_entities::ids::ContractId;
use madoguchi_entities::users;
use madoguchi_mail::Message;
use sea_orm::{EntityTrait, QuerySelect};

use crate::database::Transaction;
use crate::{Error, FieldCode, Origin, ProblemCode, Scope, Services, mails};

use changes::Act;

pub use listed::{Switch, list};
pub use wishes::offered;
pub(crate) use wishes::{Asked, Wish, fulfil};

/// What is asked of a switch.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Which.
    pub kind: SwitchKind,
    /// Of which contract; only for switches of one.
    pub contract_id: Option<ContractId>,
    /// On or off.
    pub on: bool,
    /// Whether the person consents to what turning on means.
    pub consent: bool,
}

/// Turns a switch on or off and mails from when that counts. What already is as asked stays as it is, and nobody is
/// mailed.
///
/// # Errors
/// `switch_unknown`, `permission_missing`; `required` at `consent` or `contract_id`; [`Error::NotFound`] for a contract
/// out of scope; `phone_service_missing`.
pub async fn set(services: &Services, scope: &Scope, wanted: Wanted, origin: &Origin) -> Result<Switch, Error> {
    check(scope, wanted)?;
    services
        .db
        .transaction(async |tx| {
            changes::hold_customer(tx, scope.customer_id()).await?;
            let act = Act::of(services, scope, origin, None);
            let (from, contract_number) = match wanted.contract_id {
                Some(id) => {
                    let contract = crate::contracts::one_seen_by(scope, id)
                        .lock_exclusive()
                        .one(tx)
                        .await?
                        .ok_or(Error::NotFound)?;
                    require_phone(&contract.phone_service_name)?;
                    let from = changes::switch_contracts(tx, &act, std::slice::from_ref(&contract), wanted.on).await?;
                    (from, Some(contract.number))
                }
                None => {
                    (changes::switch_group(tx, &act, scope.billing_group_id(), wanted.kind, wanted.on).await?, None)
                }
            };
            let Some(from) = from else { return Ok(()) };
            confirm(tx, services, scope, wanted, from, contract_number).await
        })
        .await?;
    let switches = list(services, scope).await?;
    let found = switches
        .into_iter()
        .find(|switch| switch.kind == wanted.kind && switch.contract.as_ref().map(|(id, _)| *id) == wanted.contract_id);
    found.ok_or(Error::NotFound)
}

fn check(scope: &Scope, wanted: Wanted) -> Result<(), Error> {
    let unknown = Error::Refused(ProblemCode::SwitchUnknown);
    let policy = scope.portal().switch(wanted.kind).ok_or(unknown)?;
    if !scope.has_one_of(&policy.roles) {
        return Err(Error::Refused(ProblemCode::PermissionMissing));
    }
    match (wanted.kind.is_of_contract(), wanted.contract_id) {
        (true, None) => return Err(Error::invalid("contract_id", FieldCode::Required)),
        (false, Some(_)) => return Err(Error::invalid("contract_id", FieldCode::NotExpected)),
        _ => {}
    }
    if wanted.on && !wanted.consent {
        return Err(Error::invalid("consent", FieldCode::Required));
    }
    Ok(())
}

/// Only calls of a phone service are recorded.
fn require_phone(phone_service_name: &str) -> Result<(), Error> {
    if phone_service_name.is_empty() {
        return Err(Error::Refused(ProblemCode::PhoneServiceMissing));
    }
    Ok(())
}

/// Mails the person who switched.
async fn confirm(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    wanted: Wanted,
    from: NaiveDate,
    contract_number: Option<String>,
) -> Result<(), Error> {
    let user = users::Entity::find_by_id(scope.user_id()).one(tx).await?.ok_or(Error::NotFound)?;
    let message = Message::SwitchChanged {
        switch: name(wanted.kind, user.locale).to_owned(),
        contract_number,
        turned_on: wanted.on,
        effective_from: start(from, user.locale),
        at: mails::time(services.clock.now(), user.locale),
        url: services.page(scope.portal(), "switches"),
    };
    mails::to_user(tx, services, scope.portal(), &user, message).await
}

/// What a switch is called in mails.
pub(crate) fn name(kind: SwitchKind, locale: Locale) -> &'static str {
    match (kind, locale) {
        (SwitchKind::CallRecords, Locale::En) => "Call records",
        (SwitchKind::CallRecords, Locale::Ja) => "通話明細記録の利用",
        (SwitchKind::OpeningNoticePaperStop, Locale::En) => "No opening notices on paper",
        (SwitchKind::OpeningNoticePaperStop, Locale::Ja) => "開通案内の紙発送停止",
        (SwitchKind::DebitNoticePaperStop, Locale::En) => "No debit notices on paper",
        (SwitchKind::DebitNoticePaperStop, Locale::Ja) => "口座振替案内書の紙発送停止",
    }
}

/// The day from which something counts as mails write it: a month when it is the first of one.
pub(crate) fn start(from: NaiveDate, locale: Locale) -> String {
    let is_month = Month::of(from).first_day() == from;
    let pattern = match (locale, is_month) {
        (Locale::En, true) => "%B %Y",
        (Locale::En, false) => "%-d %B %Y",
        (Locale::Ja, true) => "%Y年%-m月分",
        (Locale::Ja, false) => "%Y年%-m月%-d日",
    };
    from.format(pattern).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_day_reads_as_its_month() {
        let read = |day: &str, locale: Locale| start(day.parse().unwrap(), locale);
        assert_eq!(read("2026-12-01", Locale::Ja), "2026年12月分");
        assert_eq!(read("2026-12-01", Locale::En), "December 2026");
        assert_eq!(read("2026-11-20", Locale::Ja), "2026年11月20日");
        assert_eq!(read("2026-11-20", Locale::En), "20 November 2026");
    }
}
