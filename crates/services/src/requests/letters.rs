//! The mails about requests: that one was sent, what became of it, that a draft will end. Their words and facts are the
//! portal's.

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_domain::dates;
use madoguchi_domain::forms::{Object, Value, printed};
use madoguchi_domain::locales::Locale;
use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::{FactShown, MailFact, Portal};
use madoguchi_domain::requests::{RequestState, named};
use madoguchi_entities::request_approvals;
use madoguchi_entities::users::{self, UserRole, UserState};
use madoguchi_mail::{Message, RequestFact};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};

use super::confirmations::Checked;
use super::{Request, listed, policy};
use crate::database::Transaction;
use crate::request_parts::Submitted;
use crate::{Error, Scope, Services, mails};

/// Mails that a request was sent, with the facts that the portal names.
pub(super) async fn completion(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    (request, checked): (&Request, &Checked<'_>),
    done: &Submitted,
) -> Result<(), Error> {
    let user = users::Entity::find_by_id(scope.user_id()).one(tx).await?.ok_or(Error::NotFound)?;
    let message = completed(services, scope.portal(), (request, checked), done, user.locale)?;
    mails::to_user(tx, services, scope.portal(), &user, message).await
}

/// The same for many requests of one person at once.
pub(super) async fn completions(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    sent: &[(&Request, &Checked<'_>, &Submitted)],
) -> Result<(), Error> {
    let user = users::Entity::find_by_id(scope.user_id()).one(tx).await?.ok_or(Error::NotFound)?;
    let messages = sent
        .iter()
        .map(|(request, checked, done)| completed(services, scope.portal(), (*request, *checked), done, user.locale));
    let messages = messages.collect::<Result<Vec<_>, _>>()?;
    mails::many_to_user(tx, services, scope.portal(), &user, messages).await
}

fn completed(
    services: &Services,
    portal: &Portal,
    (request, checked): (&Request, &Checked<'_>),
    done: &Submitted,
    locale: Locale,
) -> Result<Message, Error> {
    let mail = &policy(portal)?.completion;
    let fact = |fact: &MailFact| RequestFact {
        label: fact.label.get(locale).to_owned(),
        text: text(portal, fact, (request, checked), done, locale),
        inline: fact.inline,
    };
    // What says nothing of this request is left out.
    let facts = mail.facts.iter().map(fact).filter(|fact| !fact.text.is_empty());
    Ok(Message::RequestCompleted {
        subject: mail.subject.get(locale).to_owned(),
        done: mail.done.get(locale).to_owned(),
        link: mail.link.get(locale).to_owned(),
        keep: mail.keep.get(locale).to_owned(),
        facts: facts.collect(),
        url: page(services, portal, request),
    })
}

fn text(
    portal: &Portal,
    fact: &MailFact,
    (request, checked): (&Request, &Checked<'_>),
    done: &Submitted,
    locale: Locale,
) -> String {
    match fact.shows {
        FactShown::Contractor => format!("{} {}", done.contractor_number, done.contractor_name).trim().to_owned(),
        FactShown::Number => request.number.clone(),
        FactShown::OrderNumber => done.order.as_ref().map(|order| order.number.clone()).unwrap_or_default(),
        FactShown::Sections => sections(checked, locale),
        FactShown::Kind => checked.kind.label.get(locale).to_owned(),
        FactShown::Category => {
            let category = checked.confirmation.category.as_ref();
            category.map(|label| label.get(locale).to_owned()).unwrap_or_default()
        }
        FactShown::SubmittedAt => request.submitted_at.map(|at| second(at, locale)).unwrap_or_default(),
        FactShown::Answers => {
            let answers = [&checked.answers, &done.known];
            let texts = fact.answers.iter().filter_map(|path| answer(portal, &answers, path, locale));
            let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
            texts.join(locale.pick("／", ", "))
        }
    }
}

/// Forms with their answers, line by line; what was left empty is left out.
fn sections(checked: &Checked<'_>, locale: Locale) -> String {
    let mut lines = Vec::new();
    for section in &checked.confirmation.sections {
        let answered = section.entries.iter().filter(|entry| !entry.text.ja.is_empty());
        lines.push(format!("［{}］", section.title.get(locale)));
        lines.extend(answered.map(|entry| format!("{}：{}", entry.label.get(locale), entry.text.get(locale))));
    }
    lines.join("\n")
}

/// The answer to a `form.field` in the first that have one, as people read it.
fn answer(portal: &Portal, answers: &[&Object], path: &str, locale: Locale) -> Option<String> {
    let (form, name) = path.split_once('.')?;
    let value = answers.iter().find_map(|answers| answers.get(form).and_then(Value::as_object)?.get(name))?;
    Some(printed(portal.field(path)?, value, locale))
}

/// A time to the second, Japan's.
fn second(at: DateTime<Utc>, locale: Locale) -> String {
    let local = dates::jst(at);
    match locale {
        Locale::En => local.format("%-d %B %Y, %H:%M:%S (Japan time)").to_string(),
        Locale::Ja => local.format("%Y年%m月%d日%H時%M分%S秒").to_string(),
    }
}

/// Mails that a request was completed, rejected, not taken, or taken back, to who sent it.
pub(super) async fn settled(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    request: &Request,
    reason: &str,
) -> Result<(), Error> {
    for user in recipients(tx, portal, request).await? {
        let message = Message::RequestSettled {
            state: request.state.as_str().to_owned(),
            number: request.number.clone(),
            kind: kind(portal, request, user.locale)?,
            title: request.title.clone(),
            reason: reason.to_owned(),
            url: page(services, portal, request),
        };
        mails::to_user(tx, services, portal, &user, message).await?;
    }
    Ok(())
}

/// Mails approvers that a request waits for them. The address leads to its page, behind the login, and holds no secret: who
/// cannot log in as an approver any more can do nothing with it.
pub(super) async fn approval_asked(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    (request, approval): (&Request, &request_approvals::Model),
    approvers: &[users::Model],
) -> Result<(), Error> {
    for user in approvers {
        let message = Message::RequestApprovalAsked {
            number: request.number.clone(),
            kind: kind(portal, request, user.locale)?,
            title: request.title.clone(),
            requester: approval.user_name.clone(),
            amount: Yen(approval.amount).grouped(),
            url: page(services, portal, request),
        };
        mails::to_user(tx, services, portal, user, message).await?;
    }
    Ok(())
}

/// Mails who asked what an approver decided.
pub(super) async fn approval_decided(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    request: &Request,
    (approver, reason): (&str, &str),
) -> Result<(), Error> {
    for user in recipients(tx, portal, request).await? {
        let message = Message::RequestApprovalDecided {
            approved: request.state != RequestState::NotApproved,
            number: request.number.clone(),
            kind: kind(portal, request, user.locale)?,
            title: request.title.clone(),
            approver: approver.to_owned(),
            reason: reason.to_owned(),
            url: page(services, portal, request),
        };
        mails::to_user(tx, services, portal, &user, message).await?;
    }
    Ok(())
}

/// Mails that a draft ends on a day unless somebody goes on with it.
pub(super) async fn ending(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    draft: &Request,
    ends_on: NaiveDate,
) -> Result<(), Error> {
    for user in recipients(tx, portal, draft).await? {
        let message = Message::RequestDraftEnding {
            number: draft.number.clone(),
            kind: kind(portal, draft, user.locale)?,
            title: draft.title.clone(),
            ends_on: day(ends_on, user.locale),
            url: page(services, portal, draft),
        };
        mails::to_user(tx, services, portal, &user, message).await?;
    }
    Ok(())
}

/// Who sent it or opened it; where they cannot log in any more, the administrators who see it.
async fn recipients(tx: &Transaction, portal: &Portal, request: &Request) -> Result<Vec<users::Model>, Error> {
    use users::Column::{BillingGroupId, CustomerId, Id, Portal as OfPortal, Role, State};
    let active = users::Entity::find()
        .filter(CustomerId.eq(request.customer_id))
        .filter(OfPortal.eq(portal.key.as_str()))
        .filter(State.eq(UserState::Active));
    if let Some(user) = active.clone().filter(Id.eq(request.user_id)).one(tx).await? {
        return Ok(vec![user]);
    }
    let mut sees = Condition::any().add(BillingGroupId.is_null());
    if let Some(group) = request.billing_group_id {
        sees = sees.add(BillingGroupId.eq(group));
    }
    Ok(active.filter(Role.eq(UserRole::Administrator)).filter(sees).order_by_asc(Id).all(tx).await?)
}

/// Category and kind, as 閲覧施設 新規.
fn kind(portal: &Portal, request: &Request, locale: Locale) -> Result<String, Error> {
    let (kind, category) = listed::labels(portal, request)?;
    Ok(named(category.as_ref(), &kind).get(locale).to_owned())
}

fn day(day: NaiveDate, locale: Locale) -> String {
    match locale {
        Locale::En => day.format("%-d %B %Y").to_string(),
        Locale::Ja => day.format("%Y年%-m月%-d日").to_string(),
    }
}

fn page(services: &Services, portal: &Portal, request: &Request) -> String {
    services.page(portal, &format!("requests/{}", request.id))
}
