//! Own passwords: checked against the portal's rules, hashed, stored, changed. The wording of the rules is elsewhere.

mod known;

use chrono::TimeDelta;
use madoguchi_domain::passwords::{PasswordContext, is_common};
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::SessionId;
use madoguchi_entities::sessions;
use madoguchi_entities::users::{self, UserState};
use madoguchi_mail::Message;
use sea_orm::QueryFilter;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait};

use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::limits::{self, CURRENT_PASSWORD, Whose};
use crate::users::credentials::{self, Change};
use crate::{Error, FieldCode, FieldError, Origin, Scope, Services, mails, users as people};

pub use known::BreachedPasswords;

/// Checks a new password of a user and hashes it.
///
/// # Errors
/// The broken rules at the field `password`.
pub(crate) async fn hash_new(
    services: &Services,
    portal: &Portal,
    user: &users::Model,
    password: &str,
) -> Result<String, Error> {
    let refused = |codes: Vec<FieldCode>| {
        Error::Invalid(codes.into_iter().map(|code| FieldError::new("password", code)).collect())
    };
    let mut context = PasswordContext { login_id: &user.sign_in_name, mail: &user.mail_address, current_matches: None };
    let broken = portal.passwords.check(password, &context);
    if !broken.is_empty() {
        return Err(refused(broken.iter().map(|rule| rule.code()).collect()));
    }
    if portal.passwords.differs_from_current {
        let same = services.hasher.verify(password, user.password_hash.as_deref()).await?
            || services.hasher.verify(password, user.issued_password_hash.as_deref()).await?;
        context.current_matches = Some(same);
        let broken = portal.passwords.check(password, &context);
        if !broken.is_empty() {
            return Err(refused(broken.iter().map(|rule| rule.code()).collect()));
        }
    }
    let mail = user.mail_address.split('@').next().unwrap_or_default();
    let around = portal.context_words();
    let words: Vec<&str> = around.iter().map(String::as_str).chain([user.sign_in_name.as_str(), mail]).collect();
    if is_common(password, &words) || known::is_most_used(password) {
        return Err(refused(vec![FieldCode::NotCommon]));
    }
    if let Some(breached) = &services.breached_passwords
        && breached.contains(password).await?
    {
        return Err(refused(vec![FieldCode::NotBreached]));
    }
    services.hasher.hash(password).await
}

/// Stores a new own password: whatever could be logged in with before is worth nothing, every session but `keep` ends,
/// and the person is told when there was a password before. A change of address that an intruder began does not outlive
/// the password that let them in.
pub(crate) async fn store(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    user: users::Model,
    hash: &str,
    keep: Option<SessionId>,
) -> Result<(), Error> {
    let now = services.clock.now();
    let is_first = user.state == UserState::Pending;
    crate::sessions::end_all(tx, user.id, keep, now).await?;
    if !is_first {
        let at = mails::time(now, user.locale);
        mails::to_user(tx, services, portal, &user, Message::PasswordChanged { at }).await?;
    }
    credentials::change(tx, portal, user, Change::Password(hash), now).await?;
    Ok(())
}

/// Changes the own password. The current one is asked, except in a session that was begun with an issued password: there
/// it may be left out, and the issued one counts too.
///
/// # Errors
/// `password_wrong` at `current_password`; too many tries; the broken rules at `password`.
pub async fn change(
    services: &Services,
    scope: &Scope,
    current: &str,
    password: &str,
    origin: &Origin,
) -> Result<(), Error> {
    let user = users::Entity::find_by_id(scope.user_id()).one(services.db.read()).await?.ok_or(Error::NotFound)?;
    let must_choose = scope.password_change_required();
    if !must_choose || !current.is_empty() {
        let issued = user.issued_password_hash.as_deref().filter(|_| must_choose);
        check_current(services, scope, &user, issued, (current, "current_password"), origin).await?;
    }
    let hash = hash_new(services, scope.portal(), &user, password).await?;
    services.db.transaction(async |tx| replace(tx, services, scope, &hash, origin).await).await
}

/// Checks a new password of who is logged in and hashes it.
///
/// # Errors
/// The broken rules at the field `password`.
pub(crate) async fn hash_own(services: &Services, scope: &Scope, password: &str) -> Result<String, Error> {
    let user = users::Entity::find_by_id(scope.user_id()).one(services.db.read()).await?.ok_or(Error::NotFound)?;
    hash_new(services, scope.portal(), &user, password).await
}

/// Stores a new own password, and opens the session that had to choose one.
pub(crate) async fn replace(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    hash: &str,
    origin: &Origin,
) -> Result<(), Error> {
    let user = people::hold(tx, scope.user_id()).await?;
    store(tx, services, scope.portal(), user, hash, Some(scope.session_id())).await?;
    sessions::Entity::update_many()
        .col_expr(sessions::Column::PasswordChangeRequired, Expr::value(false))
        .col_expr(sessions::Column::ReauthenticatedAt, Expr::value(services.clock.now()))
        .filter(sessions::Column::Id.eq(scope.session_id()))
        .exec(tx)
        .await?;
    let event = Event::of(scope, "password.changed");
    audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await
}

/// Gives the password again, so that the session may change what an intruder would change. Answers with the session's
/// new token.
///
/// # Errors
/// `password_wrong` at `password`; too many tries.
pub async fn reauthenticate(
    services: &Services,
    scope: &Scope,
    password: &str,
    origin: &Origin,
) -> Result<String, Error> {
    let user = users::Entity::find_by_id(scope.user_id()).one(services.db.read()).await?.ok_or(Error::NotFound)?;
    check_current(services, scope, &user, None, (password, "password"), origin).await?;
    services
        .db
        .transaction(async |tx| {
            let token = crate::sessions::renew_token(tx, services, scope).await?;
            let event = Event::of(scope, "session.reauthenticated");
            audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await?;
            Ok(token)
        })
        .await
}

/// Refuses unless the password was given within the last minutes: at login or again since.
///
/// # Errors
/// `reauthentication_required`.
pub(crate) fn require_recent(services: &Services, scope: &Scope) -> Result<(), Error> {
    let age = services.clock.now() - scope.authenticated_at();
    if age <= TimeDelta::minutes(RECENT_MINUTES) {
        return Ok(());
    }
    Err(Error::Refused(crate::ProblemCode::ReauthenticationRequired))
}

/// How long a password that was given counts as recent.
const RECENT_MINUTES: i64 = 10;

async fn check_current(
    services: &Services,
    scope: &Scope,
    user: &users::Model,
    issued: Option<&str>,
    (typed, field): (&str, &'static str),
    origin: &Origin,
) -> Result<(), Error> {
    if typed.is_empty() {
        return Err(Error::invalid(field, FieldCode::Required));
    }
    limits::hit(services, scope.portal(), CURRENT_PASSWORD, &Whose::of(scope, origin)).await?;
    let own = services.hasher.verify(typed, user.password_hash.as_deref()).await?;
    if !own && (issued.is_none() || !services.hasher.verify(typed, issued).await?) {
        let event = Event::of(scope, "password.refused");
        audit_events::record(services.db.write(), services, scope.portal(), &scope.actor(origin), event).await?;
        return Err(Error::invalid(field, FieldCode::PasswordWrong));
    }
    limits::clear(services, scope.portal(), CURRENT_PASSWORD, &user.id.to_string()).await
}
