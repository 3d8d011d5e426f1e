//! Accounts that a demo server made are marked, and closed wherever the server is no demo: their passwords are published.

use madoguchi_entities::ids::UserId;
use madoguchi_entities::sessions;
use madoguchi_entities::users::{self, UserState};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::audit_events::{self, Event};
use crate::{Error, Operator, Services};

/// Marks accounts as made by the demo, and opens them: this is a demo.
pub(super) async fn open(db: &impl ConnectionTrait, services: &Services, ids: Vec<UserId>) -> Result<(), Error> {
    let now = services.clock.now();
    users::Entity::update_many()
        .col_expr(users::Column::IsDemo, Expr::value(true))
        .filter(users::Column::Id.is_in(ids.iter().copied()))
        .exec(db)
        .await?;
    users::Entity::update_many()
        .col_expr(users::Column::State, Expr::value(UserState::Active))
        .col_expr(users::Column::UpdatedAt, Expr::value(now))
        .filter(users::Column::Id.is_in(ids))
        .filter(users::Column::State.eq(UserState::Closed))
        .exec(db)
        .await?;
    Ok(())
}

/// Closes the accounts of the demo and ends their sessions: this is none. Those of a version that did not mark them are
/// known by their published passwords. Tells how many were closed.
///
/// # Errors
/// Any error of the database.
pub async fn close_all(services: &Services, operator: &Operator, published: &[(String, String)]) -> Result<u64, Error> {
    // A sandbox lives by such accounts, and nothing there is real.
    let sandboxes: Vec<&str> =
        services.portals.all().filter(|portal| portal.is_sandbox()).map(|portal| portal.key.as_str()).collect();
    let mut ids: Vec<UserId> = unmarked(services, published, &sandboxes).await?;
    let marked: Vec<UserId> = users::Entity::find()
        .select_only()
        .column(users::Column::Id)
        .filter(users::Column::IsDemo.eq(true))
        .filter(users::Column::State.ne(UserState::Closed))
        .filter(users::Column::Portal.is_not_in(sandboxes.iter().copied()))
        .into_tuple()
        .all(services.db.read())
        .await?;
    ids.extend(marked);
    if ids.is_empty() {
        return Ok(0);
    }
    services
        .db
        .transaction(async |tx| {
            let now = services.clock.now();
            let closed = users::Entity::update_many()
                .col_expr(users::Column::IsDemo, Expr::value(true))
                .col_expr(users::Column::State, Expr::value(UserState::Closed))
                .col_expr(users::Column::UpdatedAt, Expr::value(now))
                .filter(users::Column::Id.is_in(ids.iter().copied()))
                .exec(tx)
                .await?;
            sessions::Entity::update_many()
                .col_expr(sessions::Column::EndedAt, Expr::value(now))
                .filter(sessions::Column::UserId.is_in(ids.iter().copied()))
                .filter(sessions::Column::EndedAt.is_null())
                .exec(tx)
                .await?;
            let event = Event::named("demo.closed").with(serde_json::json!({ "accounts": closed.rows_affected }));
            audit_events::record_everywhere(tx, services, operator, &event).await?;
            Ok(closed.rows_affected)
        })
        .await
}

/// Open accounts with a mail address of the demo's and the password that is published for it.
async fn unmarked(
    services: &Services,
    published: &[(String, String)],
    sandboxes: &[&str],
) -> Result<Vec<UserId>, Error> {
    let addresses = published.iter().map(|(address, _)| address.as_str());
    let found = users::Entity::find()
        .filter(users::Column::IsDemo.eq(false))
        .filter(users::Column::State.ne(UserState::Closed))
        .filter(users::Column::MailAddress.is_in(addresses))
        .filter(users::Column::Portal.is_not_in(sandboxes.iter().copied()))
        .all(services.db.read())
        .await?;
    let mut ids = Vec::new();
    for user in found {
        let passwords = published.iter().filter(|(address, _)| *address == user.mail_address);
        for (_, password) in passwords {
            if services.hasher.verify(password, user.password_hash.as_deref()).await? {
                ids.push(user.id);
            }
        }
    }
    Ok(ids)
}
