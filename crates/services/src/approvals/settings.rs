//! What a customer set: whether approval is on, the limit, and who approves.

use std::collections::BTreeSet;

use madoguchi_entities::approval_settings::{self, Column, Model};
use madoguchi_entities::ids::UserId;
use madoguchi_entities::users;
use sea_orm::{ConnectionTrait, QuerySelect, Select};

use super::approvers;
use super::offered::policy;
use crate::database::Transaction;
use crate::revisions::Revision;
use crate::{Error, Scope, Services};

/// A user who approves or could.
#[derive(Clone, Debug)]
pub struct Person {
    pub user: users::Model,
    /// Whether the customer named them.
    pub approves: bool,
}

/// What a customer set, as a user of it reads it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether requests above the limit wait for an approver.
    pub is_on: bool,
    /// Yen before tax that a request may come to without approval.
    pub limit: i64,
    /// Who approves; for those who may change it, who else could.
    pub people: Vec<Person>,
    /// Whether the reader may change it.
    pub changeable: bool,
    /// Whether the reader may approve now.
    pub approves: bool,
}

impl Settings {
    /// From which state a change is made.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn revision(&self) -> Result<Revision, Error> {
        let named = self.people.iter().filter(|person| person.approves).map(|person| person.user.id);
        revision(self.is_on, self.limit, &named.collect())
    }
}

pub(super) fn revision(is_on: bool, limit: i64, named: &BTreeSet<UserId>) -> Result<Revision, Error> {
    Revision::of(&(is_on, limit, named))
}

fn own(scope: &Scope) -> Select<approval_settings::Entity> {
    scope.rows(approval_settings::Entity, Column::Portal, [Column::CustomerId])
}

/// What is kept; none while the customer set nothing.
pub(super) async fn kept(db: &impl ConnectionTrait, scope: &Scope) -> Result<Option<Model>, Error> {
    Ok(own(scope).one(db).await?)
}

/// The same, held until the end of the transaction.
pub(super) async fn hold(tx: &Transaction, scope: &Scope) -> Result<Option<Model>, Error> {
    Ok(own(scope).lock_exclusive().one(tx).await?)
}

/// What the user's customer set.
///
/// # Errors
/// [`Error::NotFound`] where the portal offers no approval.
pub async fn get(services: &Services, scope: &Scope) -> Result<Settings, Error> {
    read(services.db.read(), scope).await
}

pub(super) async fn read(db: &impl ConnectionTrait, scope: &Scope) -> Result<Settings, Error> {
    policy(scope.portal())?;
    let kept = kept(db, scope).await?;
    let present = approvers::present(scope.portal(), scope.customer_id())?.all(db).await?;
    let approves = present.iter().any(|user| user.id == scope.user_id());
    let is_on = kept.as_ref().is_some_and(|kept| kept.is_on);
    let changeable = may_change(scope, is_on, &present);
    let named: BTreeSet<UserId> = present.iter().map(|user| user.id).collect();
    // Who else works there concerns only those who choose among them.
    let shown =
        if changeable { approvers::eligible(scope.portal(), scope.customer_id())?.all(db).await? } else { present };
    let people = shown.into_iter().map(|user| Person { approves: named.contains(&user.id), user }).collect();
    Ok(Settings { is_on, limit: kept.map_or(0, |kept| kept.limit_yen), people, changeable, approves })
}

/// Whether the user may change it. Where all are equal and it is on, only those may who approve: else whoever asks could lift
/// the limit first. When none of them is left, the others set it up anew.
pub(super) fn may_change(scope: &Scope, is_on: bool, present: &[users::Model]) -> bool {
    let is_guarded = is_on && scope.all_are_equal() && !present.is_empty();
    scope.manages_approvals() && (!is_guarded || present.iter().any(|user| user.id == scope.user_id()))
}
