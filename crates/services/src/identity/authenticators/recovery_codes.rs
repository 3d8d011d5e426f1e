//! Codes that stand for a lost second factor, once each. Shown once, kept as HMACs.

use madoguchi_domain::issued;
use madoguchi_domain::locales::Locale;
use madoguchi_domain::text::fold_digits;
use madoguchi_entities::ids::{RecoveryCodeId, UserId};
use madoguchi_entities::{recovery_codes, users};
use sea_orm::QueryFilter;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait};
use uuid::Uuid;

use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::{Error, Origin, ProblemCode, Scope, Services, keys, passwords};

/// Codes that are made at once.
const CODES: usize = 10;

/// Makes new codes; the old ones are worth nothing then.
///
/// # Errors
/// `reauthentication_required`; `no_authenticator` for who has nothing that could get lost.
pub async fn renew(services: &Services, scope: &Scope, origin: &Origin) -> Result<Vec<String>, Error> {
    passwords::require_recent(services, scope)?;
    let codes = services
        .db
        .transaction(async |tx| {
            if super::confirmed(tx, scope.user_id(), None).await?.is_empty() {
                return Err(Error::Refused(ProblemCode::NoAuthenticator));
            }
            let codes = replace(tx, services, scope).await?;
            let user = users::Entity::find_by_id(scope.user_id()).one(tx).await?.ok_or(Error::NotFound)?;
            let change = match user.locale {
                Locale::En => "New recovery codes were made.",
                Locale::Ja => "リカバリーコードが再発行されました。",
            };
            super::notify(tx, services, scope, &user, change.to_owned()).await?;
            let event = Event::of(scope, "recovery_codes.renewed");
            audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await?;
            Ok(codes)
        })
        .await?;
    Ok(codes)
}

/// Replaces the codes of a user, as `abcde-fghjk-mnpqr`.
pub(super) async fn replace(tx: &Transaction, services: &Services, scope: &Scope) -> Result<Vec<String>, Error> {
    delete_all(tx, scope.user_id()).await?;
    let now = services.clock.now();
    let mut codes = Vec::with_capacity(CODES);
    let mut rows = Vec::with_capacity(CODES);
    for _ in 0..CODES {
        let code = issued::recovery_code(keys::random::<{ issued::ENOUGH_BYTES }>()?).map_err(Error::internal)?;
        rows.push(recovery_codes::ActiveModel {
            id: Set(RecoveryCodeId(Uuid::now_v7())),
            portal: Set(scope.portal().key.clone()),
            user_id: Set(scope.user_id()),
            code_hash: Set(services.keys.code(scope.user_id().0.as_bytes(), &plain(&code))),
            created_at: Set(now),
            used_at: Set(None),
        });
        codes.push(code);
    }
    recovery_codes::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(codes)
}

/// Uses a code up; false when it is wrong or was used before.
pub(crate) async fn redeem(tx: &Transaction, services: &Services, user: UserId, typed: &str) -> Result<bool, Error> {
    let used = recovery_codes::Entity::update_many()
        .col_expr(recovery_codes::Column::UsedAt, Expr::value(services.clock.now()))
        .filter(recovery_codes::Column::UserId.eq(user))
        .filter(recovery_codes::Column::CodeHash.is_in(services.keys.codes(user.0.as_bytes(), &plain(typed))))
        .filter(recovery_codes::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(used.rows_affected == 1)
}

/// Codes that were not used yet.
pub(crate) async fn left(db: &impl ConnectionTrait, user: UserId) -> Result<u64, Error> {
    let unused = recovery_codes::Entity::find()
        .filter(recovery_codes::Column::UserId.eq(user))
        .filter(recovery_codes::Column::UsedAt.is_null());
    Ok(unused.count(db).await?)
}

/// Takes the codes of a user away.
pub(super) async fn delete_all(tx: &impl ConnectionTrait, user: UserId) -> Result<(), Error> {
    recovery_codes::Entity::delete_many().filter(recovery_codes::Column::UserId.eq(user)).exec(tx).await?;
    Ok(())
}

/// A code as it is hashed, however it was typed.
fn plain(code: &str) -> String {
    fold_digits(code).to_lowercase()
}
